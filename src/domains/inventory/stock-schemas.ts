import { Id, IdText, InstantOut, Quantity, z } from "#/kernel/fields.ts";
import { LogQuery, PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { reservationStatuses, serialStatuses } from "./kinds.ts";
import { PartRef, Units } from "./schemas.ts";

const amounts = {
  on_hand: Units.openapi({ description: "what lies there" }),
  reserved: Units.openapi({ description: "what of it is kept for jobs" }),
  available: Units.openapi({ description: "on hand, without what is reserved" }),
  on_order: Units.openapi({ description: "what suppliers still owe" }),
  value_cents: z.int().openapi({ description: "what it cost, by the moving average" }),
  average_cost_cents: z.int().nullable().openapi({ description: "value by unit, rounded; null without stock" }),
  is_negative: z.boolean().openapi({ description: "more was used than was received; the next receipt revalues it" }),
};
const numbers = {
  on_hand: 50,
  reserved: 2,
  available: 48,
  on_order: 0,
  value_cents: 60000,
  average_cost_cents: 1200,
  is_negative: false,
};

export const PartStock = z
  .object({
    part_id: z.int(),
    part: PartRef,
    ...amounts,
    min_stock: z.number(),
    is_low: z
      .boolean()
      .openapi({ description: "less than `min_stock` is on hand and on order, without what is reserved" }),
    locations: z.array(z.object({ location_id: z.int(), ...amounts })).openapi({ description: "the same by location" }),
  })
  .openapi("PartStock", {
    example: {
      part_id: 1,
      part: { id: 1, name: "Capacitor 35/5 MFD", sku: "CAP-355-MFD", unit: "each" },
      ...numbers,
      min_stock: 10,
      is_low: false,
      locations: [{ location_id: 1, ...numbers }],
    },
  });
export const PartStockPage = pageOf("PartStockPage", PartStock);

export const TruckStock = z
  .object({
    part_id: z.int(),
    part: PartRef,
    location_id: z.int().openapi({ description: "the truck" }),
    on_hand: amounts.on_hand,
    reserved: amounts.reserved,
    available: amounts.available,
  })
  .openapi("TruckStock", {
    example: {
      part_id: 1,
      part: { id: 1, name: "Capacitor 35/5 MFD", sku: "CAP-355-MFD", unit: "each" },
      ...{ location_id: 2, on_hand: 4, reserved: 1, available: 3 },
    },
  });
export const TruckStockPage = pageOf("TruckStockPage", TruckStock);

export const SerialNumber = z
  .object({
    part_id: z.int(),
    serial: z.string(),
    status: z.enum(serialStatuses),
    location_id: z.int().nullable().openapi({ description: "where it lies, while it is in stock" }),
    job_id: z.int().nullable().openapi({ description: "the job that it was used for" }),
    moved_at: InstantOut,
  })
  .openapi("SerialNumber", {
    example: {
      part_id: 1,
      serial: "SN-1001",
      status: "in_stock",
      location_id: 1,
      job_id: null,
      moved_at: "2026-03-28T09:00:00.000Z",
    },
  });
export const SerialNumberPage = pageOf("SerialNumberPage", SerialNumber);
export const SerialQuery = LogQuery.extend({
  serial: z.string().max(80).optional().openapi({ description: "this one only" }),
  status: z.enum(serialStatuses).optional(),
  location_id: IdText.optional(),
});

export const StockReservation = z
  .object({
    id: z.int(),
    job_id: z.int(),
    part_id: z.int(),
    location_id: z.int(),
    requested: Units.openapi({ description: "what was reserved at first" }),
    quantity: Units.openapi({ description: "what of it is still kept" }),
    status: z.enum(reservationStatuses),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("StockReservation", {
    example: {
      id: 1,
      job_id: 42,
      part_id: 1,
      location_id: 1,
      requested: 2,
      quantity: 2,
      status: "open",
      created_by: "user:1",
      created_at: "2026-03-28T09:00:00.000Z",
      updated_at: "2026-03-28T09:00:00.000Z",
      version: 1,
    },
  });
export const StockReservationPage = pageOf("StockReservationPage", StockReservation);
export const ReservationQuery = PageQuery.extend({
  job_id: IdText.optional(),
  part_id: IdText.optional(),
  status: z.enum(reservationStatuses).optional(),
  sort: sortBy("id", "updated_at"),
});
export const ReserveStock = z
  .strictObject({ job_id: Id, part_id: Id, location_id: Id, quantity: Quantity })
  .openapi("ReserveStock", { example: { job_id: 42, part_id: 1, location_id: 1, quantity: 2 } });

export const StockCount = z
  .object({
    id: z.int(),
    location_id: z.int(),
    movement_id: z.string().openapi({ description: "the moves that it made" }),
    lines_counted: z.int(),
    differences: z
      .array(z.object({ part_id: z.int(), expected: Units, counted: Units, difference: Units }))
      .openapi({ description: "the parts of which another quantity was found than expected" }),
    notes: z.string().nullable(),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("StockCount", {
    example: {
      id: 1,
      location_id: 1,
      movement_id: "stk_01KMT3G9Z2W5X8B4C6D7E9F0AB",
      lines_counted: 1,
      differences: [{ part_id: 1, expected: 50, counted: 48, difference: -2 }],
      notes: null,
      created_by: "user:1",
      created_at: "2026-03-28T09:00:00.000Z",
      updated_at: "2026-03-28T09:00:00.000Z",
      version: 1,
    },
  });
export const StockCountPage = pageOf("StockCountPage", StockCount);
export const CountQuery = PageQuery.extend({ location_id: IdText.optional(), sort: sortBy("id", "updated_at") });
