import { halfEven, partOf } from "#/kernel/money.ts";

// Quantities are integers in thousandths.

export const toMilli = (quantity: number): number => Math.round(quantity * 1000);
export const fromMilli = (milli: number): number => milli / 1000;

/** Integer cents of a quantity at a price per unit, half to even. 1200 x 2.5 -> 3000. */
export const costOf = (unitCents: number, milli: number): number =>
  Number(halfEven(BigInt(unitCents) * BigInt(milli), 1000n));

/** What a unit is worth on average, half to even: only ever shown. Null without stock. 302 cents of 3 -> 101. */
export const averageOf = (valueCents: number, milli: number): number | null =>
  milli === 0 ? null : partOf(valueCents * Math.sign(milli), 1000, Math.abs(milli));

/** Whether the last digit of a GTIN is what the others make it (GS1 General Specifications 7.9): weights 3 and 1 from the right. */
export function hasCheckDigit(gtin: string): boolean {
  const digits = Array.from(gtin, Number).toReversed();
  const sum = digits.reduce((all, digit, i) => all + digit * (i % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** A barcode of digits alone is a GTIN: 8, 12, 13 or 14 of them, the last one a check digit. One with other signs is a label of one's own. */
export const isBarcode = (text: string): boolean =>
  !/^\d+$/.test(text) || (/^(?:\d{8}|\d{12,14})$/.test(text) && hasCheckDigit(text));

/** How many packs cover a quantity: 600 ft of rolls of 250 -> 3. */
export const packsFor = (milli: number, packMilli: number): number => Math.max(0, Math.ceil(milli / packMilli));

type Totals = { onHandMilli: number; reservedMilli: number; onOrderMilli: number };
/** What is there for work to come: what is on hand or on order, without what is reserved. */
export const coverOf = ({ onHandMilli, reservedMilli, onOrderMilli }: Totals): number =>
  onHandMilli + onOrderMilli - reservedMilli;
/** What may be taken now. */
export const availableOf = ({ onHandMilli, reservedMilli }: Omit<Totals, "onOrderMilli">): number =>
  onHandMilli - reservedMilli;

/** Whether a part becomes low by a change, and was not before. */
export const becomesLow = (part: Totals & { minStock: number; isLow: boolean }, changeMilli: number): boolean =>
  !part.isLow && coverOf(part) + changeMilli < toMilli(part.minStock);

/** The most that a thousandth of a unit may cost: what the arithmetic of values is made for. */
export const MOST_PER_MILLI = 10_000_000;
