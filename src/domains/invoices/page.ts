import type { Ctx } from "#/ctx.ts";
import { brandOf, documentMain, publicPage } from "#/domains/documents/index.ts";
import type { Organization } from "#/domains/organization/index.ts";
import { html } from "#/kernel/html.ts";
import { isOpen } from "./statuses.ts";
import type { Invoice } from "./tables.ts";
import { invoiceView } from "./view.ts";

type Shown = { token: string; nonce: string; paysOnline: boolean; paid: boolean };

/** The page of an invoice: a button to pay where the business takes payments online, else how to pay. */
export function invoicePage(
  ctx: Ctx,
  invoice: Invoice,
  organization: Organization | undefined,
  { token, nonce, paysOnline, paid }: Shown,
): string {
  const brand = brandOf(ctx, organization);
  const owes = isOpen(invoice.status);
  const notice =
    paid && owes
      ? html`<p class="notice" role="status">Thank you. Your payment shows here in a moment.</p>`
      : undefined;
  const pay = owes
    ? paysOnline
      ? html`<form method="post" action="/i/${token}/pay"><button class="primary" type="submit">Pay now</button></form>`
      : html`<p>To pay, please follow the instructions on this invoice or get in touch with ${brand.name}, and name the number ${invoice.number}.</p>`
    : undefined;
  const actions = html`<div class="actions">${pay}<p><a href="/i/${token}/pdf">Download as PDF</a></p></div>`;
  const main = documentMain(invoiceView(ctx, invoice, organization), { ...(notice && { notice }), actions });
  return publicPage({ title: `Invoice ${invoice.number ?? ""}`, brand, nonce, main });
}
