import type { DaySum, DaySums } from "#/db/tenant/day-sums.ts";
import type { PlaceSum } from "#/db/tenant/place-sums.ts";
import type { TechnicianSum, TechnicianSums } from "#/db/tenant/technician-sums.ts";
import type { CustomerWorth } from "#/domains/customers/index.ts";
import { daysBetween, type Instant, type LocalDate, localDateOf } from "#/kernel/time.ts";
import type { JobStatus } from "./statuses.ts";

type Job = { status: JobStatus; completedAt: Instant | null };
type Zoned = { tenant: { timezone: string } };

/** A completed job counts for the local day of its completion. */
export const completedJob = ({ status, completedAt }: Job, { tenant }: Zoned): DaySums =>
  status === "completed" && completedAt ? [onDay(completedAt, tenant.timezone)] : [];

const onDay = (at: Instant, timeZone: string): DaySum => ({ day: localDateOf(at, timeZone), n: 1, cents: 0 });

type Placed = Job &
  Record<"serviceZip" | "serviceCity" | "serviceState", string | null> & {
    serviceLatitude: number | null;
    serviceLongitude: number | null;
  };

/** A completed job counts for its place, in the local month of its completion. */
export function jobAtPlace(job: Placed, { tenant }: Zoned): PlaceSum | null {
  if (job.status !== "completed" || !job.completedAt) return null;
  const { serviceZip: zip, serviceCity: city, serviceState: state } = job;
  const spot = { latitude: job.serviceLatitude, longitude: job.serviceLongitude };
  return {
    place: { zip, city, state, ...spot },
    month: localDateOf(job.completedAt, tenant.timezone).slice(0, 7),
    jobs: 1,
  };
}

/** A completed job is a visit of its customer. */
export const visitOf = ({
  status,
  completedAt,
  customerId,
}: Job & { customerId: number | null }): CustomerWorth | null =>
  status === "completed" && completedAt ? { customerId, visits: 1, when: completedAt } : null;
/** What of a job counts for technicians. */
export type ScoredJob = Job & {
  technicianId: number | null;
  cancelledAt: Instant | null;
  onSiteAt: Instant | null;
  startedAt: Instant | null;
  arrivalWindowEnd: Instant | null;
  recallTechnicianId: number | null;
  recallOn: LocalDate | null;
};

/** Longer is a job that somebody forgot to complete. */
const MOST_MINUTES = 24 * 60;

/** Work counts for the technician in charge, on the day on which it was completed or cancelled; a return for whoever was there before, on their day. */
export function scoredJob(job: ScoredJob, { tenant }: Zoned): TechnicianSums {
  const { status, technicianId, completedAt, cancelledAt, recallTechnicianId, recallOn } = job;
  const sums: TechnicianSum[] = [];
  if (technicianId !== null && status === "completed" && completedAt)
    sums.push({
      technicianId,
      day: localDateOf(completedAt, tenant.timezone),
      completed: 1,
      ...tookOf(job),
      ...promiseOf(job),
    });
  if (technicianId !== null && status === "cancelled" && cancelledAt)
    sums.push({ technicianId, day: localDateOf(cancelledAt, tenant.timezone), cancelled: 1 });
  if (recallTechnicianId !== null && recallOn && status !== "cancelled")
    sums.push({ technicianId: recallTechnicianId, day: recallOn, recalled: 1 });
  return sums;
}

function tookOf({ startedAt, completedAt }: ScoredJob) {
  const minutes =
    startedAt && completedAt ? Math.round((Date.parse(completedAt) - Date.parse(startedAt)) / 60_000) : -1;
  return minutes >= 0 && minutes <= MOST_MINUTES ? { minutes } : {};
}

/** Whether they came before the end of the time that was promised: who did not say that they are there began to work then. */
function promiseOf({ onSiteAt, startedAt, arrivalWindowEnd }: ScoredJob) {
  const arrivedAt = onSiteAt ?? startedAt;
  return arrivedAt && arrivalWindowEnd ? { promised: 1, onTime: arrivedAt <= arrivalWindowEnd ? 1 : 0 } : {};
}

/** A further visit that is asked for within these days of the completion is a return to work that did not hold. */
const RECALL_DAYS = 30;

/** Whose work a further visit comes back to. */
export function recallOf(
  { status, technicianId, completedAt }: Job & { technicianId: number | null },
  now: Instant,
  { tenant }: Zoned,
) {
  if (status !== "completed" || technicianId === null || !completedAt) return {};
  const recallOn = localDateOf(completedAt, tenant.timezone);
  const isReturn = daysBetween(recallOn, localDateOf(now, tenant.timezone)) <= RECALL_DAYS;
  return isReturn ? { recallTechnicianId: technicianId, recallOn } : {};
}
