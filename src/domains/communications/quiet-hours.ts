import { type Instant, localDateOf, localTime, localTimeOf, plusDays } from "#/kernel/time.ts";

/** When marketing may be sent, by the clocks of the customer: from `from` on and before `until`. */
export type Hours = { from: string; until: string };

/** 47 CFR 64.1200(c)(1): nobody is solicited before 8 a.m. or after 9 p.m. where they are. */
export const FEDERAL: Hours = { from: "08:00", until: "21:00" };

/**
 * States that allow less, by the first three digits of their ZIP codes, each named alike by two guides (support.referrizer.com "TCPA quiet hours",
 * dropcowboy.com "State compliance", both of 2025). Rhode Island and others whose hours differ by day of the week are not here.
 */
const states: readonly (Hours & { state: string; zips: readonly (readonly [string, string])[] })[] = [
  {
    state: "CT",
    from: "09:00",
    until: "20:00",
    zips: [["060", "069"]],
  },
  {
    state: "FL",
    from: "08:00",
    until: "20:00",
    zips: [
      ["320", "339"],
      ["341", "342"],
      ["344", "344"],
      ["346", "347"],
      ["349", "349"],
    ],
  },
  {
    state: "MD",
    from: "08:00",
    until: "20:00",
    zips: [
      ["206", "212"],
      ["214", "219"],
    ],
  },
  {
    state: "OK",
    from: "08:00",
    until: "20:00",
    zips: [
      ["730", "731"],
      ["734", "741"],
      ["743", "749"],
    ],
  },
];

const later = (one: string, other: string): string => (one.localeCompare(other) > 0 ? one : other);

/** The hours that hold for a customer: those of the business within what the law of their state allows. */
export function hoursFor(own: Hours, zip: string | undefined): Hours {
  const head = zip?.slice(0, 3) ?? "";
  const law = states.find(({ zips }) => zips.some(([first, last]) => first <= head && head <= last)) ?? FEDERAL;
  const from = later(own.from, law.from);
  const until = later(own.until, law.until) === law.until ? own.until : law.until;
  return from < until ? { from, until } : { from: law.from, until: law.until };
}

/** The moment itself where it is allowed, else the first that is, by the clocks of a zone. */
export function nextAllowed(at: Instant, zone: string, { from, until }: Hours): Instant {
  const time = localTimeOf(at, zone);
  if (from <= time && time < until) return at;
  const day = localDateOf(at, zone);
  return localTime(time < from ? day : plusDays(day, 1), from, zone);
}
