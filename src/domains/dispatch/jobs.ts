import { daily, hourly } from "#/jobs.ts";
import { makeRecurring } from "./actions/make-recurring.ts";
import { pruneTrails } from "./actions/prune-trails.ts";

export const jobs = [
  daily({ name: "make recurring jobs", run: makeRecurring }),
  hourly({ name: "prune trails", run: pruneTrails }),
];
