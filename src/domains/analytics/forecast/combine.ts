import type { Member, MemberName } from "./members.ts";
import { at, type Series, sumOf, YEAR } from "./series.ts";

/** By how much a projection was wrong, a number of months ahead. */
export type Miss = { ahead: number; projected: number; error: number };
export type Combined = {
  ahead: Series;
  weights: { name: MemberName; weight: number }[];
  /** What the same weights would have missed, had they been used at earlier months. */
  misses: Miss[];
  /** How many different months those are. */
  months: number;
};

/** Earlier months from which the series is projected again, spread over the last two years. */
const ORIGINS = 6;
/** Members weigh by their mean error to this power, inverted. */
const POWER = 2;
/** Smallest error that counts, as a share of the largest month: below it members are equally good. */
const LEAST_ERROR = 1e-6;

/** The lengths of history from which the series is projected again; none where that leaves too little to learn from. */
function originsOf(n: number): number[] {
  const first = Math.max(YEAR + 1, Math.min(2 * YEAR, n - YEAR / 2), n - 2 * YEAR);
  const last = n - 3;
  if (last < first) return [];
  const count = Math.min(ORIGINS, last - first + 1);
  return Array.from({ length: count }, (_, i) => Math.round(first + ((last - first) * i) / Math.max(1, count - 1)));
}

/** The projections of all members, weighted by how far each would have been off at earlier months of this very series. */
export function combined(y: Series, horizon: number, members: readonly Member[], bounds: [number, number]): Combined {
  const within = (ahead: Series) => ahead.map((value) => Math.min(bounds[1], Math.max(bounds[0], value)));
  const fits = members.map((member) => member.fit(y, horizon));
  const rolled = originsOf(y.length).map((origin) => {
    const steps = Math.min(horizon, y.length - origin);
    const known = y.subarray(0, origin);
    return {
      origin,
      steps,
      aheads: members.map((member, m) => within(member.fit(known, steps, fits[m]?.found).ahead)),
    };
  });
  const errors = members.map((_, m) => {
    let sum = 0;
    let count = 0;
    for (const { origin, steps, aheads } of rolled)
      for (let i = 0; i < steps; i++, count++) sum += Math.abs(at(aheads[m] as Series, i) - at(y, origin + i));
    return count === 0 ? 1 : Math.max(sum / count, LEAST_ERROR * Math.max(bounds[1], -bounds[0]));
  });
  const least = Math.min(...errors);
  const raw = errors.map((error) => (least / error) ** POWER);
  const weights = Float64Array.from(raw, (weight) => weight / sumOf(raw));
  const mix = (aheads: readonly Series[], steps: number) =>
    new Float64Array(steps).map((_, i) => aheads.reduce((sum, ahead, m) => sum + at(weights, m) * at(ahead, i), 0));
  const misses = rolled.flatMap(({ origin, steps, aheads }) =>
    [...mix(aheads, steps)].map((projected, i) => ({ ahead: i + 1, projected, error: at(y, origin + i) - projected })),
  );
  return {
    ahead: mix(
      fits.map(({ ahead }) => within(ahead)),
      horizon,
    ),
    weights: members.map(({ name }, m) => ({ name, weight: at(weights, m) })),
    misses,
    months: y.length - (rolled[0]?.origin ?? y.length),
  };
}
