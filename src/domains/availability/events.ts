import { defineEvent } from "#/kernel/events.ts";
import { TimeOff } from "./absence-schemas.ts";

export const timeOffRequested = defineEvent("time_off.requested", TimeOff, "Time off was asked for");
export const timeOffApproved = defineEvent(
  "time_off.approved",
  TimeOff,
  "Time off was approved, or entered by the office: the technician is not planned for it",
);
export const timeOffRejected = defineEvent(
  "time_off.rejected",
  TimeOff,
  "Time off was rejected, or an approval was taken back",
);

export const events = [timeOffRequested, timeOffApproved, timeOffRejected];
