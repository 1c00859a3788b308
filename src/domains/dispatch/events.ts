import { eventsOf } from "#/kernel/events.ts";
import { DispatchEvent } from "./job-schemas.ts";
import { RoutePlanEvent } from "./route-plan-schemas.ts";

const define = eventsOf(DispatchEvent, {
  entity: "dispatch_job",
  permission: "dispatch:read",
  idIn: ({ id }) => id,
});

// where nobody has set out yet
const before = { acknowledged_at: null, en_route_at: null, on_site_at: null, latitude: null, longitude: null };
const made = { status_at: "2026-03-27T20:15:00.000Z", updated_at: "2026-03-27T20:15:00.000Z", version: 1 };
const open = { status: "pending" as const, technician_id: null, crew: [], assigned_at: null };
const never = { previous_status: null, previous_technician_id: null };

export const jobCreated = define("dispatch.created", "A new dispatch job was created", {
  ...{ ...before, ...made, ...open, ...never },
});
export const jobAssigned = define("dispatch.assigned", "A technician was assigned to a job", {
  ...{ ...before, status: "dispatched", status_at: "2026-03-28T12:05:00.000Z", version: 2 },
  ...{ previous_status: "pending", previous_technician_id: null },
});
export const jobMoved = define(
  "dispatch.status",
  "The status of a job changed: a technician has reported their progress, or the office took it back, put the job on hold or let it go on",
);
export const jobUpdated = define("dispatch.updated", "A job was changed or rescheduled", {
  ...{ ...before, ...open, priority: "urgent", version: 2, previous_status: "pending", previous_technician_id: null },
});
export const jobCancelled = define("dispatch.cancelled", "A job was cancelled", {
  ...{ ...before, ...open, status: "cancelled", version: 3, previous_status: "pending", previous_technician_id: null },
  ...{ cancelled_at: "2026-03-28T12:20:00.000Z", cancel_reason: "The customer sold the house" },
  ...{ status_at: "2026-03-28T12:20:00.000Z", reason: "The customer sold the house" },
});
export const jobCompleted = define("dispatch.completed", "A dispatch job was completed", {
  ...{ status: "completed", previous_status: "in_progress", status_at: "2026-03-28T14:40:00.000Z", version: 7 },
  ...{ started_at: "2026-03-28T13:10:00.000Z", completed_at: "2026-03-28T14:40:00.000Z" },
});

export const planReady = eventsOf(RoutePlanEvent, {
  entity: "route_plan",
  permission: "dispatch:read",
  idIn: ({ id }) => id,
})("dispatch.plan_ready", "A plan of routes that was made in the background is ready, or has failed");

export const events = [jobCreated, jobAssigned, jobMoved, jobUpdated, jobCancelled, jobCompleted, planReady];
