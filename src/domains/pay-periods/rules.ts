import { type LocalDate, plusDays, plusMonths } from "#/kernel/time.ts";
import type { frequencies, Statement, Sums, Totals } from "./terms.ts";

export type Schedule = { frequency: (typeof frequencies)[number]; startsOn: LocalDate; payDelayDays: number };
export type NewPeriod = { startsOn: LocalDate; endsOn: LocalDate; payOn: LocalDate };

/** Periods that a schedule may make at once. */
export const MOST_PERIODS = 130;

const DAY_MS = 86_400_000;
const daysBetween = (from: LocalDate, to: LocalDate): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/**
 * The first day of the period after the one that holds `day`. Always counted from the schedule's own start and never from the period before,
 * so that a start on the 31st stays there through February (domain-rules.md 3.0).
 */
export function nextStart({ frequency, startsOn }: Schedule, day: LocalDate): LocalDate {
  if (frequency === "semimonthly") {
    const month = day.slice(0, 7);
    return day < `${month}-16` ? (`${month}-16` as LocalDate) : plusMonths(`${month}-01` as LocalDate, 1);
  }
  if (frequency === "monthly") {
    const months = (at: LocalDate) => Number(at.slice(0, 4)) * 12 + Number(at.slice(5, 7));
    const k = months(day) - months(startsOn);
    const start = plusMonths(startsOn, k);
    return start > day ? start : plusMonths(startsOn, k + 1);
  }
  const length = frequency === "weekly" ? 7 : 14;
  const passed = Math.floor(daysBetween(startsOn, day) / length);
  return plusDays(startsOn, (passed + 1) * length);
}

/** The periods from a first day on, without a gap, until one holds `until`. */
export function periodsFrom(schedule: Schedule, from: LocalDate, until: LocalDate): NewPeriod[] {
  const periods: NewPeriod[] = [];
  for (let startsOn = from; startsOn <= until && periods.length <= MOST_PERIODS; ) {
    const next = nextStart(schedule, startsOn);
    const endsOn = plusDays(next, -1);
    periods.push({ startsOn, endsOn, payOn: plusDays(endsOn, schedule.payDelayDays) });
    startsOn = next;
  }
  return periods;
}

/** How far ahead periods are made. */
export const DAYS_AHEAD = 60;

/** What the gross of a statement is the sum of. */
const PARTS = [
  "commissionCents",
  "hoursCents",
  "overtimeCents",
  "reimbursementCents",
  "adjustmentCents",
  "broughtForwardCents",
] as const;

/** A sum below zero is not paid: it is carried to the next statement (domain-rules.md 3.13). */
export function statementOf(sums: Sums): Statement {
  const grossCents = PARTS.reduce((all, part) => all + sums[part], 0);
  return { ...sums, grossCents, payCents: Math.max(0, grossCents), carriedForwardCents: Math.min(0, grossCents) };
}

export const totalsOf = (statements: readonly Statement[]): Totals => {
  const sum = (of: (statement: Statement) => number) => statements.reduce((all, one) => all + of(one), 0);
  return {
    technicians: statements.length,
    lines: sum((one) => one.lines),
    commissionCents: sum((one) => one.commissionCents),
    hoursCents: sum((one) => one.hoursCents),
    overtimeCents: sum((one) => one.overtimeCents),
    reimbursementCents: sum((one) => one.reimbursementCents),
    adjustmentCents: sum((one) => one.adjustmentCents),
    broughtForwardCents: sum((one) => one.broughtForwardCents),
    regularMinutes: sum((one) => one.regularMinutes),
    overtimeMinutes: sum((one) => one.overtimeMinutes),
    grossCents: sum((one) => one.grossCents),
    payCents: sum((one) => one.payCents),
    carriedForwardCents: sum((one) => one.carriedForwardCents),
  };
};
