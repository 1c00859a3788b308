import { type Instant, toInstant } from "./time.ts";

// The one clock of the business. On a developer's machine it may be moved (POST /dev/clock); everywhere else it is the real one.

let offsetMs = 0;

/** How far the clock of the business is ahead of the real one, in milliseconds. */
export const clockOffset = (): number => offsetMs;
export const moveClockBy = (ms: number): void => {
  offsetMs = ms;
};

/** The time of the business: what it records, plans and is due by. */
export const clockMs = (): number => Date.now() + offsetMs;
export const clockNow = (): Instant => toInstant(clockMs());

/** Both times of a piece of work, for its context. */
export function timesNow(): { now: Instant; realNow: Instant } {
  const real = Date.now();
  const realNow = toInstant(real);
  return { now: offsetMs === 0 ? realNow : toInstant(real + offsetMs), realNow };
}
