import { Cents, FlagText, Id, IdText, InstantOut, line, namesAField, prose, Quantity, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { locationKinds } from "./kinds.ts";
import { isBarcode } from "./rules.ts";
import type { StockPart } from "./tables.ts";

const threeDecimals = (value: number): boolean => Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-6;
/** As `Quantity`, or nothing. */
export const QuantityOrNone = z
  .number()
  .min(0)
  .max(1_000_000)
  .refine(threeDecimals, "must have at most three decimals")
  .openapi({ example: 10 });
/** By how much, up or down. */
export const SignedQuantity = z
  .number()
  .min(-1_000_000)
  .max(1_000_000)
  .refine(threeDecimals, "must have at most three decimals")
  .refine((value) => value !== 0, "must not be 0")
  .openapi({ example: -1 });
/** A quantity in an answer. */
export const Units = z.number().openapi({ example: 50 });

const Barcode = line(48)
  .refine(
    isBarcode,
    "must be a GTIN of 8, 12, 13 or 14 digits with a right check digit, or have other signs than digits",
  )
  .openapi({ example: "036000291452" });
/** A hundred million in the main unit of most currencies, and what the arithmetic of values is made for. */
export const UnitCost = Cents.max(10_000_000_000);

const created = { name: "Capacitor 35/5 MFD", sku: "CAP-355-MFD", cost_cents: 1200, price_cents: 4500, min_stock: 10 };
const partExample = {
  id: 1,
  ...created,
  description: null,
  barcode: "036000291452",
  unit: "each",
  purchase_unit: "box",
  pack_size: 12,
  target_stock: 30,
  reorder_quantity: null,
  preferred_supplier_id: null,
  tracks_serials: false,
  archived_at: null,
  created_at: "2026-03-01T12:00:00.000Z",
  updated_at: "2026-03-01T12:00:00.000Z",
  version: 1,
};

export const Part = z
  .object({
    id: z.int(),
    name: z.string(),
    sku: z.string(),
    description: z.string().nullable(),
    barcode: z.string().nullable(),
    unit: z.string().openapi({ description: "what stock is counted in: each, foot, pound" }),
    purchase_unit: z
      .string()
      .nullable()
      .openapi({ description: "what it is bought in: box, roll; null: as it is counted" }),
    pack_size: z.number().openapi({ description: "how many units one purchase unit has" }),
    cost_cents: z
      .int()
      .nullable()
      .openapi({ description: "what a unit usually costs: the cost of a receipt that names none" }),
    price_cents: z.int().nullable().openapi({ description: "what customers pay for a unit" }),
    min_stock: z.number().openapi({ description: "`inventory.low-stock` is told when less than this is left" }),
    target_stock: z.number().nullable().openapi({ description: "how much a reorder aims at" }),
    reorder_quantity: z.number().nullable().openapi({ description: "the least that is ordered at a time" }),
    preferred_supplier_id: z.int().nullable(),
    tracks_serials: z.boolean().openapi({ description: "whether each piece has a serial number" }),
    archived_at: InstantOut.nullable().openapi({ description: "since when it is no longer used" }),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int().openapi({ description: "also the ETag; moves of its stock leave it as it is" }),
  })
  .openapi("Part", { example: partExample });
export const PartPage = pageOf("PartPage", Part);

const narrowing = {
  is_archived: FlagText.optional(),
  is_low: FlagText.optional().openapi({ description: "of which less than `min_stock` is left" }),
  q: line(80).optional().openapi({
    description: "words that begin a word of the name, SKU or barcode, without regard to case and accents",
  }),
};
export const PartQuery = PageQuery.extend({
  sku: z.string().normalize("NFC").max(64).optional(),
  barcode: z.string().max(48).optional(),
  ...narrowing,
  sort: sortBy("id", "updated_at"),
});
export const StockQuery = PageQuery.pick({ page: true, limit: true, cursor: true }).extend({
  part_id: IdText.optional(),
  location_id: IdText.optional().openapi({
    description: "only parts that have been at this location, and what lies there",
  }),
  is_low: narrowing.is_low,
  q: narrowing.q,
});
export const TruckStockQuery = StockQuery.pick({ limit: true, cursor: true, q: true });

const fields = {
  name: line(160),
  sku: line(64),
  description: prose(4000).nullable(),
  barcode: Barcode.nullable(),
  unit: line(40),
  purchase_unit: line(40).nullable(),
  pack_size: Quantity,
  cost_cents: UnitCost.nullable(),
  price_cents: Cents.nullable(),
  min_stock: QuantityOrNone,
  target_stock: QuantityOrNone.nullable(),
  reorder_quantity: Quantity.nullable(),
  preferred_supplier_id: Id.nullable(),
};

export const CreatePart = z
  .strictObject({
    ...fields,
    description: fields.description.optional(),
    barcode: fields.barcode.optional(),
    unit: fields.unit.default("each"),
    purchase_unit: fields.purchase_unit.optional(),
    pack_size: fields.pack_size.default(1),
    cost_cents: fields.cost_cents.optional(),
    price_cents: fields.price_cents.optional(),
    min_stock: fields.min_stock.default(0),
    target_stock: fields.target_stock.optional(),
    reorder_quantity: fields.reorder_quantity.optional(),
    preferred_supplier_id: fields.preferred_supplier_id.optional(),
    tracks_serials: z.boolean().default(false),
  })
  .openapi("CreatePart", { example: created });

export const ChangePart = z
  .strictObject(fields)
  .partial()
  .refine(...namesAField)
  .openapi("ChangePart", { example: { min_stock: 15 } });

/** A part as others name it. */
export const PartRef = z
  .object({ id: z.int(), name: z.string(), sku: z.string(), unit: z.string() })
  .openapi("PartRef", { example: { id: 1, name: created.name, sku: created.sku, unit: "each" } });
export const partRef = ({ id, name, sku, unit }: Pick<StockPart, "id" | "name" | "sku" | "unit">) => ({
  id,
  name,
  sku,
  unit,
});

const locationExample = {
  id: 1,
  name: "Main warehouse",
  kind: "warehouse" as const,
  technician_id: null,
  is_active: true,
  created_at: "2026-03-01T12:00:00.000Z",
  updated_at: "2026-03-01T12:00:00.000Z",
  version: 1,
};
export const StockLocation = z
  .object({
    id: z.int(),
    name: z.string(),
    kind: z.enum(locationKinds),
    technician_id: z.int().nullable().openapi({ description: "whose truck it is" }),
    is_active: z.boolean().openapi({ description: "whether stock may come in" }),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("StockLocation", { example: locationExample });
export const StockLocationPage = pageOf("StockLocationPage", StockLocation);
export const StockLocationQuery = PageQuery.extend({
  kind: z.enum(locationKinds).optional().openapi({ description: "only warehouses, or only trucks" }),
  technician_id: IdText.optional(),
  is_active: FlagText.optional(),
  sort: sortBy("id", "updated_at"),
});
export const CreateStockLocation = z
  .strictObject({ name: line(80), kind: z.enum(locationKinds).default("warehouse"), technician_id: Id.optional() })
  .openapi("CreateStockLocation", { example: { name: "Main warehouse", kind: "warehouse" } });
export const ChangeStockLocation = z
  .strictObject({ name: line(80), technician_id: Id.nullable(), is_active: z.boolean() })
  .partial()
  .refine(...namesAField)
  .openapi("ChangeStockLocation", { example: { name: "North warehouse" } });
