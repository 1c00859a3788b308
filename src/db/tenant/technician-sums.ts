import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { type Counted, counted } from "#/kernel/technician-counts.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { forMany, inTexts } from "./bulk.ts";
import { q, type Statement } from "./client.ts";
import { prepared, type Slot } from "./prepared.ts";
import { type TeamNumbers, teamSums } from "./technician-tables.ts";

// What technicians did, by day and month, kept in the commit that changes a row (as day-sums.ts keeps the sums of the business): all figures of all
// technicians of a month are one row, so a scorecard reads months and days.

/** What a row adds to a technician's day. `minutes` is how long a job took. */
export type TechnicianSum = { day: LocalDate; technicianId: number; minutes?: number } & Partial<
  Record<Counted, number>
>;
export type TechnicianSums = readonly TechnicianSum[];

/** What technicians did in a month or on a day. */
export type TeamSum = { bucket: string; counts: TeamNumbers; durations: TeamNumbers };

/** What a row adds to its month and its day. */
export function teamSumsOf({ day, technicianId, minutes, ...sum }: TechnicianSum): TeamSum[] {
  const numbers = counted.flatMap((name, i) => (sum[name] ? [[i, sum[name]]] : []));
  const counts = { [technicianId]: Object.fromEntries(numbers) as Record<string, number> };
  const durations = minutes === undefined ? {} : { [technicianId]: { [minutes]: 1 } };
  return [`m:${day.slice(0, 7)}`, `d:${day}`].map((bucket) => ({ bucket, counts, durations }));
}

/** Each bucket once, with what is added to it less what is taken away; without those of which nothing is left. */
export function netOf(added: readonly TeamSum[], taken: readonly TeamSum[] = []): TeamSum[] {
  const net = new Map<string, Record<"counts" | "durations", Numbers>>();
  const add = ({ bucket, ...sum }: TeamSum, sign: 1 | -1) => {
    const all = net.get(bucket) ?? { counts: new Map(), durations: new Map() };
    net.set(bucket, all);
    for (const what of ["counts", "durations"] as const)
      for (const [technician, numbers] of Object.entries(sum[what])) {
        const own = all[what].get(technician) ?? new Map<string, number>();
        all[what].set(technician, own);
        for (const [of, n] of Object.entries(numbers)) own.set(of, (own.get(of) ?? 0) + sign * n);
      }
  };
  for (const sum of added) add(sum, 1);
  for (const sum of taken) add(sum, -1);
  return [...net]
    .map(([bucket, { counts, durations }]) => ({ bucket, counts: leftOf(counts), durations: leftOf(durations) }))
    .filter(({ counts, durations }) => [counts, durations].some((numbers) => Object.keys(numbers).length > 0));
}
type Numbers = Map<string, Map<string, number>>;
const leftOf = (numbers: Numbers): TeamNumbers =>
  Object.fromEntries(
    [...numbers].flatMap(([technician, own]) => {
      const left = [...own].filter(([, n]) => n !== 0);
      return left.length > 0 ? [[technician, Object.fromEntries(left)]] : [];
    }),
  );

/** The numbers of before with those that are added: `json_patch` takes away what is null, which is what comes to 0. */
const grownBy = (column: "counts" | "durations"): SQL =>
  sql.raw(`case when excluded.${column} = '{}' then team_sums.${column} else json_patch(team_sums.${column}, (
    select json_group_object(t.key, json((
      select json_group_object(n.key, nullif(coalesce(team_sums.${column} ->> ('$."' || t.key || '"."' || n.key || '"'), 0) + n.value, 0))
      from json_each(t.value) n)))
    from json_each(excluded.${column}) t)) end`);

type Text = Slot<string>;

/** Adds to buckets. With `notBefore`, the SQL of a day, what lies before that day counts for it. */
function addingTo(notBefore?: (tenantId: Text) => SQL) {
  const bucket = (tenantId: Text) =>
    notBefore
      ? sql`max(r.value ->> 0, substr(r.value ->> 0, 1, 2) || substr(coalesce(${notBefore(tenantId)}, ''), 1, length(r.value ->> 0) - 2))`
      : sql`r.value ->> 0`;
  const listed = prepared((tenantId: Text, rows: Text) =>
    q
      .insert(teamSums)
      .select(
        sql`select ${tenantId}, ${bucket(tenantId)}, r.value -> 1, r.value -> 2 from json_each(${rows}) r where true`,
      )
      .onConflictDoUpdate({
        target: [teamSums.tenantId, teamSums.bucket],
        set: { counts: grownBy("counts"), durations: grownBy("durations") },
      }),
  );
  return (ctx: { tenant: { id: string } }, sums: readonly TeamSum[]) =>
    inTexts(sums.map(({ bucket: name, counts, durations }) => [name, counts, durations])).map((rows) =>
      listed(ctx, rows),
    );
}

/** Adds rows to their days and months, by one statement. With `notBefore`, the SQL of a day, what lies before that day counts for it. */
export function technicianSumsAdder(notBefore?: (tenantId: Text) => SQL) {
  const add = addingTo(notBefore);
  const many = forMany((ctx, lists: readonly (readonly TeamSum[])[]) => add(ctx, netOf(lists.flat())));
  return (ctx: Ctx, is: TechnicianSums, was: TechnicianSums = []): Statement[] => {
    const sums = netOf(is.flatMap(teamSumsOf), was.flatMap(teamSumsOf));
    const [only, ...more] = add(ctx, sums);
    return only && more.length === 0 ? [many(only, sums)] : [...(only ? [only] : []), ...more];
  };
}
const added = technicianSumsAdder();

/** Takes from its days what a row was worth, and adds to its days what it is worth now: one statement, or none. */
export const technicianSumsMoved = (ctx: Ctx, was: TechnicianSums, is: TechnicianSums): Statement[] =>
  added(ctx, is, was);

/** Adds to days or months alone: to set right what differs. */
export const addToTeams = addingTo();

/** Buckets from one on, up to but without the other. */
export type Span = { from: string; before: string };

/** The sums of all technicians in these spans. */
export const teamSumsIn = (ctx: Ctx, spans: readonly Span[]) =>
  q
    .select({ bucket: teamSums.bucket, counts: teamSums.counts, durations: teamSums.durations })
    .from(sql`json_each(${JSON.stringify(spans)}) as s`)
    .crossJoin(teamSums)
    .where(
      sql`${teamSums.tenantId} = ${ctx.tenant.id} and ${teamSums.bucket} >= s.value ->> 'from' and ${teamSums.bucket} < s.value ->> 'before'`,
    );
