import { z } from "#/kernel/fields.ts";
import { toInstant } from "#/kernel/time.ts";
import { fromBase64, isHmac } from "./hmac.ts";
import type { Incoming, PaymentProvider } from "./port.ts";

// https://developer.squareup.com/docs/webhooks/step3validate (signatures) and /reference/square/webhooks (events).

const Money = z.object({ amount: z.int().nonnegative(), currency: z.string() });
const Payment = z.object({
  id: z.string(),
  status: z.string(),
  created_at: z.string(),
  amount_money: Money,
  total_money: Money.optional(),
  processing_fee: z.array(z.object({ amount_money: z.object({ amount: z.int() }) })).optional(),
  reference_id: z.string().optional(),
  note: z.string().optional(),
  buyer_email_address: z.string().optional(),
});
const Refund = z.object({
  id: z.string(),
  status: z.string(),
  created_at: z.string(),
  amount_money: Money,
  payment_id: z.string().optional(),
  reason: z.string().optional(),
});
const Dispute = z.object({
  id: z.string().optional(),
  dispute_id: z.string().optional(),
  state: z.string(),
  created_at: z.string(),
  amount_money: Money,
  disputed_payment: z.object({ payment_id: z.string() }).optional(),
});
const Payout = z.object({ id: z.string(), status: z.string(), created_at: z.string(), amount_money: Money });
const Event = z.object({
  data: z.object({ object: z.record(z.string(), z.unknown()).optional() }),
});

export const square: PaymentProvider = {
  needs: ["notification_url"],

  async verify({ secret, notificationUrl }, { headers, body }) {
    const signature = fromBase64(headers.get("x-square-hmacsha256-signature") ?? "");
    return signature !== undefined && (await isHmac(secret, `${notificationUrl}${body}`, signature));
  },

  read(event) {
    const object = Event.parse(event).data.object ?? {};
    return Object.entries(object).flatMap(([name, value]) => readers[name]?.(value) ?? []);
  },
};

const base = (money: z.output<typeof Money>, createdAt: string) => ({
  grossCents: money.amount,
  feeCents: null,
  currency: money.currency.toUpperCase(),
  occurredAt: toInstant(createdAt),
  customer: null,
  reference: null,
  parentExternalId: null,
});

const settled = (status: string): "pending" | "succeeded" | "failed" => {
  if (status === "COMPLETED" || status === "PAID") return "succeeded";
  return ["APPROVED", "PENDING", "SENT"].includes(status) ? "pending" : "failed";
};

const readers: Record<string, (object: unknown) => Incoming[]> = {
  payment(object) {
    const payment = Payment.parse(object);
    const fees = payment.processing_fee?.map((fee) => fee.amount_money.amount);
    return [
      {
        ...base(payment.total_money ?? payment.amount_money, payment.created_at),
        externalId: payment.id,
        kind: "charge",
        status: settled(payment.status),
        feeCents: fees ? fees.reduce((sum, fee) => sum + fee, 0) : null,
        customer: payment.buyer_email_address ?? null,
        reference: payment.reference_id ?? payment.note ?? null,
      },
    ];
  },
  refund(object) {
    const refund = Refund.parse(object);
    return [
      {
        ...base(refund.amount_money, refund.created_at),
        externalId: refund.id,
        kind: "refund",
        status: settled(refund.status),
        parentExternalId: refund.payment_id ?? null,
      },
    ];
  },
  dispute(object) {
    const dispute = Dispute.parse(object);
    const status = dispute.state === "WON" ? "won" : ["LOST", "ACCEPTED"].includes(dispute.state) ? "lost" : "pending";
    return [
      {
        ...base(dispute.amount_money, dispute.created_at),
        externalId: z.string().parse(dispute.id ?? dispute.dispute_id),
        kind: "dispute",
        status,
        parentExternalId: dispute.disputed_payment?.payment_id ?? null,
      },
    ];
  },
  payout(object) {
    const payout = Payout.parse(object);
    return [
      {
        ...base(payout.amount_money, payout.created_at),
        externalId: payout.id,
        kind: "payout",
        status: settled(payout.status),
      },
    ];
  },
};
