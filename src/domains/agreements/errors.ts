import { AppError } from "#/kernel/errors.ts";
import type { LocalDate } from "#/kernel/time.ts";

export const planNameTaken = (name: string) =>
  new AppError("conflict", "agreement_plan.name_taken", `There is a plan ${name}. Choose another name.`, {
    fields: { name: "is taken" },
  });
export const planArchived = (id: number) =>
  new AppError(
    "conflict",
    "agreement_plan.archived",
    `Plan ${id} is archived, so it is not sold any more. Restore it first: {"is_archived": false}.`,
    { fields: { plan_id: "is archived" } },
  );
/** The wire says it of a new plan; a changed one is only known with what it was. */
export const termUnfit = () =>
  new AppError(
    "invalid",
    "agreement_plan.term_unfit",
    "The term must be a whole number of billing periods; without a term it cannot be billed one_time.",
    { fields: { term_months: "must be a multiple of the months of billing_frequency" } },
  );

export const alreadyRenewed = (id: number) =>
  new AppError("conflict", "service_agreement.already_renewed", `Agreement ${id} has its next term already.`);
export const wrongStatus = (id: number, status: string, needed: string) =>
  new AppError("conflict", "service_agreement.wrong_status", `Agreement ${id} is ${status}; it must be ${needed}.`, {
    fields: { status: `is ${status}` },
  });
export const goesOn = (id: number) =>
  new AppError(
    "conflict",
    "service_agreement.ongoing",
    `Agreement ${id} goes on until it is cancelled, so it has nothing to renew.`,
  );
export const endsAlready = (id: number, day: LocalDate) =>
  new AppError("conflict", "service_agreement.ends_already", `Agreement ${id} is cancelled for ${day} already.`);
export const refundNeedsNow = () =>
  new AppError(
    "invalid",
    "service_agreement.refund_needs_now",
    "At the end of a period nothing of it is left to refund. Cancel it now, or without a refund.",
    { fields: { refund: "must be none where effective is period_end" } },
  );
export const onlyDrafts = (field: string) =>
  new AppError(
    "conflict",
    "service_agreement.not_draft",
    "What was agreed does not change once the agreement is active. Cancel it and make another.",
    { fields: { [field]: "can be changed in a draft only" } },
  );
export const behindOnBills = (id: number) =>
  new AppError(
    "conflict",
    "service_agreement.behind",
    `Periods of agreement ${id} are due and not billed. Bill them first: POST /admin/recurring-invoices/{id}/run-now.`,
  );

/** Another worker bills it at this moment, or has. */
export const periodBilled = (agreementId: number) =>
  new AppError(
    "conflict",
    "recurring_invoice.period_billed",
    `Agreement ${agreementId} was billed at this very moment. Send the request again.`,
  );
export const recurringNot = (id: number, status: string, needed: string) =>
  new AppError(
    "conflict",
    "recurring_invoice.wrong_status",
    `Recurring invoice ${id} is ${status}; it must be ${needed}.`,
    {
      fields: { status: `is ${status}` },
    },
  );

export const visitOver = (id: number, status: string) =>
  new AppError("conflict", "agreement_visit.over", `Visit ${id} is ${status}, so this can no longer be done to it.`, {
    fields: { status: `is ${status}` },
  });
export const visitHasJob = (id: number, jobId: number) =>
  new AppError(
    "conflict",
    "agreement_visit.has_job",
    `Visit ${id} has job ${jobId}, which says when it is done. Reschedule or cancel the job.`,
  );
