import { defineEvent } from "#/kernel/events.ts";
import { DispatchEvent } from "./job-schemas.ts";
import { RoutePlanEvent } from "./route-plan-schemas.ts";

const define = (what: string, about: string) => defineEvent(`dispatch.${what}`, DispatchEvent, about);

export const jobCreated = define("created", "A new dispatch job was created");
export const jobAssigned = define("assigned", "A technician was assigned to a job");
export const jobMoved = define(
  "status",
  "The status of a job changed: a technician has reported their progress, or the office took it back, put the job on hold or let it go on",
);
export const jobUpdated = define("updated", "A job was changed or rescheduled");
export const jobCancelled = define("cancelled", "A job was cancelled");
export const jobCompleted = define("completed", "A dispatch job was completed");
export const planReady = defineEvent(
  "dispatch.plan_ready",
  RoutePlanEvent,
  "A plan of routes that was made in the background is ready, or has failed",
);

export const events = [jobCreated, jobAssigned, jobMoved, jobUpdated, jobCancelled, jobCompleted, planReady];
