import { at, realAt } from "./arrays.ts";
import {
  type Budget,
  costOfPlan,
  type Descent,
  explore,
  exploreOn,
  improve,
  improveOnce,
  leastGain,
} from "./explore.ts";
import { fixedRoutes } from "./fixed.ts";
import { type Model, modelOf } from "./model.ts";
import { alike, type Plan, planOf, repaired } from "./plan.ts";
import type { Effort, Options, Problem, Route, Solution, Totals } from "./problem.ts";
import { reasonsFor } from "./reasons.ts";
import { routeFor } from "./schedule.ts";

/** For 100 jobs or more: about 1, 3 and 10 seconds of CPU for 100. */
const BUDGETS: Record<Effort, Budget> = {
  quick: { descents: 1, iterations: 100_000, last: 35_000, columns: 10_000 },
  normal: { descents: 4, iterations: 75_000, last: 50_000, columns: 20_000 },
  thorough: { descents: 10, iterations: 110_000, last: 80_000, columns: 40_000 },
};

/** Few jobs need few iterations. */
function budgetFor(effort: Effort, jobs: number): Budget {
  const { iterations, last, ...budget } = BUDGETS[effort];
  const share = Math.min(1, (jobs / 100) ** 1.5);
  return { ...budget, iterations: Math.ceil(iterations * share), last: Math.ceil(last * share) };
}

/**
 * Plans the day: which technician does which jobs, in which order, and when. Computes only, and is deterministic by the
 * problem and the seed. Never costs more than the present plan as far as that can be done at all; with its own result as the present plan
 * it returns that plan.
 *
 * Effort is counted in iterations: about 1, 3 and 10 seconds of CPU for 100 jobs.
 *
 * @throws RangeError when a number is not whole or too large, a place is not in the matrix, or the present plan names what the problem does not have.
 */
export function solve(problem: Problem, { effort, seed }: Options): Solution {
  const model = modelOf(problem);
  const fixed = fixedRoutes(model);
  const present = planOf(model, problem.present ?? []);
  const budget = budgetFor(effort, model.jobs);
  return solutionOf(model, present, best(model, repaired(model, present, fixed), fixed, seed, budget));
}

/** A search in slices, for days that are too large for one computation: plain data between them. */
export type SearchSoFar = {
  /** How many slices are done, and about how many there are. */
  slice: number;
  slices: number;
  /** Technicians' jobs, by their places in the problem. */
  plan: Plan;
  /** Of a search that still explores. */
  descent: Descent | null;
  isDone: boolean;
};

/** Iterations of a slice: about 3 seconds of CPU with 1,000 jobs. */
const SLICE = 40_000;
const COLUMNS = 10_000;

/** How many slices a day with this number of jobs is explored in. */
export function slicesFor(effort: Effort, jobs: number): number {
  const { descents, iterations, last } = budgetFor(effort, jobs);
  return Math.ceil(((descents * iterations + last) * Math.sqrt(Math.max(1, jobs / 100))) / SLICE);
}

/**
 * The next slice of a search; without `before` the first. What `solve` promises holds for the plan of the last one: it costs no more than the
 * present plan as far as that can be done, and with it as the present plan the search ends there again.
 */
export function searchOn(problem: Problem, { effort, seed }: Options, before?: SearchSoFar): SearchSoFar {
  const model = modelOf(problem);
  const fixed = fixedRoutes(model);
  const slices = slicesFor(effort, model.jobs);
  const slice = before?.slice ?? 0;
  if (slice >= slices && before) return improved(model, seed, before);
  const share = { slice, slices, iterations: SLICE, columns: COLUMNS };
  const descent = exploreOn(model, fixed, seed, share, before?.descent ?? undefined);
  const soFar = { slice: slice + 1, slices, plan: descent.best, isDone: false };
  if (soFar.slice < slices) return { ...soFar, descent };
  const present = repaired(model, planOf(model, problem.present ?? []), fixed);
  const [explored, cost] = [descent.best, present].map((plan) => costOfPlan(model, plan)) as [number, number];
  const least = leastGain(cost);
  if (explored < cost - least)
    return { ...soFar, plan: alike(model, descent.best, present), descent: null, isDone: true };
  return { ...soFar, plan: present, descent: null, isDone: explored <= cost + least };
}

function improved(model: Model, seed: number, { plan, ...before }: SearchSoFar): SearchSoFar {
  const budget = { last: SLICE, columns: COLUMNS };
  const better = improveOnce(model, { cost: costOfPlan(model, plan), jobs: plan }, seed, budget);
  return { ...before, slice: before.slice + 1, plan: better?.jobs ?? plan, isDone: !better };
}

/** What the plan of a search means. */
export function concluded(problem: Problem, { plan }: SearchSoFar): Solution {
  const model = modelOf(problem);
  fixedRoutes(model); // makes room in the model for what is locked
  return solutionOf(model, planOf(model, problem.present ?? []), plan);
}

function solutionOf(model: Model, present: Plan, plan: Plan): Solution {
  const { jobs } = model.problem;
  const [before, after] = [present, plan].map((one) => one.map((own, r) => routeFor(model, r, own)));
  const leftOut = missing(model, plan);
  const reason = leftOut.length > 0 ? reasonsFor(model, plan, leftOut) : undefined;
  return {
    routes: after ?? [],
    unassigned: leftOut.flatMap((job) => (reason ? [{ job: jobs[job]?.id ?? 0, reason: reason(job) }] : [])),
    before: totals(model, present, before ?? []),
    after: totals(model, plan, after ?? []),
    changed: changes(model, present, plan),
  };
}

/** The explored plan where it is better than the present one, else the present one, improved. */
function best(model: Model, present: Plan, fixed: Plan, seed: number, budget: Budget): Plan {
  const cost = costOfPlan(model, present);
  const explored = explore(model, fixed, seed, budget);
  if (explored.cost < cost - leastGain(cost)) return alike(model, explored.jobs, present);
  if (explored.cost <= cost + leastGain(cost)) return present;
  return improve(model, present, seed, budget).jobs;
}

/** Travel and overtime of the days as they are, whether or not they keep all rules. */
function costOfRoutes({ costTo, rows, startRow, endRow, overtimePrice }: Model, plan: Plan, routes: readonly Route[]) {
  let sum = 0;
  for (const [r, jobs] of plan.entries()) {
    if (jobs.length === 0) continue;
    const stops = [at(startRow, r), ...jobs, at(endRow, r)];
    for (const [k, row] of stops.slice(1).entries()) sum += at(costTo, (stops[k] ?? 0) * rows + row);
    sum += realAt(overtimePrice, r) * (routes[r]?.overtime ?? 0);
  }
  return sum;
}

function missing({ jobs }: Model, plan: Plan): number[] {
  const planned = new Set(plan.flat());
  return Array.from({ length: jobs }, (_, job) => job).filter((job) => !planned.has(job));
}

function totals(model: Model, plan: Plan, routes: readonly Route[]): Totals {
  const sum = (of: (route: Route) => number) => routes.reduce((all, route) => all + of(route), 0);
  const planned = plan.flat();
  const prizes = missing(model, plan).reduce((all, job) => all + (model.problem.jobs[job]?.prize ?? 0), 0);
  return {
    cost: costOfRoutes(model, plan, routes) + prizes,
    distance: sum(({ distance }) => distance),
    time: sum(({ time }) => time),
    overtime: sum(({ overtime }) => overtime),
    assigned: planned.length,
    late: sum(({ stops }) => stops.filter(({ late }) => late > 0).length),
  };
}

/** Jobs whose technician, or whose job before them, is another one. */
function changes(model: Model, before: Plan, after: Plan): number[] {
  const placeOf = (plan: Plan) =>
    new Map(plan.flatMap((jobs, r) => jobs.map((job, k) => [job, `${r} ${jobs[k - 1] ?? ""}`] as const)));
  const [old, now] = [placeOf(before), placeOf(after)];
  return model.problem.jobs.flatMap(({ id }, job) => (old.get(job) === now.get(job) ? [] : [id]));
}
