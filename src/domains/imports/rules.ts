import Papa from "papaparse";
import { minorUnits } from "#/kernel/currencies.ts";
import { brokenQuotes, cellsUnreadable, columnMissing, columnTwice, noRows, notText, tooManyRows } from "./errors.ts";
import type { Column, Kind } from "./kinds.ts";

/** Most rows of a file. */
export const MOST_ROWS = 10_000;
const DELIMITERS = [",", ";", "\t", "|"] as const;

/** A row of a file: its number as a spreadsheet counts (the header is row 1), and its texts by column; empty ones are left out. */
export type FileRow = { row: number; cells: Record<string, string>; surplus: boolean };
export type File = { rows: FileRow[]; warnings: string[] };

/** Reads a file of a kind. Refuses one that cannot be read as a whole, or lacks a column; a broken row is for later to judge. */
export function readFile(bytes: Uint8Array, kind: Kind): File {
  const text = decode(bytes);
  const delimiter = delimiterOf(text, kind);
  const { data, errors } = Papa.parse<string[]>(withPlainEnds(text, delimiter), { delimiter, newline: "\n" });
  const [broken] = errors.filter(({ type }) => type === "Quotes");
  if (broken) throw brokenQuotes((broken.row ?? 0) + 1);
  const [header = [], ...lines] = data;
  const { columns, warnings } = columnsOf(header, kind);
  const rows = lines.flatMap((cells, i): FileRow[] =>
    cells.every((cell) => cell.trim() === "")
      ? []
      : [{ row: i + 2, cells: named(cells, columns), surplus: cells.slice(header.length).some((cell) => cell.trim()) }],
  );
  if (rows.length === 0) throw noRows();
  if (rows.length > MOST_ROWS) throw tooManyRows(MOST_ROWS);
  return { rows, warnings };
}

function decode(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes); // takes a byte order mark away
    if (!text.includes("\0")) return text;
  } catch {
    // not UTF-8
  }
  throw notText();
}

/** Header names without regard to case, spaces, `_` and `-`. */
const keyOf = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, "");

/** The delimiter by which most names of the header are names that we know. */
function delimiterOf(text: string, { columns }: Kind): string {
  const known = new Set(columns.map(({ name }) => keyOf(name)));
  const header = /^[^\r\n]*/.exec(text)?.[0] ?? "";
  const score = (delimiter: string) =>
    (Papa.parse<string[]>(header, { delimiter }).data[0] ?? []).filter((name) => known.has(keyOf(name))).length;
  return DELIMITERS.reduce((best, delimiter) => (score(delimiter) > score(best) ? delimiter : best));
}

/** Every line end as \n; those within quotes stay what they are, but for \r\n. */
function withPlainEnds(text: string, delimiter: string): string {
  if (!text.includes("\r")) return text;
  let plain = "";
  let from = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '"') {
      const before = text[i - 1];
      if (isQuoted) isQuoted = false;
      // a quote opens at the begin of a cell; behind one that has just closed it is a quote within the text
      else if (before === undefined || before === delimiter || before === "\n" || before === "\r" || before === '"')
        isQuoted = true;
    } else if (char === "\r" && (!isQuoted || text[i + 1] === "\n")) {
      plain += `${text.slice(from, i)}\n`;
      if (text[i + 1] === "\n") i++;
      from = i + 1;
    }
  }
  return plain + text.slice(from);
}

/** The column of each place; undefined where we know none. */
function columnsOf(header: readonly string[], { columns, needs }: Kind) {
  const byKey = new Map(columns.map((column) => [keyOf(column.name), column]));
  const found = header.map((name) => byKey.get(keyOf(name)));
  const missing = needs.find((names) => !found.some((column) => column && names.includes(column.name)));
  if (missing) throw columnMissing(missing);
  for (const [i, column] of found.entries()) {
    const other = column && found.slice(0, i).find((earlier) => earlier?.field === column.field);
    if (other) throw columnTwice(column.name, other.name);
  }
  const unknown = header.filter((name, i) => !found[i] && name.trim() !== "").map((name) => name.trim().slice(0, 80));
  const warnings = unknown.slice(0, 20).map((name) => `The column ${name} is not known and was left out.`);
  return { columns: found, warnings };
}

/** Exports put an apostrophe before what a spreadsheet would take for a formula. */
const GUARD = /^'(?=[=+\-@\t\r＝＋－＠])/;

const named = (cells: readonly string[], columns: readonly (Column | undefined)[]): Record<string, string> =>
  Object.fromEntries(
    columns.flatMap((column, i) => {
      const text = (cells[i] ?? "").replace(GUARD, "");
      return column && text.trim() !== "" ? [[column.name, text] as const] : [];
    }),
  );

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
