import Papa from "papaparse";
import { AppError } from "./errors.ts";

/** How a cell is read: an amount like 1,500.00; an integer; a decimal number; yes or no; one of some words. */
export type ReadAs = "text" | "amount" | "integer" | "decimal" | "flag" | "word";
/** A column of a file, and the field that it fills. */
export type Column = { name: string; field: string; as: ReadAs };

/** What a file must look like. */
export type FileForm = {
  columns: readonly Column[];
  /** Of each of these lists one column must be there. */
  needs: readonly (readonly string[])[];
  /** Where a file with the right columns is found, as a sentence. */
  help?: string;
};

/** Most rows of a file. */
export const MOST_ROWS = 10_000;
const DELIMITERS = [",", ";", "\t", "|"] as const;

/** A row of a file: its number as a spreadsheet counts (the header is row 1), and its texts by column; empty ones are left out. */
export type FileRow = { row: number; cells: Record<string, string>; surplus: boolean };
export type File = { rows: FileRow[]; warnings: string[] };

/** Reads a file of a kind. Refuses one that cannot be read as a whole, or lacks a column; a broken row is for later to judge. */
export function readFile(bytes: Uint8Array, form: FileForm): File {
  const text = decode(bytes);
  const delimiter = delimiterOf(text, form);
  const { data, errors } = Papa.parse<string[]>(withPlainEnds(text, delimiter), { delimiter, newline: "\n" });
  const [broken] = errors.filter(({ type }) => type === "Quotes");
  if (broken) throw brokenQuotes((broken.row ?? 0) + 1);
  const [header = [], ...lines] = data;
  const { columns, warnings } = columnsOf(header, form);
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
function delimiterOf(text: string, { columns }: FileForm): string {
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
function columnsOf(header: readonly string[], { columns, needs, help }: FileForm) {
  const byKey = new Map(columns.map((column) => [keyOf(column.name), column]));
  const found = header.map((name) => byKey.get(keyOf(name)));
  const missing = needs.find((names) => !found.some((column) => column && names.includes(column.name)));
  if (missing) throw columnMissing(missing, help);
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

const body = (problem: string) => ({ fields: { body: problem } });

const notText = () =>
  new AppError(
    "invalid",
    "import.not_utf8",
    "The file is not UTF-8 text. Save it as CSV in UTF-8 and send it again.",
    body("must be UTF-8 text"),
  );

const noRows = () =>
  new AppError(
    "invalid",
    "import.no_rows",
    "The file has no row below its header.",
    body("must have at least one row below the header"),
  );

const tooManyRows = (most: number) =>
  new AppError(
    "invalid",
    "import.too_many_rows",
    `The file has more than ${most} rows. Split it.`,
    body(`must have at most ${most} rows`),
  );

const brokenQuotes = (row: number) =>
  new AppError(
    "invalid",
    "import.broken_quotes",
    `In row ${row} a quoted text does not end where it should. Within quotes write each quote twice.`,
    body(`row ${row} has a quote that is not closed, or text behind a closed one`),
  );

const columnMissing = (names: readonly string[], help = "") => {
  const name = names.join(" or ");
  return new AppError("invalid", "import.column_missing", `The file has no column ${name}. ${help}`.trim(), {
    fields: { [names[0] ?? ""]: "this column is required" },
  });
};

const columnTwice = (name: string, other: string) =>
  new AppError("invalid", "import.column_twice", `Two columns, ${other} and ${name}, say the same. Keep one.`, {
    fields: { [name]: `says the same as ${other}` },
  });
