import { eventsOf } from "#/kernel/events.ts";
import { SlaLevel, SlaViolation, SlaWarning } from "./clock-schemas.ts";

export const slaWarning = eventsOf(SlaWarning, {
  entity: "sla_clock",
  permission: "sla:read",
  idIn: (warning) => warning.job_id,
})("sla.warning", "The time for the response or the resolution of a job is nearly over");

export const slaLevel = eventsOf(SlaLevel, {
  entity: "sla_clock",
  permission: "sla:read",
  idIn: (level) => level.job_id,
})("sla.level", "A job was changed whose promise was warned of or broken: how this promise stands now");

const define = eventsOf(SlaViolation, { entity: "sla_violation", permission: "sla:read", idIn: ({ id }) => id });
export const slaViolated = define("sla.violated", "A job was not answered or not resolved in the promised time");
export const violationAcknowledged = define("sla.violation_acknowledged", "Somebody has taken note of a violation", {
  ...{ status: "acknowledged", acknowledged_by: "user:1", acknowledged_at: "2026-03-10T18:00:00.000Z", version: 2 },
  note: "Called the customer; the truck had broken down",
});
export const violationWithdrawn = define(
  "sla.violation_withdrawn",
  "A violation was withdrawn: a phone that was offline has told later that the technician was in time",
  { status: "withdrawn", withdrawn_at: "2026-03-10T18:00:00.000Z", version: 2 },
);

export const events = [slaWarning, slaLevel, slaViolated, violationAcknowledged, violationWithdrawn];
