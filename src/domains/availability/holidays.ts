import type { LocalDate } from "#/kernel/time.ts";
import { FIRST_YEAR, regions, series } from "./holiday-table.ts";

export { LAST_YEAR } from "./holiday-table.ts";

/** Digits of a day in the table. */
const DIGITS = 3;
const DAY_MS = 86_400_000;
const known = new Map<string, ReadonlyMap<LocalDate, string>>();

/** The public holidays of a region with their names; none of a region that is not known. */
export function publicHolidays(region: string): ReadonlyMap<LocalDate, string> {
  let days = known.get(region);
  if (!days) {
    days = daysOf(region);
    known.set(region, days);
  }
  return days;
}

function daysOf(region: string): Map<LocalDate, string> {
  const days = new Map<LocalDate, string>();
  const lines = series.split("\n");
  const row = regions.split("\n").find((line) => line.startsWith(`${region} `));
  for (const number of row?.split(" ").slice(1) ?? []) {
    const [name = "", at = ""] = lines[Number(number)]?.split("=") ?? [];
    for (let i = 0; i < at.length; i += DIGITS) {
      const ms = Date.UTC(FIRST_YEAR, 0, 1) + Number.parseInt(at.slice(i, i + DIGITS), 36) * DAY_MS;
      days.set(new Date(ms).toISOString().slice(0, 10) as LocalDate, name);
    }
  }
  return days;
}
