import { and, eq, gte, lte } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { total } from "#/db/tenant/counters.ts";
import { type ListInput, listRows } from "#/db/tenant/page.ts";
import { insertInto, prepared, type Slot } from "#/db/tenant/prepared.ts";
import { sales } from "#/db/tenant/schema/sales.ts";
import type { LocalDate } from "#/kernel/time.ts";

export type Sale = typeof sales.$inferSelect;

export const findSale = prepared((tenantId: Slot<string>, id: Slot<number>) =>
  first(
    q
      .select()
      .from(sales)
      .where(and(eq(sales.tenantId, tenantId), eq(sales.id, id))),
  ),
);

export type SaleFilter = ListInput & {
  dateFrom?: LocalDate;
  dateTo?: LocalDate;
  technicianId?: number;
  itemId?: number;
  paymentStatus?: Sale["paymentStatus"];
  voided?: boolean;
};

/** Newest day first. Totals of ranges of days come from counters, whatever the range. */
export function listSales(
  ctx: Ctx,
  { dateFrom, dateTo, technicianId, itemId, paymentStatus, voided, ...input }: SaleFilter,
) {
  const uncounted = [
    technicianId === undefined ? undefined : eq(sales.technicianId, technicianId),
    itemId === undefined ? undefined : eq(sales.itemId, itemId),
    paymentStatus === undefined ? undefined : eq(sales.paymentStatus, paymentStatus),
    voided === undefined ? undefined : eq(sales.voided, voided),
  ];
  return listRows(ctx, input, {
    table: sales,
    filters: [dateFrom && gte(sales.saleDate, dateFrom), dateTo && lte(sales.saleDate, dateTo), ...uncounted],
    sorts: { sale_date: [sales.saleDate, sales.id] },
    defaultSort: "-sale_date",
    total: uncounted.some((filter) => filter) ? undefined : total(ctx, "sale", { from: dateFrom, to: dateTo }),
  });
}

export const insertSale = insertInto(sales);
