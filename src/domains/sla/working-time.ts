import { type Instant, localDateOf, toInstant } from "#/kernel/time.ts";
import { type Span, united, type WallClock, wallClock } from "#/kernel/wall-clock.ts";
import { type WorkingTime, weekdays } from "./terms.ts";

// Working time is walked day by day over local windows, so a day on which the clocks change keeps its wall hours (domain-rules.md 3.0 and 3.5).

/** No walk goes further: a calendar that is hardly ever open must not hold up a worker. */
export const MOST_DAYS = 1100;
const DAY_MS = 86_400_000;

/** The open spans of the days from one moment on, in their order, each as far as it lies behind that moment. */
function* openFrom(time: WorkingTime, from: number, clock: WallClock): Generator<Span> {
  const last = from + MOST_DAYS * DAY_MS;
  if (time.is24x7) {
    yield { start: from, end: last };
    return;
  }
  const holidays = new Set(time.holidays);
  let date = localDateOf(toInstant(from), time.timezone);
  while (clock.day(date).start < last) {
    const { start: midnight, end, weekday, after } = clock.day(date);
    const windows = midnight === end || holidays.has(date) ? [] : time.windows[weekdays[weekday] ?? "monday"];
    for (const span of united(
      windows.map(({ opens, closes }) => ({ start: clock.at(date, opens), end: clock.at(date, closes) })),
    ))
      if (span.end > from) yield { start: Math.max(span.start, from), end: span.end };
    date = after;
  }
}

/** When a number of working seconds after a moment are over. Outside of all windows, the next one begins the count. */
export function afterWorking(time: WorkingTime, from: Instant, seconds: number): Instant {
  const start = Date.parse(from);
  let left = seconds * 1000;
  for (const span of openFrom(time, start, wallClock(time.timezone))) {
    const length = span.end - span.start;
    if (length >= left) return toInstant(span.start + left);
    left -= length;
  }
  return toInstant(start + MOST_DAYS * DAY_MS);
}

/** Whole working seconds between two moments. */
export function workingSeconds(time: WorkingTime, from: Instant, to: Instant): number {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  let sum = 0;
  if (start < end)
    for (const span of openFrom(time, start, wallClock(time.timezone))) {
      if (span.start >= end) break;
      sum += Math.min(span.end, end) - span.start;
    }
  return Math.floor(sum / 1000);
}
