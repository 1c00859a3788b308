import { at, NEVER } from "./arrays.ts";
import type { Model } from "./model.ts";

// When work begins. Coming later never lets work begin earlier: so the earliest start of everything before a place and the
// latest arrival for everything after it tell in one comparison whether a job fits in between.

/** The earliest start of the job for this arrival; NEVER after its last window. */
export function startOf(
  { windows, windowOpen, windowClose, open, close }: Model,
  job: number,
  arrival: number,
): number {
  if (arrival > at(close, job)) return NEVER;
  const first = at(open, job);
  if (arrival <= first) return first;
  const from = at(windows, job);
  const to = at(windows, job + 1);
  if (to - from === 1) return arrival;
  for (let window = from; window < to; window++)
    if (arrival <= at(windowClose, window)) return Math.max(arrival, at(windowOpen, window));
  return NEVER;
}

/** The latest arrival at the job whose work still begins by this moment; -NEVER before its first window. */
export function latestOf({ windows, windowOpen, windowClose, open, close }: Model, job: number, by: number): number {
  if (by < at(open, job)) return -NEVER;
  if (by >= at(close, job)) return at(close, job);
  const from = at(windows, job);
  let window = at(windows, job + 1) - 1;
  if (window === from) return by;
  while (at(windowOpen, window) > by) window--;
  return Math.min(by, at(windowClose, window));
}

/** Whether the technician has time away in their shift. */
export const hasAway = ({ aways }: Model, r: number): boolean => at(aways, r + 1) > at(aways, r);

/** As `startOf`, with work that no time away of the technician breaks. */
export function startFor(model: Model, r: number, job: number, arrival: number): number {
  const { aways, awayFrom, awayTo, service } = model;
  let start = startOf(model, job, arrival);
  for (let k = at(aways, r); k < at(aways, r + 1); k++)
    if (start < at(awayTo, k) && start + at(service, job) > at(awayFrom, k)) start = startOf(model, job, at(awayTo, k));
  return start;
}

/** As `latestOf`, with work that no time away breaks. */
export function latestFor(model: Model, r: number, job: number, by: number): number {
  const { aways, awayFrom, awayTo, service } = model;
  let latest = latestOf(model, job, by);
  for (let k = at(aways, r + 1) - 1; k >= at(aways, r); k--)
    if (latest < at(awayTo, k) && latest + at(service, job) > at(awayFrom, k))
      latest = latestOf(model, job, at(awayFrom, k) - at(service, job));
  return latest;
}

/** The first moment from this one on that has this much time before the next time away. */
export function freeFrom({ aways, awayFrom, awayTo }: Model, r: number, moment: number, length: number): number {
  let from = moment;
  for (let k = at(aways, r); k < at(aways, r + 1); k++)
    if (from < at(awayTo, k) && from + length > at(awayFrom, k)) from = at(awayTo, k);
  return from;
}

/** The last moment up to this one that has this much time behind the time away before it. */
function freeBy({ aways, awayFrom, awayTo }: Model, r: number, moment: number, length: number): number {
  let to = moment;
  for (let k = at(aways, r + 1) - 1; k >= at(aways, r); k--)
    if (to > at(awayFrom, k) && to - length < at(awayTo, k)) to = at(awayFrom, k);
  return to;
}

/** Arrival after work that begins at `start` and the way behind it, which no time away breaks. `time` is the work and the way, `service` the work alone. */
export const arrivalAfter = (model: Model, r: number, start: number, service: number, time: number): number =>
  freeFrom(model, r, start + service, time - service) + time - service;

/** The latest start of work for which `arrivalAfter` is not after `by`. */
export const startBefore = (model: Model, r: number, by: number, service: number, time: number): number =>
  freeBy(model, r, by, time - service) - time;

/** When lunch begins for who is free from this moment on; NEVER after the last moment for it. */
export function lunchAt(model: Model, r: number, moment: number): number {
  const lunch = freeFrom(model, r, Math.max(moment, at(model.lunchOpen, r)), at(model.lunchLength, r));
  return lunch <= at(model.lunchLatest, r) ? lunch : NEVER;
}

/** The latest begin of a lunch that is over by this moment; -NEVER when it cannot have begun. */
function latestLunch(model: Model, r: number, by: number): number {
  const length = at(model.lunchLength, r);
  const lunch = freeBy(model, r, Math.min(by, at(model.lunchLatest, r) + length), length) - length;
  return lunch >= at(model.lunchOpen, r) ? lunch : -NEVER;
}

/** Arrival after a way with lunch on it, from the start of work at its beginning: lunch after the way where that is not later, else before. */
export function afterLunch(model: Model, r: number, start: number, service: number, time: number): number {
  const after = lunchAt(model, r, arrivalAfter(model, r, start, service, time));
  const before = lunchAt(model, r, start + service);
  const length = at(model.lunchLength, r);
  return Math.min(
    after === NEVER ? NEVER : after + length,
    before === NEVER ? NEVER : arrivalAfter(model, r, before, length, length + time - service),
  );
}

/** The latest start of work for which `afterLunch` is not after `by`. */
export function beforeLunch(model: Model, r: number, by: number, service: number, time: number): number {
  const before = latestLunch(model, r, startBefore(model, r, by, 0, time - service));
  const after = latestLunch(model, r, by);
  return Math.max(
    before === -NEVER ? -NEVER : before - service,
    after === -NEVER ? -NEVER : startBefore(model, r, after, service, time),
  );
}
