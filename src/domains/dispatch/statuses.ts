export const jobStatuses = [
  "pending",
  "dispatched",
  "acknowledged",
  "en_route",
  "on_site",
  "in_progress",
  "completed",
  "cancelled",
] as const;
export type JobStatus = (typeof jobStatuses)[number];
export const jobPriorities = ["low", "normal", "high", "urgent"] as const;
export type JobPriority = (typeof jobPriorities)[number];

/** Slots of jobs without a time, behind every start: finished ones, then those that wait for a time (the backlog). */
export const slots = { finished: "~done", backlog: "~open", end: "~~" } as const;
