import { type Weekday, weekdays } from "#/domains/availability/index.ts";
import { halfEven } from "#/kernel/money.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { dayAfter, daysFrom, weekdayOf } from "#/kernel/wall-clock.ts";
import { daysOfWork, type Worked } from "./rules.ts";
import { type DayMinutes, FIRST_DAY, type RuleSet, type TimeRules, type Week } from "./terms.ts";

/** What holds until a business says otherwise: the federal rule. */
export const usualRules: TimeRules = {
  workweekStartsOn: "sunday",
  weeklyOvertimeMinutes: 2400,
  dailyOvertimeMinutes: null,
  dailyDoubleTimeMinutes: null,
  seventhDayOvertime: false,
  roundingMinutes: 0,
  roundingMode: "nearest",
  reviewAfterMinutes: 960,
  autoCloseAfterMinutes: 960,
  requireApproval: false,
};

/** All rules there are, oldest first: from the first day on there are some. */
export const withUsual = (sets: readonly RuleSet[]): RuleSet[] =>
  sets[0]?.effectiveFrom === FIRST_DAY ? [...sets] : [{ effectiveFrom: FIRST_DAY, rules: usualRules }, ...sets];

/** The workweek that holds a day. Where other rules begin within it, it ends the day before, and theirs begins. */
export function weekOf(sets: readonly RuleSet[], day: LocalDate): Week {
  const at = sets.findLastIndex(({ effectiveFrom }) => effectiveFrom <= day);
  const { effectiveFrom, rules } = sets[at] ?? { effectiveFrom: FIRST_DAY, rules: usualRules };
  const next = sets[at + 1]?.effectiveFrom;
  const passed = (weekdayOf(day) - indexOf(rules.workweekStartsOn) + 7) % 7;
  const [start, end] = [dayAfter(day, -passed), dayAfter(day, 6 - passed)];
  const beginsLater = start < effectiveFrom;
  const isCutShort = next !== undefined && end >= next;
  return {
    startsOn: beginsLater ? effectiveFrom : start,
    endsOn: isCutShort ? dayAfter(next, -1) : end,
    rules,
  };
}
const indexOf = (weekday: Weekday): number => weekdays.indexOf(weekday);

/** Minutes of a day, in the order in which they were worked. Without a rate they are paid otherwise, and no overtime counts. */
export type Work = { day: LocalDate; minutes: number; rateCents: number | null; entryId?: number | undefined };

/** The minutes of entries by day, in the order in which they were worked, whichever was made first. */
export const workOf = (
  entries: readonly (Worked & { id?: number; rateCents: number | null })[],
  timeZone: string,
): Work[] =>
  entries
    .toSorted((a, b) => Date.parse(a.roundedIn) - Date.parse(b.roundedIn))
    .flatMap((entry) =>
      daysOfWork(entry, timeZone).map((part) => ({ ...part, rateCents: entry.rateCents, entryId: entry.id })),
    );

/** A line of pay: minutes of a day. */
export type PayLine = {
  day: LocalDate;
  kind: "hours" | "overtime";
  reason: "regular" | "overtime" | "double_time";
  minutes: number;
  /** For an hour; rounded where overtime has a rate between two. */
  rateCents: number | null;
  amountCents: number;
};

/** The minutes of an entry within a workweek; those above a limit are among them. */
export type EntryMinutes = { minutes: number; overtimeMinutes: number; doubleTimeMinutes: number };

export type PaidWeek = { days: DayMinutes[]; lines: PayLine[]; entries: Map<number, EntryMinutes> };

/**
 * What a technician's workweek is worth. Each minute is paid at the rate of its entry; overtime adds half of the regular rate, double time all of
 * it, which is the average of the week, weighted by minutes (29 CFR 778.115). A minute is overtime once, by the day or by the week.
 */
export function payWeek(work: readonly Work[], { startsOn, endsOn, rules }: Week): PaidWeek {
  const byDay = Map.groupBy(work, ({ day }) => day);
  const days = daysFrom(startsOn, endsOn);
  const isWhole = days.length === 7 && days.every((day) => byDay.has(day));
  const priced = work.filter(({ rateCents }) => rateCents !== null);
  const average = {
    pay: sum(priced.map(({ minutes, rateCents }) => BigInt(minutes) * BigInt(rateCents ?? 0))),
    minutes: sum(priced.map(({ minutes }) => BigInt(minutes))),
  };
  const result: PaidWeek = { days: [], lines: [], entries: new Map() };
  let ofWeek = 0;
  for (const day of days) {
    const isSeventh = rules.seventhDayOvertime && isWhole && day === endsOn;
    const limits = {
      overtime: isSeventh ? 0 : (rules.dailyOvertimeMinutes ?? Number.POSITIVE_INFINITY),
      double: isSeventh
        ? (rules.dailyOvertimeMinutes ?? 480)
        : (rules.dailyDoubleTimeMinutes ?? Number.POSITIVE_INFINITY),
    };
    const regular = new Map<number | null, number>();
    const above: Record<"overtime" | "double_time", Above> = { overtime: none(), double_time: none() };
    let ofDay = 0;
    for (const { minutes, rateCents, entryId } of byDay.get(day) ?? []) {
      if (rateCents === null) {
        regular.set(null, (regular.get(null) ?? 0) + minutes);
        addTo(result.entries, entryId, minutes, 0, 0);
        continue;
      }
      const until = ofDay + minutes;
      const double = Math.max(0, until - Math.max(ofDay, limits.double));
      const belowDaily = Math.min(Math.max(0, Math.min(until, limits.overtime) - ofDay), minutes - double);
      const plain = Math.min(
        belowDaily,
        Math.max(0, (rules.weeklyOvertimeMinutes ?? Number.POSITIVE_INFINITY) - ofWeek),
      );
      regular.set(rateCents, (regular.get(rateCents) ?? 0) + plain);
      add(above.overtime, minutes - double - plain, rateCents);
      add(above.double_time, double, rateCents);
      addTo(result.entries, entryId, minutes, minutes - double - plain, double);
      ofDay = until;
      ofWeek += plain;
    }
    for (const [rateCents, minutes] of regular)
      if (minutes > 0) {
        const amountCents = rateCents === null ? 0 : Number(halfEven(BigInt(minutes) * BigInt(rateCents), 60n));
        result.lines.push({ day, kind: "hours", reason: "regular", minutes, rateCents, amountCents });
      }
    for (const reason of ["overtime", "double_time"] as const)
      if (above[reason].minutes > 0) result.lines.push(premiumLine(day, reason, above[reason], average));
    if (byDay.has(day))
      result.days.push({
        day,
        regularMinutes: [...regular.values()].reduce((all, minutes) => all + minutes, 0),
        overtimeMinutes: above.overtime.minutes,
        doubleTimeMinutes: above.double_time.minutes,
      });
  }
  return result;
}

/** Minutes above a limit, and what they are worth without a premium, in sixtieths of a cent. */
type Above = { minutes: number; straight: bigint };
const none = (): Above => ({ minutes: 0, straight: 0n });
const add = (above: Above, minutes: number, rateCents: number): void => {
  above.minutes += minutes;
  above.straight += BigInt(minutes) * BigInt(rateCents);
};
function addTo(
  entries: PaidWeek["entries"],
  id: number | undefined,
  ...[minutes, overtime, double]: [number, number, number]
): void {
  if (id === undefined) return;
  const before = entries.get(id) ?? { minutes: 0, overtimeMinutes: 0, doubleTimeMinutes: 0 };
  entries.set(id, {
    minutes: before.minutes + minutes,
    overtimeMinutes: before.overtimeMinutes + overtime,
    doubleTimeMinutes: before.doubleTimeMinutes + double,
  });
}
const sum = (values: readonly bigint[]): bigint => values.reduce((all, value) => all + value, 0n);

/** Rounded once: the straight pay and the premium are one amount. */
function premiumLine(
  day: LocalDate,
  reason: "overtime" | "double_time",
  { minutes, straight }: Above,
  average: { pay: bigint; minutes: bigint },
): PayLine {
  const premium = BigInt(minutes) * average.pay * (reason === "overtime" ? 1n : 2n);
  const [numerator, denominator] = [2n * average.minutes * straight + premium, 120n * average.minutes];
  return {
    day,
    kind: "overtime",
    reason,
    minutes,
    rateCents: Number(halfEven(numerator * 60n, denominator * BigInt(minutes))),
    amountCents: Number(halfEven(numerator, denominator)),
  };
}
