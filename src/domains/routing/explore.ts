import { anneal } from "./anneal.ts";
import { at } from "./arrays.ts";
import { insertByRegret } from "./construct.ts";
import type { Model } from "./model.ts";
import type { Plan } from "./plan.ts";
import { randomFrom } from "./random.ts";
import { ordersOf } from "./recreate.ts";
import { costOf, jobsOf, setAll } from "./routes.ts";
import { type Search, searchOf } from "./search.ts";

export type Found = { cost: number; jobs: Plan };

/** Temperatures in units of what the routes cost for each job. */
const HOT = 1;
const WARM = 0.1;
const COLD = 0.02;

const startFrom = (search: Search, plan: Plan) => {
  setAll(search.routes, plan);
  search.absents = 0;
  for (let job = 0; job < search.routes.model.jobs; job++)
    if (at(search.routes.routeOf, job) < 0) search.absent[search.absents++] = job;
};

const unitOf = ({ cost, model }: Search["routes"]) =>
  Math.max(1, cost.reduce((sum, one) => sum + one, 0) / Math.max(1, model.jobs));

/** Puts in what still fits and is worth it: no job is left out by chance. */
function filled(search: Search, plan: Plan): Found {
  setAll(search.routes, plan);
  insertByRegret(search.routes, search.found);
  return { cost: costOf(search.routes), jobs: jobsOf(search.routes) };
}

/** A good plan that depends on nothing but the problem and the seed. */
export function explore(model: Model, fixed: Plan, seed: number, iterations: number): Found {
  const search = searchOf(model, randomFrom(seed));
  setAll(search.routes, fixed);
  insertByRegret(search.routes, search.found);
  startFrom(search, jobsOf(search.routes));
  const unit = unitOf(search.routes);
  return filled(search, anneal(search, ordersOf(model), { iterations, from: HOT * unit, to: COLD * unit }).jobs);
}

/** Improves a plan until a further search from it finds nothing: from its result it finds nothing again. */
export function improve(model: Model, plan: Plan, seed: number, iterations: number): Found {
  for (let best: Found | undefined; ; ) {
    const search = searchOf(model, randomFrom(seed));
    startFrom(search, best?.jobs ?? plan);
    const cost = costOf(search.routes);
    const unit = unitOf(search.routes);
    const next = filled(
      search,
      anneal(search, ordersOf(model), { iterations, from: WARM * unit, to: COLD * unit }).jobs,
    );
    if (next.cost >= cost - leastGain(cost)) return best ?? { cost, jobs: plan };
    best = next;
  }
}

/** Less than this is a difference of rounding. */
export const leastGain = (cost: number): number => 1e-6 + 1e-9 * cost;
