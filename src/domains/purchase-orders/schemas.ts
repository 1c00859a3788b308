import { InstantOut, z } from "#/kernel/fields.ts";
import { pageOf } from "#/kernel/page.ts";
import { allocations, landedKinds } from "./landed.ts";
import { orderStatuses } from "./rules.ts";

const Day = z.string().openapi({ format: "date" });
export const OrderStatus = z.enum(orderStatuses);
const Steps = z.array(z.enum(["change", "submit", "approve", "send", "receive", "close", "cancel"]));

const lineExample = {
  ...{ line: 1, part_id: 1, sku: "CAP-355-MFD", name: "Capacitor 35/5 MFD", unit: "each", purchase_unit: null },
  ...{ pack_size: 1, quantity: 100, stock_quantity: 100, unit_cost_cents: 1100, total_cents: 110_000 },
  ...{ received_quantity: 0, cancelled_quantity: 0, outstanding_quantity: 100 },
  ...{ received_cents: 0, landed_cents: 0, variance_cents: 0 },
};
const PurchaseOrderLine = z
  .object({
    line: z.int(),
    part_id: z.int(),
    sku: z.string(),
    name: z.string(),
    unit: z.string(),
    purchase_unit: z.string().nullable(),
    pack_size: z.number(),
    quantity: z.number(),
    stock_quantity: z.number(),
    unit_cost_cents: z.int(),
    total_cents: z.int(),
    received_quantity: z.number(),
    cancelled_quantity: z.number(),
    outstanding_quantity: z.number(),
    received_cents: z.int(),
    landed_cents: z.int(),
    variance_cents: z.int(),
  })
  .openapi("PurchaseOrderLine", { example: lineExample });

export const orderExample = {
  ...{ id: 42, number: "PO-42", supplier_id: 1, supplier_name: "Gulf HVAC Supply", location_id: 1, job_id: null },
  ...{ status: "draft" as const, next_steps: ["change" as const, "submit" as const, "cancel" as const] },
  ...{ is_auto: false, currency: "USD", items: [lineExample] },
  ...{ supplier_reference: null, notes: null, ordered_on: null, expected_on: null },
  ...{ total_cents: 110_000, received_cents: 0, landed_cents: 0, variance_cents: 0 },
  ...{ submitted_at: null, submitted_by: null, approved_at: null, approved_by: null, sent_at: null },
  ...{ first_received_at: null, received_at: null, closed_at: null, cancelled_at: null, cancel_reason: null },
  ...{
    created_by: "user:1",
    created_at: "2026-03-28T09:00:00.000Z",
    updated_at: "2026-03-28T09:00:00.000Z",
    version: 1,
  },
};
export const PurchaseOrder = z
  .object({
    id: z.int(),
    number: z.string(),
    supplier_id: z.int(),
    supplier_name: z.string(),
    location_id: z.int(),
    job_id: z.int().nullable(),
    status: OrderStatus,
    next_steps: Steps,
    is_auto: z.boolean(),
    currency: z.string(),
    items: z.array(PurchaseOrderLine),
    supplier_reference: z.string().nullable(),
    notes: z.string().nullable(),
    ordered_on: Day.nullable(),
    expected_on: Day.nullable(),
    total_cents: z.int(),
    received_cents: z.int(),
    landed_cents: z.int(),
    variance_cents: z.int(),
    submitted_at: InstantOut.nullable(),
    submitted_by: z.string().nullable(),
    approved_at: InstantOut.nullable(),
    approved_by: z.string().nullable(),
    sent_at: InstantOut.nullable(),
    first_received_at: InstantOut.nullable(),
    received_at: InstantOut.nullable(),
    closed_at: InstantOut.nullable(),
    cancelled_at: InstantOut.nullable(),
    cancel_reason: z.string().nullable(),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("PurchaseOrder", { example: orderExample });
export const PurchaseOrderPage = pageOf("PurchaseOrderPage", PurchaseOrder);

const receivedExample = {
  ...{ line: 1, part_id: 1, location_id: 1, quantity: 60, stock_quantity: 60, unit_cost_cents: 1150 },
  ...{ cost_cents: 69_000, landed_cents: 1800, variance_cents: 3000, serials: [] },
};
const receiptExample = {
  ...{ id: 7, order_id: 42, received_on: "2026-03-30", supplier_document: "DN-88213", notes: null },
  items: [receivedExample],
  landed_costs: [{ kind: "freight" as const, amount_cents: 1800, note: null }],
  ...{ goods_cents: 69_000, landed_cents: 1800, total_cents: 70_800, variance_cents: 3000 },
  ...{ job_id: null, job_cents: 0 },
  ...{ created_by: "user:1", created_at: "2026-03-30T15:00:00.000Z", version: 1 },
};
export const PurchaseOrderReceipt = z
  .object({
    id: z.int(),
    order_id: z.int(),
    received_on: Day,
    supplier_document: z.string().nullable(),
    notes: z.string().nullable(),
    items: z.array(
      z
        .object({
          line: z.int(),
          part_id: z.int(),
          location_id: z.int().nullable().openapi({ description: "null: it went straight to the job of the order" }),
          quantity: z.number(),
          stock_quantity: z.number(),
          unit_cost_cents: z.int(),
          cost_cents: z.int(),
          landed_cents: z.int(),
          variance_cents: z.int(),
          serials: z.array(z.string()),
        })
        .openapi("ReceivedLine", { example: receivedExample }),
    ),
    landed_costs: z.array(
      z
        .object({ kind: z.enum(landedKinds), amount_cents: z.int(), note: z.string().nullable() })
        .openapi("LandedCost", { example: receiptExample.landed_costs[0] }),
    ),
    goods_cents: z.int(),
    landed_cents: z.int(),
    total_cents: z.int(),
    variance_cents: z.int(),
    job_id: z.int().nullable(),
    job_cents: z.int().openapi({ description: "what of the total went straight to the job, and is a cost of it" }),
    created_by: z.string(),
    created_at: InstantOut,
    version: z.int(),
  })
  .openapi("PurchaseOrderReceipt", { example: receiptExample });
export const PurchaseOrderReceiptPage = pageOf("PurchaseOrderReceiptPage", PurchaseOrderReceipt);

/** What came of a delivery: the order as it is then, and the receipt. */
export const ReceivedOrder = z
  .object({ order: PurchaseOrder, receipt: PurchaseOrderReceipt })
  .openapi("ReceivedOrder", {
    example: {
      order: { ...orderExample, status: "partially_received" as const, next_steps: ["send", "receive", "cancel"] },
      receipt: receiptExample,
    },
  });

export const Allocation = z.enum(allocations);
