import { AppError } from "#/kernel/errors.ts";
import { z } from "#/kernel/fields.ts";
import { errorText, log } from "#/kernel/log.ts";

// https://docs.stripe.com/api/checkout/sessions/create and https://docs.stripe.com/api/payment_intents/create

/** The version whose shapes we know; the `stripe` package of the tests has its types. */
const API_VERSION = "2026-10-28.endive";
const TIMEOUT_MS = 10_000;
/** Currencies whose amounts Stripe takes in hundredths, although ISO 4217 gives them no decimals (docs.stripe.com/currencies). */
export const IN_HUNDREDTHS: ReadonlySet<string> = new Set(["ISK", "UGX"]);

/** An account at Stripe: `secret` is its secret API key. */
export type StripeAccount = { secret: string; url: string };
/** What somebody pays. `metadata` comes back with the charge, by which the payment finds its invoice. Equal orders with one key are one. */
export type Order = {
  /** In the minor unit of the currency by ISO 4217. */
  amountCents: number;
  currency: string;
  title: string;
  metadata: Readonly<Record<string, string>>;
  customerEmail: string | null;
  idempotencyKey: string;
};

const Session = z.object({ id: z.string(), url: z.url() });
const Intent = z.object({ id: z.string(), client_secret: z.string() });

/** A page of Stripe's where the order is paid; afterwards the customer is at `successUrl`. */
export async function openCheckout(
  account: StripeAccount,
  order: Order,
  { successUrl, cancelUrl }: { successUrl: string; cancelUrl: string },
): Promise<{ id: string; url: string }> {
  const { currency, title, metadata, customerEmail } = order;
  return await ask(account, "/v1/checkout/sessions", order.idempotencyKey, Session, {
    mode: "payment",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": currency.toLowerCase(),
    "line_items[0][price_data][unit_amount]": amountOf(order),
    "line_items[0][price_data][product_data][name]": title,
    ...fields("payment_intent_data[metadata]", metadata),
    ...fields("metadata", metadata),
    ...(customerEmail && { customer_email: customerEmail }),
    success_url: successUrl,
    cancel_url: cancelUrl,
  });
}

/** A payment for a form of one's own (Stripe Elements), which needs its client secret. */
export async function openIntent(account: StripeAccount, order: Order): Promise<{ id: string; clientSecret: string }> {
  const { currency, title, metadata, customerEmail } = order;
  const { id, client_secret } = await ask(account, "/v1/payment_intents", order.idempotencyKey, Intent, {
    amount: amountOf(order),
    currency: currency.toLowerCase(),
    description: title,
    "automatic_payment_methods[enabled]": "true",
    ...(customerEmail && { receipt_email: customerEmail }),
    ...fields("metadata", metadata),
  });
  return { id, clientSecret: client_secret };
}

const amountOf = ({ amountCents, currency }: Order): string =>
  String(IN_HUNDREDTHS.has(currency) ? amountCents * 100 : amountCents);
const fields = (name: string, values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`${name}[${key}]`, value]));

const unreachable = (cause: unknown) =>
  new AppError("unavailable", "payment_provider.unreachable", "Stripe does not answer now. Try again in a minute.", {
    retryAfter: 60,
    cause,
  });
const refusesKey = () =>
  new AppError(
    "conflict",
    "payment_provider.key_refused",
    "This business cannot take payments online now: Stripe refuses its API key. Its administrators enter another by PATCH /admin/integrations/payments/{id}.",
  );
const refusesOrder = () =>
  new AppError(
    "conflict",
    "payment_provider.refused",
    "Stripe does not take this payment. The log of the Stripe account says why; pay in another way.",
  );

/** Posts a form. A lost answer is asked for again by the same key. */
async function ask<T>(
  { secret, url }: StripeAccount,
  path: string,
  idempotencyKey: string,
  shape: z.ZodType<T>,
  form: Record<string, string>,
): Promise<T> {
  const post = () =>
    fetch(new URL(path, url), {
      method: "POST",
      headers: {
        authorization: `Bearer ${secret}`,
        "content-type": "application/x-www-form-urlencoded",
        "idempotency-key": idempotencyKey,
        "stripe-version": API_VERSION,
      },
      body: new URLSearchParams(form).toString(),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  const answer = await post()
    .catch(post)
    .catch((error: unknown) => {
      throw unreachable(error);
    });
  const text = await answer.text().catch((error: unknown) => {
    throw unreachable(error);
  });
  if (answer.ok) {
    const read = shape.safeParse(parsed(text));
    if (read.success) return read.data;
  }
  const about = parsed(text) as { error?: { type?: unknown; code?: unknown } } | undefined;
  log("warn", "Stripe refuses a payment", {
    status: answer.status,
    error: errorText(`${String(about?.error?.type)} ${String(about?.error?.code)}`),
  });
  if (answer.status === 401 || answer.status === 403) throw refusesKey();
  if (answer.status === 429 || answer.status >= 500 || answer.status === 409 || answer.ok)
    throw unreachable(answer.status);
  throw refusesOrder();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
