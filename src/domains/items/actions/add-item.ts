import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { type Item, items } from "../tables.ts";

type AddItemInput = Pick<Item, "name" | "sku" | "listPriceCents"> & { category?: string; costCents?: number };

/** Adds an item to the price book. */
export async function addItem(ctx: Ctx, input: AddItemInput): Promise<Item> {
  const { id } = await load(ctx, { id: items.nextId(ctx) });
  const part = items.insert(ctx, { ...input, id, isActive: true });
  return await commit(ctx, { parts: [part], audit: { action: "add", of: part }, result: part.row });
}
