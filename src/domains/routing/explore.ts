import { anneal } from "./anneal.ts";
import { at, realAt } from "./arrays.ts";
import { insertByRegret } from "./construct.ts";
import type { Model } from "./model.ts";
import { recombine } from "./partition.ts";
import type { Plan } from "./plan.ts";
import { emptyPool, gather, type Pool } from "./pool.ts";
import { randomFrom } from "./random.ts";
import { type Orders, ordersOf } from "./recreate.ts";
import { costOf, emptyRoutes, jobsOf, setAll } from "./routes.ts";
import { type Search, searchOf } from "./search.ts";

export type Found = { cost: number; jobs: Plan };

/** How long to search: `descents` from the first plan with `iterations` each, then one from the best plan with `last` iterations; `columns` routes are remembered. */
export type Budget = { descents: number; iterations: number; last: number; columns: number };

/** Temperatures in units of what the routes of the first plan cost for each job. */
const HOT = 0.5;
const WARM = 0.3;
const COLD = 0.02;
/** Two slices of a search draw other numbers. */
const STRIDE = 7919;

type Explorer = { search: Search; orders: Orders; pool: Pool; unit: number };

/** A good plan that depends on nothing but the problem and the seed. */
export function explore(
  model: Model,
  fixed: Plan,
  seed: number,
  { descents, iterations, last, columns }: Budget,
): Found {
  const explorer = explorerOf(model, fixed, seed, columns);
  const first = filled(explorer.search, fixed);
  let best = first;
  for (let descent = 0; descent < descents; descent++)
    best = descended(explorer, best, first, { iterations, from: HOT });
  return descended(explorer, best, best, { iterations: last, from: WARM });
}

/** One descent in slices: where it stands, the best plan that it has met, and the unit of its temperatures. */
export type Descent = { now: Plan; best: Plan; unit: number };
/** A part of a descent: which of how many, and how long it searches. */
type Slice = { slice: number; slices: number; iterations: number; columns: number };

/** The next slice of a descent that begins with the plan that `explore` begins with. Without `before` it is the first. */
export function exploreOn(
  model: Model,
  fixed: Plan,
  seed: number,
  { slice, slices, iterations, columns }: Slice,
  before?: Descent,
): Descent {
  const explorer = before
    ? { search: searchOf(model, randomFrom(seed + slice * STRIDE)), orders: ordersOf(model), unit: before.unit }
    : explorerOf(model, fixed, seed, columns);
  const whole = { ...explorer, pool: emptyPool(model, columns) };
  const { search, orders, pool, unit } = whole;
  const start = before ?? { now: jobsOf(search.routes), best: jobsOf(search.routes) };
  begin(search, start.now);
  const heat = (part: number) => HOT * unit * (COLD / HOT) ** (part / slices);
  const { jobs } = anneal(search, orders, pool, { iterations, from: heat(slice), to: heat(slice + 1) });
  const now = jobsOf(search.routes);
  const best = { cost: costOfPlan(model, start.best), jobs: start.best };
  return { now, best: bestOf(whole, best, jobs).jobs, unit };
}

/** Improves a plan until a further search from it finds nothing: from its result it finds nothing again. */
export function improve(model: Model, plan: Plan, seed: number, budget: Budget): Found {
  let best = { cost: costOfPlan(model, plan), jobs: plan };
  for (;;) {
    const better = improveOnce(model, best, seed, budget);
    if (!better) return best;
    best = better;
  }
}

/** A better plan by one search from a plan; undefined when it finds none. */
export function improveOnce(
  model: Model,
  best: Found,
  seed: number,
  { last, columns }: Pick<Budget, "last" | "columns">,
): Found | undefined {
  const explorer = explorerOf(model, best.jobs, seed, columns);
  const next = descended(explorer, best, best, { iterations: last, from: WARM });
  return next.cost < best.cost - leastGain(best.cost) ? next : undefined;
}

/** Less than this is a difference of rounding. */
export const leastGain = (cost: number): number => 1e-6 + 1e-9 * cost;

export function costOfPlan(model: Model, plan: Plan): number {
  const routes = emptyRoutes(model);
  setAll(routes, plan);
  return costOf(routes);
}

function explorerOf(model: Model, plan: Plan, seed: number, columns: number): Explorer {
  const search = searchOf(model, randomFrom(seed));
  filled(search, plan);
  const travel = search.routes.cost.reduce((sum, one) => sum + one, 0);
  const unit = Math.max(1, travel / Math.max(1, model.jobs - search.absents));
  return { search, orders: ordersOf(model), pool: emptyPool(model, columns), unit };
}

/** Cools down from a plan, and recombines the routes met by then; the best of what is known. */
function descended(
  explorer: Explorer,
  best: Found,
  start: Found,
  { iterations, from }: { iterations: number; from: number },
): Found {
  const { search, orders, pool, unit } = explorer;
  begin(search, start.jobs);
  const { jobs } = anneal(search, orders, pool, { iterations, from: from * unit, to: COLD * unit });
  return bestOf(explorer, best, jobs);
}

/** The best of a known plan, one that the search has met, and what all routes met by now make together. */
function bestOf(explorer: Explorer, best: Found, jobs: Plan): Found {
  const met = filled(explorer.search, jobs);
  const better = met.cost < best.cost ? met : best;
  const joined = recombined(explorer, better);
  return joined && joined.cost < better.cost ? joined : better;
}

function begin(search: Search, plan: Plan): void {
  const { routes, absent } = search;
  setAll(routes, plan);
  search.absents = 0;
  for (let job = 0; job < routes.model.jobs; job++) if (at(routes.routeOf, job) < 0) absent[search.absents++] = job;
}

/** With what still fits and is worth it: no job is left out by chance. */
function filled(search: Search, plan: Plan): Found {
  setAll(search.routes, plan);
  insertByRegret(search.routes, search.found);
  const jobs = jobsOf(search.routes);
  begin(search, jobs);
  return { cost: costOf(search.routes), jobs };
}

function recombined({ search, pool }: Explorer, best: Found): Found | undefined {
  const { routes } = search;
  const { model, routeOf, size, cost } = routes;
  setAll(routes, best.jobs);
  gather(pool, routes);
  const share = Float64Array.from({ length: model.jobs }, (_, job) => {
    const r = at(routeOf, job);
    return r < 0 ? realAt(model.prize, job) : realAt(cost, r) / at(size, r);
  });
  const chosen = recombine(model, pool.columns, share, best.cost);
  if (!chosen) return undefined;
  const jobs: (readonly number[])[] = best.jobs.map(() => []);
  const free = new Set(jobs.keys());
  for (const c of chosen) {
    const column = pool.columns[c];
    const r = [...free].find((one) => at(model.kind, one) === column?.kind);
    if (!column || r === undefined) return undefined;
    free.delete(r);
    jobs[r] = [...column.jobs];
  }
  return filled(search, jobs);
}
