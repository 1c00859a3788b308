import { AppError, type FieldErrors } from "#/kernel/errors.ts";
import type { Position } from "#/kernel/position.ts";
import type { JobStatus } from "./statuses.ts";

type Named = { id: number; status: JobStatus };
const anyOf = (statuses: readonly string[]): string => statuses.join(", ") || "nothing";

export const wrongTransition = (job: Named, to: string, allowed: readonly string[]) =>
  new AppError(
    "conflict",
    "dispatch.wrong_transition",
    `Job ${job.id} is ${job.status} and cannot become ${to}. Allowed from here: ${anyOf(allowed)}.`,
    { fields: { status: `is ${job.status}; allowed from here: ${anyOf(allowed)}` } },
  );

export const formsRequired = (job: Named, to: string, missing: readonly { id: number; name: string }[]) =>
  new AppError(
    "conflict",
    "dispatch.forms_required",
    `Job ${job.id} cannot become ${to} before these forms are submitted: ${missing
      .map(({ id, name }) => `${name} (form ${id})`)
      .join(", ")}. GET /tech/dispatch/my-jobs/${job.id}/forms tells what they ask; submit each there.`,
    { fields: Object.fromEntries(missing.map(({ id, name }) => [`forms.${id}`, `${name} is not submitted`])) },
  );

export const tooLateToAssign = (job: Named, assignable: readonly string[]) =>
  new AppError(
    "conflict",
    "dispatch.wrong_transition",
    `Job ${job.id} is ${job.status}. It can be assigned only while its status is one of: ${anyOf(assignable)}.`,
    { fields: { status: `is ${job.status}; must be one of: ${anyOf(assignable)}` } },
  );

export const nothingBefore = (job: Named) =>
  new AppError(
    "conflict",
    "dispatch.wrong_transition",
    `Job ${job.id} is ${job.status}, and there is no status to step back to. Unassign, resume or reopen it instead.`,
    { fields: { status: `is ${job.status}; must be one of: acknowledged, en_route, on_site, in_progress` } },
  );

export const reopenTooLate = (job: Named) =>
  new AppError(
    "conflict",
    "dispatch.reopen_too_late",
    `Job ${job.id} was completed more than 24 hours ago. Create a new job, or a further visit of this one.`,
    { fields: { status: `is ${job.status} for more than 24 hours` } },
  );

export const jobFinished = (job: Named) =>
  new AppError(
    "conflict",
    "dispatch.job_finished",
    `Job ${job.id} is ${job.status}, so its times stay as they are. Reopen it first: PATCH /admin/dispatch/${job.id}/reopen.`,
    { fields: { status: `is ${job.status}` } },
  );

export const jobCancelled = (job: Named) =>
  new AppError(
    "conflict",
    "dispatch.job_cancelled",
    `Job ${job.id} is cancelled, so it has no further visits. Reopen it first: PATCH /admin/dispatch/${job.id}/reopen.`,
    { fields: { status: "is cancelled" } },
  );

export const badTimes = (fields: FieldErrors) =>
  new AppError(
    "invalid",
    "dispatch.bad_times",
    `With this change the times of the job would not fit together. ${Object.entries(fields)
      .map(([field, problem]) => `${field} ${problem}`)
      .join("; ")}.`,
    { fields },
  );

export const technicianInactive = (id: number, field = "technician_id") =>
  new AppError(
    "conflict",
    "dispatch.technician_inactive",
    `Technician ${id} is not active. Choose another technician or activate this one.`,
    { fields: { [field]: "is not active" } },
  );

export const leadInCrew = (id: number, i: number) =>
  new AppError(
    "invalid",
    "dispatch.lead_in_crew",
    `Technician ${id} is in charge of the job. The crew are the others.`,
    { fields: { [`crew.${i}`]: "is the technician in charge" } },
  );

export const notInCharge = (job: Named) =>
  new AppError(
    "forbidden",
    "dispatch.not_in_charge",
    `You help with job ${job.id}. The technician in charge of it reports its progress.`,
  );

export const youAreInactive = () =>
  new AppError(
    "forbidden",
    "dispatch.technician_not_active",
    "Your technician is not active, so your position is not taken. Ask the office to activate them.",
  );

export const photoNotAnImage = (type: string) =>
  new AppError(
    "invalid",
    "dispatch.photo_not_an_image",
    `The body is not an image of the type ${type}. Send the file as it is, with the Content-Type that it has.`,
    { fields: { body: `is not an image of the type ${type}` } },
  );

export const tooManyPhotos = (most: number) =>
  new AppError(
    "conflict",
    "dispatch.too_many_photos",
    `A job keeps ${most} photos, and this one has as many. Remove one first.`,
  );

/** `fields`: where the request says when. */
export const clockAhead = (fields: readonly string[]) =>
  new AppError(
    "invalid",
    "dispatch.clock_ahead",
    "The device's clock is more than five minutes ahead. Set it, or leave the time out of a report of now.",
    { fields: Object.fromEntries(fields.slice(0, 20).map((field) => [field, "lies more than five minutes ahead"])) },
  );

export const impossibleSpeed = (last: Position | undefined) =>
  new AppError(
    "invalid",
    "dispatch.impossible_speed",
    `The place is too far from the last one, of ${last?.at ?? "now"}: nobody gets there at less than 324 km/h. If it is right, report the next reading: two that agree are believed.`,
    { fields: { latitude: "is too far from the last place", longitude: "is too far from the last place" } },
  );

export const upgradeRequired = () =>
  new AppError(
    "bad_request",
    "dispatch.upgrade_required",
    "This opens a WebSocket. Send `Upgrade: websocket`, or use the stream beside it.",
  );

export const tooManyStreams = () =>
  new AppError(
    "rate_limited",
    "dispatch.too_many_streams",
    "This session has 20 streams of the board open, the most that it may have. Close one, or wait a minute if their connections have broken.",
    { retryAfter: 30 },
  );

export const notSuggestable = (id: number, status: string) =>
  new AppError("conflict", "dispatch.job_is_over", `Job ${id} is ${status}, so nobody is wanted for it.`, {
    fields: { status: `is ${status}` },
  });

export const dayIsOver = (date: string) =>
  new AppError(
    "invalid",
    "dispatch.day_is_over",
    `${date} is over, so no plan can be applied to it. Leave apply out, or name today or a later day.`,
    {
      fields: { date: "is over" },
    },
  );
export const tooManyJobs = (n: number, most: number) =>
  new AppError(
    "invalid",
    "dispatch.too_many_jobs",
    `${n} jobs are too many for one plan of at most ${most}. Name some of the technicians in technician_ids, a zone after the other.`,
    { fields: { technician_ids: `must leave at most ${most} jobs to plan` } },
  );
export const tooManyTechnicians = (n: number, most: number) =>
  new AppError(
    "invalid",
    "dispatch.too_many_technicians",
    `${n} technicians work on that day, too many for one plan of at most ${most}. Name some of them in technician_ids, a zone after the other.`,
    { fields: { technician_ids: `must name at most ${most} technicians` } },
  );
export const tooManyPlans = (most: number) =>
  new AppError(
    "conflict",
    "dispatch.too_many_plans",
    `${most} plans are being made in the background, the most at a time. Wait until one of them is done.`,
  );
export const planOutdated = () =>
  new AppError(
    "conflict",
    "dispatch_job.changed_meanwhile",
    "Another request changed a job of the plan at the same time, so nothing of it was applied. Ask for a new plan.",
  );

export const planNotApplied = (id: number) =>
  new AppError("conflict", "dispatch.plan_not_applied", `Plan ${id} has changed no job, so there is nothing to undo.`);
export const undoOutdated = (ids: readonly number[]) =>
  new AppError(
    "conflict",
    "dispatch_job.changed_meanwhile",
    `Jobs of the plan have changed since it was applied (${ids.slice(0, 10).join(", ")}), so nothing was undone. Reschedule the others by hand, or ask for a new plan.`,
  );

export const planBrokeOff = () =>
  new AppError("internal", "dispatch.plan_broke_off", "The plan could not be made. Ask for it again.");
