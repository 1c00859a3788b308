import { z } from "#/kernel/fields.ts";
import { toInstant } from "#/kernel/time.ts";
import { fromHex, isHmac } from "./hmac.ts";
import type { Incoming, PaymentProvider } from "./port.ts";
import { IN_HUNDREDTHS } from "./stripe-checkout.ts";

// https://docs.stripe.com/webhooks (signatures) and https://docs.stripe.com/api (objects).

const TOLERANCE_SECONDS = 300;

const Metadata = z.record(z.string(), z.string()).nullish();
const common = { id: z.string(), amount: z.int().nonnegative(), currency: z.string(), created: z.int() };
const Charge = z.object({
  ...common,
  object: z.literal("charge"),
  status: z.string(),
  paid: z.boolean().optional(),
  captured: z.boolean().optional(),
  amount_captured: z.int().nonnegative().optional(),
  description: z.string().nullish(),
  metadata: Metadata,
  billing_details: z.object({ name: z.string().nullish(), email: z.string().nullish() }).nullish(),
  balance_transaction: z.union([z.string(), z.object({ fee: z.int() })]).nullish(),
});
const Refund = z.object({
  ...common,
  object: z.literal("refund"),
  status: z.string().nullish(),
  charge: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
  metadata: Metadata,
});
const Dispute = z.object({
  ...common,
  object: z.literal("dispute"),
  status: z.string(),
  charge: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
});
const Payout = z.object({ ...common, object: z.literal("payout"), status: z.string() });
const Event = z.object({ type: z.string(), data: z.object({ object: z.looseObject({ object: z.string() }) }) });

export const stripe: PaymentProvider = {
  needs: [],
  secretProblem: (secret) => (secret.startsWith("whsec_") ? undefined : "must begin with whsec_"),

  async verify({ secret }, { headers, body, now }) {
    const fields = (headers.get("stripe-signature") ?? "").split(",").map((field) => field.trim().split("="));
    const time = fields.find(([name]) => name === "t")?.[1] ?? "";
    if (!/^\d{1,12}$/.test(time)) return false;
    if (Math.abs(Date.parse(now) / 1000 - Number(time)) > TOLERANCE_SECONDS) return false; // the library takes times far ahead
    for (const [name, value = ""] of fields) {
      const signature = name === "v1" ? fromHex(value) : undefined;
      if (signature && (await isHmac(secret, `${time}.${body}`, signature))) return true;
    }
    return false;
  },

  read(event) {
    const { object } = Event.parse(event).data;
    const reader = readers[object.object];
    return reader ? reader(object) : [];
  },
};

const idOf = (named: string | { id: string } | null | undefined): string | null =>
  named == null ? null : typeof named === "string" ? named : named.id;

function base({ id, amount, currency, created }: z.output<z.ZodObject<typeof common>>) {
  const code = currency.toUpperCase();
  return {
    externalId: id,
    grossCents: IN_HUNDREDTHS.has(code) ? amount / 100 : amount,
    feeCents: null,
    currency: code,
    occurredAt: toInstant(created * 1000),
    customer: null,
    reference: null,
    parentExternalId: null,
  };
}

/** The sale or invoice that our own integration notes in the metadata, before any text. */
const referenceIn = (metadata: z.output<typeof Metadata>, text?: string | null): string | null =>
  metadata?.sale_id
    ? `sale ${metadata.sale_id}`
    : metadata?.invoice_id
      ? `invoice ${metadata.invoice_id}`
      : (metadata?.reference ?? text ?? null);

const settled = (status: string | null | undefined): "pending" | "succeeded" | "failed" =>
  status === "succeeded" || status === "paid"
    ? "succeeded"
    : status === "pending" || status === "in_transit"
      ? "pending"
      : "failed";

const readers: Record<string, (object: unknown) => Incoming[]> = {
  charge(object) {
    const charge = Charge.parse(object);
    const isCaptured = charge.captured !== false;
    const about = base({ ...charge, amount: isCaptured ? (charge.amount_captured ?? charge.amount) : charge.amount });
    return [
      {
        ...about,
        kind: "charge",
        status: isCaptured || charge.status === "failed" ? settled(charge.status) : "pending",
        feeCents: typeof charge.balance_transaction === "object" ? (charge.balance_transaction?.fee ?? null) : null,
        customer: charge.billing_details?.name ?? charge.billing_details?.email ?? null,
        reference: referenceIn(charge.metadata, charge.description),
      },
    ];
  },
  refund(object) {
    const refund = Refund.parse(object);
    return [
      {
        ...base(refund),
        kind: "refund",
        status: refund.status === "requires_action" ? "pending" : settled(refund.status),
        reference: referenceIn(refund.metadata),
        parentExternalId: idOf(refund.charge),
      },
    ];
  },
  dispute(object) {
    const dispute = Dispute.parse(object);
    const status = dispute.status === "won" || dispute.status === "lost" ? dispute.status : "pending";
    return [{ ...base(dispute), kind: "dispute", status, parentExternalId: idOf(dispute.charge) }];
  },
  payout(object) {
    const payout = Payout.parse(object);
    return [{ ...base(payout), kind: "payout", status: settled(payout.status) }];
  },
};
