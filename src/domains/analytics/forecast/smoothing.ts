import { type Effort, leastOf } from "./search.ts";
import { type Seasons, without } from "./seasons.ts";
import { at, lineOf, meanOf, type Series, YEAR } from "./series.ts";

/** Simple exponential smoothing: the share by which each month corrects the level, and the level after the last. */
export function smoothed(y: Series): { alpha: number; level: number } {
  const first = (at(y, 0) + meanOf(y.subarray(0, YEAR / 2))) / 2;
  const run = (alpha: number) => {
    let level = first;
    let cost = 0;
    for (let i = 0; i < y.length; i++) {
      const error = at(y, i) - level;
      cost += error * error;
      level += alpha * error;
    }
    return { alpha, level, cost };
  };
  let best = run(0.05);
  for (let alpha = 0.15; alpha < 1; alpha += 0.1) {
    const next = run(alpha);
    if (next.cost < best.cost) best = next;
  }
  let low = Math.max(0.01, best.alpha - 0.1);
  let high = Math.min(0.99, best.alpha + 0.1);
  for (let k = 0; k < 12; k++) {
    const third = (high - low) * 0.382;
    if (run(low + third).cost < run(high - third).cost) high -= third;
    else low += third;
  }
  return run((low + high) / 2);
}

/**
 * The Theta method of Assimakopoulos and Nikolopoulos, as Hyndman and Billah (International Journal of Forecasting 19, 2003) show it:
 * exponential smoothing with half the slope of the line through all months.
 */
export function theta(y: Series, horizon: number): Series {
  const { slope } = lineOf(y);
  const { alpha, level } = smoothed(y);
  const lag = (1 - (1 - alpha) ** y.length) / alpha;
  return new Float64Array(horizon).map((_, i) => level + (slope / 2) * (i + lag));
}

/** What a Holt-Winters fit found; a later fit of nearly the same months begins there. */
export type Fit = { ahead: Series; found: Series };

/** Shares of the level, the trend, its damping, the seasons: each within 0 and 1, mapped to its own range. */
const START: Series = Float64Array.of(0.3, 0.1, 0.8, 0.2);
const ASKS = { first: 200, again: 70 };

/** Holt-Winters with damped trend (Gardner and McKenzie, 1985), from given seasons on, by least squares of the errors one month ahead. */
export function holtWinters(y: Series, horizon: number, seasons: Seasons, found?: Series): Fit {
  const isFactor = seasons.kind === "factors";
  const line = lineOf(without(seasons, y).subarray(0, 2 * YEAR));
  const isRising = !isFactor || line.start - line.slope > 0;
  const first = isRising ? line : { start: meanOf(without(seasons, y).subarray(0, YEAR)), slope: 0 };
  const months = new Float64Array(YEAR);
  let level = 0;
  let trend = 0;
  const run = (place: Series): number => {
    const alpha = 0.01 + 0.98 * at(place, 0);
    const beta = (alpha * at(place, 1)) / 2;
    const phi = dampingOf(place);
    const gamma = (1 - alpha) * at(place, 3) * 0.6;
    months.set(seasons.months);
    level = first.start - first.slope;
    trend = first.slope;
    let cost = 0;
    for (let i = 0, m = 0; i < y.length; i++, m = m === YEAR - 1 ? 0 : m + 1) {
      const base = level + phi * trend;
      const month = at(months, m);
      const error = at(y, i) - (isFactor ? base * month : base + month);
      cost += error * error;
      const step = isFactor ? error / month : error;
      level = base + alpha * step;
      trend = phi * trend + beta * step;
      if (isFactor) months[m] = Math.max(0.01, base > 0 ? month + (gamma * error) / base : month);
      else months[m] = month + gamma * error;
    }
    return cost;
  };
  const effort: Effort = found ? { start: found, asks: ASKS.again } : { start: START, asks: ASKS.first };
  const best = leastOf(run, effort);
  run(best);
  const phi = dampingOf(best);
  const ahead = new Float64Array(horizon);
  for (let i = 0, damped = phi, base = level; i < horizon; i++, damped *= phi) {
    base += damped * trend;
    const month = at(months, (y.length + i) % YEAR);
    ahead[i] = isFactor ? base * month : base + month;
  }
  return { ahead, found: best };
}

const dampingOf = (place: Series): number => 0.8 + 0.18 * at(place, 2);
