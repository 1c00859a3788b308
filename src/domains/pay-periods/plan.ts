import type { Ctx } from "#/ctx.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { load, read } from "#/db/tenant/load.ts";
import type { Effect } from "#/jobs.ts";
import { type LocalDate, plusDays } from "#/kernel/time.ts";
import { lastPeriod, scheduleOf } from "./repo.ts";
import { DAYS_AHEAD, type NewPeriod, periodsFrom, type Schedule } from "./rules.ts";
import { type PayPeriod, payPeriods } from "./tables.ts";

type Planned = { from: LocalDate; today: LocalDate; open?: readonly PayPeriod[] };

/**
 * The periods from a day on until the days ahead are covered, in place of those that are open: one with the same days stays the same period. How
 * many ids the new ones need is known only now: a trip of its own.
 */
export async function plannedPeriods(
  ctx: Ctx,
  schedule: Schedule,
  { from, today, open = [] }: Planned,
): Promise<Part[]> {
  const periods = periodsFrom(schedule, from, plusDays(today, DAYS_AHEAD));
  const same = (a: NewPeriod) => (b: NewPeriod) => a.startsOn === b.startsOn && a.endsOn === b.endsOn;
  const added = periods.filter((period) => !open.some(same(period)));
  const { frequency } = schedule;
  const { lastId = 0 } = added.length > 0 ? await load(ctx, { lastId: payPeriods.nextId(ctx, added.length) }) : {};
  return [
    ...open.flatMap((period) => {
      const kept = periods.find(same(period));
      if (!kept) return payPeriods.remove(ctx, period);
      const isSame = kept.payOn === period.payOn && frequency === period.frequency;
      return isSame ? [] : payPeriods.change(ctx, period, { payOn: kept.payOn, frequency });
    }),
    ...added.map((period, i) =>
      payPeriods.insert(ctx, { ...period, id: lastId - added.length + 1 + i, frequency, status: "open" }),
    ),
  ];
}

/** Each day: makes the periods of the days ahead, where the business has a schedule. */
export async function makePeriods(ctx: Ctx, today: LocalDate): Promise<Effect | undefined> {
  const { schedule, last } = await read(ctx, { schedule: scheduleOf(ctx), last: lastPeriod(ctx) });
  if (!schedule) return undefined;
  const from = last ? plusDays(last.endsOn, 1) : schedule.startsOn;
  const parts = await plannedPeriods(ctx, schedule, { from, today });
  return parts.length > 0 ? { parts } : undefined;
}
