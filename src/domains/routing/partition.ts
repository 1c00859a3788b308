import { at, realAt } from "./arrays.ts";
import type { Model } from "./model.ts";
import type { Column } from "./pool.ts";

// Recombination: of all routes that the search has met, those that together do every job once (or leave it out for its
// prize) at the least cost. Lagrangian relaxation gives each job a price, such that hardly a route is worth more than it costs; routes that are too
// dear by these prices to be in a better plan fall out, and the few that remain are searched through.

const STEPS = 400;
/** How much of the direction is new in each step, how far a step first goes towards the upper bound, and when steps are too short. */
const MEMORY = 0.1;
const PACE = 0.3;
const LEAST_PACE = 0.001;
/** Of the search through what remains. */
const MOST_NODES = 6000;

/** Columns flattened: the jobs of column `c` from `first[c]` to before `first[c + 1]`. */
type Matrix = { first: Int32Array; jobs: Int32Array; cost: Float64Array; kind: Int32Array };
type Priced = { bound: number; prices: Float64Array };

function matrixOf(columns: readonly Column[]): Matrix {
  const first = new Int32Array(columns.length + 1);
  for (const [c, { jobs }] of columns.entries()) first[c + 1] = at(first, c) + jobs.length;
  const jobs = new Int32Array(at(first, columns.length));
  for (const [c, column] of columns.entries()) jobs.set(column.jobs, at(first, c));
  return {
    first,
    jobs,
    cost: Float64Array.from(columns, ({ cost }) => cost),
    kind: Int32Array.from(columns, ({ kind }) => kind),
  };
}

/** What the column costs more than its jobs are worth. */
function excess({ first, jobs, cost }: Matrix, prices: Float64Array, c: number): number {
  let sum = realAt(cost, c);
  for (let k = at(first, c); k < at(first, c + 1); k++) sum -= realAt(prices, at(jobs, k));
  return sum;
}

/**
 * The volume algorithm (Barahona and Anbil, 2000): raises the price of jobs that the routes worth taking leave undone, lowers
 * that of jobs that several of them do, along a direction that remembers those before.
 */
function priced(model: Model, matrix: Matrix, start: Float64Array, upper: number): Priced {
  const { jobs, prize } = model;
  const best: Priced = { bound: Number.NEGATIVE_INFINITY, prices: start.slice() };
  const taking = takingOf(model, matrix);
  const prices = start.slice();
  const direction = new Float64Array(jobs);
  let pace = PACE;
  let stale = 0;
  for (let step = 0; step < STEPS && upper - best.bound > 0.5 && pace > LEAST_PACE; step++) {
    const bound = taking.at(prices);
    const { missing } = taking;
    let agreement = 0;
    for (let job = 0; job < jobs; job++) agreement += realAt(direction, job) * at(missing, job);
    if (bound > best.bound) {
      if (agreement > 0) pace *= 1.1;
      if (bound > best.bound + 1e-5 * upper) stale = 0;
      best.bound = bound;
      best.prices.set(prices);
    } else if (++stale >= 15) {
      stale = 0;
      pace *= 0.66;
    }
    let norm = 0;
    const fresh = step === 0 ? 1 : MEMORY;
    for (let job = 0; job < jobs; job++) {
      direction[job] = fresh * at(missing, job) + (1 - fresh) * realAt(direction, job);
      norm += realAt(direction, job) ** 2;
    }
    if (norm < 1e-9) break;
    const size = (pace * (upper - best.bound)) / norm;
    for (let job = 0; job < jobs; job++)
      prices[job] = Math.min(realAt(best.prices, job) + size * realAt(direction, job), realAt(prize, job));
  }
  return best;
}

/** The routes that are worth more than they cost at these prices: what they and the jobs cost at least, and how often each job is still missing. */
function takingOf({ jobs, technicians, kind }: Model, matrix: Matrix) {
  const columns = matrix.cost.length;
  const room = new Int32Array(technicians);
  for (let r = 0; r < technicians; r++) room[at(kind, r)] = at(room, at(kind, r)) + 1;
  const left = new Int32Array(technicians);
  const missing = new Int32Array(jobs);
  const excesses = new Float64Array(columns);
  const worth = new Int32Array(columns);
  const priceAll = (prices: Float64Array): number => {
    missing.fill(1);
    left.set(room);
    let bound = 0;
    for (let job = 0; job < jobs; job++) bound += realAt(prices, job);
    let count = 0;
    for (let c = 0; c < columns; c++) {
      const value = excess(matrix, prices, c);
      excesses[c] = value;
      if (value < 0) worth[count++] = c;
    }
    // the technicians of a kind take the best of what is offered
    for (const c of worth.subarray(0, count).sort((a, b) => realAt(excesses, a) - realAt(excesses, b))) {
      const own = at(matrix.kind, c);
      if (at(left, own) === 0) continue;
      left[own] = at(left, own) - 1;
      bound += realAt(excesses, c);
      for (let k = at(matrix.first, c); k < at(matrix.first, c + 1); k++)
        missing[at(matrix.jobs, k)] = at(missing, at(matrix.jobs, k)) - 1;
    }
    return bound;
  };
  return { missing, at: priceAll };
}

/**
 * A plan of these columns that costs less than `upper`: for each column its number, or undefined when none is found.
 * `start`: a price for each job to begin with, such as its share of the route that it is in.
 */
export function recombine(
  model: Model,
  columns: readonly Column[],
  start: Float64Array,
  upper: number,
): number[] | undefined {
  const matrix = matrixOf(columns);
  const { bound, prices } = priced(model, matrix, start, upper);
  const slack = upper - bound;
  if (slack <= 0) return undefined;
  const worth = Array.from(columns, (_, c) => ({ c, excess: excess(matrix, prices, c) }))
    .filter(({ excess: value }) => value < slack)
    .sort((a, b) => a.excess - b.excess || a.c - b.c);
  return searched(model, matrix, worth, prices, upper);
}

/** Depth first: the job with the fewest routes left is done by each of them in turn, the cheapest first. */
function searched(
  model: Model,
  { first, jobs, kind }: Matrix,
  worth: readonly { c: number; excess: number }[],
  prices: Float64Array,
  upper: number,
): number[] | undefined {
  const doing: { c: number; excess: number }[][] = Array.from({ length: model.jobs }, () => []);
  for (const one of worth) for (let k = at(first, one.c); k < at(first, one.c + 1); k++) doing[at(jobs, k)]?.push(one);
  const covered = new Int32Array(model.jobs);
  const room = new Int32Array(model.technicians);
  for (let r = 0; r < model.technicians; r++) room[at(model.kind, r)] = at(room, at(model.kind, r)) + 1;
  const base = prices.reduce((sum, price) => sum + price, 0);
  /** The most that routes with a negative excess can still give back. */
  const relief = worth.reduce((sum, { excess: value }) => sum + Math.min(0, value), 0);
  let limit = upper - base - 1e-6;
  let best: number[] | undefined;
  let nodes = 0;
  const chosen: number[] = [];
  const fits = (c: number) => {
    if (at(room, at(kind, c)) === 0) return false;
    for (let k = at(first, c); k < at(first, c + 1); k++) if (at(covered, at(jobs, k)) === 1) return false;
    return true;
  };
  const mark = (c: number, value: number) => {
    for (let k = at(first, c); k < at(first, c + 1); k++) covered[at(jobs, k)] = value;
    room[at(kind, c)] = at(room, at(kind, c)) + (value === 1 ? -1 : 1);
  };
  const descend = (sum: number) => {
    if (++nodes > MOST_NODES) return;
    let open = -1;
    let fewest = Number.POSITIVE_INFINITY;
    for (let job = 0; job < model.jobs && fewest > 0; job++) {
      if (at(covered, job) === 1) continue;
      let count = 0;
      for (const { c, excess: value } of doing[job] ?? []) {
        if (sum + value + relief >= limit || count >= fewest) break;
        if (fits(c)) count++;
      }
      if (count < fewest) {
        fewest = count;
        open = job;
      }
    }
    if (open < 0) {
      if (sum >= limit) return;
      limit = sum - 1e-6;
      best = [...chosen];
      return;
    }
    for (const { c, excess: value } of doing[open] ?? []) {
      if (sum + value + relief >= limit) break;
      if (!fits(c)) continue;
      mark(c, 1);
      chosen.push(c);
      descend(sum + value);
      chosen.pop();
      mark(c, 0);
    }
    const leave = realAt(model.prize, open) - realAt(prices, open);
    if (sum + leave + relief >= limit) return;
    covered[open] = 1;
    descend(sum + leave);
    covered[open] = 0;
  };
  descend(0);
  return best;
}
