import { fold } from "#/kernel/fold.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { type JobStatus, slots, type WorkingStatus } from "./statuses.ts";

// Every change of a job's status (domain-rules.md 3.22): who may make it is said by the endpoint, from where to where by these functions.
// Each answers what changes, or null where the job stands elsewhere.

/** What technicians report of their jobs, in the order of a working day. */
export const reportedStatuses = ["acknowledged", "en_route", "on_site", "in_progress", "completed"] as const;
export type ReportedStatus = (typeof reportedStatuses)[number];

/** From each status, what the technician may report next. `acknowledged` and `on_site` may be skipped. */
export const reportable: Record<JobStatus, readonly ReportedStatus[]> = {
  pending: [],
  dispatched: ["acknowledged", "en_route"],
  acknowledged: ["en_route"],
  en_route: ["on_site", "in_progress"],
  on_site: ["in_progress"],
  in_progress: ["completed"],
  on_hold: [],
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
type Stamps = Record<(typeof stampOf)[ReportedStatus], Instant | null>;

/** The fields of a job that change during the day. Stamps of skipped statuses stay null. */
export type Progress = Stamps & {
  status: JobStatus;
  /** When the status last changed, by the clock of who changed it. */
  statusAt: Instant | null;
  technicianId: number | null;
  crew: number[];
  assignedAt: Instant | null;
  heldFrom: WorkingStatus | null;
  holdReason: string | null;
  cancelReason: string | null;
  cancelledAt: Instant | null;
};
export type Move = Partial<Progress>;

export const isFinished = (status: JobStatus): boolean => status === "completed" || status === "cancelled";

type Standing = Pick<Progress, "status" | "heldFrom">;
/** Where a job stands or, on hold, goes on; null when it is finished. */
const workingStatus = ({ status, heldFrom }: Standing): WorkingStatus | null =>
  status === "on_hold" ? heldFrom : status === "completed" || status === "cancelled" ? null : status;

/** Brings a job to a working status: at once, or when it goes on. */
const standAt = ({ status }: Standing, to: WorkingStatus, at: Instant): Move =>
  status === "on_hold" ? { heldFrom: to, statusAt: at } : { status: to, statusAt: at };

/** What a technician's report changes. */
export const report = (job: Pick<Progress, "status">, to: ReportedStatus, at: Instant): Move | null =>
  reportable[job.status].includes(to) ? { status: to, statusAt: at, [stampOf[to]]: at } : null;

const isAssignable = (job: Standing): boolean => {
  const working = workingStatus(job);
  return working !== null && assignable.includes(working);
};

/** What assigning a technician changes. The new technician has not acknowledged yet. */
export const assign = (job: Standing, technicianId: number, at: Instant): Move | null =>
  isAssignable(job) ? { ...standAt(job, "dispatched", at), technicianId, assignedAt: at, acknowledgedAt: null } : null;

/** What taking the job from its technician changes. */
export const unassign = (job: Standing, at: Instant): Move | null =>
  isAssignable(job)
    ? { ...standAt(job, "pending", at), technicianId: null, crew: [], assignedAt: null, acknowledgedAt: null }
    : null;

/** What putting a job on hold changes; it remembers where it was. */
export const hold = (job: Standing, reason: string, at: Instant): Move | null => {
  const heldFrom = workingStatus(job);
  return heldFrom && { status: "on_hold", heldFrom, holdReason: reason, statusAt: at };
};

/** A job on hold goes on where it was. */
export const resume = ({ status, heldFrom }: Standing, at: Instant): Move | null =>
  status === "on_hold" && heldFrom ? { status: heldFrom, heldFrom: null, holdReason: null, statusAt: at } : null;

export const cancel = ({ status }: Standing, reason: string, at: Instant): Move | null =>
  isFinished(status)
    ? null
    : { status: "cancelled", cancelReason: reason, cancelledAt: at, heldFrom: null, holdReason: null, statusAt: at };

/** The status before this one, over those that were skipped. The way back from `dispatched` is to unassign. */
const statusBefore = ({
  status,
  acknowledgedAt,
  onSiteAt,
}: Pick<Progress, "status"> & Stamps): WorkingStatus | null => {
  if (status === "acknowledged") return "dispatched";
  if (status === "en_route") return acknowledgedAt ? "acknowledged" : "dispatched";
  if (status === "on_site") return "en_route";
  if (status === "in_progress") return onSiteAt ? "on_site" : "en_route";
  return null;
};

/** Takes back a status that was reported by mistake, with its stamp. */
export const stepBack = (job: Pick<Progress, "status"> & Stamps, at: Instant): Move | null => {
  const to = statusBefore(job);
  return to && { status: to, statusAt: at, [stampOf[job.status as ReportedStatus]]: null };
};

/** A completed job may be taken up again for this long. */
export const REOPEN_SECONDS = 24 * 3600;
export const isReopenable = ({ completedAt }: Pick<Progress, "completedAt">, now: Instant): boolean =>
  completedAt === null || now <= plusSeconds(completedAt, REOPEN_SECONDS);

/** What opening a finished job again changes: a completed one goes on, a cancelled one begins from the start. */
export const reopen = ({ status }: Pick<Progress, "status">, at: Instant): Move | null => {
  if (status === "completed") return { status: "in_progress", completedAt: null, statusAt: at };
  if (status !== "cancelled") return null;
  const untouched = { acknowledgedAt: null, enRouteAt: null, onSiteAt: null, startedAt: null, assignedAt: null };
  return {
    ...untouched,
    status: "pending",
    technicianId: null,
    crew: [],
    cancelReason: null,
    cancelledAt: null,
    statusAt: at,
  };
};

/** All statuses that a job can get from where it stands, whoever brings it there. */
export function reachable(job: Standing & Stamps): JobStatus[] {
  if (job.status === "completed") return ["in_progress"];
  if (job.status === "cancelled") return ["pending"];
  if (job.status === "on_hold") return [...(job.heldFrom ? [job.heldFrom] : []), "cancelled"];
  const back = statusBefore(job);
  const assigned: JobStatus[] = job.status === "pending" ? ["dispatched"] : [];
  const unassigned: JobStatus[] = job.status !== "pending" && isAssignable(job) ? ["pending"] : [];
  return [...assigned, ...reportable[job.status], ...(back ? [back] : []), ...unassigned, "on_hold", "cancelled"];
}

/** How far the clock of a device may be ahead. */
export const AHEAD_SECONDS = 300;

/** Whether something happened, by its device's clock, before the last change of the job's status: it is told too late. */
export function isTooLate(
  job: Pick<Progress, "statusAt" | "assignedAt"> & Stamps & { createdAt: Instant },
  at: Instant,
): boolean {
  const { statusAt, assignedAt, acknowledgedAt, enRouteAt, onSiteAt, startedAt, completedAt, createdAt } = job;
  const latest = [assignedAt, acknowledgedAt, enRouteAt, onSiteAt, startedAt, completedAt].reduce(
    (last: Instant, stamp) => (stamp !== null && stamp > last ? stamp : last),
    createdAt,
  );
  return at < (statusAt ?? latest);
}

const sameInAll = [
  "title",
  "description",
  "priority",
  "jobType",
  "customerId",
  "siteId",
  "zoneId",
  "customerName",
  "customerPhone",
  "serviceAddress",
  "serviceCity",
  "serviceState",
  "serviceZip",
  "serviceLatitude",
  "serviceLongitude",
  "location",
  "durationMinutes",
  "requiredSkills",
] as const;
/** What a further visit of a job, or its next occurrence, has from it: the work, the customer and the place. */
export const sameWork = <J extends Record<(typeof sameInAll)[number], unknown>>(job: J) =>
  Object.fromEntries(sameInAll.map((field) => [field, job[field]])) as Pick<J, (typeof sameInAll)[number]>; // safe: these fields of it

type Pairs = Record<"scheduledStart" | "scheduledEnd" | "arrivalWindowStart" | "arrivalWindowEnd", Instant | null> &
  Record<"serviceLatitude" | "serviceLongitude", number | null>;
/** What is wrong with a job's times and place, by the names of the wire. */
export function pairProblems(job: Pairs): Record<string, string> {
  const isHalf = (one: unknown, other: unknown): boolean => (one === null) !== (other === null);
  const problems: [boolean, string, string][] = [
    [
      isHalf(job.serviceLatitude, job.serviceLongitude),
      "service_longitude",
      "and service_latitude go together: both, or neither",
    ],
    [
      isHalf(job.scheduledStart, job.scheduledEnd),
      "scheduled_end",
      "and scheduled_start go together: both, or neither",
    ],
    [
      isHalf(job.arrivalWindowStart, job.arrivalWindowEnd),
      "arrival_window_end",
      "and arrival_window_start go together: both, or neither",
    ],
    [isBefore(job.scheduledEnd, job.scheduledStart, true), "scheduled_end", "must be after scheduled_start"],
    [
      isBefore(job.arrivalWindowEnd, job.arrivalWindowStart),
      "arrival_window_end",
      "must not be before arrival_window_start",
    ],
  ];
  return Object.fromEntries(problems.flatMap(([isWrong, field, problem]) => (isWrong ? [[field, problem]] : [])));
}
const isBefore = (end: Instant | null, start: Instant | null, orEqual = false): boolean =>
  end !== null && start !== null && (end < start || (orEqual && end === start));

/** The place of a job in lists by time. */
export const slotOf = (job: { scheduledStart: Instant | null; status: JobStatus }): string =>
  job.scheduledStart ?? (isFinished(job.status) ? slots.finished : slots.backlog);

type Searched = Record<"customerPhone" | "serviceAddress" | "serviceCity" | "serviceZip" | "jobType", string | null> & {
  title: string;
  customerName: string;
};
/** What a job is found by: its texts, folded, and the digits of the phone number. */
export const searchTextOf = (job: Searched): string =>
  [
    fold([job.title, job.customerName, job.serviceAddress, job.serviceCity, job.serviceZip, job.jobType].join(" ")),
    (job.customerPhone ?? "").replace(/\D/g, ""),
  ].join(" ");

/** A skill that the technician of a job must have, or had better have. */
export type RequiredSkill = { skillId: number; minLevel: number; mandatory: boolean };

/** The number of the last event that a viewer says they have seen; null when it cannot be one. */
export const lastSeqOf = (lastEventId: string | undefined): number | null =>
  lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : null;
