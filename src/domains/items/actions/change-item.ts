import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { itemUpdated } from "../events.ts";
import { holdCategory } from "../repo.ts";
import type { ChangeItem } from "../schemas.ts";
import { type Item, items } from "../tables.ts";

/** Changes an item's price or names, or whether it is for sale. Future sales only: what was sold keeps its commission. */
export async function changeItem(
  ctx: Ctx,
  { id, ...change }: Inside<z.output<typeof ChangeItem>> & { id: number },
): Promise<Item> {
  const { item } = await load(ctx, { item: items.one(ctx, id) });
  items.assertCurrent(ctx, item);

  const part = items.change(ctx, item, change);
  return await commit(ctx, {
    parts: [part, ...holdCategory(ctx, change.categoryId)],
    events: [itemUpdated(part.row, item)],
    audit: { action: "change", of: part },
    result: part.row,
  });
}
