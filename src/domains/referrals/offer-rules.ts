import { type Instant, localDateOf, localTime, plusSeconds, toInstant } from "#/kernel/time.ts";
import { dayAfter, weekdayOf } from "#/kernel/wall-clock.ts";

/** When a business is open, Monday first; null: closed all day. */
export type Week = readonly ({ opens: string; closes: string } | null)[];

const MINUTE_MS = 60_000;
/** Holidays aside, no business is closed longer. */
const MOST_DAYS = 14;
export const OFFER_MINUTES = 20;

/**
 * When an offer runs out: after so many minutes in which the business is open, so that an offer of the night waits for the morning. A business that
 * never opens gets plain minutes.
 */
export function offerEnds(from: Instant, minutes: number, week: Week, timeZone: string): Instant {
  let left = minutes * MINUTE_MS;
  const start = Date.parse(from);
  let day = localDateOf(from, timeZone);
  for (let n = 0; n < MOST_DAYS; n++, day = dayAfter(day)) {
    const hours = week[weekdayOf(day)];
    if (!hours) continue;
    const closes =
      hours.closes === "24:00" ? localTime(dayAfter(day), "00:00", timeZone) : localTime(day, hours.closes, timeZone);
    const open = Math.max(start, Date.parse(localTime(day, hours.opens, timeZone)));
    const span = Date.parse(closes) - open;
    if (span <= 0) continue;
    if (span >= left) return toInstant(open + left);
    left -= span;
  }
  return plusSeconds(from, minutes * 60);
}

/** Longest search for a provider. */
export const SEARCH_SECONDS = 48 * 3600;
/** Where everybody who could take it is full, the network asks again after this. */
export const FULL_SECONDS = 1800;

const STEPS = [2, 5, 15, 60, 300, 900];
/** How long the network waits after a step that failed: longer each time, spread by half to each side. */
export const pauseSeconds = (attempts: number, random: number): number =>
  Math.ceil((STEPS[Math.min(Math.max(attempts, 1), STEPS.length) - 1] ?? 900) * (0.5 + random));
