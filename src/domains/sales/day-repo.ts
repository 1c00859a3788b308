import { and, eq, gte, lt, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import type { TechnicianSums } from "#/db/tenant/technician-sums.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { saleTable, scoredSale } from "./tables.ts";

/** What `revenueOf` computes, in SQL: its integer division rounds down as that of BigInt does. */
const revenue = sql`case when tax_cents = 0 then sale_price_cents - refunded_cents when refunded_cents = 0 then sale_price_cents - tax_cents
  else sale_price_cents - refunded_cents - tax_cents * (sale_price_cents - refunded_cents) / sale_price_cents end`;

const counted = (ctx: Ctx, from: LocalDate, before: LocalDate) =>
  and(
    eq(saleTable.tenantId, ctx.tenant.id),
    gte(saleTable.saleDate, from),
    lt(saleTable.saleDate, before),
    eq(saleTable.voided, false),
  );

/** The same, counted by the place of the customer. */
export const salesByPlace = (ctx: Ctx, from: LocalDate, before: LocalDate) =>
  q
    .select({
      place: saleTable.place,
      sales: sql<number>`count(*)`.as("n"),
      cents: sql<number>`sum(${revenue})`.as("cents"),
    })
    .from(saleTable)
    .where(counted(ctx, from, before))
    .groupBy(saleTable.place);

/** Sales from one day on, up to but without the other, counted by day from the sales themselves. */
export const salesByDay = (ctx: Ctx, from: LocalDate, before: LocalDate) =>
  q
    .select({
      day: saleTable.saleDate,
      n: sql<number>`count(*)`.as("n"),
      cents: sql<number>`sum(${revenue})`.as("cents"),
    })
    .from(saleTable)
    .where(counted(ctx, from, before))
    .groupBy(saleTable.saleDate);

/** What sales count for technicians from one day on, up to but without the other, from the sales themselves. */
export const salesScored = (ctx: Ctx, from: LocalDate, before: LocalDate) => {
  const { technicianId, saleDate, splits, voided, salePriceCents, refundedCents, taxCents } = saleTable;
  return mapped(
    q
      .select({ technicianId, saleDate, splits, voided, salePriceCents, refundedCents, taxCents })
      .from(saleTable)
      .where(counted(ctx, from, before)),
    (rows): TechnicianSums => rows.flatMap(scoredSale),
  );
};
