import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { type Counted, counted } from "#/kernel/technician-counts.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { forMany, inTexts } from "./bulk.ts";
import { q, type Statement } from "./client.ts";
import { prepared, type Slot } from "./prepared.ts";
import { technicianSums } from "./technician-tables.ts";

// What technicians did, by day and month, kept in the commit that changes a row (as day-sums.ts keeps the sums of the business): all figures
// of a technician and month are one row, so a scorecard reads technicians x months.

/** What a row adds to a technician's day. `minutes` is how long a job took. */
export type TechnicianSum = { day: LocalDate; technicianId: number; minutes?: number } & Partial<
  Record<Counted, number>
>;
export type TechnicianSums = readonly TechnicianSum[];
/** Day, technician, what is counted, and the durations as an object: as it goes to the database. */
type Row = readonly [LocalDate, number, ...(number | Record<string, number>)[]];

const placeOf = (column: string): string => `r.value ->> ${counted.indexOf(column as Counted) + 2}`;
const DURATIONS = counted.length + 2;

/** Durations of before and those that are added, minute by minute. */
const durations = sql.raw(`case when excluded.durations = '{}' then technician_sums.durations else (
  select coalesce(json_group_object(minutes, n), '{}') from (
    select minutes, sum(n) as n from (
      select key as minutes, value as n from json_each(technician_sums.durations)
      union all select key, value from json_each(excluded.durations))
    group by minutes having sum(n) <> 0)) end`);
const grown = {
  ...Object.fromEntries(
    counted.map((name) => [
      name,
      sql.raw(`technician_sums.${technicianSums[name].name} + excluded.${technicianSums[name].name}`),
    ]),
  ),
  durations,
};

const target = [technicianSums.tenantId, technicianSums.bucket, technicianSums.technicianId];
type Text = Slot<string>;

/** Adds rows to their days and months. With `notBefore`, the SQL of a day, what lies before that day counts for it. */
export function technicianSumsAdder(notBefore?: (tenantId: Text | string) => SQL) {
  const day = (tenantId: Text | string) =>
    notBefore ? sql`max(r.value ->> 0, coalesce(${notBefore(tenantId)}, ''))` : sql`r.value ->> 0`;
  const one = prepared((tenantId: Text, rows: Text) =>
    q
      .insert(technicianSums)
      .select(
        sql`select ${tenantId}, k.value || substr(${day(tenantId)}, 1, iif(k.value = 'm:', 7, 10)), r.value ->> 1,
          ${sql.raw(counted.map(placeOf).join(", "))}, r.value -> ${sql.raw(String(DURATIONS))}
          from json_each(${rows}) r, json_each('["m:","d:"]') k where true`,
      )
      .onConflictDoUpdate({ target, set: grown }),
  );
  const many = forMany((ctx, lists: readonly (readonly Row[])[]) =>
    inTexts(lists.flat()).map((rows) => one(ctx, rows)),
  );
  return (ctx: Ctx, sums: TechnicianSums): Statement[] => {
    const rows = netOf(sums);
    return rows.length > 0 ? [many(one(ctx, JSON.stringify(rows)), rows)] : [];
  };
}
const added = technicianSumsAdder();

/** Takes from its days what a row was worth, and adds to its days what it is worth now: one statement, or none. */
export const technicianSumsMoved = (ctx: Ctx, was: TechnicianSums, is: TechnicianSums): Statement[] =>
  added(ctx, [...was.map(minus), ...is]);

const minus = ({ minutes, ...sum }: TechnicianSum): Signed => ({
  ...(Object.fromEntries(
    Object.entries(sum).map(([name, value]) => [name, counted.includes(name as Counted) ? -Number(value) : value]),
  ) as TechnicianSum),
  ...(minutes !== undefined && { durations: { [minutes]: -1 } }),
});
/** Some that are taken away have durations with their sign. */
type Signed = TechnicianSum & { durations?: Record<string, number> };

/** Each technician and day once, without those of which nothing is left. */
export function netOf(sums: readonly Signed[]): Row[] {
  const net = new Map<
    string,
    { day: LocalDate; technicianId: number; counts: number[]; durations: Map<string, number> }
  >();
  for (const sum of sums) {
    const { day, technicianId, minutes, durations = minutes === undefined ? {} : { [minutes]: 1 } } = sum;
    const key = `${day} ${technicianId}`;
    const all = net.get(key) ?? { day, technicianId, counts: counted.map(() => 0), durations: new Map() };
    all.counts = counted.map((name, i) => (all.counts[i] ?? 0) + (sum[name] ?? 0));
    for (const [took, n] of Object.entries(durations)) all.durations.set(took, (all.durations.get(took) ?? 0) + n);
    net.set(key, all);
  }
  return [...net.values()].flatMap(({ day, technicianId, counts, durations }) => {
    const left = [...durations].filter(([, n]) => n !== 0);
    if (left.length === 0 && counts.every((n) => n === 0)) return [];
    return [[day, technicianId, ...counts, Object.fromEntries(left)] as const];
  });
}

/** Buckets from one on, up to but without the other. */
export type Span = { from: string; before: string };

/** The sums of all technicians in these spans. */
export const technicianSumsIn = (ctx: Ctx, spans: readonly Span[]) =>
  q
    .select(getTableColumns(technicianSums))
    .from(sql`json_each(${JSON.stringify(spans)}) as s`)
    .crossJoin(technicianSums)
    .where(
      sql`${technicianSums.tenantId} = ${ctx.tenant.id} and ${technicianSums.bucket} >= s.value ->> 'from' and ${technicianSums.bucket} < s.value ->> 'before'`,
    );

/** Adds to one day or month alone: to set right what differs. */
export const addToTechnicianBucket = (ctx: Ctx, row: Omit<typeof technicianSums.$inferSelect, "tenantId">) =>
  q
    .insert(technicianSums)
    .values({ tenantId: ctx.tenant.id, ...row })
    .onConflictDoUpdate({ target, set: grown });
