import { at } from "./arrays.ts";
import { refresh } from "./routes.ts";
import { type Search, touch } from "./search.ts";

// String removal (Christiaens and Vanden Berghe, "Slack Induction by String Removals", 2020): neighbouring stretches of
// neighbouring routes go, so that time and load become free in one region.

/** Jobs taken out at a time, in the mean, and the most of one route. */
const MEAN_REMOVED = 10;
const LONGEST_STRING = 10;
/** How often a stretch keeps some jobs in its middle, and how seldom one more. */
const SPLIT = 0.5;
const SPLIT_MORE = 0.01;

/** Takes jobs out of some routes near to a random job; they wait. */
export function ruin(search: Search): void {
  const { routes, random, isTouched } = search;
  const { model, routeOf, size } = routes;
  const { jobs, near, headSize } = model;
  let used = 0;
  for (let r = 0; r < model.technicians; r++) if (at(size, r) > 0) used++;
  const meanSize = (jobs - search.absents) / Math.max(1, used);
  const longest = Math.min(LONGEST_STRING, meanSize);
  const mostRoutes = (4 * MEAN_REMOVED) / (1 + longest) - 1;
  let strings = Math.floor(random() * mostRoutes + 1);
  const centre = Math.floor(random() * jobs) * jobs;
  for (let rank = 0; rank < jobs && strings > 0; rank++) {
    const job = at(near, centre + rank);
    const r = at(routeOf, job);
    if (r < 0 || at(isTouched, r) === 1) continue;
    const free = at(size, r) - at(headSize, r);
    if (free > 0 && removeString(search, r, job, Math.floor(random() * Math.min(free, longest) + 1))) strings--;
  }
}

/** Takes a stretch of `length` jobs with this job in it out of the route, or one with a gap. False: the job opens the day and stays. */
function removeString(search: Search, r: number, job: number, length: number): boolean {
  const { routes, random, waiting } = search;
  const { base, size, rows, routeOf, model } = routes;
  const head = at(model.headSize, r);
  let place = 1;
  while (at(rows, at(base, r) + place) !== job) place++;
  if (place <= head) return false;
  touch(search, r);
  const from = at(base, r);
  const count = at(size, r);
  let gap = 0;
  if (length < count - head && random() < SPLIT) {
    gap = 1;
    while (length + gap < count - head && random() < SPLIT_MORE) gap++;
  }
  const whole = length + gap;
  const lowest = Math.max(head + 1, place - whole + 1);
  const highest = Math.min(place, count - whole + 1);
  const first = lowest + Math.floor(random() * (highest - lowest + 1));
  const gapFrom = gap > 0 ? first + Math.floor(random() * (length + 1)) : 0;
  const gapTo = gapFrom + gap;
  let to = first;
  for (let k = first; k <= count + 1; k++) {
    const row = at(rows, from + k);
    if (k < first + whole && (k < gapFrom || k >= gapTo)) {
      waiting[search.waitings++] = row;
      routeOf[row] = -1;
    } else {
      rows[from + to++] = row;
    }
  }
  size[r] = count - length;
  refresh(routes, r);
  return true;
}
