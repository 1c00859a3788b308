import { minutesOfDay } from "#/kernel/wall-clock.ts";
import { type Target, type Targets, type Window, type Windows, weekdays } from "./terms.ts";

type Faults = Record<string, string>;
type Hours = {
  is24x7: boolean;
  windows: Windows;
  holidays: readonly { date: string }[];
  holidayRegion: string | null;
};

export const noWindows = (): Windows =>
  Object.fromEntries(weekdays.map((day): [string, Window[]] => [day, []])) as Windows; // safe: all of them

/** A week, of which the days that are left out are closed. */
export const wholeWeek = (windows: Partial<Windows>): Windows => ({ ...noWindows(), ...windows });
const usualDay = [{ opens: "08:00", closes: "17:00" }];
/** The hours of those who name none. */
export const usualWeek = (): Windows =>
  wholeWeek(Object.fromEntries(weekdays.slice(0, 5).map((day) => [day, usualDay])));

const overlap = (a: Window, b: Window): boolean =>
  minutesOfDay(a.opens) < minutesOfDay(b.closes) && minutesOfDay(b.opens) < minutesOfDay(a.closes);

/** What is wrong with the hours of a calendar, by the names of the wire. */
export function hourFaults({ is24x7, windows, holidays, holidayRegion }: Hours): Faults {
  const hasWindows = weekdays.some((day) => windows[day].length > 0);
  if (is24x7)
    return {
      ...(hasWindows && { windows: "must be empty where is_24x7 is true" }),
      ...(holidays.length > 0 && { holidays: "must be empty where is_24x7 is true" }),
      ...(holidayRegion !== null && { holiday_region: "must be null where is_24x7 is true" }),
    };
  if (!hasWindows) return { windows: "must have a window on one weekday at least, or is_24x7 be true" };
  const overlaps = weekdays.flatMap((day) =>
    windows[day].flatMap((window, i) => {
      const other = windows[day].slice(0, i).findIndex((one) => overlap(one, window));
      return other === -1 ? [] : [[`windows.${day}.${i}`, `overlaps windows.${day}.${other}`]];
    }),
  );
  const repeated = holidays.flatMap(({ date }, i) => {
    const other = holidays.slice(0, i).findIndex((one) => one.date === date);
    return other === -1 ? [] : [[`holidays.${i}.date`, `is the same day as holidays.${other}`]];
  });
  return Object.fromEntries([...overlaps, ...repeated]);
}

/** What is wrong with the targets of a policy, by the names of the wire. */
export const targetFaults = (targets: Targets): Faults =>
  Object.fromEntries(
    Object.entries(targets).flatMap(([priority, { responseMinutes, resolutionMinutes }]: [string, Target]) =>
      responseMinutes <= resolutionMinutes
        ? []
        : [[`targets.${priority}.response_minutes`, "must not be longer than resolution_minutes"]],
    ),
  );
