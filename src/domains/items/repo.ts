import { and, eq } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { type ListInput, listRows, totalUnless } from "#/db/tenant/page.ts";
import { insertInto, prepared, type Slot } from "#/db/tenant/prepared.ts";
import { items } from "#/db/tenant/schema/items.ts";

export type Item = typeof items.$inferSelect;

export const findItem = prepared((tenantId: Slot<string>, id: Slot<number>) =>
  first(
    q
      .select()
      .from(items)
      .where(and(eq(items.tenantId, tenantId), eq(items.id, id))),
  ),
);

export function listItems(ctx: Ctx, { sku, category, ...input }: ListInput & { sku?: string; category?: string }) {
  const filters = [
    sku === undefined ? undefined : eq(items.sku, sku),
    category === undefined ? undefined : eq(items.category, category),
  ];
  return listRows(ctx, input, { table: items, filters, total: totalUnless(ctx, "item", filters) });
}

export const insertItem = insertInto(items);
