import type { Ctx } from "#/ctx.ts";
import { openFile, putFile } from "#/db/files.ts";
import { type Cell, linesOf } from "#/kernel/csv-lines.ts";
import { exponentOf } from "#/kernel/currencies.ts";
import { type Output, outputsOf } from "./definition.ts";
import type { RawRow } from "./rows-repo.ts";
import type { Run } from "./tables.ts";
import type { Format } from "./terms.ts";
import { csvCell, csvHead, jsonRow } from "./values.ts";

// The file of a run lies in the bucket in the parts that its portions have written, one object each: an answer is put together from them, so no
// portion and no download ever holds all of it.

export const contentTypes: Record<Format, string> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
  pdf: "application/pdf",
};

export const folderOf = (ctx: Ctx, { id }: Pick<Run, "id">): string => `reports/${ctx.tenant.id}/${id}/`;
const pathOf = (ctx: Ctx, run: Run, part: string): string => folderOf(ctx, run) + part;

/** Stores what a claim has read. Each claim has names of its own: one that was overtaken spoils nothing. */
export async function putPart(ctx: Ctx, run: Run, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const name = `${String(run.parts.length).padStart(5, "0")}-${run.attempts}`;
  await putFile(ctx, pathOf(ctx, run, name), { bytes, type: contentTypes[run.format] });
  return name;
}

/** The rows of a portion as text of the file; the first has its beginning, the last its end. */
export function textOf(
  run: Run,
  rows: readonly RawRow[],
  { currency, isFirst, isLast }: { currency: string; isFirst: boolean; isLast: boolean },
): string {
  const outputs = outputsOf(run.definition);
  if (run.format === "csv") return csvText(outputs, rows, exponentOf(currency), isFirst);
  const objects = rows.map(({ values }) => JSON.stringify(jsonRow(outputs, values)));
  const before = isFirst ? "[" : "";
  const glue = !isFirst && objects.length > 0 && run.rowCount > 0 ? ",\n" : "";
  return `${before}${glue}${objects.join(",\n")}${isLast ? "]\n" : ""}`;
}

const csvText = (outputs: readonly Output[], rows: readonly RawRow[], exponent: number, isFirst: boolean): string => {
  const cells = rows.map(({ values }): Cell[] =>
    outputs.map((output, i) => csvCell(output, values[i] ?? null, exponent)),
  );
  return (isFirst ? linesOf([outputs.map(csvHead)]) : "") + linesOf(cells);
};

/** The whole file, read part after part while it is sent. */
export function wholeFile(ctx: Ctx, run: Run): ReadableStream<Uint8Array> {
  const left = [...run.parts];
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  return new ReadableStream<Uint8Array>({
    async pull(out) {
      for (;;) {
        if (!reader) {
          const part = left.shift();
          if (part === undefined) return out.close();
          const file = await openFile(ctx, pathOf(ctx, run, part));
          if (!file) throw new Error(`report ${run.id} lacks its part ${part}`);
          reader = (file.body as ReadableStream<Uint8Array>).getReader();
        }
        const { done, value } = await reader.read();
        if (!done) return out.enqueue(value);
        reader = undefined;
      }
    },
    async cancel() {
      await reader?.cancel();
    },
  });
}

/** Removes the parts of a run, those of overtaken claims too. */
export async function removeFiles(ctx: Ctx, run: Run): Promise<void> {
  const { objects } = await ctx.env.FILES.list({ prefix: folderOf(ctx, run) });
  if (objects.length > 0) await ctx.env.FILES.delete(objects.map(({ key }) => key));
}
