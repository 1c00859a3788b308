import { type Cell, linesOf } from "#/kernel/csv-lines.ts";
import { attachment } from "./attachment.ts";

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
