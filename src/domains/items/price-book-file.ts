import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import { decimalText, exponentOf } from "#/kernel/currencies.ts";
import { allCategories, type ItemFilter, itemsAfter } from "./repo.ts";
import { namesDown } from "./rules.ts";

/** Rows of a page: one trip, and what a Worker holds at a time. */
const PAGE = 2000;

/** An import reads these columns by the same names (domains/imports). */
export const ITEM_COLUMNS =
  "id,sku,name,category,category_id,description,unit,list_price,cost,member_price,pays_commission,taxable,is_active".split(
    ",",
  );

/** The price book in pages of rows, by id. */
export async function* priceBookPages(ctx: Ctx, filter: ItemFilter) {
  const { organization, categories, first } = await read(ctx, {
    organization: organizationOf(ctx),
    categories: allCategories(ctx),
    first: itemsAfter(ctx, filter, 0, PAGE),
  });
  const exponent = exponentOf(settingOf(organization, "currency"));
  const money = (amount: number | null) => (amount === null ? null : { text: decimalText(amount, exponent) });
  const names = namesDown(categories);
  for (let rows = first; ; ) {
    yield rows.map((item) => [
      item.id,
      item.sku,
      item.name,
      item.categoryId === null ? null : (names.get(item.categoryId) ?? null),
      item.categoryId,
      item.description,
      item.unit,
      money(item.listPriceCents),
      money(item.costCents),
      money(item.memberPriceCents),
      String(item.paysCommission),
      String(item.taxable),
      String(item.isActive),
    ]);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    ({ rows } = await read(ctx, { rows: itemsAfter(ctx, filter, last.id, PAGE) }));
  }
}
