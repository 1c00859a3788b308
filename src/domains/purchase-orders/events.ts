import { eventsOf } from "#/kernel/events.ts";
import type { z } from "#/kernel/fields.ts";
import { PurchaseOrder, PurchaseOrderReceipt } from "./schemas.ts";
import { Supplier } from "./supplier-schemas.ts";

const permission = "purchase-orders:read" as const;
const defineSupplier = eventsOf(Supplier, { entity: "supplier", permission, idIn: ({ id }) => id });
const define = eventsOf(PurchaseOrder, { entity: "purchase_order", permission, idIn: ({ id }) => id });

export const supplierCreated = defineSupplier("supplier.created", "A supplier was added");
export const supplierUpdated = defineSupplier("supplier.updated", "A supplier was changed, archived or restored", {
  version: 2,
});

type Example = Partial<z.input<typeof PurchaseOrder>>;
const submitted: Example = {
  ...{ status: "submitted", submitted_at: "2026-03-28T10:00:00.000Z", submitted_by: "user:1", version: 2 },
  next_steps: ["approve", "cancel"],
};
const approved: Example = {
  ...submitted,
  ...{ status: "approved", approved_at: "2026-03-28T11:00:00.000Z", approved_by: "user:2", version: 3 },
  next_steps: ["send", "cancel"],
};
const sent: Example = {
  ...approved,
  ...{ status: "sent", sent_at: "2026-03-28T11:05:00.000Z", ordered_on: "2026-03-28", expected_on: "2026-03-31" },
  ...{ next_steps: ["send", "receive", "cancel"], version: 4 },
};

export const orderEvents = {
  created: define("purchase_order.created", "A purchase order was drafted, by a person or by a reorder"),
  updated: define("purchase_order.updated", "A draft of a purchase order was changed, by a person or by a reorder", {
    version: 2,
  }),
  submitted: define(
    "purchase_order.submitted",
    "A purchase order waits for approval; its parts are on order",
    submitted,
  ),
  approved: define("purchase_order.approved", "A purchase order was approved", approved),
  sent: define("purchase_order.sent", "A purchase order went out to the supplier", sent),
  partiallyReceived: define("purchase_order.partially_received", "A part of a purchase order arrived", {
    ...{ ...sent, status: "partially_received" },
    ...{ first_received_at: "2026-03-30T15:00:00.000Z", received_cents: 69_000, variance_cents: 3000, version: 5 },
  }),
  received: define("purchase_order.received", "All of a purchase order arrived", {
    ...{ ...sent, next_steps: ["close"], status: "received", received_at: "2026-03-31T15:00:00.000Z" },
    ...{ first_received_at: "2026-03-30T15:00:00.000Z", received_cents: 115_000, variance_cents: 5000, version: 6 },
  }),
  closed: define("purchase_order.closed", "A purchase order is finished: nothing more arrives", {
    ...{ ...sent, next_steps: [], status: "closed", closed_at: "2026-04-02T09:00:00.000Z", version: 7 },
  }),
  cancelled: define("purchase_order.cancelled", "A purchase order was cancelled before anything arrived", {
    ...{ status: "cancelled", next_steps: [], cancelled_at: "2026-03-28T10:00:00.000Z", version: 2 },
  }),
};

export const receiptCreated = eventsOf(PurchaseOrderReceipt, {
  ...{ entity: "purchase_order_receipt", permission, idIn: ({ id }) => id },
})("purchase_order_receipt.created", "Parts of a purchase order arrived: how many, and what they cost");

export const events = [supplierCreated, supplierUpdated, ...Object.values(orderEvents), receiptCreated];
