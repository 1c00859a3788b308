import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStripe, refusals } from "../../../test/support/stripe-double.ts";
import { type Order, openCheckout, openIntent } from "./index.ts";

let stripe: Awaited<ReturnType<typeof openStripe>>;
beforeAll(async () => {
  stripe = await openStripe();
});
afterAll(() => stripe.close());

const order: Order = {
  ...{ amountCents: 15_000, currency: "USD", title: "Invoice INV-42", customerEmail: "jane@doe.example" },
  metadata: { invoice_id: "42" },
  idempotencyKey: "k1",
};
const account = () => ({ secret: "rk_test_1", url: stripe.url });
const urls = { successUrl: "https://a.example/i/t?paid=1", cancelUrl: "https://a.example/i/t" };

describe("a page to pay at", () => {
  it("is asked for as Stripe's document says: once whatever often it is pressed, with the invoice in the metadata of the payment", async () => {
    const first = await openCheckout(account(), order, urls);
    expect(first.url).toMatch(/^https:\/\/checkout\.stripe\.com\//);
    expect(await openCheckout(account(), order, urls)).toEqual(first);
    expect(stripe.asked[0]).toEqual({
      path: "/v1/checkout/sessions",
      secret: "rk_test_1",
      idempotencyKey: "k1",
      version: Stripe.API_VERSION,
      form: {
        mode: "payment",
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": "usd",
        "line_items[0][price_data][unit_amount]": "15000",
        "line_items[0][price_data][product_data][name]": "Invoice INV-42",
        "payment_intent_data[metadata][invoice_id]": "42",
        "metadata[invoice_id]": "42",
        customer_email: "jane@doe.example",
        success_url: urls.successUrl,
        cancel_url: urls.cancelUrl,
      },
    });
  });
  it("is asked for again by the same key when the answer got lost, and is one", async () => {
    const before = stripe.made();
    stripe.hangUpNext();
    await openCheckout(account(), { ...order, idempotencyKey: "k2" }, urls);
    expect(stripe.made()).toBe(before + 1);
  });
});

it("a payment in a form of one's own has a client secret; krónur are written in hundredths", async () => {
  const { clientSecret } = await openIntent(account(), {
    ...order,
    currency: "ISK",
    amountCents: 500,
    idempotencyKey: "k3",
  });
  expect(clientSecret).toMatch(/_secret_/);
  expect(stripe.asked.at(-1)?.form).toMatchObject({ amount: "50000", currency: "isk", "metadata[invoice_id]": "42" });
});

it.each([
  ["badKey", "conflict", "payment_provider.key_refused"],
  ["badAmount", "conflict", "payment_provider.refused"],
  ["tooMany", "unavailable", "payment_provider.unreachable"],
  ["broken", "unavailable", "payment_provider.unreachable"],
] as const)("Stripe's answer %s has a reason", async (name, kind, reason) => {
  stripe.answerNext(refusals[name]);
  await expect(openIntent(account(), { ...order, idempotencyKey: name })).rejects.toMatchObject({ kind, reason });
});

it("a provider that cannot be reached is tried again later", async () => {
  const nobody = { secret: "rk_test_1", url: "http://127.0.0.1:9" };
  await expect(openIntent(nobody, order)).rejects.toMatchObject({ kind: "unavailable", retryAfter: 60 });
});
