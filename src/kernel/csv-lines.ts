/** A text that goes into the file as it is: a decimal number that we made. */
export type Verbatim = { text: string };

export type Cell = string | number | null | Verbatim;

/** What spreadsheets take for a formula, the full-width signs too (reliability.md 3.6). Numbers are ours and stay as they are. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
/** What a cell cannot have without quotes around it (RFC 4180), and what readers cut off or take for a mark without them. */
const SPECIAL = /[",\r\n]|^[ \uFEFF]| $/;

function cellOf(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  if (typeof cell !== "string") return cell.text;
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as lines of CSV. A text that a spreadsheet would take for a formula has an apostrophe before it. */
export function linesOf(rows: readonly (readonly Cell[])[]): string {
  let lines = "";
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) lines += (i === 0 ? "" : ",") + cellOf(row[i] as Cell); // i is below its length
    lines += "\r\n";
  }
  return lines;
}
