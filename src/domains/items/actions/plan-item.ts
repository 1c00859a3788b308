import type { Ctx } from "#/ctx.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { itemCreated } from "../events.ts";
import type { CreateItem } from "../schemas.ts";
import { items } from "../tables.ts";

type NewItem = Inside<z.output<typeof CreateItem>> & { id: number; isActive?: boolean };

/** What adding an item puts into a commit, which must also hold its category. */
export function planItem(ctx: Ctx, { isActive = true, ...input }: NewItem) {
  const part = items.insert(ctx, { ...input, isActive });
  return { part, events: [itemCreated(part.row)], audit: { action: "add", of: part } };
}
