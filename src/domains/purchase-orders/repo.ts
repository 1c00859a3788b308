import { and, asc, eq, isNotNull, isNull, lte, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import type { Write } from "#/db/tenant/commit.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { parts, stockLocations } from "#/domains/inventory/index.ts";
import { fold } from "#/kernel/fold.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { presented, presentedReceipt } from "./present.ts";
import type { OrderStatus } from "./rules.ts";
import {
  orderedPartTable,
  type PurchaseOrder,
  purchaseOrders,
  purchaseOrderTable,
  receipts,
  supplierTable,
} from "./tables.ts";

const ofTenant = (ctx: Ctx) => eq(purchaseOrderTable.tenantId, ctx.tenant.id);

export const getOrder = async (ctx: Ctx, id: number) => presented(await purchaseOrders.get(ctx, id));

export type OrderFilter = Partial<{
  status: OrderStatus;
  supplierId: number;
  partId: number;
  locationId: number;
  jobId: number;
  isAuto: boolean;
  isOpen: boolean;
  expectedBy: LocalDate;
  search: string;
}>;

const OPEN = sql`${purchaseOrderTable.status} in ('submitted', 'approved', 'sent', 'partially_received')`;

/** Orders, filtered. */
export async function listOrders(ctx: Ctx, filter: ListInput & OrderFilter) {
  const { status, supplierId, partId, locationId, jobId, isAuto, isOpen, expectedBy, search, ...input } = filter;
  const equals = { status, supplierId, locationId, jobId, isAuto };
  const filters = [
    ...words(search),
    isOpen === undefined ? undefined : isOpen ? OPEN : sql`not ${OPEN}`,
    expectedBy === undefined ? undefined : lte(purchaseOrderTable.expectedOn, expectedBy),
    partId === undefined
      ? undefined
      : sql`${purchaseOrderTable.id} in (select order_id from purchase_order_parts where tenant_id = ${ctx.tenant.id} and part_id = ${partId})`,
  ].filter((one) => one !== undefined);
  const named = Object.values(equals).filter((value) => value !== undefined).length;
  const page = await purchaseOrders.list(ctx, input, {
    equals,
    filters,
    total: filters.length === 0 && named === 1 ? status : undefined,
  });
  return { ...page, items: page.items.map(presented) };
}

/** Every word begins a word of the order. */
const words = (text = ""): SQL[] =>
  fold(text)
    .split(" ")
    .filter(Boolean)
    .map((word) => sql`instr(' ' || ${purchaseOrderTable.search}, ${` ${word}`}) > 0`);

/** What arrived of an order. */
export async function listReceipts(ctx: Ctx, { id, ...input }: ListInput & { id: number }) {
  const page = await receipts.list(ctx, input, {
    equals: { orderId: id },
    parent: purchaseOrders.one(ctx, id),
    total: "none",
  });
  return { ...page, items: page.items.map(presentedReceipt) };
}

/** Notes which parts an order is of. Those of before are dropped where it is not `isNew`. */
export const notePartsOf = (
  ctx: Ctx,
  { id, items }: Pick<PurchaseOrder, "id" | "items">,
  { isNew }: { isNew: boolean },
): Write[] => [
  ...(isNew
    ? []
    : [
        q
          .delete(orderedPartTable)
          .where(and(eq(orderedPartTable.tenantId, ctx.tenant.id), eq(orderedPartTable.orderId, id))),
      ]),
  ...(items.length === 0
    ? []
    : [
        q
          .insert(orderedPartTable)
          .select(
            sql`select distinct ${ctx.tenant.id}, value, ${id} from json_each(${JSON.stringify(items.map(({ partId }) => partId))})`,
          ),
      ]),
];

/** The drafts that bring these parts, of any supplier; and of these suppliers the drafts that reorders add to. Both in JSON lists. */
export const draftsOf = (ctx: Ctx, partIds: string, supplierIds: string) =>
  q
    .select()
    .from(purchaseOrderTable)
    .where(
      and(
        ofTenant(ctx),
        eq(purchaseOrderTable.status, "draft"),
        sql`(${purchaseOrderTable.autoSupplierId} in (select value from json_each(${supplierIds}))
          or ${purchaseOrderTable.id} in (select order_id from purchase_order_parts
            where tenant_id = ${ctx.tenant.id} and part_id in (select value from json_each(${partIds}))))`,
      ),
    );

/** An id, or SQL that selects it. */
type IdOf = number | SQL;
const columnOf = (ctx: Ctx, id: IdOf, column: "supplier_id" | "location_id"): SQL =>
  sql`(select ${sql.raw(column)} from purchase_orders where tenant_id = ${ctx.tenant.id} and id = ${id})`;

/** The supplier of an order, in the trip that reads the order. */
export const supplierOfOrder = (ctx: Ctx, id: IdOf) =>
  first(
    q
      .select()
      .from(supplierTable)
      .where(and(eq(supplierTable.tenantId, ctx.tenant.id), eq(supplierTable.id, columnOf(ctx, id, "supplier_id")))),
  );

/** The location at which an order is to arrive, and these others of a JSON list, in the trip that reads the order. */
export const locationsOfOrder = (ctx: Ctx, id: IdOf, others = "[]") => {
  const { table } = stockLocations;
  return q
    .select()
    .from(table)
    .where(
      and(
        eq(table.tenantId, ctx.tenant.id),
        sql`(${table.id} = ${columnOf(ctx, id, "location_id")} or ${table.id} in (select value from json_each(${others})))`,
      ),
    );
};

/** Where parts arrive when nobody says so: at the first warehouse that is in use, else at the first truck. */
export const usualDestination = (ctx: Ctx) => {
  const { table } = stockLocations;
  return first(
    q
      .select()
      .from(table)
      .where(and(eq(table.tenantId, ctx.tenant.id), eq(table.isActive, true)))
      .orderBy(sql`${table.kind} <> 'warehouse'`, asc(table.id))
      .limit(1),
  );
};

/** The parts of an order, in the trip that reads the order. */
export const partsOfOrder = (ctx: Ctx, id: number) => {
  const { table } = parts;
  return q
    .select()
    .from(table)
    .where(
      and(
        eq(table.tenantId, ctx.tenant.id),
        sql`${table.id} in (select part_id from purchase_order_parts where tenant_id = ${ctx.tenant.id} and order_id = ${id})`,
      ),
    );
};

/** Parts in use of which too little is there or on order, and that have a supplier; the first after an id. */
export const partsToReorder = (ctx: Ctx, limit: number) => {
  const { table } = parts;
  return q
    .select()
    .from(table)
    .where(
      and(
        eq(table.tenantId, ctx.tenant.id),
        isNotNull(table.preferredSupplierId),
        isNull(table.archivedAt),
        sql`${table.onHandMilli} + ${table.onOrderMilli} - ${table.reservedMilli} < ${table.minStock}`,
      ),
    )
    .orderBy(asc(table.id))
    .limit(limit);
};

/** The suppliers of a JSON list of ids. */
export const suppliersWithin = (ctx: Ctx, ids: string) =>
  q
    .select()
    .from(supplierTable)
    .where(
      and(eq(supplierTable.tenantId, ctx.tenant.id), sql`${supplierTable.id} in (select value from json_each(${ids}))`),
    );
