import { daily, dueWork } from "#/jobs.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { continueRun } from "./actions/continue-run.ts";
import { beginRun, dropRuns } from "./repo.ts";
import { dueRuns } from "./tables.ts";

const KEPT_SECONDS = 30 * 24 * 3600;

export const jobs = [
  dueWork(dueRuns, { run: continueRun }),
  // what is recorded late finds its payment the next morning
  daily({
    name: "reconcile payments",
    run: async (ctx) => ({ parts: [dropRuns(ctx, plusSeconds(ctx.now, -KEPT_SECONDS)), beginRun(ctx)] }),
  }),
];
