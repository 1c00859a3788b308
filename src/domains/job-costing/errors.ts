import { AppError } from "#/kernel/errors.ts";

export const rangeTooLarge = (most: number) =>
  new AppError(
    "invalid",
    "job_costing.range_too_large",
    `These days have more than ${most} jobs. Ask for fewer days.`,
    {
      fields: { date_from: "must be later", date_to: "or this earlier" },
    },
  );
export const jobFrozen = (id: number) =>
  new AppError("conflict", "job_costing.frozen", `The costs of job ${id} are frozen. Unfreeze it first.`);
export const isVisit = (id: number, parent: number) =>
  new AppError(
    "conflict",
    "job_costing.is_visit",
    `Job ${id} is a further visit of job ${parent}, and its costs are in the account of that. Name job ${parent}.`,
  );
export const notFrozen = (id: number) =>
  new AppError("conflict", "job_costing.not_frozen", `The costs of job ${id} are not frozen.`);
export const frozenWithOriginal = (id: number, original: number) =>
  new AppError(
    "conflict",
    "job_costing.is_recall",
    `Job ${id} is a recall of job ${original}, which bears its costs. Freeze or unfreeze job ${original}: its recalls go with it.`,
  );
export const recallOfItself = () =>
  new AppError("invalid", "job_costing.recall_of_itself", "A job is not a recall of itself.", {
    fields: { recall_of_job_id: "must be another job" },
  });
export const originalIsRecall = (id: number, original: number) =>
  new AppError(
    "conflict",
    "job_costing.original_is_recall",
    `Job ${id} is a recall itself. Name job ${original}, whose work was done first.`,
    { fields: { recall_of_job_id: `must be ${original}` } },
  );
export const hasRecalls = (id: number) =>
  new AppError(
    "conflict",
    "job_costing.has_recalls",
    `Job ${id} has recalls of its own. Name the first job for those.`,
    {
      fields: { recall_of_job_id: "must be null for a job that has recalls" },
    },
  );
export const vehicleRateMissing = () =>
  new AppError(
    "conflict",
    "job_cost.vehicle_rate_missing",
    "The business has not said what a mile costs. Set `vehicle_rate_millicents` (PATCH /admin/organization) first, or enter an amount.",
    { fields: { miles: "needs the setting vehicle_rate_millicents" } },
  );
export const wayWorthNothing = () =>
  new AppError("invalid", "job_cost.amount_zero", "At the rate of the business this way comes to nothing.", {
    fields: { miles: "must come to a cent at least" },
  });
export const costInFuture = () =>
  new AppError("invalid", "job_cost.in_future", "What has not come up yet is not a cost. Enter it on its day.", {
    fields: { incurred_on: "must not be after today" },
  });
export const saleOfOtherJob = (saleId: number, jobId: number) =>
  new AppError(
    "conflict",
    "job_costing.sale_of_other_job",
    `Sale ${saleId} is named for job ${jobId}. Take it from there first.`,
  );
