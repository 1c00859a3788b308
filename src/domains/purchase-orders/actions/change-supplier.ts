import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { supplierUpdated } from "../events.ts";
import type { ChangeSupplier } from "../supplier-schemas.ts";
import { type Supplier, suppliers } from "../tables.ts";

type Change = Inside<z.output<typeof ChangeSupplier>> & { id: number };

/** Changes how a supplier is reached, or how they deliver. */
export async function changeSupplier(ctx: Ctx, { id, ...change }: Change): Promise<Supplier> {
  const { supplier } = await load(ctx, { supplier: suppliers.one(ctx, id) });
  suppliers.assertCurrent(ctx, supplier);
  const part = suppliers.change(ctx, supplier, change);
  return await commit(ctx, {
    parts: [part],
    events: [supplierUpdated(part.row, supplier)],
    audit: { action: "change", of: part },
    result: part.row,
  });
}
