import { spreadOf, spreadOfShort } from "./bands.ts";
import { combined } from "./combine.ts";
import { type MemberName, membersFor } from "./members.ts";
import type { Seasons } from "./seasons.ts";
import { at, type Series, sumOf, YEAR } from "./series.ts";

export type Band = { low: number; high: number };
export type Point = { value: number; band80: Band; band95: Band };
/** `combination`: two years or more. `last_year_and_prior`: one year or more. `prior`: less. `none`: no month at all. */
export const methods = ["combination", "last_year_and_prior", "prior", "none"] as const;
export const confidences = ["high", "medium", "low"] as const;
export type Projection = {
  method: (typeof methods)[number];
  confidence: (typeof confidences)[number];
  members: { name: MemberName; weight: number }[];
  points: Point[];
};

export type History = {
  /** Whole months in a row, oldest first; a month without business is 0. */
  values: readonly number[];
  /** Calendar month of the first value, 1 to 12: places the prior. */
  firstMonth?: number;
};
export type Options = {
  /** Months to project, from the one after the last value on. */
  horizon: number;
  /** What January to December are usually worth, for a history below two years; only their ratios count. All the same where absent. */
  prior?: readonly number[];
};

/** No projection leaves this multiple of the largest month. */
const MOST = 3;

/**
 * Projects months ahead, with bands that hold the truth 80 and 95 times in 100. One way for every series: several simple members, weighted by
 * how wrong each would have been at earlier months of the same series. Deterministic; in the unit of the history, and all finite. A history
 * without a value below zero has no projection below zero.
 */
export function project({ values, firstMonth = 1 }: History, { horizon, prior }: Options): Projection {
  if (!values.every(Number.isFinite)) throw new RangeError("every month of a history must be a finite number");
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const n = values.length;
  if (largest === 0) return { ...kindOf(n), members: [], points: Array.from({ length: horizon }, nothing) };
  const y = Float64Array.from(values, (value) => value / largest);
  const isAboveZero = values.every((value) => value >= 0);
  const floor = isAboveZero ? 0 : -MOST;
  const { ahead, weights, misses, months } = combined(y, horizon, membersFor(y, knownSeasons(prior, firstMonth)), [
    floor,
    MOST,
  ]);
  const spread =
    misses.length > 0 ? spreadOf(ahead, misses, { months, hasLevel: isAboveZero }) : spreadOfShort(ahead, y);
  const bandOf = (value: number, width: number): Band => ({
    low: Math.max(isAboveZero ? 0 : Number.NEGATIVE_INFINITY, value - width) * largest,
    high: (value + width) * largest,
  });
  const pointOf = (value: number, i: number): Point => ({
    value: value * largest,
    band80: bandOf(value, at(spread.of80, i)),
    band95: bandOf(value, Math.max(at(spread.of80, i), at(spread.of95, i))),
  });
  return { ...kindOf(n), members: weights, points: [...ahead].map(pointOf) };
}

const nothing = (): Point => ({ value: 0, band80: { low: 0, high: 0 }, band95: { low: 0, high: 0 } });

function kindOf(months: number): Pick<Projection, "method" | "confidence"> {
  if (months >= 2 * YEAR) return { method: "combination", confidence: "high" };
  if (months >= YEAR) return { method: "last_year_and_prior", confidence: "medium" };
  return { method: months > 0 ? "prior" : "none", confidence: "low" };
}

/** The prior as factors of mean 1 that begin with the first month of the history. */
function knownSeasons(prior: readonly number[] | undefined, firstMonth: number): Seasons {
  const all: Series = Float64Array.from(prior ?? new Array<number>(YEAR).fill(1));
  const mean = sumOf(all) / YEAR;
  return { kind: "factors", months: all.map((_, i) => at(all, (firstMonth - 1 + i) % YEAR) / mean) };
}
