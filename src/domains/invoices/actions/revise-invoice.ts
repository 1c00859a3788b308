import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { invoiceEvents } from "../events.ts";
import { presented } from "../present.ts";
import { invoices } from "../tables.ts";
import { voidParts } from "./end-invoice.ts";

type Revise = { id: number; reason: string };

/** Voids a sent invoice of which nothing is paid, and makes a draft of it that takes its place once it is sent, under a number of its own. */
export async function reviseInvoice(ctx: Ctx, { id, reason }: Revise) {
  const { invoice, newId } = await load(ctx, { invoice: invoices.one(ctx, id), newId: invoices.nextId(ctx) });
  invoices.assertCurrent(ctx, invoice);
  // the source goes to the version that counts
  const voided = voidParts(ctx, invoice, reason, { replacedById: newId, source: null });
  const { customerId, siteId, customerName, customerEmail, customerPhone } = invoice;
  const { billingAddress, billingCity, billingState, billingZip } = invoice;
  const { jobId, source, title, purchaseOrder, notes, currency, lineItems, taxBreakdown, asked } = invoice;
  const { subtotalCents, discountCents, taxCents, totalCents } = invoice;
  const part = invoices.insert(ctx, {
    ...{ customerId, siteId, customerName, customerEmail, customerPhone },
    ...{ billingAddress, billingCity, billingState, billingZip },
    ...{ jobId, source, title, purchaseOrder, notes, currency, lineItems, taxBreakdown, asked },
    ...{ subtotalCents, discountCents, taxCents, totalCents },
    ...{ id: newId, number: null, replacesId: id },
  });
  const shown = presented(ctx, part.row);
  return await commit(ctx, {
    parts: [...voided.parts, part],
    events: [...voided.events, invoiceEvents.created(shown)],
    audit: [
      { action: "revise", of: voided.part },
      { action: "create", of: part },
    ],
    result: shown,
  });
}
