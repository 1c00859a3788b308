import { notFound } from "#/kernel/errors.ts";
import { aboveBalance, anothersInvoice, invoiceTwice, notOpen } from "./errors.ts";
import { isOpen } from "./statuses.ts";
import type { Invoice } from "./tables.ts";

/** What of some credit goes to which invoice. */
export type Split = { invoiceId: number; amountCents: number };

export type Target = { invoice: Invoice; amountCents: number };

/** The invoices that splits name; refuses those that cannot take that much. `at` names the fields of a split in the request. */
export function targetsOf(
  splits: readonly Split[],
  found: readonly Invoice[],
  { customerId, at }: { customerId: number | null | undefined; at: (i: number) => { id: string; amount: string } },
): Target[] {
  const seen = new Set<number>();
  const owner = customerId === undefined ? found.find(({ id }) => id === splits[0]?.invoiceId)?.customerId : customerId;
  return splits.map(({ invoiceId, amountCents }, i) => {
    const invoice = found.find(({ id }) => id === invoiceId);
    if (!invoice) throw notFound("invoice", invoiceId, at(i).id);
    if (seen.has(invoiceId)) throw invoiceTwice(invoiceId, at(i).id);
    seen.add(invoiceId);
    if (invoice.customerId !== owner) throw anothersInvoice(invoiceId, at(i).id);
    if (!isOpen(invoice.status)) throw notOpen(invoiceId, invoice.status, at(i).id);
    if (amountCents > invoice.balanceCents) throw aboveBalance(invoiceId, invoice.balanceCents, at(i).amount);
    return { invoice, amountCents };
  });
}

/** Of a list of splits. */
export const inList = (i: number) => ({ id: `splits.${i}.invoice_id`, amount: `splits.${i}.amount_cents` });
/** Of the one invoice that a request names. */
export const asNamed = () => ({ id: "invoice_id", amount: "amount_cents" });

export const sumOf = (splits: readonly { amountCents: number }[]): number =>
  splits.reduce((sum, { amountCents }) => sum + amountCents, 0);
