import { at, NEVER, realAt } from "./arrays.ts";
import { cell, FIELDS, findPlaces, type Insertions } from "./insertions.ts";
import { insert, type Routes } from "./routes.ts";

/** Inserts every job that fits and is worth it, the one first that would lose most by not having its best route. */
export function insertByRegret(routes: Routes, found: Insertions): void {
  const { model, routeOf } = routes;
  let waiting = Array.from({ length: model.jobs }, (_, job) => job).filter((job) => at(routeOf, job) < 0);
  while (waiting.length > 0) {
    let most = -1;
    let chosen = { job: -1, r: -1, after: 0 };
    for (const job of waiting) {
      const { best, next, r } = twoBest(routes, found, job);
      if (r < 0) continue;
      const regret = Math.min(next, realAt(model.prize, job), NEVER) - best;
      if (regret <= most) continue;
      most = regret;
      chosen = { job, r, after: at(found, (job * model.technicians + r) * FIELDS + cell.FIRST_AFTER) };
    }
    if (chosen.job < 0) return;
    insert(routes, chosen.r, chosen.job, chosen.after);
    waiting = waiting.filter((job) => job !== chosen.job);
  }
}

function twoBest(routes: Routes, found: Insertions, job: number) {
  const { model, size, stamp } = routes;
  let best = Math.min(realAt(model.prize, job), NEVER);
  let next = NEVER;
  let route = -1;
  let idle = -1;
  for (let r = 0; r < model.technicians; r++) {
    if (at(size, r) === 0) {
      if (at(model.kind, r) === idle) continue;
      idle = at(model.kind, r);
    }
    const index = (job * model.technicians + r) * FIELDS;
    if (at(found, index) !== at(stamp, r)) findPlaces(routes, found, job, r);
    const cost = at(found, index + cell.FIRST);
    if (cost < best) {
      if (route >= 0) next = best;
      best = cost;
      route = r;
    } else if (cost < next) {
      next = cost;
    }
  }
  return { best, next, r: route };
}
