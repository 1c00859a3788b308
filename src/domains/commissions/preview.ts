import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { items } from "#/domains/items/index.ts";
import { technicians } from "#/domains/technicians/index.ts";
import type { z } from "#/kernel/fields.ts";
import { localDateOf } from "#/kernel/time.ts";
import type { Inside } from "#/kernel/wire.ts";
import { ratesFor } from "./repo.ts";
import { calculateCommission } from "./rules.ts";
import type { PreviewCommission } from "./schemas.ts";

/** What a sale would earn, step by step. Writes nothing. */
export async function previewCommission(ctx: Ctx, input: Inside<z.output<typeof PreviewCommission>>) {
  const { technicianId, itemId, salePriceCents, taxCents, quantity, role } = input;
  const day = input.saleDate ?? localDateOf(ctx.now, ctx.tenant.timezone);
  const { item, candidates } = await read(ctx, {
    technician: technicians.one(ctx, technicianId, "technician_id"),
    item: items.one(ctx, itemId, "item_id"),
    candidates: ratesFor(ctx, { technicianId, itemId, day }),
  });
  return calculateCommission(candidates, { ...item, salePriceCents, taxCents, quantity }, role);
}
