import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { supplierCreated } from "../events.ts";
import type { AddSupplier } from "../supplier-schemas.ts";
import { type Supplier, suppliers } from "../tables.ts";

/** Adds a supplier: parts can be ordered from them. */
export async function addSupplier(ctx: Ctx, input: Inside<z.output<typeof AddSupplier>>): Promise<Supplier> {
  const part = suppliers.insert(ctx, { ...input, id: suppliers.newId() });
  return await commit(ctx, {
    parts: [part],
    events: [supplierCreated(part.row)],
    audit: { action: "add", of: part },
    result: part.row,
  });
}
