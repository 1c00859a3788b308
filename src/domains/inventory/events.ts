import { eventsOf } from "#/kernel/events.ts";
import { z } from "#/kernel/fields.ts";
import { availableOf, fromMilli } from "./rules.ts";
import { Part } from "./schemas.ts";
import type { StockPart } from "./tables.ts";

const { id: _, ...part } = { ...Part.shape };

/** A part of which less is left than its `min_stock`. */
export const LowStock = z
  .object({
    part_id: z.int(),
    ...{ name: part.name, sku: part.sku, unit: part.unit },
    on_hand: z.number().openapi({ description: "what lies at all locations" }),
    reserved: z.number().openapi({ description: "what of it is kept for jobs" }),
    available: z.number().openapi({ description: "on hand, without what is reserved" }),
    on_order: z.number().openapi({ description: "what suppliers still owe" }),
    min_stock: part.min_stock,
    target_stock: part.target_stock,
    reorder_quantity: part.reorder_quantity,
    pack_size: part.pack_size,
    preferred_supplier_id: part.preferred_supplier_id,
  })
  .openapi("LowStock", {
    example: {
      part_id: 1,
      name: "Capacitor 35/5 MFD",
      sku: "CAP-355-MFD",
      unit: "each",
      on_hand: 9,
      reserved: 0,
      available: 9,
      on_order: 0,
      min_stock: 10,
      target_stock: 30,
      reorder_quantity: null,
      pack_size: 12,
      preferred_supplier_id: null,
    },
  });

const told = eventsOf(LowStock, { entity: "part", permission: "inventory:read", idIn: ({ part_id }) => part_id })(
  "inventory.low-stock",
  "Stock fell below minimum threshold",
);
/** Once for each time that a part becomes low: what is on hand and on order, without what is reserved, falls below `min_stock`. */
export const lowStock = Object.assign(
  (row: StockPart) =>
    told({
      ...row,
      partId: row.id,
      onHand: fromMilli(row.onHandMilli),
      reserved: fromMilli(row.reservedMilli),
      onOrder: fromMilli(row.onOrderMilli),
      available: fromMilli(availableOf(row)),
    }),
  { type: told.type },
);

const define = eventsOf(Part, { entity: "part", permission: "inventory:read", idIn: ({ id }) => id });
export const partCreated = define("part.created", "A part was added");
export const partUpdated = define("part.updated", "A part was changed, archived or restored", { version: 2 });

export const events = [told, partCreated, partUpdated];
