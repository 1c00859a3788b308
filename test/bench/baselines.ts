// What a projection is compared with: the usual answers of products, and the yardstick of the M competitions.

export type Forecast = (history: readonly number[], horizon: number) => number[];

const YEAR = 12;
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
const mean = (numbers: readonly number[]) => (numbers.length === 0 ? 0 : sum(numbers) / numbers.length);
const ahead = (horizon: number, value: (i: number) => number) => Array.from({ length: horizon }, (_, i) => value(i));

/** The same month of the last year. */
export const seasonalNaive: Forecast = (history, horizon) =>
  ahead(horizon, (i) => history.at(-YEAR + (i % YEAR)) ?? history.at(-1) ?? 0);

/** The last month without its season, with the season of each month to come, where the seasons pass the M4 competition's test. */
export const naive2: Forecast = (history, horizon) => {
  const n = history.length;
  const index = isSeasonal(history) ? monthIndex(history) : new Array<number>(YEAR).fill(1);
  const last = (history.at(-1) ?? 0) / (index[(n - 1) % YEAR] ?? 1);
  return ahead(horizon, (i) => last * (index[(n + i) % YEAR] ?? 1));
};

/** A straight line through the months without their seasons, times the index of the month (domain-rules.md 3.23). */
export const lineTimesIndex: Forecast = (history, horizon) => {
  const n = history.length;
  const index = n >= 2 * YEAR ? monthIndex(history) : new Array<number>(YEAR).fill(1);
  const plain = history.map((value, i) => value / (index[i % YEAR] || 1));
  const middle = (n - 1) / 2;
  const level = mean(plain);
  const slope =
    sum(plain.map((value, i) => (i - middle) * (value - level))) / sum(plain.map((_, i) => (i - middle) ** 2));
  return ahead(horizon, (i) => (level + slope * (n + i - middle)) * (index[(n + i) % YEAR] ?? 1));
};

/** The mean of month / centred mean of twelve months, normalised to mean 1. */
function monthIndex(history: readonly number[]): number[] {
  const seen = Array.from({ length: YEAR }, (): number[] => []);
  for (let i = 6; i < history.length - 6; i++) {
    const ends = ((history[i - 6] ?? 0) + (history[i + 6] ?? 0)) / 2;
    const centred = (ends + sum(history.slice(i - 5, i + 6))) / YEAR;
    seen[i % YEAR]?.push(centred === 0 ? 1 : (history[i] ?? 0) / centred);
  }
  const raw = seen.map(mean);
  return raw.map((value) => value / mean(raw));
}

/** The autocorrelation of twelve months passes the test at 90 %. */
function isSeasonal(history: readonly number[]): boolean {
  const n = history.length;
  if (n < 3 * YEAR) return false;
  const level = mean(history);
  const at = (i: number) => (history[i] ?? 0) - level;
  const product = (lag: number) => sum(history.slice(lag).map((_, i) => at(i) * at(i + lag)));
  const correlations = Array.from({ length: YEAR }, (_, i) => product(i + 1) / product(0));
  const limit = 1.645 * Math.sqrt((1 + 2 * sum(correlations.slice(0, -1).map((one) => one ** 2))) / n);
  return Math.abs(correlations[YEAR - 1] ?? 0) > limit;
}
