import type { Instant } from "#/kernel/time.ts";
import { type JobStatus, slots } from "./statuses.ts";

/** What technicians report of their jobs, in the order of a working day. */
export const reportedStatuses = ["acknowledged", "en_route", "on_site", "in_progress", "completed"] as const;
export type ReportedStatus = (typeof reportedStatuses)[number];

/** From each status, what the technician may report next (domain-rules.md 3.22). `acknowledged` and `on_site` may be skipped. */
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

/** A job can be assigned, or assigned to another technician, until one of them is on the way. */
export const assignable: readonly JobStatus[] = ["pending", "dispatched", "acknowledged"];

const stampOf = {
  acknowledged: "acknowledgedAt",
  en_route: "enRouteAt",
  on_site: "onSiteAt",
  in_progress: "startedAt",
  completed: "completedAt",
} as const satisfies Record<ReportedStatus, string>;

/** The fields of a job that change during the day. Stamps of skipped statuses stay null. */
export type Progress = { status: JobStatus; technicianId: number | null; assignedAt: Instant | null } & Record<
  (typeof stampOf)[ReportedStatus],
  Instant | null
>;

/** What a technician's report changes; null where it is not allowed. */
export const report = (job: Pick<Progress, "status">, to: ReportedStatus, at: Instant): Partial<Progress> | null =>
  reportable[job.status].includes(to) ? { status: to, [stampOf[to]]: at } : null;

/** What assigning a technician changes; null where it is too late. The new technician has not acknowledged yet. */
export const assign = (job: Pick<Progress, "status">, technicianId: number, at: Instant): Partial<Progress> | null =>
  assignable.includes(job.status) ? { status: "dispatched", technicianId, assignedAt: at, acknowledgedAt: null } : null;

export const isFinished = (status: JobStatus): boolean => status === "completed" || status === "cancelled";

/** The place of a job in lists by time. */
export const slotOf = (job: { scheduledStart: Instant | null; status: JobStatus }): string =>
  job.scheduledStart ?? (isFinished(job.status) ? slots.finished : slots.backlog);

/** The number of the last event that a viewer says they have seen; null when it cannot be one. */
export const lastSeqOf = (lastEventId: string | undefined): number | null =>
  lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : null;
