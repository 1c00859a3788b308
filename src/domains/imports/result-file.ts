import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { rowsAfter } from "./repo.ts";
import { imports } from "./tables.ts";

/** Rows of a page: one trip. */
const PAGE = 2000;

export const RESULT_COLUMNS = ["row", "external_id", "status", "id", "reason", "message"];

/** The rows of an import and what became of them, in pages. */
export async function* resultPages(ctx: Ctx, id: number) {
  const { first } = await read(ctx, { job: imports.one(ctx, id), first: rowsAfter(ctx, id, 0, PAGE) });
  for (let rows = first; ; ) {
    yield rows.map(({ row, externalId, status, recordId, reason, message }) => [
      ...[row, externalId, status],
      ...[recordId, reason, message],
    ]);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    ({ rows } = await read(ctx, { rows: rowsAfter(ctx, id, last.row, PAGE) }));
  }
}
