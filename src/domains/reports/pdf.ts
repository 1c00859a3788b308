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
        columns: outputs.map((output) => ({
          head: printedHead(output),
          width: NUMBERS.includes(output.type) ? 60 : 90,
          ...(NUMBERS.includes(output.type) && { align: "right" as const }),
        })),
        rows: rows.map(({ values }) => outputs.map((output, i) => printedValue(output, values[i] ?? null, currency))),
      },
    ],
  });
}
