import { at, NEVER, realAt } from "./arrays.ts";
import type { Routes } from "./routes.ts";
import { afterLunch, arrivalAfter, hasAway, startFor } from "./times.ts";

/**
 * The cheapest and the second cheapest place for each job in each route: five numbers at `(job * technicians + route) * 5`.
 * They hold as long as the route has the stamp that they were computed for.
 */
export type Insertions = Int32Array;
export const FIELDS = 5;
const [STAMP, FIRST, FIRST_AFTER, SECOND, SECOND_AFTER] = [0, 1, 2, 3, 4] as const;
export const cell = { STAMP, FIRST, FIRST_AFTER, SECOND, SECOND_AFTER } as const;

export const noInsertions = ({ jobs, technicians }: { jobs: number; technicians: number }): Insertions =>
  new Int32Array(jobs * technicians * FIELDS);

/** Fills the cell of the job and the route. A cost of NEVER: no place. */
export function findPlaces(routes: Routes, found: Insertions, job: number, r: number): void {
  const { model } = routes;
  const index = (job * model.technicians + r) * FIELDS;
  found[index] = at(routes.stamp, r);
  found[index + 1] = NEVER;
  found[index + 3] = NEVER;
  if (at(model.allowed, job * model.technicians + r) === 0) return;
  if (at(routes.load, r) + at(model.load, job) > at(model.capacity, r)) return;
  const costsOvertime = realAt(model.overtimePrice, r) > 0 && at(model.latestEnd, r) > at(model.shiftEnd, r);
  const severalWindows = at(model.windows, job + 1) - at(model.windows, job) > 1;
  const hasPauses = at(model.lunchLength, r) > 0 || hasAway(model, r);
  if (costsOvertime || severalWindows || hasPauses) findPlacesWithAll(routes, found, job, r, index);
  else findPlacesPlainly(routes, found, job, r, index);
}

/** One window, no lunch, no time away and no overtime: the inner loop of the search. */
function findPlacesPlainly(routes: Routes, found: Insertions, job: number, r: number, index: number): void {
  const { model, rows, start, latest, edge } = routes;
  const { costTo, costFrom, timeTo, timeFrom } = model;
  const own = job * model.rows;
  const open = at(model.open, job);
  const close = at(model.close, job);
  const service = at(model.service, job);
  const from = at(routes.base, r);
  const to = from + at(routes.size, r);
  let first = NEVER;
  let firstAfter = 0;
  let second = NEVER;
  let secondAfter = 0;
  for (let k = from + at(model.headSize, r); k <= to; k++) {
    const left = at(start, k);
    if (left > close) break; // and so is everything after it
    if (at(latest, k + 1) < open + service) continue;
    const before = at(rows, k);
    let time = left + at(timeFrom, own + before);
    if (time > close) continue;
    if (time < open) time = open;
    const after = at(rows, k + 1);
    if (time + at(timeTo, own + after) > at(latest, k + 1)) continue;
    const cost = at(costFrom, own + before) + at(costTo, own + after) - at(edge, k);
    if (cost < first) {
      second = first;
      secondAfter = firstAfter;
      first = cost;
      firstAfter = k - from;
    } else if (cost < second) {
      second = cost;
      secondAfter = k - from;
    }
  }
  found[index + 1] = first;
  found[index + 2] = firstAfter;
  found[index + 3] = second;
  found[index + 4] = secondAfter;
}

function findPlacesWithAll(routes: Routes, found: Insertions, job: number, r: number, index: number): void {
  const { model, rows, start, hungryStart, latest, hungryLatest, edge } = routes;
  const { costTo, costFrom, timeTo, timeFrom, service } = model;
  const own = job * model.rows;
  const work = at(service, job);
  const open = at(model.open, job);
  const close = at(model.close, job);
  const lunch = at(model.lunchLength, r) > 0;
  const price = at(model.latestEnd, r) > at(model.shiftEnd, r) ? realAt(model.overtimePrice, r) : 0;
  const earliest = lunch ? hungryStart : start; // without lunch before it, work never begins later
  const from = at(routes.base, r);
  const to = from + at(routes.size, r);
  for (let k = from + at(model.headSize, r); k <= to; k++) {
    const left = at(earliest, k);
    if (left > close) break; // and so is everything after it
    const by = at(latest, k + 1);
    if (by < open + work) continue;
    const before = at(rows, k);
    const coming = at(timeFrom, own + before);
    if (left + coming > close) continue;
    const after = at(rows, k + 1);
    const cost = at(costFrom, own + before) + at(costTo, own + after) - at(edge, k);
    if (cost >= at(found, index + 3)) continue;
    const going = at(timeTo, own + after);
    const earlier = at(service, before);
    let fed = arrivalAfter(model, r, at(start, k), earlier, coming);
    let hungry = NEVER;
    if (lunch) {
      hungry = startFor(model, r, job, arrivalAfter(model, r, left, earlier, coming));
      if (hungry + going > by) continue;
      fed = Math.min(fed, afterLunch(model, r, left, earlier, coming));
    }
    fed = startFor(model, r, job, fed);
    const fits =
      arrivalAfter(model, r, fed, work, going) <= by ||
      (lunch &&
        (arrivalAfter(model, r, hungry, work, going) <= at(hungryLatest, k + 1) ||
          afterLunch(model, r, hungry, work, going) <= by));
    if (!fits) continue;
    const more = price > 0 ? price * overtimeWith(routes, r, k, job, fed, hungry) - realAt(routes.overtime, r) : 0;
    const all = Math.ceil(cost + more);
    if (all < at(found, index + 1)) {
      found[index + 3] = at(found, index + 1);
      found[index + 4] = at(found, index + 2);
      found[index + 1] = all;
      found[index + 2] = k - from;
    } else if (all < at(found, index + 3)) {
      found[index + 3] = all;
      found[index + 4] = k - from;
    }
  }
}

/** Overtime of the route when the job is done after place `k`, from its start with and without lunch before. */
function overtimeWith(routes: Routes, r: number, k: number, job: number, fed: number, hungry: number): number {
  const { model, rows } = routes;
  const lunch = at(model.lunchLength, r) > 0;
  const end = at(routes.base, r) + at(routes.size, r) + 1;
  let row = job;
  for (let next = k + 1; next <= end; next++) {
    const to = at(rows, next);
    const time = at(model.timeTo, row * model.rows + to);
    const work = at(model.service, row);
    const eaten = lunch ? afterLunch(model, r, hungry, work, time) : NEVER;
    fed = Math.min(arrivalAfter(model, r, fed, work, time), eaten);
    hungry = arrivalAfter(model, r, hungry, work, time);
    if (next < end) {
      fed = startFor(model, r, to, fed);
      hungry = startFor(model, r, to, hungry);
    }
    row = to;
  }
  const over = lunch && hungry <= at(model.lunchLatest, r) ? Math.min(hungry, fed) : fed;
  return Math.max(0, over - at(model.shiftEnd, r));
}
