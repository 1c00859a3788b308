import type { Ctx } from "#/ctx.ts";
import { commit, type Parts } from "#/db/tenant/commit.ts";
import { type Answers, load } from "#/db/tenant/load.ts";
import { holdCustomer, matchCustomer } from "#/domains/customers/index.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { LocalDate } from "#/kernel/time.ts";
import type { Inside } from "#/kernel/wire.ts";
import { amountNeeded, creditNeedsCustomer, dateInFuture, splitsAboveAmount } from "../errors.ts";
import { paymentEvents } from "../events.ts";
import { entries, movedParts } from "../ledger.ts";
import { invoicesByIds } from "../ledger-repo.ts";
import { applied, creditAfter, credited } from "../ledger-rules.ts";
import type { RecordInvoicePayment } from "../payment-schemas.ts";
import { todayOf } from "../present.ts";
import { asNamed, inList, type Split, sumOf, type Target, targetsOf } from "../splits.ts";
import { isOpen, type PaymentMethod } from "../statuses.ts";
import { type Invoice, type InvoicePayment, invoicePayments } from "../tables.ts";

type Asked = Inside<z.output<typeof RecordInvoicePayment>>;

/** Records money that a customer gave, and applies it to the invoices that it is for. What is left of a split payment is the customer's credit. */
export async function recordPayment(ctx: Ctx, asked: Asked): Promise<InvoicePayment> {
  const splits = asked.splits ?? [];
  const ids = asked.invoiceId === undefined ? splits.map(({ invoiceId }) => invoiceId) : [asked.invoiceId];
  const loaded = await load(ctx, {
    ...receiptQueries(ctx, ids),
    customer:
      asked.customerId === undefined ? undefined : matchCustomer(ctx, { customerId: asked.customerId }).customer,
  });
  const today = todayOf(ctx);
  const receivedOn = asked.receivedOn ?? today;
  if (receivedOn > today) throw dateInFuture("received_on", today);
  const { customer, found } = loaded;
  const { targets, amountCents } = targetsAsked(asked, found, customer?.id);
  const customerId = customer?.id ?? targets[0]?.invoice.customerId ?? null;
  const customerName = customer?.name ?? targets[0]?.invoice.customerName ?? "";
  if (sumOf(targets) < amountCents && customerId === null) throw creditNeedsCustomer();

  const { method, reference, notes } = asked;
  const made = receiptParts(ctx, loaded, {
    ...{ customerId, customerName, amountCents, targets, receivedOn, method },
    ...{ reference: reference ?? null, notes: notes ?? null },
  });
  const held = customer ? holdCustomer(ctx, customer.id) : [];
  return await commit(ctx, { ...made, parts: [...made.parts, ...held], result: made.row });
}

/** What a request names: one invoice, or splits. */
function targetsAsked(asked: Asked, found: readonly Invoice[], customerId: number | undefined) {
  const { invoiceId, splits = [] } = asked;
  if (invoiceId === undefined) {
    if (asked.amountCents === undefined) throw amountNeeded();
    const targets = targetsOf(splits, found, { customerId, at: inList });
    if (sumOf(splits) > asked.amountCents) throw splitsAboveAmount(asked.amountCents);
    return { targets, amountCents: asked.amountCents };
  }
  const balanceCents = found[0]?.balanceCents ?? 0;
  const split: Split = { invoiceId, amountCents: asked.amountCents ?? balanceCents };
  return { targets: targetsOf([split], found, { customerId, at: asNamed }), amountCents: split.amountCents };
}

/** What a payment needs, for a load. */
export const receiptQueries = (ctx: Ctx, ids: readonly number[]) => ({
  found: invoicesByIds(ctx, JSON.stringify(ids)),
  organization: organizationOf(ctx),
  id: invoicePayments.nextId(ctx),
});

type Receipt = {
  customerId: number | null;
  customerName: string;
  amountCents: number;
  targets: readonly Target[];
  receivedOn: LocalDate;
  method: PaymentMethod;
  reference: string | null;
  notes?: string | null;
  provider?: string;
  providerRef?: string;
};

/** What a payment puts into a commit: itself, its entries in the ledger, and the invoices that it pays. */
export function receiptParts(
  ctx: Ctx,
  { id, organization }: Pick<Answers<ReturnType<typeof receiptQueries>>, "id" | "organization">,
  { targets, ...receipt }: Receipt,
) {
  const source = { paymentId: id };
  const { amountCents, receivedOn, customerId } = receipt;
  const received = credited(source, amountCents, receivedOn);
  const pays = targets.map(({ invoice, amountCents }) => applied(source, invoice.id, amountCents, receivedOn));
  const sums = creditAfter({ appliedCents: 0, refundedCents: 0, unappliedCents: 0 }, [received, ...pays]);
  const currency = targets[0]?.invoice.currency ?? settingOf(organization, "currency");
  const part = invoicePayments.insert(ctx, { ...receipt, ...sums, id, currency });
  const moved = movedParts(ctx, customerId, pays, { invoices: targets });
  const parts: Parts = [part, entries(ctx, customerId, [received]), ...moved.parts];
  return {
    parts,
    events: [paymentEvents.received(part.row), ...moved.events],
    audit: [{ action: "record", of: part }, ...moved.invoiceParts.map((of) => ({ action: "pay", of }))],
    row: part.row,
    invoices: moved.invoiceParts.map(({ row }) => row),
  };
}

/** What of a payment that came by itself goes to the invoice that it was for: no more than is due. */
export const targetsDue = (invoice: Invoice | undefined, amountCents: number): Target[] =>
  invoice && isOpen(invoice.status) ? [{ invoice, amountCents: Math.min(amountCents, invoice.balanceCents) }] : [];
