import { gte, lte } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { type Sale, sales, saleTable } from "./tables.ts";

type SaleFilter = Partial<Pick<Sale, "technicianId" | "itemId" | "paymentStatus" | "voided">> & {
  dateFrom?: LocalDate;
  dateTo?: LocalDate;
};

/** Newest day first. Totals of ranges of days come from counters, whatever the range. */
export function listSales(
  ctx: Ctx,
  { dateFrom, dateTo, technicianId, itemId, paymentStatus, voided, ...input }: ListInput & SaleFilter,
) {
  const equals = { technicianId, itemId, paymentStatus, voided };
  const isCounted = Object.values(equals).every((value) => value === undefined);
  return sales.list(ctx, input, {
    equals,
    filters: [dateFrom && gte(saleTable.saleDate, dateFrom), dateTo && lte(saleTable.saleDate, dateTo)],
    sorts: { sale_date: [saleTable.saleDate, saleTable.id] },
    defaultSort: "-sale_date",
    total: isCounted ? { from: dateFrom, to: dateTo } : undefined,
  });
}
