import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { teamSumsIn } from "#/db/tenant/technician-sums.ts";
import { allTechnicians } from "#/domains/technicians/index.ts";
import { localDateOf } from "#/kernel/time.ts";
import { type DaysAsked, daysMeant } from "./days.ts";
import { scorecardTooLong } from "./errors.ts";
import { firstDayOf, monthOf, monthsBetween, plusMonths } from "./months.ts";
import {
  allOf,
  changeOf,
  figureOf,
  figuresOf,
  isWork,
  nothing,
  type Ranking,
  ranked,
  rankingRating,
  type Tally,
  talliesOf,
} from "./scorecard-rules.ts";
import { bucketsOf, periodBefore, spansOf } from "./spans.ts";

export const MOST_SCORED_MONTHS = 24;
type Asked = DaysAsked & { rankBy?: Ranking | undefined };

/** What each technician did in these days, of the running month and the two before unless others are asked for. Days to come are left out. */
export async function readScorecard(ctx: Ctx, { rankBy = "revenue", ...days }: Asked) {
  const asOf = localDateOf(ctx.now, ctx.tenant.timezone);
  const { dateFrom, dateTo } = daysMeant(days, asOf, (last) => firstDayOf(plusMonths(monthOf(last), -2)));
  if (monthsBetween(monthOf(dateFrom), monthOf(dateTo)) >= MOST_SCORED_MONTHS)
    throw scorecardTooLong(MOST_SCORED_MONTHS);
  const before = periodBefore({ dateFrom, dateTo });
  const buckets = bucketsOf(before, { dateFrom, dateTo }, asOf);
  const { technicians, sums } = await read(ctx, {
    technicians: allTechnicians(ctx),
    sums: teamSumsIn(ctx, spansOf(buckets.keys())),
  });

  const tallies = talliesOf(sums, buckets);
  const all = { now: allOf(tallies.now.values()), before: allOf(tallies.before.values()) };
  const told = (now: Tally, was: Tally) => {
    const [figures, previous] = [figuresOf(now), figuresOf(was)];
    return { ...figures, previous, change: changeOf(figures, previous) };
  };
  const scored = technicians
    .filter(({ id, isActive }) => isActive || [tallies.now, tallies.before].some((period) => isWork(period.get(id))))
    .map(({ id, name, isActive }) => {
      const tally = tallies.now.get(id) ?? nothing();
      const own = told(tally, tallies.before.get(id) ?? nothing());
      const rating = rankingRating(tally, all.now);
      const value = rankBy === "rating" ? rating : own[figureOf(rankBy)];
      return {
        technicianId: id,
        name,
        isActive,
        ...own,
        rankingRating: rounded(rating),
        value,
        completed: tally.completed,
      };
    });
  const standings = ranked(rankBy, scored);
  const unranked = { rank: null, percentileBps: null };
  return {
    ...{ asOf, dateFrom, dateTo, previousFrom: before.dateFrom, previousTo: before.dateTo, rankBy },
    team: told(all.now, all.before),
    technicians: scored.map((one) => ({ ...one, ...(standings.get(one) ?? unranked) })),
    leaderboard: [...standings]
      .map(([{ technicianId, name, value, change }, standing]) => ({
        ...{ ...standing, technicianId, name, value: rounded(value), change: change[figureOf(rankBy)] },
      }))
      .toSorted((a, b) => a.rank - b.rank || a.technicianId - b.technicianId),
  };
}

const rounded = (value: number | null): number | null => value && Math.round(value * 100) / 100;
