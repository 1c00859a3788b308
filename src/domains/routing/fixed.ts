import { at, NEVER } from "./arrays.ts";
import { cell, FIELDS, findPlaces, noInsertions } from "./insertions.ts";
import type { Model } from "./model.ts";
import { emptyRoutes, insert, jobsOf, setRoute } from "./routes.ts";
import { fits, routeFor } from "./schedule.ts";

/**
 * The routes of the locked jobs alone. What they break cannot be helped: their windows and the end of the day are
 * widened in the model as far as they need, and a lunch that does not fit beside them is left out.
 */
export function fixedRoutes(model: Model): number[][] {
  const routes = emptyRoutes(model);
  const found = noInsertions(model);
  for (let r = 0; r < model.technicians; r++) {
    const [head, kept] = [model.head[r] ?? [], model.kept[r] ?? []];
    const carried = [...head, ...kept].reduce((sum, job) => sum + at(model.load, job), 0);
    model.capacity[r] = Math.max(at(model.capacity, r), carried);
    makeRoom(model, r, head);
    setRoute(routes, r, head);
    for (const job of kept.toSorted((a, b) => at(model.close, a) - at(model.close, b) || a - b)) {
      findPlaces(routes, found, job, r);
      const index = (job * model.technicians + r) * FIELDS;
      if (at(found, index + cell.FIRST) < NEVER) {
        insert(routes, r, job, at(found, index + cell.FIRST_AFTER));
      } else {
        const last = [...(jobsOf(routes)[r] ?? []), job];
        makeRoom(model, r, last);
        setRoute(routes, r, last);
      }
    }
  }
  return jobsOf(routes);
}

function makeRoom(model: Model, r: number, jobs: readonly number[]): void {
  if (fits(model, r, jobs)) return;
  model.lunchLength[r] = 0;
  const { stops, arrival } = routeFor(model, r, jobs);
  for (const [k, job] of jobs.entries()) {
    const start = stops[k]?.start ?? 0;
    if (start <= at(model.close, job)) continue;
    model.close[job] = start;
    model.windowClose[at(model.windows, job + 1) - 1] = start;
  }
  model.latestEnd[r] = Math.max(at(model.latestEnd, r), arrival);
}
