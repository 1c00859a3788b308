import { daysBetween, type LocalDate, plusDays, plusMonths } from "#/kernel/time.ts";

// Pure: which days a term has. Every day is counted from the anchor, the first day of the first term, and never from the day before it: a period
// that begins on the 31st begins on the last day of a shorter month and on the 31st again afterwards (domain-rules.md 3.0).

export const billingFrequencies = [
  "one_time",
  "monthly",
  "every_other_month",
  "quarterly",
  "biannual",
  "annual",
] as const;
export type BillingFrequency = (typeof billingFrequencies)[number];
export const billingTimings = ["advance", "arrears"] as const;
export type BillingTiming = (typeof billingTimings)[number];

/** Months from one period to the next; null: the whole term is one period. */
export const monthsOf: Record<BillingFrequency, number | null> = {
  one_time: null,
  monthly: 1,
  every_other_month: 2,
  quarterly: 3,
  biannual: 6,
  annual: 12,
};

/** What the days of a term follow from. */
export type Term = {
  anchorOn: LocalDate;
  /** Months from the anchor to the first day of this term. */
  offsetMonths: number;
  /** null: the agreement goes on until it is cancelled. */
  termMonths: number | null;
  billingFrequency: BillingFrequency;
  billingTiming: BillingTiming;
  /** Nothing is billed for days behind it: the last day of the term, or an earlier one that it was cancelled for. */
  lastDay: LocalDate | null;
};

/** `months` behind the anchor: on the same day of the month, or the last day of a shorter one. */
const dayAt = ({ anchorOn, offsetMonths }: Pick<Term, "anchorOn" | "offsetMonths">, months: number): LocalDate =>
  plusMonths(anchorOn, offsetMonths + months);

export const termStart = (term: Pick<Term, "anchorOn" | "offsetMonths">): LocalDate => dayAt(term, 0);

/** The last day of the term; null when it has none. */
export const termEnd = (term: Pick<Term, "anchorOn" | "offsetMonths" | "termMonths">): LocalDate | null =>
  term.termMonths === null ? null : plusDays(dayAt(term, term.termMonths), -1);

export type Period = { no: number; start: LocalDate; end: LocalDate; billOn: LocalDate };

/** A period of the term by its number, from 1 on; undefined behind the last day. */
export function periodOf(term: Term, no: number): Period | undefined {
  const months = monthsOf[term.billingFrequency];
  const end = termEnd(term);
  if (months === null && (no > 1 || end === null)) return undefined;
  const start = dayAt(term, (no - 1) * (months ?? 0));
  if (term.lastDay !== null && start > term.lastDay) return undefined;
  const last = months === null && end !== null ? end : plusDays(dayAt(term, no * (months ?? 0)), -1);
  return { no, start, end: last, billOn: term.billingTiming === "advance" ? start : plusDays(last, 1) };
}

/** A period of which this day is one; undefined outside the term. */
export function periodWith(term: Term, day: LocalDate): Period | undefined {
  const months = monthsOf[term.billingFrequency];
  let no = months === null ? 1 : Math.max(1, Math.floor(monthsBetween(termStart(term), day) / months));
  for (let period = periodOf(term, no); period && period.start <= day; period = periodOf(term, ++no))
    if (day <= period.end) return period;
  return undefined;
}

export const later = (one: LocalDate, other: LocalDate): LocalDate => (one.localeCompare(other) > 0 ? one : other);
export const earlier = (one: LocalDate, other: LocalDate): LocalDate => (one.localeCompare(other) < 0 ? one : other);
const monthsBetween = (from: LocalDate, to: LocalDate): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));

/** The periods from `no` on that are to be billed by a day, at most `most`; how many more are due; and the period after those that are billed. */
export function duePeriods(term: Term, no: number, day: LocalDate, most: number) {
  const due: Period[] = [];
  let period = periodOf(term, no);
  for (; period && period.billOn <= day && due.length < most; period = periodOf(term, period.no + 1)) due.push(period);
  let left = 0;
  for (let more = period; more && more.billOn <= day; more = periodOf(term, more.no + 1)) left++;
  return { due, left, next: period };
}

/** The first period from `no` on that is billed on a day or later. */
export function firstBilledFrom(term: Term, no: number, day: LocalDate): Period | undefined {
  let period = periodOf(term, no);
  while (period && period.billOn < day) period = periodOf(term, period.no + 1);
  return period;
}

/** The next periods from `no` on. */
export function periodsFrom(term: Term, no: number, most: number): Period[] {
  return Array.from({ length: most }, (_, i) => periodOf(term, no + i)).filter((period) => period !== undefined);
}

type Visiting = { visitsPerYear: number; preferredMonths: readonly number[]; windowDays: number; leadDays: number };
export type PlannedVisit = Record<"dueOn" | "windowStart" | "windowEnd" | "scheduleOn", LocalDate>;

/**
 * The visits of one year of a term, or of its last months: evenly spread from its first day on, or over the preferred months where there are some.
 * `from` is the number of months from the first day of the term.
 */
export function visitsOf(
  term: Pick<Term, "anchorOn" | "offsetMonths">,
  { visitsPerYear, preferredMonths, windowDays, leadDays }: Visiting,
  { from, months }: { from: number; months: number },
): PlannedVisit[] {
  const count = Math.floor((visitsPerYear * months) / 12);
  const preferred = Array.from({ length: months }, (_, i) => i).filter((i) =>
    preferredMonths.includes(Number(dayAt(term, from + i).slice(5, 7))),
  );
  const first = termStart(term);
  return Array.from({ length: count }, (_, k) => {
    const dueOn =
      preferred.length > 0
        ? inMonth(term, from, preferred, k, count)
        : between(term, from + Math.floor((k * 12) / visitsPerYear), (k * 12) % visitsPerYear, visitsPerYear);
    const opens = plusDays(dueOn, -windowDays);
    const windowStart = later(opens, first);
    return { dueOn, windowStart, windowEnd: plusDays(dueOn, windowDays), scheduleOn: plusDays(dueOn, -leadDays) };
  });
}

/** A part of a month behind a day of the calendar. */
function between(
  term: Pick<Term, "anchorOn" | "offsetMonths">,
  months: number,
  part: number,
  whole: number,
): LocalDate {
  const [day, next] = [dayAt(term, months), dayAt(term, months + 1)];
  return part === 0 ? day : plusDays(day, Math.floor((part * daysBetween(day, next)) / whole));
}

/** The k-th of n visits over these months: those that share a month are spread over it. */
function inMonth(
  term: Pick<Term, "anchorOn" | "offsetMonths">,
  from: number,
  preferred: readonly number[],
  k: number,
  n: number,
): LocalDate {
  const slot = (visit: number) => Math.floor((visit * preferred.length) / n);
  const sharing = Array.from({ length: n }, (_, visit) => visit).filter((visit) => slot(visit) === slot(k));
  return between(term, from + (preferred[slot(k)] ?? 0), sharing.indexOf(k), sharing.length);
}
