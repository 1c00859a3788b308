import { hourly } from "#/jobs.ts";
import { pruneTrails } from "./actions/prune-trails.ts";

export const jobs = [hourly({ name: "prune trails", run: pruneTrails })];
