import { type Orders, recreate } from "./recreate.ts";
import { costOf, jobsOf } from "./routes.ts";
import { ruin } from "./ruin.ts";
import { begin, changeOf, keep, type Search, undo } from "./search.ts";

export type Cooling = { iterations: number; from: number; to: number };

/** Simulated annealing over ruin and recreate. Returns the best routes met. */
export function anneal(
  search: Search,
  orders: Orders,
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
    recreate(search, orders);
    const change = changeOf(search);
    if (change < -temperature * Math.log(random())) {
      keep(search);
      cost += change;
      if (cost < best - 1e-6) {
        best = cost;
        jobs = jobsOf(routes);
      }
    } else {
      undo(search);
    }
    temperature *= cooling;
  }
  return { cost: best, jobs };
}
