import type { Instant, LocalDate } from "./time.ts";

// Days and times as customers read them, in documents, mails and texts.

type Style = "dateStyle" | "timeStyle";
const formats = new Map<string, Intl.DateTimeFormat>();
function format(time: string, style: Style, timeZone: string): string {
  const name = `${style} ${timeZone}`;
  const length = style === "dateStyle" ? "long" : "short";
  const known = formats.get(name) ?? new Intl.DateTimeFormat("en-US", { [style]: length, timeZone });
  formats.set(name, known);
  return known.format(new Date(time)).replaceAll("\u202f", " "); // a narrow space makes a text message cost twice
}

/** A day: `March 28, 2026`. */
export const dayText = (day: LocalDate): string => format(`${day}T00:00:00Z`, "dateStyle", "UTC");

/** The day of a moment by the clocks of a zone: `March 28, 2026`. */
export const dayTextOf = (at: Instant, timeZone: string): string => format(at, "dateStyle", timeZone);

/** A time of day by the clocks of a zone: `9:30 AM`. */
export const timeTextOf = (at: Instant, timeZone: string): string => format(at, "timeStyle", timeZone);

/** A moment by the clocks of a zone: `March 28, 2026 at 9:30 AM`. */
export const momentTextOf = (at: Instant, timeZone: string): string =>
  `${dayTextOf(at, timeZone)} at ${timeTextOf(at, timeZone)}`;
