import { type Seasons, seasonsOf, without, withSeasons } from "./seasons.ts";
import { at, mapped, type Series, sumOf, YEAR } from "./series.ts";
import { type Fit, holtWinters, smoothed, theta } from "./smoothing.ts";

/** One way to project a series. `found` is what the same member found for nearly the same months. */
export type Member = {
  name: MemberName;
  fit: (y: Series, horizon: number, found?: Series) => { ahead: Series; found?: Series };
};
export type MemberName =
  | "theta"
  | "log_theta"
  | "holt_winters_multiplicative"
  | "holt_winters_additive"
  | "holt_winters_log"
  | "last_year"
  | "level";

const inLogs = (y: Series): Series => mapped(y, Math.log);
const outOfLogs = (y: Series): Series => mapped(y, Math.exp);

function seasonalTheta(y: Series, horizon: number, kind: Seasons["kind"]): Series {
  const seasons = seasonsOf(y, kind);
  return withSeasons(seasons, theta(without(seasons, y), horizon), y.length);
}
const seasonalWinters = (y: Series, horizon: number, kind: Seasons["kind"], found?: Series): Fit =>
  holtWinters(y, horizon, seasonsOf(y, kind), found);

const additiveWinters: Member = {
  name: "holt_winters_additive",
  fit: (y, horizon, found) => seasonalWinters(y, horizon, "differences", found),
};

/** The same months of the last year, moved on by half of how that year differs from the one before. */
function lastYear(y: Series, horizon: number, isPositive: boolean): Series {
  const n = y.length;
  const span = Math.min(YEAR, n);
  const [now, before] = [sumOf(y.subarray(n - span)), sumOf(y.subarray(Math.max(0, n - 2 * YEAR), n - span))];
  const knowsTwo = n >= 2 * YEAR;
  const growth = knowsTwo && isPositive && before > 0 ? Math.sqrt(Math.min(1.5, Math.max(1 / 1.5, now / before))) : 1;
  const step = knowsTwo && !isPositive ? (now - before) / YEAR / 2 : 0;
  return new Float64Array(horizon).map((_, i) => {
    const years = 1 + Math.floor(i / YEAR);
    return at(y, n - span + (i % span)) * growth ** years + step * years;
  });
}
const lastYearOf = (isPositive: boolean): Member => ({
  name: "last_year",
  fit: (y, horizon) => ({ ahead: lastYear(y, horizon, isPositive) }),
});

const multiplicative: readonly Member[] = [
  { name: "theta", fit: (y, horizon) => ({ ahead: seasonalTheta(y, horizon, "factors") }) },
  {
    name: "holt_winters_multiplicative",
    fit: (y, horizon, found) => seasonalWinters(y, horizon, "factors", found),
  },
  additiveWinters,
  lastYearOf(true),
];
const logarithmic: readonly Member[] = [
  { name: "log_theta", fit: (y, horizon) => ({ ahead: outOfLogs(seasonalTheta(inLogs(y), horizon, "differences")) }) },
  {
    name: "holt_winters_log",
    fit: (y, horizon, begin) => {
      const { ahead, found } = seasonalWinters(inLogs(y), horizon, "differences", begin);
      return { ahead: outOfLogs(ahead), found };
    },
  },
];
const additive: readonly Member[] = [
  { name: "theta", fit: (y, horizon) => ({ ahead: seasonalTheta(y, horizon, "differences") }) },
  additiveWinters,
  lastYearOf(false),
];

/** The level alone, with the seasons that are known beforehand. */
const levelWith = (seasons: Seasons): Member => ({
  name: "level",
  fit: (y, horizon) => {
    const { level } = smoothed(without(seasons, y));
    return { ahead: withSeasons(seasons, new Float64Array(horizon).fill(level), y.length) };
  },
});

/** Who projects this series. Less than two years say nothing about a trend, and less than one nothing about the seasons but what is known beforehand. */
export function membersFor(y: Series, known: Seasons): readonly Member[] {
  const least = Math.min(...y);
  const level = levelWith(known);
  if (y.length < YEAR) return [level];
  if (y.length < 2 * YEAR) return [lastYearOf(true), level];
  if (least > 0) return [...multiplicative, ...logarithmic];
  return [...(least === 0 ? multiplicative : additive), level];
}
