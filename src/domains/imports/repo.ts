import { and, asc, eq, gt, lt, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { inTexts } from "#/db/tenant/bulk.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import type { Part } from "#/db/tenant/commit.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import type { Instant } from "#/kernel/time.ts";
import { overtaken } from "./errors.ts";
import type { KindName } from "./kinds.ts";
import { type Import, type ImportRow, importKeys, importRows, imports, importTable } from "./tables.ts";

export const listImports = (ctx: Ctx, { kind, ...input }: ListInput & { kind?: KindName | undefined }) =>
  imports.list(ctx, input, { equals: { kind } });

type NewRow = Omit<ImportRow, "tenantId" | "importId" | "recordId">;

/** The rows of a new import. */
export const insertRows = (ctx: Ctx, importId: number, rows: readonly NewRow[]) =>
  inTexts(rows).map((text) =>
    q.insert(importRows).select(sql`
      select ${ctx.tenant.id}, ${importId}, r.value ->> 'row', r.value ->> 'externalId', r.value -> 'cells', r.value ->> 'status', null,
        r.value ->> 'reason', r.value ->> 'message'
      from json_each(${text}) r`),
  );

const ofImport = (ctx: Ctx, id: number) => and(eq(importRows.tenantId, ctx.tenant.id), eq(importRows.importId, id));

/** The next rows without a result, behind the last one that the import is done with. */
export const nextRows = (ctx: Ctx, id: number, limit: number) => {
  const atRow = q
    .select({ atRow: importTable.atRow })
    .from(importTable)
    .where(and(eq(importTable.tenantId, ctx.tenant.id), eq(importTable.id, id)));
  return q
    .select()
    .from(importRows)
    .where(and(ofImport(ctx, id), sql`${importRows.row} > ${atRow}`, eq(importRows.status, "pending")))
    .orderBy(asc(importRows.row))
    .limit(limit);
};

/** The next rows after a row, with their results. */
export const rowsAfter = (ctx: Ctx, id: number, row: number, limit: number) =>
  q
    .select()
    .from(importRows)
    .where(and(ofImport(ctx, id), gt(importRows.row, row)))
    .orderBy(asc(importRows.row))
    .limit(limit);

/** What has been made under these external ids: external id -> id. */
export const madeUnder = (ctx: Ctx, kind: KindName, externalIds: readonly string[]) =>
  mapped(
    q
      .select({ externalId: importKeys.externalId, recordId: importKeys.recordId })
      .from(importKeys)
      .where(
        and(
          eq(importKeys.tenantId, ctx.tenant.id),
          eq(importKeys.kind, kind),
          sql`${importKeys.externalId} in (select value from json_each(${JSON.stringify(externalIds)}))`,
        ),
      ),
    (rows) => new Map(rows.map(({ externalId, recordId }) => [externalId, recordId])),
  );

export type Result = Pick<ImportRow, "row" | "status" | "recordId" | "reason" | "message">;

/** Writes the results of rows. An upsert, since an update from a list reads every row of the import for each of the list. */
export const writeResults = (ctx: Ctx, id: number, results: readonly Result[]) =>
  q
    .insert(importRows)
    .select(sql`
      select ${ctx.tenant.id}, ${id}, r.value ->> 'row', null, '{}', r.value ->> 'status', r.value ->> 'recordId', r.value ->> 'reason',
        r.value ->> 'message'
      from json_each(${JSON.stringify(results)}) r where true`)
    .onConflictDoUpdate({
      target: [importRows.tenantId, importRows.importId, importRows.row],
      set: {
        status: sql`excluded.status`,
        recordId: sql`excluded.record_id`,
        reason: sql`excluded.reason`,
        message: sql`excluded.message`,
      },
    });

/** Keeps under which external ids things are made; refused when another import was faster. */
export const keepKeys = (
  ctx: Ctx,
  kind: KindName,
  made: readonly { externalId: string | null; recordId: number | null }[],
): Part => ({
  writes: [
    q.insert(importKeys).select(sql`
      select ${ctx.tenant.id}, ${kind}, m.value ->> 'externalId', m.value ->> 'recordId'
      from json_each(${JSON.stringify(made.filter(({ externalId }) => externalId !== null))}) m`),
  ],
  refusals: { "import_keys.tenant_id, import_keys.kind, import_keys.external_id": overtaken() },
});

/** The oldest imports that ended before a moment. */
export const endedBefore = (ctx: Ctx, before: Instant, limit: number) =>
  q
    .select()
    .from(importTable)
    .where(and(eq(importTable.tenantId, ctx.tenant.id), lt(importTable.finishedAt, before)))
    .orderBy(asc(importTable.id))
    .limit(limit);

/** Drops an import with its rows. What it made stays, and so do the external ids. */
export const dropImport = (ctx: Ctx, one: Import): Part => ({
  writes: [...imports.remove(ctx, one).writes, q.delete(importRows).where(ofImport(ctx, one.id))],
});
