import type { Ctx } from "#/ctx.ts";
import { load, read } from "#/db/tenant/load.ts";
import { localDateOf } from "#/kernel/time.ts";
import { type Definition, outputsOf } from "./definition.ts";
import { assertFit, assertMayRead, completed, definitionIn } from "./definitions.ts";
import { daysOf } from "./ranges.ts";
import { seenReport } from "./repo.ts";
import { lastClosedPeriod, type RawRow, reportRows } from "./rows-repo.ts";
import { PREVIEW_ROWS } from "./terms.ts";
import { jsonRow } from "./values.ts";

/** The first rows of a report that is kept. */
export async function previewReport(ctx: Ctx, id: number) {
  const { report, period } = await load(ctx, { report: seenReport(ctx, id), period: lastClosedPeriod(ctx) });
  const definition = definitionIn(report);
  assertMayRead(ctx, definition);
  return await shown(ctx, definition, period);
}

/** The first rows of a report that nobody has kept yet: in one trip, unless it is about the last pay period. */
export async function previewDefinition(ctx: Ctx, asked: Parameters<typeof completed>[0]) {
  const definition = completed(asked);
  assertFit(ctx, definition);
  const isOfPeriod = definition.dateRange?.preset === "last_pay_period";
  const period = isOfPeriod ? (await read(ctx, { period: lastClosedPeriod(ctx) })).period : undefined;
  return await shown(ctx, definition, period);
}

async function shown(ctx: Ctx, definition: Definition, period: Parameters<typeof daysOf>[2]) {
  const { timezone } = ctx.tenant;
  const { dateRange } = definition;
  const days = dateRange && daysOf(dateRange, localDateOf(ctx.now, timezone), period);
  const outputs = outputsOf(definition);
  // of the last pay period there is nothing before one was closed
  const isNothing = dateRange !== null && days === null;
  const limit = PREVIEW_ROWS + 1;
  const { found } = await read(ctx, {
    found: isNothing ? undefined : reportRows(ctx, definition, { timezone, days, limit }),
  });
  const rows: readonly RawRow[] = found ?? [];
  return {
    columns: outputs.map(({ name, type }) => ({ name, type })),
    rows: rows.slice(0, PREVIEW_ROWS).map(({ values }) => jsonRow(outputs, values)),
    hasMore: rows.length > PREVIEW_ROWS,
    dateFrom: days?.from ?? null,
    dateTo: days?.to ?? null,
  };
}
