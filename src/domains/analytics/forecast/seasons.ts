import { at, meanOf, type Series, sumOf, YEAR } from "./series.ts";

/** What each month of the year is worth: factors of mean 1, or differences of mean 0. Place 0 is the month of the first value of the series. */
export type Seasons = { kind: Kind; months: Series };
type Kind = "factors" | "differences";

/** Least factor of a month: numbers are divided by it. */
const LEAST_FACTOR = 0.01;

const neutral = (kind: Kind): number => (kind === "factors" ? 1 : 0);
const flat = (kind: Kind): Seasons => ({ kind, months: new Float64Array(YEAR).fill(neutral(kind)) });

/**
 * Seasons by classical decomposition, drawn towards "no season" by how uncertain they are: the James-Stein estimate of Miller and Williams,
 * International Journal of Forecasting 19 (2003). A test of significance would be all or nothing, and tells nothing in three years.
 * Flat below two years.
 */
export function seasonsOf(y: Series, kind: Kind): Seasons {
  const n = y.length;
  if (n < 2 * YEAR) return flat(kind);
  const isFactor = kind === "factors";
  const means = yearlyMeans(y);
  const seen: number[][] = Array.from({ length: YEAR }, () => []);
  for (let i = YEAR / 2; i < n - YEAR / 2; i++) {
    const mean = at(means, i);
    seen[i % YEAR]?.push(isFactor ? (mean > 0 ? at(y, i) / mean : 1) : at(y, i) - mean);
  }
  const raw = Float64Array.from(seen, (values) => sumOf(values) / values.length);
  const middle = meanOf(raw);
  if (isFactor && middle <= 0) return flat(kind);
  const months = raw.map((value) => (isFactor ? value / middle : value - middle));

  let squares = 0;
  for (const [month, values] of seen.entries())
    for (const value of values) squares += ((value - at(raw, month)) / (isFactor ? middle : 1)) ** 2;
  const years = (n - YEAR) / YEAR;
  const freedom = n - 2 * YEAR;
  const variance = freedom >= YEAR / 2 ? squares / freedom : varianceOfYears(y, means, isFactor);
  const keep = 1 - shrinkage(months, neutral(kind), variance / years);
  return { kind, months: centred(kind, months, keep) };
}

/** The mean of the year around each month; 0 for the first and last six months, which have none. */
function yearlyMeans(y: Series): Series {
  const means = new Float64Array(y.length);
  for (let i = YEAR / 2; i < y.length - YEAR / 2; i++) {
    let sum = (at(y, i - 6) + at(y, i + 6)) / 2;
    for (let k = i - 5; k <= i + 5; k++) sum += at(y, k);
    means[i] = sum / YEAR;
  }
  return means;
}

/** How far a month strays, by the changes from year to year: two years show each month but once. */
function varianceOfYears(y: Series, means: Series, isFactor: boolean): number {
  const n = y.length;
  const changes = new Float64Array(n - YEAR);
  for (let i = YEAR; i < n; i++) {
    const mean = isFactor ? at(means, Math.min(i, n - YEAR / 2 - 1)) : 1;
    changes[i - YEAR] = mean > 0 ? (at(y, i) - at(y, i - YEAR)) / mean : 0;
  }
  const mean = meanOf(changes);
  return sumOf(changes.map((change) => (change - mean) ** 2)) / (changes.length - 1) / 2;
}

/** Which share of the seasons is taken for chance, by their own spread and the variance of their estimate. */
function shrinkage(months: Series, centre: number, variance: number): number {
  const spread = sumOf(months.map((value) => (value - centre) ** 2)) / (YEAR - 1);
  return spread > 0 ? ((YEAR - 3) / (YEAR - 1)) * Math.min(1, variance / spread) : 1;
}

function centred(kind: Kind, months: Series, keep: number): Series {
  const isFactor = kind === "factors";
  const centre = neutral(kind);
  const drawn = months.map((value) => {
    const kept = centre + keep * (value - centre);
    return isFactor ? Math.max(kept, LEAST_FACTOR) : kept;
  });
  const mean = meanOf(drawn);
  return drawn.map((value) => (isFactor ? value / mean : value - mean));
}

/** The series without its seasons. */
export const without = ({ kind, months }: Seasons, y: Series): Series =>
  y.map((value, i) => (kind === "factors" ? value / at(months, i % YEAR) : value - at(months, i % YEAR)));

/** Months from place `from` on with their seasons put back. */
export const withSeasons = ({ kind, months }: Seasons, y: Series, from: number): Series =>
  y.map((value, i) => {
    const month = at(months, (from + i) % YEAR);
    return kind === "factors" ? value * month : value + month;
  });
