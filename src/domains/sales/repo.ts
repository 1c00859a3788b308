import { and, eq, gte, lte, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, only, q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { insertInto, prepared, type Slot } from "#/db/tenant/prepared.ts";
import { equalTo } from "#/db/tenant/resource.ts";
import { itemsWithin } from "#/domains/items/index.ts";
import { notFound } from "#/kernel/errors.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { type Sale, salePayments, sales, saleTable } from "./tables.ts";

export type SaleFilter = Partial<
  Pick<Sale, "technicianId" | "itemId" | "paymentStatus" | "paymentType" | "approvalStatus" | "voided">
> & {
  customerId?: number;
  categoryId?: number | undefined;
  dateFrom?: LocalDate | undefined;
  dateTo?: LocalDate | undefined;
  q?: string | undefined;
};

/** Newest day first. Totals of ranges of days come from counters, whatever the range. */
export function listSales(ctx: Ctx, input: ListInput & SaleFilter) {
  const { dateFrom, dateTo, q: text, categoryId } = input;
  const isPlain =
    !text && categoryId === undefined && Object.values(equalsOf(input)).every((value) => value === undefined);
  return list(ctx, input, isPlain ? { from: dateFrom, to: dateTo } : undefined);
}

/** A technician's own sales, newest day first, by cursor alone: no counter knows their total. */
export const listOwnSales = (ctx: Ctx, input: ListInput & SaleFilter & { technicianId: number }) =>
  list(ctx, input, "none");

const list = (ctx: Ctx, input: ListInput & SaleFilter, total: Total) =>
  sales.list(ctx, input, {
    equals: equalsOf(input),
    filters: [within(input.dateFrom, input.dateTo), named(input.q), ofCategory(ctx, input.categoryId)],
    sorts: { sale_date: [saleTable.saleDate, saleTable.id] },
    defaultSort: "-sale_date",
    total,
  });
type Total = { from: LocalDate | undefined; to: LocalDate | undefined } | "none" | undefined;

/** The filters that name a value. */
const equalsOf = (filter: SaleFilter) => {
  const { technicianId, itemId, customerId, paymentStatus, paymentType, approvalStatus, voided } = filter;
  return { technicianId, itemId, customerId, paymentStatus, paymentType, approvalStatus, voided };
};

const within = (from: LocalDate | undefined, to: LocalDate | undefined) =>
  and(from && gte(saleTable.saleDate, from), to && lte(saleTable.saleDate, to));

const ofCategory = (ctx: Ctx, categoryId: number | undefined): SQL | undefined =>
  categoryId === undefined ? undefined : sql`${saleTable.itemId} in (${itemsWithin(ctx, categoryId)})`;

/** The customer's name contains the text, whatever the case of its letters; or it is the number of the sale. */
const named = (text: string | undefined): SQL | undefined =>
  text === undefined
    ? undefined
    : sql`(instr(lower(${saleTable.customerName}), lower(${text})) > 0 or ${saleTable.id} = ${/^\d{1,15}$/.test(text) ? Number(text) : 0})`;

/** The sales that a list with these filters shows. */
export function matching(ctx: Ctx, { dateFrom, dateTo, q: text, categoryId, ...filter }: SaleFilter): SQL | undefined {
  const equals = equalsOf(filter);
  const equal = Object.entries(equals).flatMap(([name, value]) =>
    value === undefined ? [] : [equalTo(ctx, saleTable[name as keyof typeof equals], value)],
  );
  return and(
    eq(saleTable.tenantId, ctx.tenant.id),
    within(dateFrom, dateTo),
    named(text),
    ofCategory(ctx, categoryId),
    ...equal,
  );
}

/** Sums of the sales that a list with these filters shows. Reads each of them: a range of days bounds it. */
export async function summarizeSales(ctx: Ctx, filter: SaleFilter) {
  const sum = (column: SQL | (typeof saleTable)["salePriceCents"]) => sql<number>`coalesce(sum(${column}), 0)`;
  const counted = sql`not ${saleTable.voided}`;
  const { summary } = await read(ctx, {
    summary: only(
      q
        .select({
          count: sql<number>`count(*)`.as("count"),
          voidedCount: sum(sql`${saleTable.voided}`).as("voided_count"),
          salePriceCents: sum(sql`${saleTable.salePriceCents} * (${counted})`).as("sale_price_cents"),
          taxCents: sum(sql`${saleTable.taxCents} * (${counted})`).as("tax_cents"),
          commissionCents: sum(sql`${saleTable.commissionCents} * (${counted})`).as("commission_cents"),
          paidCents: sum(sql`${saleTable.paidCents} * (${counted})`).as("paid_cents"),
          refundedCents: sum(sql`${saleTable.refundedCents} * (${counted})`).as("refunded_cents"),
        })
        .from(saleTable)
        .where(matching(ctx, filter)),
    ),
  });
  return summary;
}

/** For a technician, another technician's sale does not exist. */
export async function getOwnSale(ctx: Ctx, { id, technicianId }: { id: number; technicianId: number }): Promise<Sale> {
  const sale = await sales.get(ctx, id);
  if (sale.technicianId !== technicianId) throw notFound("sale", id);
  return sale;
}

/** Those of these sales that there are; `ids` is a JSON array. */
export const salesByIds = prepared((tenantId: Slot<string>, ids: Slot<string>) =>
  q
    .select()
    .from(saleTable)
    .where(and(eq(saleTable.tenantId, tenantId), sql`${saleTable.id} in (select value from json_each(${ids}))`)),
);

export const insertPayment = insertInto(salePayments);

const ofSale = (tenantId: Slot<string>, saleId: Slot<number>) =>
  and(eq(salePayments.tenantId, tenantId), eq(salePayments.saleId, saleId));

/** How many payments and refunds a sale has. */
export const paymentCountOf = prepared((tenantId: Slot<string>, saleId: Slot<number>) =>
  mapped(
    q
      .select({ n: sql<number>`coalesce(max(${salePayments.n}), 0)`.as("n") })
      .from(salePayments)
      .where(ofSale(tenantId, saleId)),
    (rows) => rows[0]?.n ?? 0,
  ),
);

/** The payments and refunds of a sale, in their order; 404 when there is no such sale. */
export async function listPayments(ctx: Ctx, saleId: number) {
  const { payments } = await read(ctx, { sale: sales.one(ctx, saleId), payments: paymentsOf(ctx, saleId) });
  return { items: payments };
}
const paymentsOf = prepared((tenantId: Slot<string>, saleId: Slot<number>) =>
  q.select().from(salePayments).where(ofSale(tenantId, saleId)).orderBy(salePayments.n),
);
