import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { itemCreated } from "../events.ts";
import { type Item, items } from "../tables.ts";

type AddItemInput = Pick<Item, "name" | "sku" | "listPriceCents"> & { category?: string; costCents?: number };

/** Adds an item to the price book. */
export async function addItem(ctx: Ctx, input: AddItemInput): Promise<Item> {
  const part = items.insert(ctx, { ...input, id: items.newId(), isActive: true });
  return await commit(ctx, {
    parts: [part],
    events: [itemCreated(part.row)],
    audit: { action: "add", of: part },
    result: part.row,
  });
}
