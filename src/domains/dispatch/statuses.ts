export const jobStatuses = [
  "pending",
  "dispatched",
  "acknowledged",
  "en_route",
  "on_site",
  "in_progress",
  "on_hold",
  "completed",
  "cancelled",
] as const;
export type JobStatus = (typeof jobStatuses)[number];
/** The way of a job that is not finished; a job on hold goes on where it was. */
export const workingStatuses = ["pending", "dispatched", "acknowledged", "en_route", "on_site", "in_progress"] as const;
export type WorkingStatus = (typeof workingStatuses)[number];
export const jobPriorities = ["low", "normal", "high", "urgent"] as const;
export type JobPriority = (typeof jobPriorities)[number];

/** Slots of jobs without a time, behind every start: finished ones, then those that wait for a time (the backlog). */
export const slots = { finished: "~done", backlog: "~open", end: "~~" } as const;

/** Of a plan of routes. */
export const planStatuses = ["running", "done", "failed"] as const;
export type PlanStatus = (typeof planStatuses)[number];
