import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, flag, id, instant, quantity, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import { fold } from "#/kernel/fold.ts";
import { barcodeTaken, locationNameTaken, partSkuTaken, reservedBefore, truckTaken } from "./errors.ts";
import type { LocationKind, MoveKind, ReservationStatus, SerialStatus } from "./kinds.ts";

/** Thousandths as an integer: stock is added up in them, in SQL. */
const milli = (name: string) => integer(name).notNull().default(0);

export const partTable = sqliteTable(
  "parts",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    sku: text("sku").notNull(),
    description: text("description"),
    barcode: text("barcode"),
    /** What stock is counted in. */
    unit: text("unit").notNull(),
    /** What it is bought in, and how many units that is. */
    purchaseUnit: text("purchase_unit"),
    packSize: quantity("pack_size").notNull(),
    costCents: cents("cost_cents"),
    priceCents: cents("price_cents"),
    minStock: quantity("min_stock").notNull(),
    targetStock: quantity("target_stock"),
    reorderQuantity: quantity("reorder_quantity"),
    preferredSupplierId: integer("preferred_supplier_id"),
    tracksSerials: flag("tracks_serials").notNull(),
    archivedAt: instant("archived_at"),
    /** Name, SKU and barcode as they are searched. */
    search: text("search").notNull(),
    /** Always the sums of its levels. Moves change them without a new version: they are not part of what one edits. */
    onHandMilli: milli("on_hand_milli"),
    reservedMilli: milli("reserved_milli"),
    onOrderMilli: milli("on_order_milli"),
    /** It was told that less than `min_stock` is left; told again only after there was enough. */
    isLow: flag("is_low").notNull().default(false),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("parts_by_sku").on(t.tenantId, t.sku),
    uniqueIndex("parts_by_barcode").on(t.tenantId, t.barcode).where(sql`barcode is not null`),
    index("parts_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("parts_low").on(t.tenantId, t.id).where(sql`is_low = 1`),
    index("parts_by_supplier")
      .on(t.tenantId, t.preferredSupplierId, t.id)
      .where(sql`preferred_supplier_id is not null`),
  ],
);

/** Where stock lies: a warehouse, or the truck of a technician. */
export const locationTable = sqliteTable(
  "stock_locations",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    nameKey: text("name_key").notNull(),
    kind: text("kind").$type<LocationKind>().notNull(),
    technicianId: integer("technician_id"),
    isActive: flag("is_active").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("stock_locations_by_name").on(t.tenantId, t.nameKey),
    uniqueIndex("stock_locations_by_technician").on(t.tenantId, t.technicianId).where(sql`technician_id is not null`),
    index("stock_locations_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);

/** What of a part lies at a location: always the sums of its moves. Its value is kept in cents, so that the average is never averaged again. */
export const levelTable = sqliteTable(
  "stock_levels",
  {
    tenantId: tenantId(),
    partId: integer("part_id").notNull(),
    locationId: integer("location_id").notNull(),
    onHandMilli: milli("on_hand_milli"),
    reservedMilli: milli("reserved_milli"),
    onOrderMilli: milli("on_order_milli"),
    valueCents: integer("value_cents").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.partId, t.locationId] }),
    index("stock_levels_by_location").on(t.tenantId, t.locationId, t.partId),
    // beyond this the arithmetic of the value in SQL would leave 64 bits (level-repo.ts)
    check("stock_levels_bounded", sql`abs(on_hand_milli) <= 2000000000 and abs(value_cents) <= 4000000000000000`),
  ],
);

/** Every move of stock, only ever added to. */
export const moveTable = sqliteTable(
  "stock_moves",
  {
    tenantId: tenantId(),
    id: id(),
    /** The moves of one request. */
    movementId: text("movement_id").notNull(),
    partId: integer("part_id").notNull(),
    locationId: integer("location_id").notNull(),
    kind: text("kind").$type<MoveKind>().notNull(),
    quantityMilli: integer("quantity_milli").notNull(),
    /** What it adds to the value of the stock there, without what it revalues. */
    valueCents: integer("value_cents").notNull(),
    /** What it corrects of the value of stock that was used before it was received. */
    revaluedCents: integer("revalued_cents").notNull(),
    jobId: integer("job_id"),
    referenceType: text("reference_type"),
    referenceId: text("reference_id"),
    serials: text("serials", { mode: "json" }).$type<string[]>(),
    notes: text("notes"),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("stock_moves_by_movement").on(t.tenantId, t.movementId, t.id),
    index("stock_moves_by_part").on(t.tenantId, t.partId, t.id),
    index("stock_moves_by_location").on(t.tenantId, t.locationId, t.id),
    index("stock_moves_by_job").on(t.tenantId, t.jobId, t.partId, t.id).where(sql`job_id is not null`),
    index("stock_moves_by_reference")
      .on(t.tenantId, t.referenceType, t.referenceId, t.id)
      .where(sql`reference_id is not null`),
  ],
);

/** Each piece of a part that has serial numbers. */
export const serialTable = sqliteTable(
  "stock_serials",
  {
    tenantId: tenantId(),
    partId: integer("part_id").notNull(),
    serial: text("serial").notNull(),
    status: text("status").$type<SerialStatus>().notNull(),
    /** While it is in stock. */
    locationId: integer("location_id"),
    /** While it is issued. */
    jobId: integer("job_id"),
    movedAt: instant("moved_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.partId, t.serial] })],
);

/** Stock that is kept for a job. */
export const reservationTable = sqliteTable(
  "stock_reservations",
  {
    tenantId: tenantId(),
    id: id(),
    jobId: integer("job_id").notNull(),
    partId: integer("part_id").notNull(),
    locationId: integer("location_id").notNull(),
    requestedMilli: integer("requested_milli").notNull(),
    /** What of it is still kept. */
    quantityMilli: integer("quantity_milli").notNull(),
    status: text("status").$type<ReservationStatus>().notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("stock_reservations_by_update").on(t.tenantId, t.updatedAt, t.id),
    uniqueIndex("stock_reservations_open").on(t.tenantId, t.jobId, t.partId, t.locationId).where(sql`status = 'open'`),
    index("stock_reservations_by_job").on(t.tenantId, t.jobId, t.id),
    index("stock_reservations_by_part").on(t.tenantId, t.partId, t.id),
  ],
);

/** A stock take. */
export const countTable = sqliteTable(
  "stock_counts",
  {
    tenantId: tenantId(),
    id: id(),
    locationId: integer("location_id").notNull(),
    movementId: text("movement_id").notNull(),
    linesCounted: integer("lines_counted").notNull(),
    differences: text("differences", { mode: "json" }).$type<Difference[]>().notNull(),
    notes: text("notes"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("stock_counts_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("stock_counts_by_location").on(t.tenantId, t.locationId, t.id),
  ],
);

/** Part, what the books said, and what was found, in thousandths. */
export type Difference = { partId: number; expectedMilli: number; countedMilli: number };

export type StockPart = typeof partTable.$inferSelect;
export type StockLocation = typeof locationTable.$inferSelect;
export type Level = typeof levelTable.$inferSelect;
export type Move = typeof moveTable.$inferSelect;
export type Serial = typeof serialTable.$inferSelect;
export type Reservation = typeof reservationTable.$inferSelect;
export type StockCount = typeof countTable.$inferSelect;

export const parts = resource("part", partTable, {
  derived: ({ name, sku, barcode }) => ({ search: fold([name, sku, barcode].join(" ")) }),
  totals: ({ archivedAt }) => [archivedAt === null && "active"],
  unlogged: ["search", "onHandMilli", "reservedMilli", "onOrderMilli", "isLow"],
  refusals: ({ sku, barcode }) => ({
    "parts.tenant_id, parts.sku": partSkuTaken(sku),
    "parts.tenant_id, parts.barcode": barcodeTaken(barcode ?? ""),
  }),
});

export const stockLocations = resource("stock_location", locationTable, {
  derived: ({ name }) => ({ nameKey: fold(name) }),
  unlogged: ["nameKey"],
  refusals: ({ name, technicianId }) => ({
    "stock_locations.tenant_id, stock_locations.name_key": locationNameTaken(name),
    "stock_locations.tenant_id, stock_locations.technician_id": truckTaken(technicianId ?? 0),
  }),
});

export const reservations = resource("stock_reservation", reservationTable, {
  refusals: ({ partId }) => ({
    "stock_reservations.tenant_id, stock_reservations.job_id, stock_reservations.part_id, stock_reservations.location_id":
      reservedBefore(partId),
  }),
});

export const counts = resource("stock_count", countTable, { unlogged: ["differences"] });
