import { halfEven, partOf, shareOf } from "#/kernel/money.ts";
import { daysBetween, type LocalDate } from "#/kernel/time.ts";
import { type BillingFrequency, monthsOf, type Period, type Term, termEnd } from "./calendar.ts";
import { EXPIRING_DAYS, RENEWAL_DAYS, type RefundRule, type RenewalPriceRule } from "./statuses.ts";

type Priced = { priceCents: number; billingFrequency: BillingFrequency; termMonths: number | null };
/** What an agreement brings in a month: rounded once, so that sums of it are sums of what is stored. */
export const monthlyCentsOf = ({ priceCents, billingFrequency, termMonths }: Priced): number =>
  Number(halfEven(BigInt(priceCents), BigInt(monthsOf[billingFrequency] ?? termMonths ?? 1)));

type Renewing = { renewalPriceRule: RenewalPriceRule; renewalPriceBps: number };
/** The price of the next term. */
export function renewalPrice(
  priceCents: number,
  { renewalPriceRule, renewalPriceBps }: Renewing,
  planCents: number,
): number {
  if (renewalPriceRule === "current_plan") return planCents;
  return renewalPriceRule === "percent" ? priceCents + shareOf(priceCents, renewalPriceBps) : priceCents;
}

type Ending = { status: string; endsOn: LocalDate | null; autoRenew: boolean; cancelsOn: LocalDate | null };
/** Whether it will renew itself, or has: nothing else stands in the way. */
export const willAutoRenew = ({ status, endsOn, autoRenew, cancelsOn }: Ending): boolean =>
  status === "active" && autoRenew && endsOn !== null && cancelsOn === null;

/** The last local day on which an agreement that ends then has not renewed itself yet. */
export const renewsFrom = RENEWAL_DAYS;

/** The latest of the days before the end that has come: 60, 30 or 7; undefined before all of them, and once the end has passed. */
export const expiringDays = (endsOn: LocalDate, day: LocalDate): number | undefined => {
  const left = daysBetween(day, endsOn);
  return left < 0 ? undefined : EXPIRING_DAYS.findLast((days) => left <= days);
};

/** The terms of a term as its calendar wants them. */
export const termOf = (
  agreement: Pick<Term, "anchorOn" | "offsetMonths" | "termMonths" | "billingFrequency" | "billingTiming"> & {
    cancelsOn: LocalDate | null;
  },
): Term => {
  const { anchorOn, offsetMonths, termMonths, billingFrequency, billingTiming, cancelsOn } = agreement;
  const shape = { anchorOn, offsetMonths, termMonths, billingFrequency, billingTiming };
  return { ...shape, lastDay: cancelsOn ?? termEnd(shape) };
};

/** The days of a period that are left behind a day, which is used up itself, and all its days. */
export const daysLeftIn = ({ start, end }: Pick<Period, "start" | "end">, day: LocalDate) => ({
  left: Math.max(daysBetween(day, end), 0),
  all: daysBetween(start, end) + 1,
});

type Visits = { all: number; unused: number };
/** What of the price of a period is not earned when an agreement is cancelled on a day. */
export function refundOf(cents: number, rule: RefundRule, period: Period, day: LocalDate, visits: Visits): number {
  if (rule === "none") return 0;
  if (rule === "unused_visits") return visits.all === 0 ? 0 : partOf(cents, visits.unused, visits.all);
  const { left, all } = daysLeftIn(period, day);
  return partOf(cents, left, all);
}

/** What of a billed period is earned by the end of a day, by its days. */
export function earnedBy(cents: number, period: Pick<Period, "start" | "end">, day: LocalDate): number {
  if (day < period.start) return 0;
  const { left, all } = daysLeftIn(period, day);
  return partOf(cents, all - left, all);
}

/** Hundredths of a percent of a whole; null where there is none. */
export const rateBps = (part: number, whole: number): number | null =>
  whole === 0 ? null : Number(halfEven(BigInt(part) * 10_000n, BigInt(whole)));
