// Months in typed arrays: the fits run through them some thousand times.

/** One number a month, oldest first. */
export type Series = Float64Array;
export const YEAR = 12;

/** The number at a place. A cast, because the compiler cannot know that every index here lies inside its array. */
export const at = (list: Series, index: number): number => list[index] as number;

export const mapped = (list: Series, change: (value: number, index: number) => number): Series =>
  Float64Array.from(list, change);

export const sumOf = (list: Iterable<number>): number => {
  let sum = 0;
  for (const value of list) sum += value;
  return sum;
};
export const meanOf = (list: Series): number => (list.length === 0 ? 0 : sumOf(list) / list.length);

/** Least squares: the value at index 0 and the slope. */
export function lineOf(y: Series): { start: number; slope: number } {
  const n = y.length;
  const mean = meanOf(y);
  if (n < 2) return { start: mean, slope: 0 };
  const middle = (n - 1) / 2;
  let above = 0;
  let below = 0;
  for (let i = 0; i < n; i++) {
    above += (i - middle) * (at(y, i) - mean);
    below += (i - middle) ** 2;
  }
  const slope = above / below;
  return { start: mean - slope * middle, slope };
}

/** The value below which a share of the numbers lies, by linear interpolation between the sorted ones (Hyndman and Fan 1996, type 6: unbiased for the next number). */
export function quantileOf(numbers: readonly number[], share: number): number {
  const sorted = Float64Array.from(numbers).sort();
  const n = sorted.length;
  if (n === 0) return 0;
  const place = Math.min(n - 1, Math.max(0, share * (n + 1) - 1));
  const low = Math.floor(place);
  const high = Math.min(n - 1, low + 1);
  return at(sorted, low) + (place - low) * (at(sorted, high) - at(sorted, low));
}
