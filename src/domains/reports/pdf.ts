import type { Ctx } from "#/ctx.ts";
import { type Organization, present, printed } from "#/domains/organization/index.ts";
import { toInstant } from "#/kernel/time.ts";
import { outputsOf } from "./definition.ts";
import type { RawRow } from "./rows-repo.ts";
import type { Run } from "./tables.ts";
import { printedHead, printedValue } from "./values.ts";

const NUMBERS = ["money", "int", "quantity", "bps", "duration"];

/** A report on paper. */
export function printReport(ctx: Ctx, organization: Organization | undefined, run: Run, rows: readonly RawRow[]) {
  const { currency } = present(ctx, organization);
  const outputs = outputsOf(run.definition);
  const range = run.dateFrom && run.dateTo ? `${run.dateFrom} to ${run.dateTo}` : "all days";
  const heads = outputs.map(printedHead);
  const cells = rows.map(({ values }) => outputs.map((output, i) => printedValue(output, values[i] ?? null, currency)));
  return printed(ctx, organization, {
    title: run.reportName,
    subtitle: range,
    madeAt: new Date(toInstant(run.createdAt)),
    facts: [
      ["Days", range],
      ["Rows", String(rows.length)],
    ],
    sections: [
      {
        columns: outputs.map((output, i) => ({
          head: heads[i] ?? "",
          width: widthFor(
            heads[i] ?? "",
            cells.map((row) => row[i] ?? ""),
          ),
          ...(NUMBERS.includes(output.type) && { align: "right" as const }),
        })),
        rows: cells,
      },
    ],
  });
}

/** Letters that a text has room for before it goes on in the next line. */
const MOST_LETTERS = 24;
/** The room of a cell's edges, in letters. */
const EDGES = 2;

/** How much wider the bold letters of a head are. */
const BOLD = 1.25;
const longestWord = (text: string): number => Math.max(...text.split(" ").map(({ length }) => length));

/** The share of a column: no word or amount of it is broken while there is room, and longer texts get some more. */
const widthFor = (head: string, texts: readonly string[]): number =>
  EDGES +
  Math.min(
    MOST_LETTERS,
    texts.reduce((most, text) => Math.max(most, text.length / 2, longestWord(text)), BOLD * longestWord(head)),
  );
