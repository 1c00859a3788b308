import { type CustomerSums, segments } from "#/domains/customers/index.ts";
import { halfEven } from "#/kernel/money.ts";
import { daysBetween, type LocalDate } from "#/kernel/time.ts";
import type { CustomerFifths } from "./tables.ts";

/** Fewer customers have no fifths. */
export const LEAST_CUSTOMERS = 25;
/** Days after which a customer who came once is likely lost: 18 months. */
const LONG_AGO = 548;
/** A customer who comes regularly is likely lost after twice their usual time. */
const PATIENCE = 2;

export { segments };
export type Segment = (typeof segments)[number];
export type Rfm = { recency: number; frequency: number; monetary: number };

/** In which fifth a value lies, 1 to 5. */
export const fifthOf = <T extends string | number>(value: T, bounds: readonly T[]): number =>
  1 + bounds.filter((bound) => bound < value).length;

/** The first whose range holds: from and to, of recency, frequency and what was spent. */
export const ranges: readonly { segment: Segment; is: Record<keyof Rfm, readonly [number, number]> }[] = [
  { segment: "champion", is: { recency: [4, 5], frequency: [4, 5], monetary: [4, 5] } },
  { segment: "at_risk", is: { recency: [1, 2], frequency: [3, 5], monetary: [1, 5] } },
  { segment: "lost", is: { recency: [1, 2], frequency: [1, 2], monetary: [1, 5] } },
  { segment: "new", is: { recency: [4, 5], frequency: [1, 2], monetary: [1, 5] } },
];

/** A customer's days in the business' time zone, beside what is kept of them. */
export type Days = Record<"firstVisitOn" | "lastVisitOn" | "firstSaleOn" | "lastSaleOn", LocalDate | null>;
type Sums = Pick<CustomerSums, "sales" | "visits" | "spendCents" | "lastAt">;

/** Completed jobs, or sales where there was none. */
export const occasionsOf = ({ visits, sales }: Pick<Sums, "visits" | "sales">): number => (visits > 0 ? visits : sales);

/** What follows from the sums of a customer on a day (domain-rules.md 3.18). */
export function measuresOf(sums: Sums, days: Days, fifths: CustomerFifths | undefined, today: LocalDate) {
  const occasions = occasionsOf(sums);
  const [first, last] = sums.visits > 0 ? [days.firstVisitOn, days.lastVisitOn] : [days.firstSaleOn, days.lastSaleOn];
  const seen = [days.lastVisitOn, days.lastSaleOn]
    .filter((day) => day !== null)
    .toSorted()
    .at(-1);
  const begun = [days.firstVisitOn, days.firstSaleOn].filter((day) => day !== null).toSorted()[0];
  const recencyDays = seen === undefined ? null : Math.max(0, daysBetween(seen, today));
  const gap = first && last && occasions > 1 ? daysBetween(first, last) / (occasions - 1) : null;
  const rfm = seen === undefined ? null : rfmOf(sums, fifths);
  return {
    recencyDays,
    avgDaysBetweenVisits: gap === null || sums.visits < 2 ? null : Math.round(gap * 10) / 10,
    avgTicketCents: occasions > 0 ? Number(halfEven(BigInt(sums.spendCents), BigInt(occasions))) : null,
    lifetimeMonths: begun === undefined ? null : monthsSince(begun, today),
    churnRisk: recencyDays === null ? null : recencyDays > (gap ? gap * PATIENCE : LONG_AGO),
    rfm,
  };
}

const rfmOf = (sums: Sums, fifths: CustomerFifths | undefined): Rfm | null =>
  !fifths || fifths.customers < LEAST_CUSTOMERS
    ? null
    : {
        recency: fifthOf(sums.lastAt, fifths.lastAt),
        frequency: fifthOf(occasionsOf(sums), fifths.occasions),
        monetary: fifthOf(sums.spendCents, fifths.spendCents),
      };

/** Whole months from one day to another. */
function monthsSince(from: LocalDate, to: LocalDate): number {
  const [place, day] = [(date: LocalDate) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)), to.slice(8)];
  return Math.max(0, place(to) - place(from) - (day < from.slice(8) ? 1 : 0));
}
