import { type JobStatus, slots } from "#/db/tenant/schema/dispatch.ts";
import type { Instant } from "#/kernel/time.ts";

/** What a technician may say of his job, in the order of a working day. */
export const reportedStatuses = ["acknowledged", "en_route", "on_site", "in_progress", "completed"] as const;
export type ReportedStatus = (typeof reportedStatuses)[number];

/** From each status, what the technician may make of the job (domain-rules.md 3.22). He may skip `acknowledged` and `on_site`. */
export const reportable: Record<JobStatus, readonly ReportedStatus[]> = {
  pending: [],
  dispatched: ["acknowledged", "en_route"],
  acknowledged: ["en_route"],
  en_route: ["on_site", "in_progress"],
  on_site: ["in_progress"],
  in_progress: ["completed"],
  completed: [],
  cancelled: [],
};

/** A job can be given to a technician, or to another one, until somebody drives there. */
export const assignable: readonly JobStatus[] = ["pending", "dispatched", "acknowledged"];

const stampOf = {
  acknowledged: "acknowledgedAt",
  en_route: "enRouteAt",
  on_site: "onSiteAt",
  in_progress: "startedAt",
  completed: "completedAt",
} as const satisfies Record<ReportedStatus, string>;

/** The fields of a job that its way through the day decides. Stamps of skipped statuses stay null. */
export type Progress = { status: JobStatus; technicianId: number | null; assignedAt: Instant | null } & Record<
  (typeof stampOf)[ReportedStatus],
  Instant | null
>;

/** What a technician's report changes, or null where it is not allowed. */
export const report = (job: Pick<Progress, "status">, to: ReportedStatus, at: Instant): Partial<Progress> | null =>
  reportable[job.status].includes(to) ? { status: to, [stampOf[to]]: at } : null;

/** What giving the job to a technician changes, or null where it is too late. The new one has yet to acknowledge. */
export const assign = (job: Pick<Progress, "status">, technicianId: number, at: Instant): Partial<Progress> | null =>
  assignable.includes(job.status) ? { status: "dispatched", technicianId, assignedAt: at, acknowledgedAt: null } : null;

export const isFinished = (status: JobStatus): boolean => status === "completed" || status === "cancelled";

/** Where a job stands in lists by time. */
export const slotOf = (job: { scheduledStart: Instant | null; status: JobStatus }): string =>
  job.scheduledStart ?? (isFinished(job.status) ? slots.finished : slots.backlog);
