import { eventsOf } from "#/kernel/events.ts";
import { TimeOff } from "./absence-schemas.ts";

const define = eventsOf(TimeOff, { entity: "time_off", permission: "availability:read", idIn: ({ id }) => id });
const decided = { decided_at: "2026-03-20T09:12:00.000Z", decided_by: "user:1" };

export const timeOffRequested = define("time_off.requested", "Time off was asked for");
export const timeOffApproved = define(
  "time_off.approved",
  "Time off was approved, or entered by the office: the technician is not planned for it",
  { status: "approved", ...decided },
);
export const timeOffRejected = define("time_off.rejected", "Time off was rejected, or an approval was taken back", {
  ...{ status: "rejected", ...decided, reason: "Two others are away that week" },
});

export const events = [timeOffRequested, timeOffApproved, timeOffRejected];
