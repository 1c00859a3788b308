import { at, NEVER, realAt } from "./arrays.ts";
import { FIELDS, findPlaces } from "./insertions.ts";
import type { Model } from "./model.ts";
import { insert } from "./routes.ts";
import { type Search, touch } from "./search.ts";

/** How seldom a place is overlooked: it keeps the search from always making the same choice. */
const BLINK = 0.01;

/** Ways to order the jobs that wait, each with its weight. */
export type Orders = { keys: Int32Array[]; weights: number[]; sum: number };

export function ordersOf(model: Model): Orders {
  const { jobs, rows, technicians } = model;
  const list = (of: (job: number) => number) => Int32Array.from({ length: jobs }, (_, job) => of(job));
  const away = list((job) => {
    let least = NEVER;
    for (let r = 0; r < technicians; r++)
      least = Math.min(least, at(model.costFrom, job * rows + at(model.startRow, r)));
    return least;
  });
  const width = list((job) => at(model.close, job) - at(model.open, job));
  const byPrize = Array.from({ length: jobs }, (_, job) => job).sort(
    (a, b) => realAt(model.prize, b) - realAt(model.prize, a),
  );
  const prized = realAt(model.prize, byPrize[0] ?? 0) > realAt(model.prize, byPrize.at(-1) ?? 0);
  const rank = new Int32Array(jobs);
  for (const [place, job] of byPrize.entries())
    rank[job] =
      place > 0 && realAt(model.prize, job) === realAt(model.prize, byPrize[place - 1] ?? 0)
        ? at(rank, byPrize[place - 1] ?? 0)
        : place;
  const all: [Int32Array, number][] = [
    [list((job) => -Math.max(at(model.load, job), at(model.service, job))), 4],
    [list((job) => -at(away, job)), 2],
    [away, 1],
    [width, 2],
    [list((job) => at(model.open, job)), 2],
    [list((job) => -at(model.close, job)), 2],
    ...(prized ? [[rank, 6] as [Int32Array, number]] : []),
  ];
  const weights = [4, ...all.map(([, weight]) => weight)];
  return { keys: all.map(([keys]) => keys), weights, sum: weights.reduce((a, b) => a + b, 0) };
}

/** Puts the waiting jobs into a random order of one of these ways. */
function sortWaiting(search: Search, { keys, weights, sum }: Orders): void {
  const { waiting, waitings, random } = search;
  for (let i = waitings - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const job = at(waiting, i);
    waiting[i] = at(waiting, j);
    waiting[j] = job;
  }
  let draw = random() * sum;
  let which = 0;
  while (draw >= (weights[which] ?? sum)) draw -= weights[which++] ?? sum;
  const key = keys[which - 1];
  if (!key) return;
  for (let i = 1; i < waitings; i++) {
    const job = at(waiting, i);
    const own = at(key, job);
    let j = i - 1;
    for (; j >= 0 && at(key, at(waiting, j)) > own; j--) waiting[j + 1] = at(waiting, j);
    waiting[j + 1] = job;
  }
}

/** Puts each waiting job where it costs least, now and then overlooking a place. Those that would cost more than their prize go on waiting. */
export function recreate(search: Search, orders: Orders): void {
  sortWaiting(search, orders);
  const { routes, found, waiting, waitings, random } = search;
  const { model, stamp, size } = routes;
  const { technicians, kind } = model;
  let left = 0;
  for (let i = 0; i < waitings; i++) {
    const job = at(waiting, i);
    let best = Math.min(realAt(model.prize, job), NEVER);
    let bestRoute = -1;
    let bestAfter = 0;
    let idle = -1; // the kind of the last technician without a job: one of a kind is enough
    let index = job * technicians * FIELDS;
    for (let r = 0; r < technicians; r++, index += FIELDS) {
      if (at(size, r) === 0) {
        if (at(kind, r) === idle) continue;
        idle = at(kind, r);
      }
      if (at(found, index) !== at(stamp, r)) findPlaces(routes, found, job, r);
      const first = at(found, index + 1);
      if (first >= best) continue;
      if (random() >= BLINK) {
        best = first;
        bestRoute = r;
        bestAfter = at(found, index + 2);
      } else if (at(found, index + 3) < best) {
        best = at(found, index + 3);
        bestRoute = r;
        bestAfter = at(found, index + 4);
      }
    }
    if (bestRoute < 0) {
      waiting[left++] = job;
      continue;
    }
    touch(search, bestRoute);
    insert(routes, bestRoute, job, bestAfter);
  }
  search.waitings = left;
}
