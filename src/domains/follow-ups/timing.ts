import {
  type Instant,
  type LocalDate,
  localDateOf,
  localTime,
  localTimeOf,
  plusDays,
  plusSeconds,
} from "#/kernel/time.ts";
import type { Offset } from "./statuses.ts";

/** What a follow-up counts from: a moment, or a local day. `key` names it where that may be told again for the same occasion. */
export type Anchor = ({ at: Instant } | { on: LocalDate }) & { key?: string };
type Timing = { offset: Offset; sendAtLocal: string | null };

/** When a day begins that has no time of its own. */
const MORNING = "09:00";
/** The time of day of a rule, where what it counts from has none. */
export const timeOfDay = ({ sendAtLocal }: Pick<Timing, "sendAtLocal">): string => sendAtLocal ?? MORNING;

/** A follow-up whose moment is past when it is planned or sent is sent all the same within this time, else skipped. */
const LATE_SECONDS = 24 * 3600;
const HOUR = 3600;

const signed = ({ value, direction }: Offset): number => (direction === "before" ? -value : value);

/**
 * When a follow-up is due, by the clocks of its recipient: days are local days and keep the time of day, hours are real hours; with `send_at_local`
 * it is that time on the day, and after an offset in hours the first such time from then on.
 */
export function dueAt(anchor: Anchor, { offset, sendAtLocal }: Timing, zone: string): Instant {
  const by = signed(offset);
  if (offset.unit === "hours") {
    const at = plusSeconds("at" in anchor ? anchor.at : localTime(anchor.on, "00:00", zone), by * HOUR);
    return sendAtLocal === null ? at : nextTime(at, sendAtLocal, zone);
  }
  if ("on" in anchor) return localTime(plusDays(anchor.on, by), timeOfDay({ sendAtLocal }), zone);
  if (by === 0) return sendAtLocal === null ? anchor.at : nextTime(anchor.at, sendAtLocal, zone);
  const day = plusDays(localDateOf(anchor.at, zone), by);
  return localTime(day, sendAtLocal ?? localTimeOf(anchor.at, zone), zone);
}

/** The first moment from `at` on that has this time of day. */
export function nextTime(at: Instant, time: string, zone: string): Instant {
  const day = localDateOf(at, zone);
  const today = localTime(day, time, zone);
  return today >= at ? today : localTime(plusDays(day, 1), time, zone);
}

/** When the next of a rule comes after one that was due: a number of local days later, at the same time of day. */
export const nextAfter = (due: Instant, days: number, sendAtLocal: string | null, zone: string): Instant =>
  localTime(plusDays(localDateOf(due, zone), days), sendAtLocal ?? localTimeOf(due, zone), zone);

export const isLate = (due: Instant, now: Instant): boolean => due < plusSeconds(now, -LATE_SECONDS);

/** The days of the anchors whose follow-ups may be due on these days, in any zone. */
export function anchorDays(offset: Offset, from: LocalDate, to: LocalDate): { from: LocalDate; to: LocalDate } {
  const by = signed(offset) / (offset.unit === "hours" ? 24 : 1);
  return { from: plusDays(from, -Math.ceil(by) - 1), to: plusDays(to, -Math.floor(by) + 1) };
}
