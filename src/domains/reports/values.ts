import type { Cell } from "#/kernel/csv-lines.ts";
import { amountText, decimalText } from "#/kernel/currencies.ts";
import type { Output } from "./definition.ts";

// The values of a report as each kind of file has them.

export type Value = string | number | boolean | null;
type Raw = string | number | null;

/** In JSON: cents, basis points and minutes as integers, whether something is so as a boolean. */
export function jsonValue({ type }: Output, value: Raw): Value {
  if (value === null) return null;
  return type === "flag" ? value === 1 : value;
}

export const jsonRow = (outputs: readonly Output[], values: readonly Raw[]): Record<string, Value> =>
  Object.fromEntries(outputs.map((output, i) => [output.name, jsonValue(output, values[i] ?? null)]));

/** In CSV: amounts in whole units of the currency, shares in percent. */
export function csvCell({ type }: Output, value: Raw, exponent: number): Cell {
  if (value === null) return null;
  if (type === "flag") return value === 1 ? "true" : "false";
  if (typeof value === "number" && type === "money") return { text: decimalText(value, exponent) };
  if (typeof value === "number" && type === "bps") return { text: decimalText(value, 2) };
  return value;
}

/** The head of a column: what is in cents or basis points elsewhere has another name here. */
export const csvHead = ({ name, type }: Output): string =>
  type === "money" ? name.replace(/_cents$/, "") : type === "bps" ? name.replace(/_bps$/, "_percent") : name;

/** For people. */
export function printedValue({ type }: Output, value: Raw, currency: string): string {
  if (value === null) return "";
  if (type === "flag") return value === 1 ? "yes" : "no";
  if (typeof value === "number" && type === "money") return amountText(value, currency);
  if (typeof value === "number" && type === "bps") return `${decimalText(value, 2)} %`;
  return String(value);
}
export const printedHead = (output: Output): string => {
  const words = csvHead(output).replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};
