import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { holdSupplier } from "#/suppliers.ts";
import { unitIsFixed } from "../errors.ts";
import { lowStock, partUpdated } from "../events.ts";
import { holdUnmoved, settleLow } from "../part-repo.ts";
import { stockRetry } from "../posting.ts";
import { becomesLow } from "../rules.ts";
import type { ChangePart } from "../schemas.ts";
import { parts, type StockPart } from "../tables.ts";

type Change = Inside<z.output<typeof ChangePart>> & { id: number };

/** Changes a part. With another minimum it may become low, which is told as if stock had been used. */
export const changePart = (ctx: Ctx, { id, ...change }: Change): Promise<StockPart> =>
  stockRetry(async () => {
    const { preferredSupplierId: supplier, minStock, unit } = change;
    const { part } = await load(ctx, { part: parts.one(ctx, id) });
    parts.assertCurrent(ctx, part);
    const changed = parts.change(ctx, part, change);
    const isOther = minStock !== undefined && minStock !== part.minStock;
    const low = isOther && becomesLow({ ...part, minStock }, 0);
    return await commit(ctx, {
      parts: [
        changed,
        ...(await holdSupplier(ctx, supplier, "preferred_supplier_id")),
        ...(isOther ? settleLow(ctx, part, low) : []),
        ...(unit !== undefined && unit !== part.unit ? holdUnmoved(ctx, id, unitIsFixed(id)) : []),
      ],
      events: [partUpdated(changed.row, part), ...(low ? [lowStock(changed.row)] : [])],
      audit: { action: "change", of: changed },
      result: changed.row,
    });
  });
