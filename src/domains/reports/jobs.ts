import { periodClosed } from "#/domains/pay-periods/index.ts";
import { daily, dueWork, reactsTo } from "#/jobs.ts";
import { continueRun } from "./actions/continue-run.ts";
import { expireRuns } from "./actions/expire-runs.ts";
import { runOnClose, runSchedule } from "./actions/run-schedule.ts";
import { dueRuns, dueSchedules } from "./tables.ts";

export const jobs = [
  dueWork(dueRuns, { run: continueRun }),
  dueWork(dueSchedules, { run: runSchedule }),
  reactsTo([periodClosed], { name: "reports of a closed pay period", run: runOnClose }),
  daily({ name: "expire reports", run: expireRuns }),
];
