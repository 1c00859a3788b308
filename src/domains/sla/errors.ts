import { AppError, type FieldErrors } from "#/kernel/errors.ts";
import type { ViolationStatus } from "./terms.ts";

export const calendarNameTaken = (name: string) =>
  new AppError("conflict", "sla_calendar.name_taken", `There is a calendar ${name} already. Choose another name.`, {
    fields: { name: "is taken" },
  });
export const tooManyCalendars = (most: number) =>
  new AppError("conflict", "sla_calendar.too_many", `A business has at most ${most} calendars. Remove one first.`);
export const badCalendar = (fields: FieldErrors) =>
  new AppError("invalid", "sla_calendar.bad_hours", `The hours of the calendar do not fit together. ${told(fields)}.`, {
    fields,
  });
export const calendarInUse = (id: number) =>
  new AppError(
    "conflict",
    "sla_calendar.in_use",
    `Policies go by calendar ${id}, so it cannot be removed. Give them another calendar first.`,
  );

export const policyNameTaken = (name: string) =>
  new AppError("conflict", "sla_policy.name_taken", `There is a policy ${name} already. Choose another name.`, {
    fields: { name: "is taken" },
  });
export const tooManyPolicies = (most: number) =>
  new AppError("conflict", "sla_policy.too_many", `A business has at most ${most} policies. Remove one first.`);
export const badTargets = (fields: FieldErrors) =>
  new AppError("invalid", "sla_policy.bad_targets", `The targets do not fit together. ${told(fields)}.`, { fields });
export const unknownInMatch = (fields: FieldErrors) =>
  new AppError("not_found", "sla_policy.unknown_match", `The policy names what is not there. ${told(fields)}.`, {
    fields,
  });
export const noDefaultLeft = (id: number) =>
  new AppError(
    "conflict",
    "sla_policy.is_default",
    `Policy ${id} is the default, for jobs that match no other. Make another one the default first.`,
    { fields: { is_default: "must be true for one policy that is enabled" } },
  );

export const noClock = (jobId: number) =>
  new AppError(
    "not_found",
    "sla_clock.not_found",
    `Job ${jobId} has no clock: there is no such job, or no policy was in force when it was created.`,
  );
export const notOpen = (id: number, status: ViolationStatus) =>
  new AppError("conflict", "sla_violation.not_open", `Violation ${id} is ${status}; it must be open.`, {
    fields: { status: `is ${status}; must be open` },
  });
/** What was said of a violation stays; nothing more was said. */
export const alreadyNoted = (id: number, hasNote: boolean) =>
  new AppError(
    "conflict",
    "sla_violation.not_open",
    hasNote
      ? `Violation ${id} is acknowledged with a note, which stays as it is. Write more into the notes of the job.`
      : `Violation ${id} is acknowledged already. Send a note to add one.`,
    { fields: { status: "is acknowledged; must be open", note: hasNote ? "is there already" : "may still be added" } },
  );

const told = (fields: FieldErrors): string =>
  Object.entries(fields)
    .map(([field, problem]) => `${field} ${problem}`)
    .join("; ");
