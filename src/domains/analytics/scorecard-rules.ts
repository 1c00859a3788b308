import type { TeamSum } from "#/db/tenant/technician-sums.ts";
import { halfEven } from "#/kernel/money.ts";
import { type Counted, counted } from "#/kernel/technician-counts.ts";
import type { Weights } from "./spans.ts";

// What technicians did, as figures (domain-rules.md 3.17). What would be divided by 0 is null.

/** What is counted for one technician or for all, in a period. */
export type Tally = Record<Counted, number> & { durations: Map<number, number> };
export const nothing = (): Tally => ({
  ...(Object.fromEntries(counted.map((name) => [name, 0])) as Record<Counted, number>),
  durations: new Map(),
});

/** What two periods come to for each technician, of the months and days that are kept. */
export function talliesOf(sums: readonly TeamSum[], buckets: ReadonlyMap<string, Weights>): Tallies {
  const tallies: Tallies = { now: new Map(), before: new Map() };
  for (const { bucket, counts, durations } of sums)
    for (const technician of new Set([...Object.keys(counts), ...Object.keys(durations)]))
      for (const period of ["now", "before"] as const) {
        const weight = buckets.get(bucket)?.[period] ?? 0;
        if (weight === 0) continue;
        const id = Number(technician);
        const tally = tallies[period].get(id) ?? nothing();
        tallies[period].set(id, tally);
        for (const [i, n] of Object.entries(counts[technician] ?? {})) {
          const name = counted[Number(i)];
          if (name) tally[name] += weight * n;
        }
        for (const [took, n] of Object.entries(durations[technician] ?? {}))
          addDuration(tally, Number(took), weight * n);
      }
  return tallies;
}
type Tallies = Record<"now" | "before", Map<number, Tally>>;
const addDuration = ({ durations }: Tally, minutes: number, n: number): unknown =>
  durations.set(minutes, (durations.get(minutes) ?? 0) + n);

/** What several come to together. */
export function allOf(tallies: Iterable<Tally>): Tally {
  const all = nothing();
  for (const tally of tallies) {
    for (const name of counted) all[name] += tally[name];
    for (const [minutes, n] of tally.durations) addDuration(all, minutes, n);
  }
  return all;
}

/** Whether anything is counted: what was taken back leaves zeros. */
export const isWork = (tally: Tally | undefined): boolean =>
  tally !== undefined &&
  (counted.some((name) => tally[name] !== 0) || [...tally.durations.values()].some((n) => n !== 0));

const ratio = (part: number, whole: number): number | null =>
  whole > 0 ? Number(halfEven(BigInt(part), BigInt(whole))) : null;
const bps = (part: number, whole: number): number | null => ratio(part * 10_000, whole);
const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** Fewer reviews than this say nothing about a technician. */
const FEWEST_REVIEWS = 3;

export const figures = [
  "completed",
  "cancelledAfterDispatch",
  "completionRateBps",
  "avgJobMinutes",
  "medianJobMinutes",
  "avgRating",
  "ratingCount",
  "revenueCents",
  "revenuePerJobCents",
  "onTimeBps",
  "utilizationBps",
  "recallRateBps",
  "closeRateBps",
  "commissionCents",
] as const;
export type Figures = Record<(typeof figures)[number], number | null>;

export function figuresOf(tally: Tally): Figures {
  const { completed, cancelled, reviews, stars, revenueCents } = tally;
  const times = [...tally.durations].filter(([, n]) => n > 0).toSorted(([a], [b]) => a - b);
  const timed = times.reduce((sum, [, n]) => sum + n, 0);
  const minutes = times.reduce((sum, [took, n]) => sum + took * n, 0);
  return {
    completed,
    cancelledAfterDispatch: cancelled,
    completionRateBps: bps(completed, completed + cancelled),
    avgJobMinutes: ratio(minutes, timed),
    medianJobMinutes: medianOf(times, timed),
    avgRating: reviews >= FEWEST_REVIEWS ? hundredths(stars / reviews) : null,
    ratingCount: reviews,
    revenueCents,
    revenuePerJobCents: ratio(revenueCents, completed),
    onTimeBps: bps(tally.onTime, tally.promised),
    utilizationBps: bps(minutes, tally.clockedMinutes),
    recallRateBps: bps(tally.recalled, completed),
    closeRateBps: bps(tally.accepted, tally.offered),
    commissionCents: tally.commissionCents,
  };
}

/** The middle of the durations in their order; of two in the middle their mean. */
function medianOf(times: readonly (readonly [number, number])[], all: number): number | null {
  const at = (place: number): number => {
    let left = place;
    for (const [minutes, n] of times) {
      if (left < n) return minutes;
      left -= n;
    }
    return 0;
  };
  return ratio(at(Math.floor((all - 1) / 2)) + at(Math.floor(all / 2)), all > 0 ? 2 : 0);
}

/** What each figure is more than it was; null where either is unknown. */
export const changeOf = (now: Figures, was: Figures): Figures =>
  Object.fromEntries(
    figures.map((name) => {
      const [is, before] = [now[name], was[name]];
      return [name, is === null || before === null ? null : hundredths(is - before)];
    }),
  ) as Figures;

/** A mean of few reviews says little: five of the business' average are added to each technician's (domain-rules.md 3.17). */
const AVERAGE_REVIEWS = 5;
export const rankingRating = ({ reviews, stars }: Tally, all: Tally): number | null =>
  reviews > 0 ? (stars + (AVERAGE_REVIEWS * all.stars) / all.reviews) / (reviews + AVERAGE_REVIEWS) : null;

/** What technicians can be ranked by, and the figure of it. */
const rankings = {
  revenue: "revenueCents",
  revenue_per_job: "revenuePerJobCents",
  completed: "completed",
  completion_rate: "completionRateBps",
  rating: "avgRating",
  on_time: "onTimeBps",
  utilization: "utilizationBps",
  recall_rate: "recallRateBps",
  close_rate: "closeRateBps",
} as const satisfies Record<string, keyof Figures>;
export type Ranking = keyof typeof rankings;
export const rankingNames = Object.keys(rankings) as [Ranking, ...Ranking[]];
export const figureOf = (ranking: Ranking): keyof Figures => rankings[ranking];

/** Who has done fewer jobs is not ranked. */
export const FEWEST_JOBS = 5;

type Competitor = { completed: number; value: number | null };
export type Standing = { rank: number; percentileBps: number | null };

/**
 * The rank of each, where equal ones share one and the next is one further, and how many of the others are worse, with half of the equal ones. Null:
 * not ranked. Of recalls fewer are better.
 */
export function ranked<C extends Competitor>(ranking: Ranking, all: readonly C[]): Map<C, Standing> {
  const worth = (one: C): number => (ranking === "recall_rate" ? -(one.value ?? 0) : (one.value ?? 0));
  const taking = all.filter(({ completed, value }) => completed >= FEWEST_JOBS && value !== null);
  const values = [...new Set(taking.map(worth))].toSorted((a, b) => b - a);
  return new Map(
    taking.map((one) => {
      const worse = taking.filter((other) => worth(other) < worth(one)).length;
      const equal = taking.filter((other) => worth(other) === worth(one)).length - 1;
      return [
        one,
        { rank: values.indexOf(worth(one)) + 1, percentileBps: bps(2 * worse + equal, 2 * (taking.length - 1)) },
      ];
    }),
  );
}
