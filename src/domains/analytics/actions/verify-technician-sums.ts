import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { addToTechnicianBucket, netOf, type TechnicianSum, technicianSumsIn } from "#/db/tenant/technician-sums.ts";
import { commissionScored } from "#/domains/commissions/index.ts";
import { jobsScored } from "#/domains/dispatch/index.ts";
import { estimatesScored } from "#/domains/estimates/index.ts";
import { reviewsScored } from "#/domains/portal/index.ts";
import { salesScored } from "#/domains/sales/index.ts";
import { timeScored } from "#/domains/time-tracking/index.ts";
import type { Effect } from "#/jobs.ts";
import { log } from "#/kernel/log.ts";
import { counted } from "#/kernel/technician-counts.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { firstDayOf, plusMonths } from "../months.ts";
import { nothing, type Tally, tallied } from "../scorecard-rules.ts";
import type { Month } from "../terms.ts";
import { monthsToVerify } from "./verify-sums.ts";

/** As `verifySums`, what each technician did. */
export async function verifyTechnicianSums(ctx: Ctx, day: LocalDate): Promise<Effect | undefined> {
  const found = await Promise.all(monthsToVerify(day).map((month) => differencesOf(ctx, month)));
  const differences = found.flat();
  if (differences.length === 0) return undefined;
  log("error", "technician sums differ", { tenant_id: ctx.tenant.id, differences });
  return {
    parts: differences.map((difference) => addToTechnicianBucket(ctx, difference)),
    audit: { action: "set right", entity: "technician_sums", id: day, details: { differences } },
  };
}

async function differencesOf(ctx: Ctx, month: Month) {
  const next = plusMonths(month, 1);
  const [from, before] = [firstDayOf(month), firstDayOf(next)];
  const { kept, ...rows } = await load(ctx, {
    kept: technicianSumsIn(ctx, [
      { from: `m:${month}`, before: `m:${next}` },
      { from: `d:${from}`, before: `d:${before}` },
    ]),
    ...jobsScored(ctx, from, before),
    sold: salesScored(ctx, from, before),
    commission: commissionScored(ctx, from, before),
    clocked: timeScored(ctx, from, before),
    offered: estimatesScored(ctx, from, before),
    reviewed: reviewsScored(ctx, from, before),
  });
  const missing = new Map<string, { bucket: string; technicianId: number; tally: Tally }>();
  const of = (bucket: string, technicianId: number): Tally => {
    const key = `${bucket} ${technicianId}`;
    const found = missing.get(key) ?? { bucket, technicianId, tally: nothing() };
    missing.set(key, found);
    return found.tally;
  };
  for (const [day, technicianId, ...counts] of netOf(Object.values(rows).flat() as TechnicianSum[])) {
    const sums = Object.fromEntries(counted.map((name, i) => [name, counts[i]])) as Record<
      (typeof counted)[number],
      number
    >;
    const durations = timesOf(counts.at(-1) as Record<string, number>);
    for (const bucket of [`m:${month}`, `d:${day}`]) tallied(of(bucket, technicianId), { ...sums, durations });
  }
  for (const { bucket, technicianId, durations, ...sums } of kept)
    tallied(of(bucket, technicianId), { ...sums, durations: timesOf(durations) }, -1);
  return [...missing.values()].flatMap(({ bucket, technicianId, tally: { durations, ...counts } }) => {
    const times = [...durations].filter(([, n]) => n !== 0);
    if (times.length === 0 && Object.values(counts).every((n) => n === 0)) return [];
    return [{ bucket, technicianId, ...counts, durations: Object.fromEntries(times) }];
  });
}

const timesOf = (durations: Record<string, number>) =>
  Object.entries(durations).map(([minutes, n]) => [Number(minutes), n] as const);
