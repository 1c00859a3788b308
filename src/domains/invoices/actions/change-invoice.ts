import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { holdCustomer, linkOf, matchCustomer } from "#/domains/customers/index.ts";
import { pricingQueries } from "#/domains/documents/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { checkedDates } from "../dates.ts";
import { notDraft } from "../errors.ts";
import { invoiceEvents } from "../events.ts";
import { presented } from "../present.ts";
import { amountsChanged } from "../pricing.ts";
import type { ChangeInvoice } from "../schemas.ts";
import { invoices } from "../tables.ts";

/** Changes a draft. What was sent never changes. */
export async function changeInvoice(
  ctx: Ctx,
  { id, ...asked }: Inside<z.output<typeof ChangeInvoice>> & { id: number },
) {
  const { customerId, siteId } = asked;
  const loaded = await load(ctx, {
    invoice: invoices.one(ctx, id),
    ...pricingQueries(ctx, asked.lineItems ?? []),
    ...(customerId != null || siteId != null
      ? matchCustomer(ctx, { customerId, siteId })
      : { customer: undefined, customerSite: undefined }),
  });
  const { invoice, customer, customerSite } = loaded;
  invoices.assertCurrent(ctx, invoice);
  if (invoice.status !== "draft") throw notDraft(id, invoice.status);
  const { lineItems: _, discountCents: __, discountBps: ___, ...fields } = asked;
  const dates = checkedDates(ctx, {
    invoiceDate: asked.invoiceDate === undefined ? invoice.invoiceDate : asked.invoiceDate,
    dueDate: asked.dueDate === undefined ? invoice.dueDate : asked.dueDate,
  });
  const part = invoices.change(ctx, invoice, {
    ...fields,
    ...dates,
    ...linkOf({ customerId, siteId }, { customer, customerSite }),
    ...(customer && asked.customerName === undefined && { customerName: customer.name }),
    ...amountsChanged(invoice, asked, loaded),
  });
  const shown = presented(ctx, part.row);
  return await commit(ctx, {
    parts: [part, ...(customer ? holdCustomer(ctx, customer.id) : [])],
    events: [invoiceEvents.updated(shown, presented(ctx, invoice))],
    audit: { action: "change", of: part },
    result: shown,
  });
}

/** Deletes a draft. It had no number, so the series has no hole. */
export async function deleteInvoice(ctx: Ctx, id: number) {
  const { invoice } = await load(ctx, { invoice: invoices.one(ctx, id) });
  invoices.assertCurrent(ctx, invoice);
  if (invoice.status !== "draft") throw notDraft(id, invoice.status);
  const part = invoices.remove(ctx, invoice);
  const shown = presented(ctx, invoice);
  return await commit(ctx, {
    parts: [part],
    events: [invoiceEvents.deleted(shown)],
    audit: { action: "delete", of: part },
    result: shown,
  });
}
