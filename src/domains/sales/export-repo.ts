import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import { type EntryKey, type EntryRange, entriesAfter } from "#/domains/commissions/index.ts";
import { itemNames } from "#/domains/items/index.ts";
import { technicianNames } from "#/domains/technicians/index.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { matching, type SaleFilter } from "./repo.ts";
import { saleTable } from "./tables.ts";

type SaleKey = { saleDate: LocalDate; id: number };

/** The next sales with the names of their technicians and items, newest day first. */
export const saleRows = (ctx: Ctx, filter: SaleFilter, after: SaleKey | undefined, limit: number) =>
  q
    .select({
      id: saleTable.id,
      saleDate: saleTable.saleDate,
      technicianId: saleTable.technicianId,
      technician: sql<string>`coalesce(t.name, '')`.as("technician"),
      itemId: saleTable.itemId,
      item: sql<string>`coalesce(i.name, '')`.as("item"),
      quantity: saleTable.quantity,
      salePriceCents: saleTable.salePriceCents,
      taxCents: saleTable.taxCents,
      commissionCents: saleTable.commissionCents,
      customerName: saleTable.customerName,
      paymentType: saleTable.paymentType,
      paymentStatus: saleTable.paymentStatus,
      paymentDate: saleTable.paymentDate,
      paidCents: saleTable.paidCents,
      refundedCents: saleTable.refundedCents,
      approvalStatus: saleTable.approvalStatus,
      voided: saleTable.voided,
      voidReason: saleTable.voidReason,
      earnedOn: saleTable.earnedOn,
      discountReason: saleTable.discountReason,
      notes: saleTable.notes,
      createdAt: saleTable.createdAt,
    })
    .from(saleTable)
    .leftJoin(sql`${technicianNames(ctx.tenant.id)} t`, sql`t.id = ${saleTable.technicianId}`)
    .leftJoin(sql`${itemNames(ctx.tenant.id)} i`, sql`i.id = ${saleTable.itemId}`)
    .where(
      and(
        matching(ctx, filter),
        after && sql`(${saleTable.saleDate}, ${saleTable.id}) < (${after.saleDate}, ${after.id})`,
      ),
    )
    .orderBy(desc(saleTable.saleDate), desc(saleTable.id))
    .limit(limit);
export type SaleRow = ReturnType<typeof saleRows>["_"]["result"][number];

/** The next entries of the ledger of commissions, in its order, each with its sale. */
export const entryRows = (ctx: Ctx, filter: EntryRange, after: EntryKey | undefined, limit: number) =>
  q
    .select({
      countsOn: sql<LocalDate>`e.counts_on`.as("counts_on"),
      causedOn: sql<LocalDate>`e.caused_on`.as("caused_on"),
      technicianId: sql<number>`e.technician_id`.as("technician_id"),
      technician: sql<string>`coalesce(t.name, '')`.as("technician"),
      saleId: sql<number>`e.sale_id`.as("sale_id"),
      n: sql<number>`e.n`.as("n"),
      saleDate: saleTable.saleDate,
      customerName: saleTable.customerName,
      itemId: saleTable.itemId,
      item: sql<string>`coalesce(i.name, '')`.as("item"),
      salePriceCents: saleTable.salePriceCents,
      rateType: ofCommission("rate_type"),
      rateBps: ofCommission("commission_rate_bps"),
      rateSource: ofCommission("rate_source"),
      role: sql<string>`e.role`.as("role"),
      shareBps: sql<number>`e.share_bps`.as("share_bps"),
      reason: sql<string>`e.reason`.as("reason"),
      amountCents: sql<number>`e.amount_cents`.as("amount_cents"),
    })
    .from(sql`${entriesAfter(ctx.tenant.id, filter, after, limit)} e`)
    .innerJoin(saleTable, and(eq(saleTable.tenantId, ctx.tenant.id), eq(saleTable.id, sql`e.sale_id`)))
    .leftJoin(sql`${technicianNames(ctx.tenant.id)} t`, sql`t.id = e.technician_id`)
    .leftJoin(sql`${itemNames(ctx.tenant.id)} i`, sql`i.id = ${saleTable.itemId}`)
    .orderBy(sql`e.counts_on, e.technician_id, e.sale_id, e.n`);
export type EntryRow = ReturnType<typeof entryRows>["_"]["result"][number];

/** What the frozen commission of a sale says; absent from those of earlier versions. */
const ofCommission = (name: string): SQL.Aliased<string | number | null> =>
  sql<string | number | null>`${saleTable.commission} ->> ${sql.raw(`'$.${name}'`)}`.as(`commission_${name}`);
