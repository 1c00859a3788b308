import type { Miss } from "./combine.ts";
import { lineOf, meanOf, quantileOf, type Series, sumOf } from "./series.ts";

/** How far the truth may be from what is projected, month by month. */
export type Spread = { of80: Series; of95: Series };

/** The share of the truth that a band is to hold, and how many standard deviations of a normal error that is. */
const shares = { of80: { share: 0.8, deviations: 1.2816 }, of95: { share: 0.95, deviations: 1.96 } };

/** How errors grow with the months ahead, where the series itself does not tell: less than a random walk, by whose square root they would. */
const USUAL_GROWTH = 0.3;
const MOST_GROWTH = 0.5;
/** Smallest level that errors are measured by, as a share of the largest month. */
const LEAST_LEVEL = 0.02;

/**
 * Bands from what the same projection would have missed at earlier months: the quantile of those errors, as in conformal prediction, put on
 * one scale by the months ahead (a power of them) and by the level (its root: between errors that grow with it and errors that do not).
 * They are widened for the few months that the errors come from, of which about half are independent, as Student's quantiles are.
 */
export function spreadOf(ahead: Series, misses: readonly Miss[], { months, hasLevel }: Looked): Spread {
  const unit = (projected: number) => (hasLevel ? Math.sqrt(Math.max(projected, LEAST_LEVEL)) : 1);
  const scaled = misses.map(({ ahead, projected, error }) => ({ ahead, size: Math.abs(error) / unit(projected) }));
  const growth = growthOf(scaled);
  const sizes = scaled.map(({ ahead, size }) => size / ahead ** growth);
  const of = ({ share, deviations }: (typeof shares)["of80"]) => {
    const width = quantileOf(sizes, share) * widening(deviations, months / 2);
    return ahead.map((projected, i) => width * unit(projected) * (i + 1) ** growth);
  };
  return { of80: of(shares.of80), of95: of(shares.of95) };
}
/** `months`: how many different months the errors are of. */
type Looked = { months: number; hasLevel: boolean };

/** The power of the months ahead by which errors grow: half the series' own, half the usual. */
function growthOf(scaled: readonly { ahead: number; size: number }[]): number {
  const byAhead = [...Map.groupBy(scaled, ({ ahead }) => ahead)].map(([ahead, all]) => ({
    x: Math.log(ahead),
    mean: sumOf(all.map(({ size }) => size)) / all.length,
    weight: all.length,
  }));
  const points = byAhead.filter(({ mean }) => mean > 0).map((point) => ({ ...point, y: Math.log(point.mean) }));
  const total = sumOf(points.map(({ weight }) => weight));
  const [x, y] = [weighted(points, total, (point) => point.x), weighted(points, total, (point) => point.y)];
  const below = weighted(points, total, (point) => (point.x - x) ** 2);
  if (!(below > 1e-9)) return USUAL_GROWTH;
  const own = weighted(points, total, (point) => (point.x - x) * (point.y - y)) / below;
  return Math.min(MOST_GROWTH, Math.max(0, (own + USUAL_GROWTH) / 2));
}
const weighted = <T extends { weight: number }>(points: readonly T[], total: number, value: (point: T) => number) =>
  sumOf(points.map((point) => point.weight * value(point))) / total;

/** How much wider Student's quantile is than the normal one, by the first term of its expansion. */
const widening = (deviations: number, freedom: number): number => 1 + (deviations ** 2 + 1) / 4 / Math.max(1, freedom);

/** Bands of a series that is too short to be projected again from earlier months: by how its months differ. One month tells nothing of that. */
export function spreadOfShort(ahead: Series, y: Series): Spread {
  const n = y.length;
  const mean = meanOf(y);
  const { start, slope } = lineOf(y);
  const deviation =
    n < 3 ? Math.abs(mean) / 2 : Math.sqrt(sumOf(y.map((value, i) => (value - start - slope * i) ** 2)) / (n - 2));
  const of = (deviations: number) =>
    ahead.map((_, i) => deviation * deviations * widening(deviations, n - 2) * (i + 1) ** USUAL_GROWTH);
  return { of80: of(shares.of80.deviations), of95: of(shares.of95.deviations) };
}
