import { exponentOf, minorUnits } from "#/kernel/currencies.ts";
import { AppError } from "#/kernel/errors.ts";
import { z } from "#/kernel/fields.ts";
import { toInstant } from "#/kernel/time.ts";
import type { Credentials, Delivery, Incoming, PaymentProvider } from "./port.ts";

// https://developer.paypal.com/api/rest/webhooks/rest/ : PayPal itself verifies a webhook that is posted back to it.

const PATIENCE_MS = 5000;

const unreachable = (cause: unknown) =>
  new AppError("unavailable", "payment_webhook.provider_unreachable", "PayPal cannot be asked now. Send it again.", {
    retryAfter: 60,
    cause,
  });

const Money = z.object({ value: z.string(), currency_code: z.string() });
const Up = z.array(z.object({ rel: z.string(), href: z.string() })).optional();
const Capture = z.object({
  id: z.string(),
  status: z.string().optional(),
  amount: Money,
  create_time: z.string(),
  invoice_id: z.string().optional(),
  custom_id: z.string().optional(),
  seller_receivable_breakdown: z.object({ paypal_fee: Money.optional() }).optional(),
  links: Up,
});
const Dispute = z.object({
  dispute_id: z.string(),
  create_time: z.string(),
  dispute_amount: Money,
  disputed_transactions: z.array(z.object({ seller_transaction_id: z.string() })).optional(),
  dispute_outcome: z.object({ outcome_code: z.string() }).optional(),
});
const Event = z.object({ event_type: z.string(), resource: z.unknown() });

export const paypal: PaymentProvider = {
  needs: ["paypal_webhook", "paypal_client"],

  async verify(credentials, delivery) {
    try {
      return await askPayPal(credentials, delivery);
    } catch (error) {
      throw error instanceof AppError ? error : unreachable(error);
    }
  },

  read(event) {
    const { event_type: type, resource } = Event.parse(event);
    if (type.startsWith("CUSTOMER.DISPUTE.")) return [dispute(resource)];
    const status = captures[type];
    if (status) return [capture(resource, status)];
    return type === "PAYMENT.CAPTURE.REFUNDED" || type === "PAYMENT.CAPTURE.REVERSED" ? [refund(resource)] : [];
  },
};

async function askPayPal(
  { paypalClient, secret, paypalWebhook }: Credentials,
  { headers, body, env }: Delivery,
): Promise<boolean> {
  const token = await post(`${env.PAYPAL_API_URL}/v1/oauth2/token`, "grant_type=client_credentials", {
    authorization: `Basic ${btoa(`${paypalClient}:${secret}`)}`,
    "content-type": "application/x-www-form-urlencoded",
  });
  const { access_token } = z.object({ access_token: z.string() }).parse(token);
  const about = {
    auth_algo: headers.get("paypal-auth-algo"),
    cert_url: headers.get("paypal-cert-url"),
    transmission_id: headers.get("paypal-transmission-id"),
    transmission_sig: headers.get("paypal-transmission-sig"),
    transmission_time: headers.get("paypal-transmission-time"),
    webhook_id: paypalWebhook,
  };
  if (Object.values(about).includes(null)) return false;
  // the event goes back byte by byte: written again, its numbers and escapes could differ from those that were signed
  const asked = `${JSON.stringify(about).slice(0, -1)},"webhook_event":${body}}`;
  const answer = await post(`${env.PAYPAL_API_URL}/v1/notifications/verify-webhook-signature`, asked, {
    authorization: `Bearer ${access_token}`,
    "content-type": "application/json",
  });
  return z.object({ verification_status: z.string() }).parse(answer).verification_status === "SUCCESS";
}

async function post(url: string, body: string, headers: Record<string, string>): Promise<unknown> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const answer = await fetch(url, { method: "POST", body, headers, signal, redirect: "error" });
  if (!answer.ok) throw unreachable(new Error(`PayPal answers ${answer.status}`));
  return await answer.json();
}

function amountOf({ value, currency_code: currency }: z.output<typeof Money>): number {
  return z
    .int()
    .nonnegative()
    .parse(minorUnits(value, exponentOf(currency)));
}

const base = (id: string, money: z.output<typeof Money>, createdAt: string) => ({
  externalId: id,
  grossCents: amountOf(money),
  feeCents: null,
  currency: money.currency_code.toUpperCase(),
  occurredAt: toInstant(createdAt),
  customer: null,
  reference: null,
  parentExternalId: null,
});

const captures: Record<string, "pending" | "succeeded" | "failed"> = {
  "PAYMENT.CAPTURE.COMPLETED": "succeeded",
  "PAYMENT.CAPTURE.PENDING": "pending",
  "PAYMENT.CAPTURE.DENIED": "failed",
  "PAYMENT.CAPTURE.DECLINED": "failed",
};

function capture(resource: unknown, status: "pending" | "succeeded" | "failed"): Incoming {
  const found = Capture.parse(resource);
  const fee = found.seller_receivable_breakdown?.paypal_fee;
  return {
    ...base(found.id, found.amount, found.create_time),
    kind: "charge",
    status,
    feeCents: fee ? amountOf(fee) : null,
    reference: found.custom_id ?? found.invoice_id ?? null,
  };
}

function refund(resource: unknown): Incoming {
  const found = Capture.parse(resource);
  const up = found.links?.find(({ rel }) => rel === "up")?.href;
  return {
    ...base(found.id, found.amount, found.create_time),
    kind: "refund",
    status: "succeeded",
    reference: found.custom_id ?? found.invoice_id ?? null,
    parentExternalId: up?.split("/").at(-1) ?? null,
  };
}

function dispute(resource: unknown): Incoming {
  const found = Dispute.parse(resource);
  const outcome = found.dispute_outcome?.outcome_code;
  const isWon = outcome === "RESOLVED_SELLER_FAVOUR" || outcome === "CANCELED_BY_BUYER" || outcome === "DENIED";
  return {
    ...base(found.dispute_id, found.dispute_amount, found.create_time),
    kind: "dispute",
    status: outcome === undefined ? "pending" : isWon ? "won" : "lost",
    parentExternalId: found.disputed_transactions?.[0]?.seller_transaction_id ?? null,
  };
}
