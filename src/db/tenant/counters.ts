import { and, eq, gt, gte, lt, lte, sql } from "drizzle-orm";
import type { RunnableQuery } from "drizzle-orm/runnable-query";
import type { Ctx } from "#/ctx.ts";
import { type LocalDate, plusDays } from "#/kernel/time.ts";
import { forMany, inTexts } from "./bulk.ts";
import { mapped, q } from "./client.ts";
import { prepared, type Slot } from "./prepared.ts";
import { counters } from "./tables.ts";

// A count bills every row it scans, so totals are kept: one counter for all rows, and for entities with a day one per month and
// one per day. A range of days is then at most 60 day rows and its whole months, however many rows it holds.
const dayBucket = (day: LocalDate) => `d:${day}`;
const monthBucket = (month: string) => `m:${month}`;

/** Counts rows in or out. With `day`, ranges of days can be counted too. */
export const count = (ctx: Ctx, entity: string, day: LocalDate | null, by = 1) => {
  const statement = day
    ? addToDay(ctx, entity, by, monthBucket(day.slice(0, 7)), dayBucket(day))
    : addToAll(ctx, entity, by);
  return addMany(statement, { entity, day, by });
};

type Text = Slot<string>;
const ofEntity = (tenantId: Text, entity: Text) => and(eq(counters.tenantId, tenantId), eq(counters.entity, entity));
const add = (tenantId: Text, entity: Text, n: Slot<number>, buckets: (Text | string)[]) =>
  q
    .insert(counters)
    .values(buckets.map((bucket) => ({ tenantId, entity, bucket, n })))
    .onConflictDoUpdate({
      target: [counters.tenantId, counters.entity, counters.bucket],
      set: { n: sql`${counters.n} + ${n}` },
    });
const addToAll = prepared((tenantId: Text, entity: Text, n: Slot<number>) => add(tenantId, entity, n, ["all"]));
const addToDay = prepared((tenantId: Text, entity: Text, n: Slot<number>, month: Text, day: Text) =>
  add(tenantId, entity, n, ["all", month, day]),
);

type Counted = { entity: string; day: LocalDate | null; by: number };
const addMany = forMany(({ tenant }, counted: readonly Counted[]) => {
  const sums = new Map<string, number>();
  for (const { entity, day, by } of counted)
    for (const bucket of day ? ["all", monthBucket(day.slice(0, 7)), dayBucket(day)] : ["all"]) {
      const key = JSON.stringify([entity, bucket]);
      sums.set(key, (sums.get(key) ?? 0) + by);
    }
  return inTexts([...sums]).map((text) =>
    q
      .insert(counters)
      .select(
        sql`select ${tenant.id}, (r.value ->> 0) ->> 0, (r.value ->> 0) ->> 1, r.value ->> 1 from json_each(${text}) r where true`,
      )
      .onConflictDoUpdate({
        target: [counters.tenantId, counters.entity, counters.bucket],
        set: { n: sql`${counters.n} + excluded.n` },
      }),
  );
});

/** Changes nothing; hits no row when there are more than `most` rows of the entity by now. */
export const holdTotal = prepared((tenantId: Text, entity: Text, most: Slot<number>) =>
  q
    .update(counters)
    .set({ n: sql`${counters.n}` })
    .where(and(ofEntity(tenantId, entity), eq(counters.bucket, "all"), lte(counters.n, most))),
);

/** From this bucket on, up to but without the other. */
type Span = { from: string; to: string };

/** First day of the month that a day lies in, and of the month after it. */
const monthStart = (day: LocalDate): LocalDate => `${day.slice(0, 7)}-01` as LocalDate;
const nextMonthStart = (day: LocalDate): LocalDate => monthStart(plusDays(monthStart(day), 31));

const days = (from: LocalDate, to: LocalDate): Span => ({ from: dayBucket(from), to: dayBucket(to) });
const months = (from: LocalDate, to: LocalDate): Span => ({
  from: monthBucket(from.slice(0, 7)),
  to: monthBucket(to.slice(0, 7)),
});

/** The buckets that make up a range: the days before its first whole month, its whole months, the days after them. */
function rangeSpans(from: LocalDate, to: LocalDate): Span[] {
  const end = plusDays(to, 1);
  const firstMonth = monthStart(from) === from ? from : nextMonthStart(from);
  const lastMonth = monthStart(end); // exclusive
  if (firstMonth >= lastMonth) return [days(from, end)];
  return [days(from, firstMonth), months(firstMonth, lastMonth), days(lastMonth, end)];
}

/** Rows of an entity, in all or within a range of days (inclusive on both sides, open where absent). */
export function total(
  ctx: Ctx,
  entity: string,
  { from, to }: { from?: LocalDate | undefined; to?: LocalDate | undefined } = {},
) {
  if (!from && !to) return totalOfAll(ctx, entity);
  const spans = rangeSpans(from ?? ("1970-01-01" as LocalDate), to ?? ("2199-12-31" as LocalDate));
  const [first = nothing, second = nothing, third = nothing] = spans;
  return totalOfSpans(ctx, entity, first.from, first.to, second.from, second.to, third.from, third.to);
}

const nothing: Span = { from: "", to: "" };

const numberOf = (statement: RunnableQuery<{ n: number }[], "sqlite">) => mapped(statement, (rows) => rows[0]?.n ?? 0);

const totalOfAll = prepared((tenantId: Text, entity: Text) =>
  numberOf(
    q
      .select({ n: sql<number>`coalesce(sum(${counters.n}), 0)`.as("n") })
      .from(counters)
      .where(and(ofEntity(tenantId, entity), eq(counters.bucket, "all"))),
  ),
);

/** The totals of all names that begin with a text, of which something is left, by name. */
export const totalsUnder = (ctx: Ctx, beginning: string, limit: number) =>
  q
    .select({ entity: counters.entity, n: counters.n })
    .from(counters)
    .where(
      and(
        eq(counters.tenantId, ctx.tenant.id),
        gte(counters.entity, beginning),
        lt(counters.entity, `${beginning}\u{10ffff}`),
        eq(counters.bucket, "all"),
        gt(counters.n, 0),
      ),
    )
    .orderBy(counters.entity)
    .limit(limit);

const totalOfSpans = prepared(
  (tenantId: Text, entity: Text, from1: Text, to1: Text, from2: Text, to2: Text, from3: Text, to3: Text) => {
    // a subquery for each span: joined by OR they would make SQLite scan every bucket of the entity
    const within = (from: Text, to: Text) =>
      sql`coalesce(${q
        .select({ n: sql<number>`sum(${counters.n})` })
        .from(counters)
        .where(and(ofEntity(tenantId, entity), gte(counters.bucket, from), lt(counters.bucket, to)))}, 0)`;
    const n = sql<number>`${within(from1, to1)} + ${within(from2, to2)} + ${within(from3, to3)}`;
    return numberOf(q.select({ n: n.as("n") }).from(sql`(select 1)`));
  },
);
