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

/**
 * Arrival after a way with lunch on it, from the start of work at its beginning: lunch after the way where its window
 * allows it, else before. `time` is the work and the way, `service` the work alone.
 */
export function afterLunch(
  { lunchOpen, lunchLatest, lunchLength }: Model,
  technician: number,
  start: number,
  service: number,
  time: number,
): number {
  const [open, latest, length] = [at(lunchOpen, technician), at(lunchLatest, technician), at(lunchLength, technician)];
  if (start + time <= latest) return Math.max(start + time, open) + length;
  if (start + service <= latest) return Math.max(start + service, open) + length + time - service;
  return NEVER;
}

/** The latest start of work for which `afterLunch` is not after `by`. */
export function beforeLunch(
  { lunchOpen, lunchLatest, lunchLength }: Model,
  technician: number,
  by: number,
  service: number,
  time: number,
): number {
  const [open, latest, length] = [at(lunchOpen, technician), at(lunchLatest, technician), at(lunchLength, technician)];
  const rest = by - length - time + service; // lunch begins by then when it comes before the way
  const before = open <= rest ? Math.min(rest, latest) - service : -NEVER;
  const after = open + length <= by ? Math.min(by - length, latest) - time : -NEVER;
  return Math.max(before, after);
}
