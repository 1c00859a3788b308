import { at, NEVER, realAt } from "./arrays.ts";
import { FIELDS, findPlaces } from "./insertions.ts";
import { HOMES, type Model } from "./model.ts";
import { insert } from "./routes.ts";
import { changeOf, type Search, touch } from "./search.ts";

/** How seldom a place is overlooked: it keeps the search from always making the same choice. */
const BLINK = 0.01;

/** With more technicians than FEW_TECHNICIANS, a job is offered only to the routes of the NEAR_JOBS nearest jobs and to near technicians. */
const FEW_TECHNICIANS = 30;
const NEAR_JOBS = 50;

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

/**
 * Puts each waiting job where it costs least, now and then overlooking a place. Those that would cost more than their
 * prize go on waiting. False, and half done: the change has come to cost more than `limit` already.
 */
export function recreate(search: Search, orders: Orders, limit: number): boolean {
  sortWaiting(search, orders);
  const { routes, found, waiting, waitings, random, offers } = search;
  const { model, stamp } = routes;
  const { technicians } = model;
  let spent = changeOf(search, 0);
  const isLarge = technicians > FEW_TECHNICIANS;
  let count = isLarge ? 0 : offer(search);
  let left = 0;
  for (let i = 0; i < waitings; i++) {
    const job = at(waiting, i);
    const prize = realAt(model.prize, job);
    let best = Math.min(prize, NEVER);
    let bestRoute = -1;
    let bestAfter = 0;
    const own = job * technicians;
    if (isLarge) count = offerNear(search, job);
    for (let o = 0; o < count; o++) {
      const r = at(offers, o);
      const index = (own + r) * FIELDS;
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
    spent += bestRoute < 0 ? prize : best;
    if (spent > limit) return false;
    if (bestRoute < 0) {
      waiting[left++] = job;
      continue;
    }
    const wasIdle = at(routes.size, bestRoute) === 0;
    touch(search, bestRoute);
    insert(routes, bestRoute, job, bestAfter);
    if (wasIdle && !isLarge) count = offer(search);
  }
  search.waitings = left;
  return true;
}

/** Lists the routes that may take a job: of idle technicians of a kind, one is enough. */
function offer({ routes, offers }: Search): number {
  const { model, size } = routes;
  let count = 0;
  let idle = -1;
  for (let r = 0; r < model.technicians; r++) {
    if (at(size, r) === 0) {
      if (at(model.kind, r) === idle) continue;
      idle = at(model.kind, r);
    }
    offers[count++] = r;
  }
  return count;
}

/** Lists the routes of the nearest jobs, and the technicians whose day begins nearest. */
function offerNear({ routes, offers, isOffered }: Search, job: number): number {
  const { jobs, near, homes } = routes.model;
  let count = 0;
  for (let rank = 1; rank < Math.min(jobs, NEAR_JOBS); rank++) {
    const r = at(routes.routeOf, at(near, job * jobs + rank));
    if (r < 0 || at(isOffered, r) === 1) continue;
    isOffered[r] = 1;
    offers[count++] = r;
  }
  for (let rank = 0; rank < HOMES; rank++) {
    const r = at(homes, job * HOMES + rank);
    if (r < 0 || at(isOffered, r) === 1) continue;
    isOffered[r] = 1;
    offers[count++] = r;
  }
  for (let o = 0; o < count; o++) isOffered[at(offers, o)] = 0;
  return count;
}
