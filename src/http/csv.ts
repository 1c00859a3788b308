import { attachment } from "./attachment.ts";

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

type Options = {
  /** Begins with a mark by which older spreadsheets know UTF-8. */
  bom?: boolean | undefined;
};

/**
 * A CSV file (RFC 4180, UTF-8) that is sent while it is read, page after page. The first page is read before anything is answered, so that a
 * refusal is still a refusal.
 */
export async function csvFile(
  name: string,
  columns: readonly string[],
  pages: AsyncGenerator<readonly (readonly Cell[])[], void>,
  { bom = false }: Options = {},
): Promise<Response> {
  const first = await pages.next();
  const utf8 = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(out) {
      out.enqueue(utf8.encode((bom ? "\uFEFF" : "") + linesOf([columns]) + linesOf(first.value ?? [])));
    },
    async pull(out) {
      const page = await pages.next();
      if (page.done) return out.close();
      out.enqueue(utf8.encode(linesOf(page.value)));
    },
    async cancel() {
      await pages.return();
    },
  });
  const headers = { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": attachment(name) };
  return new Response(body, { headers });
}
