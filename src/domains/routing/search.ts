import { at, realAt } from "./arrays.ts";
import { type Insertions, noInsertions } from "./insertions.ts";
import type { Model } from "./model.ts";
import type { Random } from "./random.ts";
import { emptyRoutes, type Routes } from "./routes.ts";

/** Routes, and one change of them that can be undone: some jobs are taken out, and put back elsewhere. */
export type Search = {
  routes: Routes;
  found: Insertions;
  random: Random;
  /** Jobs that no route has before the change. */
  absent: Int32Array;
  absents: number;
  /** Jobs to put into routes; after the change, those that found no place. */
  waiting: Int32Array;
  waitings: number;
  /** Routes that the change has touched, and how they were. */
  touched: Int32Array;
  touches: number;
  isTouched: Int32Array;
  /** Routes that may take a job. */
  offers: Int32Array;
  isOffered: Int32Array;
  size: Int32Array;
  load: Int32Array;
  stamp: Int32Array;
  overtime: Float64Array;
  cost: Float64Array;
};

export function searchOf(model: Model, random: Random): Search {
  const { jobs, technicians } = model;
  const each = () => new Int32Array(technicians);
  return {
    routes: emptyRoutes(model),
    found: noInsertions(model),
    random,
    absent: new Int32Array(jobs),
    absents: 0,
    waiting: new Int32Array(jobs),
    waitings: 0,
    touched: each(),
    touches: 0,
    isTouched: each(),
    offers: each(),
    isOffered: each(),
    size: each(),
    load: each(),
    stamp: each(),
    overtime: new Float64Array(technicians),
    cost: new Float64Array(technicians),
  };
}

/** Starts a change: everybody without a technician waits for a place. */
export function begin(search: Search): void {
  const { absent, absents, waiting } = search;
  search.touches = 0;
  search.waitings = absents;
  for (let i = 0; i < absents; i++) waiting[i] = at(absent, i);
}

/** Call this before changing a route, and `refresh` after it: the rows become a copy, which `undo` drops. */
export function touch(search: Search, r: number): void {
  const { routes, touched, isTouched } = search;
  if (at(isTouched, r) === 1) return;
  isTouched[r] = 1;
  touched[search.touches++] = r;
  const { base, spare, size, rows } = routes;
  search.size[r] = at(size, r);
  search.load[r] = at(routes.load, r);
  search.stamp[r] = at(routes.stamp, r);
  search.overtime[r] = realAt(routes.overtime, r);
  search.cost[r] = realAt(routes.cost, r);
  const from = at(base, r);
  const to = at(spare, r);
  const end = at(size, r) + 1;
  for (let k = 0; k <= end; k++) rows[to + k] = at(rows, from + k);
  base[r] = to;
  spare[r] = from;
}

/** What the change has added to the cost when the first `waitings` of the waiting jobs are left out. */
export function changeOf(search: Search, waitings: number): number {
  const { routes, touched, touches, absent, absents, waiting } = search;
  const { prize } = routes.model;
  let sum = 0;
  for (let i = 0; i < touches; i++) {
    const r = at(touched, i);
    sum += realAt(routes.cost, r) - realAt(search.cost, r);
  }
  for (let i = 0; i < waitings; i++) sum += realAt(prize, at(waiting, i));
  for (let i = 0; i < absents; i++) sum -= realAt(prize, at(absent, i));
  return sum;
}

export function keep(search: Search): void {
  const { absent, waiting, waitings, touched, touches, isTouched } = search;
  for (let i = 0; i < touches; i++) isTouched[at(touched, i)] = 0;
  for (let i = 0; i < waitings; i++) absent[i] = at(waiting, i);
  search.absents = waitings;
}

export function undo(search: Search): void {
  const { routes, touched, touches, isTouched } = search;
  const { base, spare, size, rows, routeOf } = routes;
  for (let i = 0; i < touches; i++) {
    const r = at(touched, i);
    const from = at(base, r);
    for (let k = at(size, r); k > 0; k--) routeOf[at(rows, from + k)] = -1;
  }
  for (let i = 0; i < touches; i++) {
    const r = at(touched, i);
    isTouched[r] = 0;
    const from = at(spare, r);
    spare[r] = at(base, r);
    base[r] = from;
    size[r] = at(search.size, r);
    routes.load[r] = at(search.load, r);
    routes.stamp[r] = at(search.stamp, r);
    routes.overtime[r] = realAt(search.overtime, r);
    routes.cost[r] = realAt(search.cost, r);
    for (let k = at(size, r); k > 0; k--) routeOf[at(rows, from + k)] = r;
  }
}
