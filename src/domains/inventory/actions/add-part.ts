import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { holdSupplier } from "#/suppliers.ts";
import { partCreated } from "../events.ts";
import type { CreatePart } from "../schemas.ts";
import { parts, type StockPart } from "../tables.ts";

/** Adds a part to the catalogue. Of a new one nothing is there, so nothing has fallen below its minimum. */
export async function addPart(ctx: Ctx, input: Inside<z.output<typeof CreatePart>>): Promise<StockPart> {
  const held = await holdSupplier(ctx, input.preferredSupplierId, "preferred_supplier_id");
  const part = parts.insert(ctx, { ...input, id: parts.newId(), isLow: input.minStock > 0 });
  return await commit(ctx, {
    parts: [part, ...held],
    events: [partCreated(part.row)],
    audit: { action: "add", of: part },
    result: part.row,
  });
}
