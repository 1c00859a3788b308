import type { DaySum, DaySums } from "#/db/tenant/day-sums.ts";
import { type Instant, localDateOf } from "#/kernel/time.ts";
import type { JobStatus } from "./statuses.ts";

type Job = { status: JobStatus; completedAt: Instant | null };

/** A completed job counts for the local day of its completion. */
export const completedJob = ({ status, completedAt }: Job, { tenant }: { tenant: { timezone: string } }): DaySums =>
  status === "completed" && completedAt ? [onDay(completedAt, tenant.timezone)] : [];

const onDay = (at: Instant, timeZone: string): DaySum => ({ day: localDateOf(at, timeZone), n: 1, cents: 0 });
