import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { count } from "#/db/tenant/counters.ts";
import { load } from "#/db/tenant/load.ts";
import { nextId } from "#/db/tenant/sequences.ts";
import { skuTaken } from "../errors.ts";
import { type Item, insertItem } from "../repo.ts";

export type AddItemInput = Pick<Item, "name" | "sku" | "listPriceCents"> & { category?: string; costCents?: number };

/** Adds an item to the price book. */
export async function addItem(ctx: Ctx, input: AddItemInput): Promise<Item> {
  const [{ id }] = await load(ctx, [nextId(ctx, "item")]);
  const item: Item = {
    ...input,
    tenantId: ctx.tenant.id,
    id,
    category: input.category ?? null,
    costCents: input.costCents ?? null,
    isActive: true,
    createdAt: ctx.now,
    updatedAt: ctx.now,
    version: 1,
  };
  return await commit(ctx, {
    writes: [insertItem(item), count(ctx, "item", null)],
    audit: { action: "add", entity: "item", id, changes: { sku: item.sku, list_price_cents: item.listPriceCents } },
    result: item,
    refusals: { "items.tenant_id, items.sku": skuTaken(item.sku) },
  });
}
