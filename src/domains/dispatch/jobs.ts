import { daily, dueWork, hourly } from "#/jobs.ts";
import { continueRoutePlan } from "./actions/continue-route-plan.ts";
import { dropRoutePlans } from "./actions/drop-route-plans.ts";
import { makeRecurring } from "./actions/make-recurring.ts";
import { pruneTrails } from "./actions/prune-trails.ts";
import { dueRoutePlans } from "./route-plan-tables.ts";

export const jobs = [
  dueWork(dueRoutePlans, { run: continueRoutePlan }),
  daily({ name: "drop old route plans", run: dropRoutePlans }),
  daily({ name: "make recurring jobs", run: makeRecurring }),
  hourly({ name: "prune trails", run: pruneTrails }),
];
