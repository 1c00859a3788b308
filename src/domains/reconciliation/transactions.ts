import type { Ctx } from "#/ctx.ts";
import type { RowPart } from "#/db/tenant/resource.ts";
import type { Incoming, ProviderName } from "#/integrations/payments/index.ts";
import type { z } from "#/kernel/fields.ts";
import { type LocalDate, localDateOf, localTime, toInstant } from "#/kernel/time.ts";
import type { Inside } from "#/kernel/wire.ts";
import { chargeSucceeded, refundSucceeded } from "./events.ts";
import type { ReportedPayment } from "./report-schemas.ts";
import { invoiceNamed, type Transaction, transactions } from "./tables.ts";

export type Told = Omit<Incoming, "kind"> & { kind: Transaction["kind"]; provider: ProviderName };

/** What to write of a transaction that a provider tells of; undefined where it says nothing new. `id` is its id if it is new. */
export function planTransaction(
  ctx: Ctx,
  told: Told,
  known: Transaction | undefined,
  { source, id = transactions.newId() }: { source: Transaction["source"]; id?: number },
): RowPart<Transaction> | undefined {
  const part = planRow(ctx, told, known, { source, id });
  if (part?.row.status !== "succeeded" || part.before?.status === "succeeded") return part;
  if (invoiceNamed(part.row) !== undefined) return { ...part, events: [chargeSucceeded(part.row)] };
  const isRefund = part.row.kind === "refund" && part.row.parentExternalId !== null;
  return isRefund ? { ...part, events: [refundSucceeded(part.row)] } : part;
}

function planRow(
  ctx: Ctx,
  told: Told,
  known: Transaction | undefined,
  { source, id }: { source: Transaction["source"]; id: number },
): RowPart<Transaction> | undefined {
  if (!known)
    return transactions.insert(ctx, {
      ...told,
      id,
      feeCents: told.feeCents ?? 0,
      occurredOn: localDateOf(told.occurredAt, ctx.tenant.timezone),
      matchedCents: 0,
      source,
    });
  const change = news(told, known);
  return Object.keys(change).length === 0 ? undefined : transactions.change(ctx, known, change);
}

/**
 * What is new about a known transaction. Events come late and in any order: what has ended does not wait again. An amount that is matched
 * already does not change.
 */
function news(told: Told, known: Transaction): Partial<Pick<Transaction, "status" | "feeCents" | "grossCents">> {
  const isUntouched = known.matchedCents === 0;
  const goesOn = known.status === "pending" || (told.status === "failed" && isUntouched);
  return {
    ...(goesOn && told.status !== known.status && { status: told.status }),
    ...(told.feeCents !== null &&
      told.feeCents !== known.feeCents &&
      known.feeCents === 0 && { feeCents: told.feeCents }),
    ...(known.status === "pending" &&
      isUntouched &&
      told.grossCents !== known.grossCents && { grossCents: told.grossCents }),
  };
}

/** A payment as a file reports it. Without a kind an amount below zero is a refund; a day alone is its noon. */
export function reported(
  { kind, grossCents, currency, occurredAt, status, ...payment }: Inside<z.output<typeof ReportedPayment>>,
  usual: { currency: string; timeZone: string },
): Told {
  return {
    ...payment,
    kind: kind ?? (grossCents < 0 ? "refund" : "charge"),
    status: status ?? "succeeded",
    grossCents: Math.abs(grossCents),
    currency: currency ?? usual.currency,
    occurredAt: /T/.test(occurredAt)
      ? toInstant(occurredAt)
      : localTime(occurredAt as LocalDate, "12:00", usual.timeZone),
    feeCents: payment.feeCents ?? null,
    customer: payment.customer ?? null,
    reference: payment.reference ?? null,
    parentExternalId: payment.parentExternalId ?? null,
  };
}
