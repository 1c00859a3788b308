import { eventsOf } from "#/kernel/events.ts";
import { JobCost, JobCosting, JobCosts } from "./schemas.ts";

const area = { entity: "job_costing", permission: "costs:read" } as const;
const defineCosts = eventsOf(JobCosts, { ...area, idIn: ({ job_id }) => job_id });
const defineCosting = eventsOf(JobCosting, { ...area, idIn: ({ job_id }) => job_id });
const defineCost = eventsOf(JobCost, { ...area, entity: "job_cost", idIn: ({ id }) => id });

export const costsFrozen = defineCosts("job_cost.frozen", "The costs of a job were frozen, with its recalls", {
  frozen_at: "2026-04-02T09:00:00.000Z",
});
export const costsUnfrozen = defineCosts("job_cost.unfrozen", "The costs of a job follow their sources again");
export const costingChanged = defineCosting(
  "job_cost.changed",
  "What the office says of a job's costs was changed: its estimate, or the job that it is a recall of",
);
export const costAdded = defineCost("job_cost.added", "A cost was entered for a job by hand");
export const costRemoved = defineCost("job_cost.removed", "A cost that was entered by hand was removed");

export const events = [costsFrozen, costsUnfrozen, costingChanged, costAdded, costRemoved];
