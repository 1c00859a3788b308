import type { Instant } from "#/kernel/time.ts";
import { isFinished } from "./rules.ts";
import { type JobStatus, jobStatuses } from "./statuses.ts";
import type { DispatchJob } from "./tables.ts";

type Counted = Pick<DispatchJob, "status" | "technicianId" | "scheduledStart" | "arrivalWindowEnd">;
/** Statuses before somebody is at the customer's. */
const awaited: readonly JobStatus[] = ["pending", "dispatched", "acknowledged", "en_route"];

/** Whether the customer waits longer than they were told: to the end of the arrival window, else to the planned start. */
const isLate = ({ status, scheduledStart, arrivalWindowEnd }: Counted, now: Instant): boolean => {
  const due = arrivalWindowEnd ?? scheduledStart;
  return awaited.includes(status) && due !== null && due < now;
};

/** The jobs of a day in numbers. */
export function countsOf(jobs: readonly Counted[], now: Instant) {
  const byStatus = Object.fromEntries(jobStatuses.map((status) => [status, 0])) as Record<JobStatus, number>; // safe: each of them
  for (const { status } of jobs) byStatus[status]++;
  return {
    jobs: jobs.length,
    byStatus,
    unassigned: jobs.filter(({ status, technicianId }) => technicianId === null && !isFinished(status)).length,
    late: jobs.filter((job) => isLate(job, now)).length,
  };
}
