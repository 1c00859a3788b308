import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { holdCategory } from "../repo.ts";
import type { CreateItem } from "../schemas.ts";
import { type Item, items } from "../tables.ts";
import { planItem } from "./plan-item.ts";

/** Adds an item to the price book. */
export async function addItem(ctx: Ctx, input: Inside<z.output<typeof CreateItem>>): Promise<Item> {
  const { part, events, audit } = planItem(ctx, { ...input, id: items.newId() });
  return await commit(ctx, { parts: [part, ...holdCategory(ctx, input.categoryId)], events, audit, result: part.row });
}
