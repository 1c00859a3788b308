import { and, eq, gte, lte, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, only, q } from "#/db/tenant/client.ts";
import type { Answers } from "#/db/tenant/load.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { owing, salePayments, sales, saleTable } from "./tables.ts";

/** Sale -> the place of its last payment. */
export const paymentCounts = prepared((tenantId: Slot<string>, ids: Slot<string>) =>
  mapped(
    q
      .select({ saleId: salePayments.saleId, n: sql<number>`max(${salePayments.n})`.as("last") })
      .from(salePayments)
      .where(
        and(eq(salePayments.tenantId, tenantId), sql`${salePayments.saleId} in (select value from json_each(${ids}))`),
      )
      .groupBy(salePayments.saleId),
    (rows) => new Map(rows.map(({ saleId, n }) => [saleId, n])),
  ),
);

/** Sales that still owe something: of a range of days, and these wherever they are, even where they owe nothing. */
export const salesStillOpen = (
  ctx: Ctx,
  { from, to, ids, limit }: { from: LocalDate; to: LocalDate; ids: readonly number[]; limit: number },
) => {
  const columns = {
    id: saleTable.id,
    salePriceCents: saleTable.salePriceCents,
    paidCents: saleTable.paidCents,
    refundedCents: saleTable.refundedCents,
    paymentStatus: saleTable.paymentStatus,
    saleDate: saleTable.saleDate,
    customerName: saleTable.customerName,
    voided: saleTable.voided,
  };
  return {
    within: q
      .select(columns)
      .from(saleTable)
      .where(and(eq(saleTable.tenantId, ctx.tenant.id), sql`${saleTable.saleDate} between ${from} and ${to}`, owing))
      .orderBy(saleTable.saleDate, saleTable.id)
      .limit(limit),
    named: q
      .select(columns)
      .from(saleTable)
      .where(
        and(
          eq(saleTable.tenantId, ctx.tenant.id),
          sql`${saleTable.id} in (select value from json_each(${JSON.stringify(ids)}))`,
        ),
      ),
  };
};

export type SaleStillOpen = Answers<ReturnType<typeof salesStillOpen>>["within"][number];

/** A page of the sales that still owe something, oldest first, by cursor alone. */
export const listOpenSales = (ctx: Ctx, input: ListInput & Days) =>
  sales.list(ctx, input, {
    filters: [
      owing,
      input.dateFrom && gte(saleTable.saleDate, input.dateFrom),
      input.dateTo && lte(saleTable.saleDate, input.dateTo),
    ],
    index: "sales_owing",
    sorts: { sale_date: [saleTable.saleDate, saleTable.id] },
    defaultSort: "sale_date",
    total: "none",
  });
type Days = { dateFrom?: LocalDate | undefined; dateTo?: LocalDate | undefined };

/** What the sales of some days still owe. */
export const openTotal = (ctx: Ctx, { dateFrom, dateTo }: Required<Days>) =>
  mapped(
    only(
      q
        .select({
          cents: sql<number>`coalesce(sum(${saleTable.salePriceCents} - ${saleTable.paidCents}), 0)`.as("open"),
        })
        .from(saleTable)
        .where(
          and(
            eq(saleTable.tenantId, ctx.tenant.id),
            sql`${saleTable.saleDate} between ${dateFrom} and ${dateTo}`,
            owing,
          ),
        ),
    ),
    ({ cents }) => cents,
  );
