import { AppError, type FieldErrors } from "#/kernel/errors.ts";
import type { Instant } from "#/kernel/time.ts";

type Stretch = { id: number; clockIn: Instant; clockOut: Instant | null };
const named = ({ id, clockIn, clockOut }: Stretch): string => `${id} (${clockIn} to ${clockOut ?? "now"})`;

/** `open`: the entry that is open; undefined where another request has opened it at this moment. */
export const alreadyClockedIn = (open?: Stretch) =>
  new AppError(
    "conflict",
    "time_entry.already_clocked_in",
    `You are clocked in already${open ? `, by entry ${open.id} since ${open.clockIn}` : ""}. Clock out first, or switch to the other job by POST /time-tracking/switch.`,
    open && { fields: { open_entry_id: String(open.id), open_since: open.clockIn } },
  );
export const notClockedIn = () =>
  new AppError("conflict", "time_entry.not_clocked_in", "You are not clocked in. Clock in first.");
export const overlaps = (others: readonly Stretch[]) =>
  new AppError(
    "conflict",
    "time_entry.overlap",
    `This overlaps with other entries of the technician: ${others.slice(0, 10).map(named).join(", ")}. Choose other times, or correct those first.`,
    { fields: { overlapping_entry_ids: others.map(({ id }) => id).join(", ") } },
  );
export const alreadyOnBreak = (since: Instant) =>
  new AppError("conflict", "time_entry.already_on_break", `You are on a break since ${since}. End it first.`);
export const notOnBreak = () =>
  new AppError("conflict", "time_entry.not_on_break", "You are not on a break, so there is none to end.");
export const tooManyBreaks = (most: number) =>
  new AppError(
    "conflict",
    "time_entry.too_many_breaks",
    `An entry has at most ${most} breaks. Clock out and in again.`,
  );
/** `after`: the last moment that the entry knows of. */
export const outOfOrder = (after: Instant) =>
  new AppError(
    "conflict",
    "time_entry.out_of_order",
    `This happened before ${after}, the last that the entry knows of. Send what happened in its order.`,
    { fields: { occurred_at: `must not be before ${after}` } },
  );
export const sameJob = (jobId: number | null) =>
  new AppError(
    "conflict",
    "time_entry.same_job",
    `You are clocked in ${jobId === null ? "without a job" : `for job ${jobId}`} already, so there is nothing to switch.`,
    { fields: { job_id: "is that of the open entry" } },
  );
export const clockAhead = () =>
  new AppError(
    "invalid",
    "time_entry.clock_ahead",
    "The device's clock is more than five minutes ahead. Set it, or leave the time out of a report of now.",
    { fields: { occurred_at: "lies more than five minutes ahead" } },
  );
export const tooLate = () =>
  new AppError("invalid", "time_entry.too_late", "This happened more than 72 hours ago. Ask the office to enter it.", {
    fields: { occurred_at: "lies more than 72 hours back" },
  });
export const badTimes = (fields: FieldErrors) =>
  new AppError(
    "invalid",
    "time_entry.bad_times",
    `The times do not fit together. ${Object.entries(fields)
      .map(([field, problem]) => `${field} ${problem}`)
      .join("; ")}.`,
    { fields },
  );
export const openTooLong = (hours: number) =>
  new AppError(
    "conflict",
    "time_entry.too_long",
    `The entry is open for more than ${hours} hours. Ask the office to correct it.`,
  );
export const periodLocked = (openFrom: string) =>
  new AppError(
    "forbidden",
    "time_entry.period_locked",
    `The pay period of this day is closed: entries can be changed from ${openFrom} on. Make an adjustment in the open pay period.`,
  );
export const entryVoided = (id: number) =>
  new AppError("conflict", "time_entry.voided", `Entry ${id} is voided, so it cannot be changed. Add a new one.`);
export const technicianInactive = (id: number) =>
  new AppError(
    "conflict",
    "time_entry.technician_inactive",
    `Technician ${id} is not active, so no time is recorded. Ask the office to activate them.`,
  );
export const entriesOpen = (count: number) =>
  new AppError(
    "conflict",
    "pay_period.entries_open",
    `${count} time entries of these days are open. Clock the technicians out, or send {"force": true}: then they go to the next period.`,
    { fields: { open_entries: String(count) } },
  );
export const sheetsWait = (count: number) =>
  new AppError(
    "conflict",
    "pay_period.timesheets_wait",
    `${count} timesheets of these days wait for an approval. Approve them, or send {"force": true}.`,
    { fields: { waiting_timesheets: String(count) } },
  );
export const ownSheet = () =>
  new AppError("forbidden", "timesheet.own_approval", "This is your own timesheet. Somebody else approves it.");
export const sheetNotReady = (toReview: number, open: number) =>
  new AppError(
    "conflict",
    "timesheet.not_ready",
    `${open} entries of the timesheet are open and ${toReview} want a look. Clock the technician out, and correct or confirm the others first.`,
    { fields: { open_entries: String(open), entries_to_review: String(toReview) } },
  );
export const sheetNotOver = (endsOn: string) =>
  new AppError("conflict", "timesheet.not_over", `The week goes on until ${endsOn}. Approve it when it is over.`);
