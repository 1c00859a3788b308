import { at, realAt } from "./arrays.ts";
import type { Model } from "./model.ts";
import { randomFrom } from "./random.ts";
import type { Routes } from "./routes.ts";

/** A route that the search has met: of a technician of this kind, with these jobs in order. */
export type Column = { kind: number; jobs: Int32Array; cost: number };

/** The cheapest known order for each set of jobs and kind of technician; the oldest go when there are too many. */
export type Pool = {
  columns: Column[];
  /** Place in `columns` by key, and the key of each place. */
  places: Map<number, number>;
  keys: number[];
  next: number;
  limit: number;
  /** A random number of 53 bits for each job and kind, in two parts: those of a route, added up bit by bit, are its key. */
  high: Int32Array;
  low: Int32Array;
  /** The stamp that each route had when it was last taken in. */
  taken: Int32Array;
};

export function emptyPool({ jobs, technicians }: Model, limit: number): Pool {
  const random = randomFrom(1);
  const bits = () => Int32Array.from({ length: jobs + technicians }, () => random() * 2 ** 32);
  return {
    columns: [],
    places: new Map(),
    keys: [],
    next: 0,
    limit,
    high: bits(),
    low: bits(),
    taken: new Int32Array(technicians),
  };
}

/** Takes in the routes that have changed since the last time. */
export function gather(pool: Pool, { model, base, size, rows, stamp, cost }: Routes): void {
  const { high, low, taken, places, columns, keys } = pool;
  for (let r = 0; r < model.technicians; r++) {
    if (at(size, r) === 0 || at(taken, r) === at(stamp, r)) continue;
    taken[r] = at(stamp, r);
    const kind = at(model.kind, r);
    const from = at(base, r) + 1;
    const to = from + at(size, r);
    let [upper, lower] = [at(high, model.jobs + kind), at(low, model.jobs + kind)];
    for (let k = from; k < to; k++) {
      upper ^= at(high, at(rows, k));
      lower ^= at(low, at(rows, k));
    }
    const key = (upper >>> 0) * 2 ** 21 + (lower >>> 11);
    const known = places.get(key);
    const old = known === undefined ? undefined : columns[known];
    if (old && old.cost <= realAt(cost, r)) continue;
    const place = known ?? pool.next;
    if (known === undefined) {
      pool.next = (pool.next + 1) % pool.limit;
      const replaced = keys[place];
      if (replaced !== undefined) places.delete(replaced);
      places.set(key, place);
      keys[place] = key;
    }
    columns[place] = { kind, jobs: rows.slice(from, to), cost: realAt(cost, r) };
  }
}
