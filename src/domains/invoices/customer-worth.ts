import type { Ctx } from "#/ctx.ts";
import { type CustomerWorth, customerSumsMoved } from "#/domains/customers/index.ts";
import type { StoredStatus } from "./statuses.ts";

type Of<Amounts extends string> = { customerId: number | null } & Record<Amounts, number>;

/** What a customer was charged, and still owes, by an invoice that counts. */
const owedBy = ({
  customerId,
  status,
  ...invoice
}: Of<"totalCents" | "creditNotesCents" | "balanceCents"> & { status: StoredStatus }): CustomerWorth | null =>
  status === "draft" || status === "void"
    ? null
    : {
        customerId,
        invoicedCents: invoice.totalCents - invoice.creditNotesCents,
        outstandingCents: invoice.balanceCents,
      };

/** What a payment is still worth: one that never came is worth nothing of what was left of it. */
const paidBy = ({
  customerId,
  amountCents,
  refundedCents,
  reversedAt,
}: Of<"amountCents" | "refundedCents"> & { reversedAt: string | null }): CustomerWorth => ({
  customerId,
  spendCents: reversedAt === null ? amountCents - refundedCents : 0,
});

/** What a credit note gave back of what was paid. */
const backTo = ({ customerId, refundedCents }: Of<"refundedCents">): CustomerWorth => ({
  customerId,
  spendCents: -refundedCents,
});

/** What a change of a row keeps of its customer's sums. */
const kept =
  <Row>(worthOf: (row: Row) => CustomerWorth | null) =>
  (ctx: Ctx, before: Row | null, after: Row | null) =>
    customerSumsMoved(ctx, before && worthOf(before), after && worthOf(after));
export const [keptOfInvoice, keptOfPayment, keptOfNote] = [kept(owedBy), kept(paidBy), kept(backTo)];
