import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { itemCreated } from "../events.ts";
import { holdCategory } from "../repo.ts";
import type { CreateItem } from "../schemas.ts";
import { type Item, items } from "../tables.ts";

/** Adds an item to the price book. */
export async function addItem(ctx: Ctx, input: Inside<z.output<typeof CreateItem>>): Promise<Item> {
  const part = items.insert(ctx, { ...input, id: items.newId(), isActive: true });
  return await commit(ctx, {
    parts: [part, ...holdCategory(ctx, input.categoryId)],
    events: [itemCreated(part.row)],
    audit: { action: "add", of: part },
    result: part.row,
  });
}
