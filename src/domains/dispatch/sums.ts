import type { DaySum, DaySums } from "#/db/tenant/day-sums.ts";
import type { PlaceSum } from "#/db/tenant/place-sums.ts";
import type { CustomerWorth } from "#/domains/customers/index.ts";
import { type Instant, localDateOf } from "#/kernel/time.ts";
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
