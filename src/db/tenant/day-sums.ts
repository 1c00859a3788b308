import { and, eq, gte, lt, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { forMany, inTexts } from "./bulk.ts";
import { q, type Statement } from "./client.ts";
import { prepared, type Slot } from "./prepared.ts";
import { daySums } from "./tables.ts";

// How many rows count for a day and what they come to, kept in the commit that changes a row: a report of ten years reads 120 months, not
// the rows. A month is written beside its day.

/** What a row adds to a day. */
export type DaySum = { day: LocalDate; n: number; cents: number };

export const bucketsOf = (day: LocalDate) => [`m:${day.slice(0, 7)}`, `d:${day}`] as const;

/** Takes from its day what a row was worth, and adds to its day what it is worth now. */
export function daySumsMoved(ctx: Ctx, entity: string, was: DaySum | null, is: DaySum | null): Statement[] {
  const moved =
    was && is && was.day === is.day
      ? [{ ...is, n: is.n - was.n, cents: is.cents - was.cents }]
      : [was && minus(was), is];
  return moved.flatMap((sum) => (sum && (sum.n !== 0 || sum.cents !== 0) ? addToDay(ctx, entity, sum) : []));
}
const minus = ({ day, n, cents }: DaySum): DaySum => ({ day, n: -n, cents: -cents });

/** Adds to a day, and to its month. */
export const addToDay = (ctx: Ctx, entity: string, sum: DaySum): Statement => {
  const [month, day] = bucketsOf(sum.day);
  return addMany(addOne(ctx, entity, month, day, sum.n, sum.cents), { ...sum, entity });
};

/** Adds to one day or month alone: to set right what differs. */
export const addToBucket = (
  ctx: Ctx,
  { entity, bucket, n, cents }: { entity: string; bucket: string; n: number; cents: number },
) =>
  q
    .insert(daySums)
    .values({ tenantId: ctx.tenant.id, entity, bucket, n, cents })
    .onConflictDoUpdate({ target, set: grown });

const grown = { n: sql`${daySums.n} + excluded.n`, cents: sql`${daySums.cents} + excluded.cents` };
const target = [daySums.tenantId, daySums.entity, daySums.bucket];
type Text = Slot<string>;

const addOne = prepared((tenantId: Text, entity: Text, month: Text, day: Text, n: Slot<number>, cents: Slot<number>) =>
  q
    .insert(daySums)
    .values([month, day].map((bucket) => ({ tenantId, entity, bucket, n, cents })))
    .onConflictDoUpdate({ target, set: grown }),
);

const addMany = forMany(({ tenant }, added: readonly (DaySum & { entity: string })[]) => {
  const sums = new Map<string, [string, string, number, number]>();
  for (const { entity, day, n, cents } of added)
    for (const bucket of bucketsOf(day)) {
      const key = JSON.stringify([entity, bucket]);
      const [, , ns, all] = sums.get(key) ?? [entity, bucket, 0, 0];
      sums.set(key, [entity, bucket, ns + n, all + cents]);
    }
  return inTexts([...sums.values()]).map((text) =>
    q
      .insert(daySums)
      .select(
        sql`select ${tenant.id}, r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3 from json_each(${text}) r where true`,
      )
      .onConflictDoUpdate({ target, set: grown }),
  );
});

const within = (tenantId: Text, entity: Text, from: Text, before: Text) =>
  and(
    eq(daySums.tenantId, tenantId),
    eq(daySums.entity, entity),
    gte(daySums.bucket, from),
    lt(daySums.bucket, before),
  );

/** The sums of buckets from one on, up to but without the other, in their order. */
const sumsWithin = prepared((tenantId: Text, entity: Text, from: Text, before: Text) =>
  q
    .select({ bucket: daySums.bucket, n: daySums.n, cents: daySums.cents })
    .from(daySums)
    .where(within(tenantId, entity, from, before))
    .orderBy(daySums.bucket),
);

/** Months (`2026-03`) from one on, up to but without the other; those of which nothing is known are left out. */
export const monthSums = (ctx: Ctx, entity: string, from: string, before: string) =>
  sumsWithin(ctx, entity, `m:${from}`, `m:${before}`);
/** Days from one on, up to but without the other. */
export const dailySums = (ctx: Ctx, entity: string, from: LocalDate, before: LocalDate) =>
  sumsWithin(ctx, entity, `d:${from}`, `d:${before}`);

/** Of a bucket: the month or the day that it stands for. */
export const timeOf = ({ bucket }: { bucket: string }): string => bucket.slice(2);
