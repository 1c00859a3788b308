import Papa from "papaparse";

export type Cell = string | number | null;

/** What spreadsheets take for a formula, the full-width signs too (reliability.md 3.6). Numbers are ours and stay as they are. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

const linesOf = (rows: readonly (readonly Cell[])[]): string =>
  rows.length === 0 ? "" : `${Papa.unparse(rows as Cell[][], { escapeFormulae: FORMULA, newline: "\r\n" })}\r\n`;

/**
 * A CSV file (RFC 4180, UTF-8 without BOM) that is sent while it is read, page after page. The first page is read before anything is
 * answered, so that a refusal is still a refusal.
 */
export async function csvFile(
  name: string,
  columns: readonly string[],
  pages: AsyncGenerator<readonly (readonly Cell[])[], void>,
): Promise<Response> {
  const first = await pages.next();
  const utf8 = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(out) {
      out.enqueue(utf8.encode(linesOf([columns]) + linesOf(first.value ?? [])));
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
  const headers = {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="${name}"`,
  };
  return new Response(body, { headers });
}
