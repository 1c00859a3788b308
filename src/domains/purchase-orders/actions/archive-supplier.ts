import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { supplierUpdated } from "../events.ts";
import { type Supplier, suppliers } from "../tables.ts";

/** Orders nothing new from a supplier, or does again. What is on its way still arrives. */
export async function archiveSupplier(
  ctx: Ctx,
  { id, archived }: { id: number; archived: boolean },
): Promise<Supplier> {
  const { supplier } = await load(ctx, { supplier: suppliers.one(ctx, id) });
  suppliers.assertCurrent(ctx, supplier);
  if (archived === (supplier.archivedAt !== null)) return supplier;
  const part = suppliers.change(ctx, supplier, { archivedAt: archived ? ctx.now : null });
  return await commit(ctx, {
    parts: [part],
    events: [supplierUpdated(part.row, supplier)],
    audit: { action: archived ? "archive" : "unarchive", of: part },
    result: part.row,
  });
}
