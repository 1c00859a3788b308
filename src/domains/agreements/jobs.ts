import { jobCancelled, jobCompleted, jobMoved } from "#/domains/dispatch/index.ts";
import { daily, dueWork, reactsTo } from "#/jobs.ts";
import { followJob } from "./actions/follow-job.ts";
import { continueRun, startRun } from "./run.ts";
import { dueRuns } from "./visit-tables.ts";

export const jobs = [
  daily({ name: "agreements of the day", run: startRun }),
  dueWork(dueRuns, { run: continueRun }),
  reactsTo([jobCompleted, jobCancelled, jobMoved], { name: "visits of agreements follow their jobs", run: followJob }),
];
