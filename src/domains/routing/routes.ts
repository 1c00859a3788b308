import { at, NEVER, realAt } from "./arrays.ts";
import type { Model } from "./model.ts";
import {
  afterLunch,
  arrivalAfter,
  beforeLunch,
  hasAway,
  latestFor,
  latestOf,
  startBefore,
  startFor,
  startOf,
} from "./times.ts";

/**
 * The routes of the search. The route of technician `r` with `size[r]` jobs begins with `rows[base[r]]` (where the day
 * begins), the jobs, and `rows[base[r] + size[r] + 1]` (where it ends). Each technician has two such places: a changed route is written into
 * the spare one, so that the change is undone by going back.
 */
export type Routes = {
  model: Model;
  base: Int32Array;
  spare: Int32Array;
  size: Int32Array;
  rows: Int32Array;
  /** Earliest start of work at each place with lunch done (or none to come), and with lunch still to come. */
  start: Int32Array;
  hungryStart: Int32Array;
  /** Latest arrival at each place for which the rest of the day fits, in the same two cases. */
  latest: Int32Array;
  hungryLatest: Int32Array;
  /** Cost of the way from each place to the next. */
  edge: Int32Array;
  load: Int32Array;
  /** Costs of overtime in the route, and of the whole route. */
  overtime: Float64Array;
  cost: Float64Array;
  /** A number of its own for each content of a route: what was computed for it holds when it comes back. */
  stamp: Int32Array;
  stamps: number;
  /** Technician of each job, -1 for none. */
  routeOf: Int32Array;
};

export function emptyRoutes(model: Model): Routes {
  const { technicians, jobs } = model;
  const stride = jobs + 2;
  const places = () => new Int32Array(2 * technicians * stride);
  const routes: Routes = {
    model,
    base: Int32Array.from({ length: technicians }, (_, r) => 2 * r * stride),
    spare: Int32Array.from({ length: technicians }, (_, r) => (2 * r + 1) * stride),
    size: new Int32Array(technicians),
    rows: places(),
    start: places(),
    hungryStart: places(),
    latest: places(),
    hungryLatest: places(),
    edge: places(),
    load: new Int32Array(technicians),
    overtime: new Float64Array(technicians),
    cost: new Float64Array(technicians),
    stamp: new Int32Array(technicians),
    stamps: 0,
    routeOf: new Int32Array(jobs).fill(-1),
  };
  for (let r = 0; r < technicians; r++) setRoute(routes, r, []);
  return routes;
}

/** Gives the technician this day, in the place where the present one stands. */
export function setRoute(routes: Routes, r: number, jobs: ArrayLike<number>): void {
  const { model, base, size, rows, routeOf } = routes;
  const from = at(base, r);
  for (let k = 1; k <= at(size, r); k++) if (at(routeOf, at(rows, from + k)) === r) routeOf[at(rows, from + k)] = -1;
  size[r] = jobs.length;
  rows[from] = at(model.startRow, r);
  rows[from + jobs.length + 1] = at(model.endRow, r);
  for (let k = 0; k < jobs.length; k++) {
    const job = jobs[k] ?? 0;
    rows[from + k + 1] = job;
    routeOf[job] = r;
  }
  refresh(routes, r);
}

export function insert(routes: Routes, r: number, job: number, after: number): void {
  const { base, size, rows, routeOf } = routes;
  const from = at(base, r);
  for (let k = from + at(size, r) + 1; k > from + after; k--) rows[k + 1] = at(rows, k);
  rows[from + after + 1] = job;
  size[r] = at(size, r) + 1;
  routeOf[job] = r;
  refresh(routes, r);
}

/** Computes all that is kept of a route after its rows have changed. */
export function refresh(routes: Routes, r: number): void {
  const { model, base, size, rows, start, latest, edge, load, stamp, cost, overtime } = routes;
  const { costTo, timeTo, rows: width, open, close, windows } = model;
  stamp[r] = ++routes.stamps;
  const first = at(base, r);
  const end = first + at(size, r) + 1;
  let row = at(rows, first);
  let time = at(model.shiftStart, r);
  let carried = 0;
  let way = 0;
  start[first] = time;
  for (let k = first; k < end; k++) {
    const next = at(rows, k + 1);
    const price = at(costTo, row * width + next);
    edge[k] = price;
    way += price;
    time += at(timeTo, row * width + next);
    if (k + 1 < end) {
      carried += at(model.load, next);
      if (time < at(open, next)) time = at(open, next);
      else if (at(windows, next + 1) - at(windows, next) > 1 || time > at(close, next))
        time = startOf(model, next, time);
    }
    start[k + 1] = time;
    row = next;
  }
  load[r] = carried;
  let by = at(model.latestEnd, r);
  latest[end] = by;
  for (let k = end - 1; k > first; k--) {
    const here = at(rows, k);
    by -= at(timeTo, here * width + row);
    if (at(windows, here + 1) - at(windows, here) > 1 || by < at(open, here)) by = latestOf(model, here, by);
    else if (by > at(close, here)) by = at(close, here);
    latest[k] = by;
    row = here;
  }
  if (hasAway(model, r)) refreshWithAway(routes, r);
  if (at(model.lunchLength, r) > 0) refreshWithLunch(routes, r);
  if (end === first + 1) {
    // a day without a job costs nothing, not even the way from its beginning to its end
    edge[first] = overtime[r] = cost[r] = 0;
    return;
  }
  overtime[r] = realAt(model.overtimePrice, r) * Math.max(0, at(start, end) - at(model.shiftEnd, r));
  cost[r] = way + realAt(overtime, r);
}

/** The same times around the parts of the day in which the technician is away. */
function refreshWithAway({ model, base, size, rows, start, latest }: Routes, r: number): void {
  const { timeTo, rows: width, service } = model;
  const first = at(base, r);
  const end = first + at(size, r) + 1;
  for (let k = first; k < end; k++) {
    const [row, next] = [at(rows, k), at(rows, k + 1)];
    const arrival = arrivalAfter(model, r, at(start, k), at(service, row), at(timeTo, row * width + next));
    start[k + 1] = k + 1 < end ? startFor(model, r, next, arrival) : arrival;
  }
  for (let k = end - 1; k > first; k--) {
    const [here, next] = [at(rows, k), at(rows, k + 1)];
    const time = at(timeTo, here * width + next);
    latest[k] = latestFor(model, r, here, startBefore(model, r, at(latest, k + 1), at(service, here), time));
  }
}

/** With a lunch, the day begins hungry; after lunch, which may lie on any way, the other case holds. */
function refreshWithLunch(
  { model, base, size, rows, start, hungryStart, latest, hungryLatest }: Routes,
  r: number,
): void {
  const { timeTo, rows: width, service } = model;
  const first = at(base, r);
  const end = first + at(size, r) + 1;
  hungryStart[first] = at(model.shiftStart, r);
  start[first] = NEVER;
  for (let k = first; k < end; k++) {
    const [row, next] = [at(rows, k), at(rows, k + 1)];
    const time = at(timeTo, row * width + next);
    const work = at(service, row);
    const hungry = arrivalAfter(model, r, at(hungryStart, k), work, time);
    const fed = Math.min(
      arrivalAfter(model, r, at(start, k), work, time),
      afterLunch(model, r, at(hungryStart, k), work, time),
    );
    if (k + 1 < end) {
      hungryStart[k + 1] = startFor(model, r, next, hungry);
      start[k + 1] = startFor(model, r, next, fed);
    } else {
      hungryStart[end] = hungry;
      start[end] = hungry <= at(model.lunchLatest, r) ? Math.min(hungry, fed) : fed;
    }
  }
  hungryLatest[end] = Math.min(at(latest, end), at(model.lunchLatest, r));
  for (let k = end - 1; k > first; k--) {
    const [here, next] = [at(rows, k), at(rows, k + 1)];
    const time = at(timeTo, here * width + next);
    const work = at(service, here);
    const withLunch = beforeLunch(model, r, at(latest, k + 1), work, time);
    const without = startBefore(model, r, at(hungryLatest, k + 1), work, time);
    hungryLatest[k] = latestFor(model, r, here, Math.max(without, withLunch));
  }
}

/** Cost of the routes and of the jobs left out. */
export function costOf({ model, cost, routeOf }: Routes): number {
  let sum = 0;
  for (let r = 0; r < model.technicians; r++) sum += realAt(cost, r);
  for (let job = 0; job < model.jobs; job++) if (at(routeOf, job) < 0) sum += realAt(model.prize, job);
  return sum;
}

/** The jobs of each technician in order: all that is needed to have the routes again. */
export const jobsOf = ({ model, base, size, rows }: Routes): number[][] =>
  Array.from({ length: model.technicians }, (_, r) =>
    Array.from(rows.subarray(at(base, r) + 1, at(base, r) + at(size, r) + 1)),
  );

export function setAll(routes: Routes, jobs: readonly (readonly number[])[]): void {
  for (let r = 0; r < jobs.length; r++) setRoute(routes, r, []);
  for (const [r, own] of jobs.entries()) setRoute(routes, r, own);
}
