import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import type { OutboxEvent } from "#/db/tenant/outbox.ts";
import { invoiceNamed, ProviderTransaction } from "#/domains/reconciliation/index.ts";
import type { Effect } from "#/jobs.ts";
import { AppError } from "#/kernel/errors.ts";
import { log } from "#/kernel/log.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { fromWire } from "#/kernel/wire.ts";
import { paymentByProvider } from "../payment-repo.ts";
import { refundParts } from "./give-back.ts";
import { settleParts } from "./settle-payment.ts";

const transactionIn = ({ data }: OutboxEvent) => fromWire(ProviderTransaction, JSON.parse(data));

/** Records a charge that a provider reports as a payment of the invoice that it names. */
export async function settleCharge(ctx: Ctx, event: OutboxEvent): Promise<Effect | undefined> {
  const { provider, externalId: providerRef, grossCents: amountCents, ...charge } = transactionIn(event);
  const invoiceId = invoiceNamed(charge);
  if (invoiceId === undefined) return undefined;
  const receivedOn = charge.occurredOn as LocalDate; // of our own column
  try {
    const settlement = { invoiceId, amountCents, provider, providerRef, receivedOn };
    const { parts, events, audit } = await settleParts(ctx, settlement);
    return effectOf(parts, events, audit);
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== "not_found") throw error;
    log("warn", "charge names an invoice that does not exist", { tenant: ctx.tenant.id, invoice: invoiceId });
    return undefined;
  }
}

/** Records a refund that a provider reports, where the charge has paid an invoice. The invoice owes it again, unless a credit note covers it. */
export async function settleRefund(ctx: Ctx, event: OutboxEvent): Promise<Effect | undefined> {
  const { provider, externalId: reference, parentExternalId, grossCents, occurredOn } = transactionIn(event);
  if (parentExternalId === null) return undefined;
  const { payment } = await read(ctx, { payment: paymentByProvider(ctx, provider, parentExternalId) });
  if (!payment) return undefined;
  const entryOn = occurredOn as LocalDate; // of our own column
  const { parts, events, audit } = await refundParts(ctx, payment.id, grossCents, {
    entryOn,
    method: "online",
    reference,
  });
  return effectOf(parts, events, audit);
}

const effectOf = (
  parts: Effect["parts"],
  events: Effect["events"],
  [audit]: readonly NonNullable<Effect["audit"]>[],
): Effect => ({
  parts: parts ?? [],
  ...(events && { events }),
  ...(audit && { audit }),
});
