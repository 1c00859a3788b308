import { and, eq, gte, lte, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import { partOf } from "#/kernel/money.ts";
import { type LocalDate, localDateOf, plusDays } from "#/kernel/time.ts";
import { type groupings, MOST_DAYS } from "./clock-schemas.ts";
import { clockTable } from "./tables.ts";
import { type Kind, kinds } from "./terms.ts";

type Grouping = (typeof groupings)[number];
type Days = { from: LocalDate; to: LocalDate };

const groupOf: Record<Grouping, string> = {
  policy: "sla_clocks.policy_id",
  zone: "sla_clocks.zone_id",
  technician: "sla_clocks.technician_id",
  priority: "sla_clocks.priority",
};
/** What a group is called, as it is now; a policy as its newest clock has it. */
const nameOf = (ctx: Ctx, grouping: Grouping): SQL<string | null> => {
  const from = (table: string, id: string) =>
    sql<
      string | null
    >`max((select name from ${sql.raw(table)} t where t.tenant_id = ${ctx.tenant.id} and t.id = sla_clocks.${sql.raw(id)}))`;
  if (grouping === "zone") return from("service_zones", "zone_id");
  if (grouping === "technician") return from("technicians", "technician_id");
  return sql`max(sla_clocks.${sql.raw(grouping === "policy" ? "policy_name" : "priority")})`;
};

const inDays = (ctx: Ctx, { from, to }: Days) =>
  and(eq(clockTable.tenantId, ctx.tenant.id), gte(clockTable.startedOn, from), lte(clockTable.startedOn, to));

/** How many jobs of each group were met and how many breached; a breach counts as soon as it is known. */
function countsBy(ctx: Ctx, grouping: Grouping, days: Days) {
  const n = (condition: string) => sql<number>`sum(${sql.raw(condition)})`;
  const late = (kind: Kind, met: string) => `(${kind}_breached or coalesce(${met} > ${kind}_due_at, 0))`;
  const of = (kind: Kind, met: string) => ({
    breached: n(late(kind, met)),
    met: n(`${met} is not null and not ${late(kind, met)}`),
    cancelled: n(`${met} is null and cancelled_at is not null and not ${late(kind, met)}`),
  });
  const [response, resolution] = [of("response", "responded_at"), of("resolution", "resolved_at")];
  return q
    .select({
      group: sql<string | null>`cast(${sql.raw(groupOf[grouping])} as text)`.as("g"),
      name: nameOf(ctx, grouping).as("name"),
      jobs: sql<number>`count(*)`.as("jobs"),
      cancelled: n("cancelled_at is not null").as("cancelled"),
      responseMet: response.met.as("response_met"),
      responseBreached: response.breached.as("response_late"),
      responseCancelled: response.cancelled.as("response_cancelled"),
      resolutionMet: resolution.met.as("resolution_met"),
      resolutionBreached: resolution.breached.as("resolution_late"),
      resolutionCancelled: resolution.cancelled.as("resolution_cancelled"),
    })
    .from(clockTable)
    .where(inDays(ctx, days))
    .groupBy(sql.raw(groupOf[grouping]))
    .orderBy(sql.raw(groupOf[grouping]));
}

/** The working seconds that half of the jobs, and nine of ten, did not exceed: by nearest rank, of each group and of all. */
function ranksBy(ctx: Ctx, grouping: Grouping, days: Days, kind: Kind) {
  const [group, taken] = [sql.raw(groupOf[grouping]), sql.raw(`${kind}_seconds`)];
  const ranked = q
    .select({
      g: sql`${group}`.as("g"),
      seconds: sql`${taken}`.as("seconds"),
      place: sql`row_number() over (partition by ${group} order by ${taken})`.as("place"),
      n: sql`count(*) over (partition by ${group})`.as("n"),
      overall: sql`row_number() over (order by ${taken})`.as("overall"),
      everyone: sql`count(*) over ()`.as("everyone"),
    })
    .from(clockTable)
    .where(and(inDays(ctx, days), sql`${taken} is not null`))
    .as("ranked");
  const at = (place: string, n: string, percent: number) =>
    sql<
      number | null
    >`max(case when ${sql.raw(place)} = (${sql.raw(n)} * ${sql.raw(String(percent))} + 99) / 100 then seconds end)`;
  return q
    .select({
      group: sql<string | null>`cast(g as text)`.as("of_group"),
      p50: at("place", "n", 50).as("p50"),
      p90: at("place", "n", 90).as("p90"),
      all50: at("overall", "everyone", 50).as("all50"),
      all90: at("overall", "everyone", 90).as("all90"),
    })
    .from(ranked)
    .groupBy(sql`g`);
}

type Counts = { met: number; breached: number; cancelled: number };
type Ranks = { p50: number | null; p90: number | null };
const minutes = (seconds: number | null | undefined): number | null =>
  seconds == null ? null : Math.round(seconds / 60);
/** met / (met + breached); null where nothing is decided. */
const compliance = (met: number, breached: number): number | null =>
  met + breached === 0 ? null : partOf(10_000, met, met + breached);

const figures = (jobs: number, { met, breached, cancelled }: Counts, ranks: Ranks | undefined) => ({
  met,
  breached,
  pending: jobs - met - breached - cancelled,
  complianceBps: compliance(met, breached),
  p50Minutes: minutes(ranks?.p50),
  p90Minutes: minutes(ranks?.p90),
});
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
const greatest = (numbers: readonly (number | null)[]): number | null =>
  numbers.reduce((most, one) => (most === null || (one !== null && one > most) ? one : most), null);

/** Today, within the days that a report may have. */
function lastDay(from: LocalDate | undefined, today: LocalDate): LocalDate {
  if (from === undefined) return today;
  const furthest = plusDays(from, MOST_DAYS - 1);
  return today < from ? from : today < furthest ? today : furthest;
}

/** How promises were kept for the jobs that were created on some local days: the last 30 where none are named. One trip. */
export async function readReport(
  ctx: Ctx,
  {
    dateFrom,
    dateTo,
    groupBy = "policy",
  }: { dateFrom?: LocalDate | undefined; dateTo?: LocalDate | undefined; groupBy?: Grouping | undefined },
) {
  const to = dateTo ?? lastDay(dateFrom, localDateOf(ctx.now, ctx.tenant.timezone));
  const days = { from: dateFrom ?? plusDays(to, -29), to };
  const { counts, response, resolution } = await read(ctx, {
    counts: countsBy(ctx, groupBy, days),
    response: ranksBy(ctx, groupBy, days, "response"),
    resolution: ranksBy(ctx, groupBy, days, "resolution"),
  });
  const ranks = { response, resolution };
  const countsOf = (kind: Kind, row: (typeof counts)[number]): Counts => ({
    met: row[`${kind}Met`],
    breached: row[`${kind}Breached`],
    cancelled: row[`${kind}Cancelled`],
  });
  const groups = counts.map((row) => ({
    ...{ group: row.group, name: row.name, jobs: row.jobs, cancelled: row.cancelled },
    ...bothOf((kind) =>
      figures(
        row.jobs,
        countsOf(kind, row),
        ranks[kind].find(({ group }) => group === row.group),
      ),
    ),
  }));
  const jobs = sum(counts.map((row) => row.jobs));
  const total = bothOf((kind) => {
    const all = counts.map((row) => countsOf(kind, row));
    const whole = {
      met: sum(all.map(({ met }) => met)),
      breached: sum(all.map(({ breached }) => breached)),
      cancelled: sum(all.map(({ cancelled }) => cancelled)),
    };
    const p50 = greatest(ranks[kind].map(({ all50 }) => all50));
    return figures(jobs, whole, { p50, p90: greatest(ranks[kind].map(({ all90 }) => all90)) });
  });
  return {
    ...{ dateFrom: days.from, dateTo: days.to, groupBy, jobs },
    cancelled: sum(counts.map((row) => row.cancelled)),
    complianceBps: compliance(
      sum(kinds.map((kind) => total[kind].met)),
      sum(kinds.map((kind) => total[kind].breached)),
    ),
    ...total,
    groups,
  };
}

const bothOf = <R>(of: (kind: Kind) => R): Record<Kind, R> => ({
  response: of("response"),
  resolution: of("resolution"),
});
