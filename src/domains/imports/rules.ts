import type { Column, FileRow } from "#/kernel/csv-file.ts";
import { minorUnits } from "#/kernel/currencies.ts";
import { cellsUnreadable } from "./errors.ts";
import type { Kind } from "./kinds.ts";

/** Rows that repeat what must be unique in a file, each with the column and the row that has it first. */
export function repeated(rows: readonly FileRow[], { unique }: Kind): Map<number, { column: string; first: number }> {
  const found = new Map<number, { column: string; first: number }>();
  for (const column of unique) {
    const seen = new Map<string, number>();
    for (const { row, cells } of rows) {
      const text = cells[column]?.trim();
      if (text === undefined) continue;
      const first = seen.get(text);
      if (first === undefined) seen.set(text, row);
      else if (!found.has(row)) found.set(row, { column, first });
    }
  }
  return found;
}

/** The cells of a row as fields of a request; refuses texts that cannot be read. `exponent`: decimals of the currency. */
export function fieldsOf(
  cells: Readonly<Record<string, string>>,
  { columns }: Kind,
  exponent: number,
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const { name, field, as } of columns) {
    const text = cells[name];
    if (text === undefined) continue;
    const value = as === "text" ? text : readers[as](text.trim(), exponent);
    if (value === undefined) problems[name] = wanted[as];
    else fields[field] = value;
  }
  if (Object.keys(problems).length > 0) throw cellsUnreadable(problems);
  return fields;
}

const wanted: Record<Column["as"], string> = {
  text: "must be text",
  amount: "must be an amount like 1500.00 or $1,500.00, with no more decimals than the currency has",
  integer: "must be an integer",
  decimal: "must be a number with at most three decimals, like 2.5",
  flag: "must be true or false, yes or no",
  word: "must be a word",
};

const readers: Record<Exclude<Column["as"], "text">, (text: string, exponent: number) => unknown> = {
  amount: minorUnits,
  integer: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : undefined),
  decimal: (text) => (/^\d{1,7}(\.\d{1,3})?$/.test(text) ? Number(text) : undefined),
  flag: (text) => flags.get(text.toLowerCase()),
  word: (text) => text.toLowerCase().replace(/[\s-]+/g, "_"),
};
const flags = new Map(Object.entries({ true: true, yes: true, "1": true, false: false, no: false, "0": false }));
