import { jobCancelled, jobCompleted } from "#/domains/dispatch/index.ts";
import { reactsTo } from "#/jobs.ts";
import { releaseJob } from "./actions/release-reservation.ts";

export const jobs = [
  reactsTo([jobCompleted, jobCancelled], { name: "reservations end with their jobs", run: releaseJob }),
];
