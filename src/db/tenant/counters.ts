import { and, eq, gte, lt, lte, or, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { type LocalDate, plusDays } from "#/kernel/time.ts";
import { q } from "./client.ts";
import { counters } from "./schema/core.ts";

// A count bills every row it scans, so totals are kept: one counter for all rows, and for entities with a day one per month and
// one per day. A range of days is then at most 60 day rows and its whole months, however many rows it holds.
const dayBucket = (day: LocalDate) => `d:${day}`;
const monthBucket = (month: string) => `m:${month}`;

/** Counts rows in or out. With `day`, ranges of days can be counted too. */
export const count = (ctx: Ctx, entity: string, day: LocalDate | null, by = 1) =>
  q
    .insert(counters)
    .values(
      ["all", ...(day ? [monthBucket(day.slice(0, 7)), dayBucket(day)] : [])].map((bucket) => ({
        tenantId: ctx.tenant.id,
        entity,
        bucket,
        n: by,
      })),
    )
    .onConflictDoUpdate({
      target: [counters.tenantId, counters.entity, counters.bucket],
      set: { n: sql`${counters.n} + ${by}` },
    });

const between = (from: string, to: string): SQL | undefined =>
  and(gte(counters.bucket, from), lte(counters.bucket, to));

/** First day of the month that a day lies in, and of the month after it. */
const monthStart = (day: LocalDate): LocalDate => `${day.slice(0, 7)}-01` as LocalDate;
const nextMonthStart = (day: LocalDate): LocalDate => monthStart(plusDays(monthStart(day), 31));

/** The buckets that make up a range: the days before its first whole month, its whole months, the days after them. */
function rangeBuckets(from: LocalDate, to: LocalDate): SQL | undefined {
  const end = plusDays(to, 1);
  const firstMonth = monthStart(from) === from ? from : nextMonthStart(from);
  const lastMonth = monthStart(end); // exclusive
  if (firstMonth >= lastMonth) return between(dayBucket(from), dayBucket(to));
  return or(
    and(gte(counters.bucket, dayBucket(from)), lt(counters.bucket, dayBucket(firstMonth))),
    and(
      gte(counters.bucket, monthBucket(firstMonth.slice(0, 7))),
      lt(counters.bucket, monthBucket(lastMonth.slice(0, 7))),
    ),
    and(gte(counters.bucket, dayBucket(lastMonth)), lte(counters.bucket, dayBucket(to))),
  );
}

/** Rows of an entity, in all or within a range of days (inclusive on both sides, open where absent). */
export function total(ctx: Ctx, entity: string, range: { from?: LocalDate; to?: LocalDate } = {}) {
  const { from, to } = range;
  const buckets =
    from || to
      ? rangeBuckets(from ?? ("1970-01-01" as LocalDate), to ?? ("2199-12-31" as LocalDate))
      : eq(counters.bucket, "all");
  return q
    .select({ n: sql<number>`coalesce(sum(${counters.n}), 0)` })
    .from(counters)
    .where(and(eq(counters.tenantId, ctx.tenant.id), eq(counters.entity, entity), buckets));
}
