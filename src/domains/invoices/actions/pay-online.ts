import type { Ctx } from "#/ctx.ts";
import { stripeAccountOf, takesPayments } from "#/domains/reconciliation/index.ts";
import { type Order, openCheckout, openIntent } from "#/integrations/payments/index.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { nothingDue, notPaidOnline } from "../errors.ts";
import { isOpen } from "../statuses.ts";
import type { Invoice } from "../tables.ts";

type Account = Parameters<typeof takesPayments>[0];
/** An invoice, and the business' account with the provider, if there is one. */
type Payable = { invoice: Invoice; account: Account };
type Urls = { successUrl: string; cancelUrl: string };

/**
 * Opens a page of the payment provider where all that is due is paid; answers its address. Nothing is written here: the provider reports the payment by
 * its webhook, and that settles the invoice.
 */
export async function payByCheckout(ctx: Ctx, payable: Payable, urls: Urls): Promise<string> {
  const { account, order } = await orderOf(ctx, payable, urls);
  return (await openCheckout(account, order, urls)).url;
}

/** Begins a payment of all that is due, for a form of the customer's own page. */
export async function payByIntent(ctx: Ctx, payable: Payable) {
  const { account, order } = await orderOf(ctx, payable);
  const { id, clientSecret } = await openIntent(account, order);
  return { id, clientSecret, amountCents: order.amountCents, currency: order.currency };
}

async function orderOf(ctx: Ctx, { invoice, account }: Payable, more: object = {}) {
  const { id, number, currency, balanceCents, customerEmail } = invoice;
  if (!isOpen(invoice.status) || balanceCents <= 0) throw nothingDue(number ?? "");
  if (!takesPayments(account)) throw notPaidOnline();
  const title = `Invoice ${number}`;
  const what = {
    id,
    version: invoice.version,
    balanceCents,
    currency,
    customerEmail,
    hour: ctx.realNow.slice(0, 13),
    ...more,
  };
  const order: Order = {
    ...{ amountCents: balanceCents, currency, title, customerEmail },
    metadata: { invoice_id: String(id), tenant_id: ctx.tenant.id },
    idempotencyKey: await sha256(`${ctx.tenant.id} ${JSON.stringify(what)}`), // who presses twice gets one payment
  };
  return { account: await stripeAccountOf(ctx, account), order };
}
