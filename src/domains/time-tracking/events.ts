import { eventsOf } from "#/kernel/events.ts";
import { TimeEntry } from "./schemas.ts";
import { Timesheet } from "./timesheet-schemas.ts";

const define = eventsOf(TimeEntry, { entity: "time_entry", permission: "time:read", idIn: ({ id }) => id });
const open = { clock_out: null, rounded_out: null, duration_minutes: null, breaks: [], break_minutes: 0, version: 1 };

export const clockedIn = define(
  "time_entry.clocked_in",
  "A technician has clocked in, or gone on with another job",
  open,
);
export const clockedOut = define(
  "time_entry.clocked_out",
  "A technician has clocked out, or the office entered what they worked",
);
export const entryChanged = define(
  "time_entry.changed",
  "A time entry was corrected, voided or closed by itself, or a break began or ended in it",
  { voided: true, version: 3 },
);

const defineSheet = eventsOf(Timesheet, { entity: "timesheet", permission: "time:read", idIn: ({ id }) => id });
export const sheetApproved = defineSheet("timesheet.approved", "The timesheet of a technician's week was approved");
export const sheetReopened = defineSheet("timesheet.reopened", "The approval of a timesheet was taken back", {
  ...{ status: "open", approved_at: null, approved_by: null, version: 4 },
});

export const events = [clockedIn, clockedOut, entryChanged, sheetApproved, sheetReopened];
