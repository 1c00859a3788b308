import { and, eq, gte, lt, ne, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { forMany, inTexts } from "./bulk.ts";
import { mapped, q, type Statement } from "./client.ts";
import { prepared, type Slot } from "./prepared.ts";
import { daySums } from "./tables.ts";

// How many rows count for a day and what they come to, kept in the commit that changes a row: a report of ten years reads 120 months, not
// the rows. A month is written beside its day.

/** What a row adds to a day. */
export type DaySum = { day: LocalDate; n: number; cents: number };
/** A row may count for several days. */
export type DaySums = readonly DaySum[];

export const bucketsOf = (day: LocalDate) => [`m:${day.slice(0, 7)}`, `d:${day}`] as const;

type Named = DaySum & { entity: string };

/** Takes from its days what a row was worth, and adds to its days what it is worth now: one statement, or none. */
export function daySumsMoved(ctx: Ctx, entity: string, was: DaySums, is: DaySums): Statement[] {
  const moved = new Map<string, Named>();
  const add = ({ day, ...sum }: DaySum, sign: 1 | -1) => {
    const before = moved.get(day) ?? { n: 0, cents: 0 };
    moved.set(day, { entity, day, n: before.n + sign * sum.n, cents: before.cents + sign * sum.cents });
  };
  for (const sum of was) add(sum, -1);
  for (const sum of is) add(sum, 1);
  const changed = [...moved.values()].filter(({ n, cents }) => n !== 0 || cents !== 0);
  return changed.length > 0 ? [addToDays(ctx, changed)] : [];
}

/** Adds to days, and to their months. */
function addToDays(ctx: Ctx, sums: readonly Named[]): Statement {
  const [only] = sums;
  if (!only || sums.length > 1) return addMany(addListed(ctx, JSON.stringify(bucketsIn(sums))), sums);
  const [month, day] = bucketsOf(only.day);
  return addMany(addOne(ctx, only.entity, month, day, only.n, only.cents), sums);
}

/** Adds to days or months alone: to set right what differs. */
export const addToBuckets = (ctx: Ctx, sums: readonly { entity: string; bucket: string; n: number; cents: number }[]) =>
  inTexts(sums.map(({ entity, bucket, n, cents }) => [entity, bucket, n, cents])).map((listed) =>
    addListed(ctx, listed),
  );

const grown = { n: sql`${daySums.n} + excluded.n`, cents: sql`${daySums.cents} + excluded.cents` };
const target = [daySums.tenantId, daySums.entity, daySums.bucket];
type Text = Slot<string>;

const addOne = prepared((tenantId: Text, entity: Text, month: Text, day: Text, n: Slot<number>, cents: Slot<number>) =>
  q
    .insert(daySums)
    .values([month, day].map((bucket) => ({ tenantId, entity, bucket, n, cents })))
    .onConflictDoUpdate({ target, set: grown }),
);

const addListed = prepared((tenantId: Text, listed: Text) =>
  q
    .insert(daySums)
    .select(
      sql`select ${tenantId}, r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3 from json_each(${listed}) r where true`,
    )
    .onConflictDoUpdate({ target, set: grown }),
);

const addMany = forMany((ctx, rows: readonly (readonly Named[])[]) =>
  inTexts(bucketsIn(rows.flat())).map((listed) => addListed(ctx, listed)),
);

/** Each day and month once, as entity, bucket, number and cents. */
function bucketsIn(sums: readonly Named[]): [string, string, number, number][] {
  const buckets = new Map<string, [string, string, number, number]>();
  for (const { entity, day, n, cents } of sums)
    for (const bucket of bucketsOf(day)) {
      const key = JSON.stringify([entity, bucket]);
      const [, , ns, all] = buckets.get(key) ?? [entity, bucket, 0, 0];
      buckets.set(key, [entity, bucket, ns + n, all + cents]);
    }
  return [...buckets.values()];
}

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

const anyWithin = prepared((tenantId: Text, entity: Text, from: Text, before: Text) =>
  mapped(
    q
      .select({ n: daySums.n })
      .from(daySums)
      .where(and(within(tenantId, entity, from, before), ne(daySums.n, 0)))
      .limit(1),
    (rows) => rows.length > 0,
  ),
);
/** Whether anything counts for the days from one on, up to but without the other. */
export const countsWithin = (ctx: Ctx, entity: string, from: LocalDate, before: LocalDate) =>
  anyWithin(ctx, entity, `d:${from}`, `d:${before}`);

/** Months (`2026-03`) from one on, up to but without the other; those of which nothing is known are left out. */
export const monthSums = (ctx: Ctx, entity: string, from: string, before: string) =>
  sumsWithin(ctx, entity, `m:${from}`, `m:${before}`);
/** Days from one on, up to but without the other. */
export const dailySums = (ctx: Ctx, entity: string, from: LocalDate, before: LocalDate) =>
  sumsWithin(ctx, entity, `d:${from}`, `d:${before}`);

/** Of a bucket: the month or the day that it stands for. */
export const timeOf = ({ bucket }: { bucket: string }): string => bucket.slice(2);
