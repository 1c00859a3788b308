import type { Ctx } from "#/ctx.ts";
import { type Audit, commit, type Parts } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { AppError, notFound } from "#/kernel/errors.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { paymentByProvider } from "../payment-repo.ts";
import { todayOf } from "../present.ts";
import type { PaymentMethod } from "../statuses.ts";
import type { Invoice, InvoicePayment } from "../tables.ts";
import { receiptParts, receiptQueries, targetsDue } from "./record-payment.ts";

/** A payment as its provider reports it. */
export type Settlement = {
  invoiceId: number;
  amountCents: number;
  /** `stripe`, and its id of the payment: by both it is settled once, however often it is told. */
  provider: string;
  providerRef: string;
  method?: PaymentMethod;
  /** Local day; today when absent. */
  receivedOn?: LocalDate;
};
export type Settled = { payment: InvoicePayment; invoice: Invoice | undefined; repeated: boolean };

const TRIES = 4;

/**
 * Records a payment that came by itself. The money is there, so nothing is refused: what is above what is due, or comes for an invoice that owes
 * nothing by now, is the customer's credit. Told again, it answers what was recorded.
 */
export async function settle(ctx: Ctx, settlement: Settlement): Promise<Settled> {
  for (let tries = 1; ; tries++) {
    const { parts, events, audit, settled } = await settleParts(ctx, settlement);
    if (settled.repeated) return settled;
    try {
      return await commit(ctx, { parts, events, audit, result: settled });
    } catch (error) {
      const isOvertaken = error instanceof AppError && error.kind === "conflict";
      if (!isOvertaken || tries === TRIES) throw error;
    }
  }
}

/** The same as parts of a commit of the caller's, who repeats it when another was faster (409). Nothing where it was settled before. */
export async function settleParts(
  ctx: Ctx,
  { invoiceId, amountCents, provider, providerRef, method = "online", receivedOn = todayOf(ctx) }: Settlement,
): Promise<{ parts: Parts; events: readonly DomainEvent[]; audit: readonly Audit[]; settled: Settled }> {
  const loaded = await load(ctx, {
    ...receiptQueries(ctx, [invoiceId]),
    before: paymentByProvider(ctx, provider, providerRef),
  });
  const [invoice] = loaded.found;
  if (loaded.before)
    return { parts: [], events: [], audit: [], settled: { payment: loaded.before, invoice, repeated: true } };
  if (!invoice) throw notFound("invoice", invoiceId, "invoice_id");
  const { customerId, customerName } = invoice;
  const made = receiptParts(ctx, loaded, {
    ...{ customerId, customerName, amountCents, receivedOn, method, provider, providerRef, reference: providerRef },
    targets: targetsDue(invoice, amountCents),
  });
  const { parts, events, audit, row } = made;
  return { parts, events, audit, settled: { payment: row, invoice: made.invoices[0] ?? invoice, repeated: false } };
}
