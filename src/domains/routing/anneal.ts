import { NEVER } from "./arrays.ts";
import { gather, type Pool } from "./pool.ts";
import { type Orders, recreate } from "./recreate.ts";
import { costOf, jobsOf } from "./routes.ts";
import { ruin } from "./ruin.ts";
import { begin, changeOf, keep, type Search, undo } from "./search.ts";

/** Iterations between two looks at the present routes for the pool. */
const GATHER_EVERY = 8;

export type Cooling = { iterations: number; from: number; to: number };

/**
 * Simulated annealing over ruin and recreate, cooling from the one temperature to the other: a plan that costs more is
 * taken with a chance that falls with the temperature. Returns the best routes met; all good ones go into the pool.
 */
export function anneal(
  search: Search,
  orders: Orders,
  pool: Pool,
  { iterations, from, to }: Cooling,
): { cost: number; jobs: number[][] } {
  const { routes, random } = search;
  let cost = costOf(routes);
  let best = cost;
  let jobs = jobsOf(routes);
  let temperature = from;
  const cooling = (to / from) ** (1 / Math.max(1, iterations));
  for (let i = 0; i < iterations; i++) {
    begin(search);
    ruin(search);
    const limit = -temperature * Math.log(random());
    const change = recreate(search, orders, limit) ? changeOf(search, search.waitings) : NEVER;
    if (change < limit) {
      keep(search);
      cost += change;
      if (cost < best - 1e-6) {
        best = cost;
        jobs = jobsOf(routes);
        gather(pool, routes);
      }
    } else {
      undo(search);
    }
    if (i % GATHER_EVERY === 0) gather(pool, routes);
    temperature *= cooling;
  }
  return { cost: best, jobs };
}
