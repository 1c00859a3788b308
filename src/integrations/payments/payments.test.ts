import { createHmac } from "node:crypto";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toInstant } from "#/kernel/time.ts";
import { openReceiver, type Receiver } from "../../../test/support/receiver.ts";
import { paymentProviders } from "./index.ts";

const now = toInstant("2026-03-31T18:00:00Z");
const env = { PAYPAL_API_URL: "" };
const none = { notificationUrl: null, paypalWebhook: null, paypalClient: null };
const { stripe, square, paypal } = paymentProviders;

const charge = {
  object: "charge",
  id: "ch_1",
  amount: 15_000,
  currency: "usd",
  created: 1_774_980_251,
  status: "succeeded",
  captured: true,
  description: "AC repair",
  metadata: { sale_id: "42" },
  billing_details: { name: "Jane Smith", email: null },
  balance_transaction: "txn_1",
};
const event = (object: object) => ({ id: "evt_1", type: "any", data: { object } });

describe("a webhook of Stripe", () => {
  const secret = "whsec_test";
  const body = JSON.stringify(event(charge));
  const signed = (seconds: number, of = body, by = secret) =>
    Stripe.webhooks.generateTestHeaderString({ payload: of, secret: by, timestamp: Date.parse(now) / 1000 + seconds });
  const isTrusted = (signature: string) =>
    stripe.verify({ ...none, secret }, { headers: new Headers({ "stripe-signature": signature }), body, now, env });

  it("is trusted when their own package has signed it within five minutes", async () => {
    for (const seconds of [0, -299, 299]) expect(await isTrusted(signed(seconds))).toBe(true);
  });

  it("is trusted by one of several signatures, as while a secret is rolled", async () => {
    const rolled = signed(0).replace(/v1=/, `v1=${"0".repeat(64)},v1=`);
    expect(await isTrusted(rolled)).toBe(true);
  });

  it.each([
    ["too old", signed(-301)],
    ["from the future, which their package takes", signed(301)],
    ["of another body", signed(0, `${body} `)],
    ["by another secret", signed(0, body, "whsec_other")],
    ["without a time", signed(0).replace(/^t=\d+,/, "")],
    ["without a signature", `t=${Date.parse(now) / 1000}`],
    ["not hex", `t=${Date.parse(now) / 1000},v1=zz`],
    ["of the old scheme only", signed(0).replace("v1=", "v0=")],
    ["empty", ""],
  ])("is refused when it is %s", async (_, signature) => {
    expect(await isTrusted(signature)).toBe(false);
  });

  it("tells a charge with the sale of its metadata, and no fee, which comes with the report", () => {
    expect(stripe.read(event(charge))).toEqual([
      {
        externalId: "ch_1",
        kind: "charge",
        status: "succeeded",
        grossCents: 15_000,
        feeCents: null,
        currency: "USD",
        occurredAt: "2026-03-31T18:04:11.000Z",
        customer: "Jane Smith",
        reference: "sale 42",
        parentExternalId: null,
      },
    ]);
  });

  it("counts what was captured, and an authorization alone not yet", () => {
    expect(stripe.read(event({ ...charge, amount_captured: 9000 }))).toMatchObject([
      { grossCents: 9000, status: "succeeded" },
    ]);
    expect(stripe.read(event({ ...charge, captured: false }))).toMatchObject([
      { status: "pending", grossCents: 15_000 },
    ]);
  });

  it("tells refunds, disputes and payouts, by the charge that they are about", () => {
    const about = { id: "x_1", amount: 3000, currency: "isk", created: 1_774_980_251, charge: "ch_1" };
    expect(stripe.read(event({ ...about, object: "refund", status: "succeeded" }))).toMatchObject([
      { kind: "refund", grossCents: 30, parentExternalId: "ch_1" }, // in hundredths, though the króna has none
    ]);
    expect(stripe.read(event({ ...about, object: "dispute", status: "needs_response" }))).toMatchObject([
      { kind: "dispute", status: "pending", parentExternalId: "ch_1" },
    ]);
    expect(stripe.read(event({ ...about, object: "dispute", status: "won" }))).toMatchObject([{ status: "won" }]);
    expect(stripe.read(event({ ...about, object: "payout", status: "paid" }))).toMatchObject([
      { kind: "payout", status: "succeeded" },
    ]);
    expect(stripe.read(event({ object: "customer", id: "cus_1" }))).toEqual([]);
  });
});

describe("a webhook of Square", () => {
  const secret = "square signature key";
  const notificationUrl = "https://api.truckroll.example/api/v1/integrations/square/1";
  const money = (amount: number) => ({ amount, currency: "USD" });
  const payment = {
    id: "pay_1",
    status: "COMPLETED",
    created_at: "2026-03-31T18:04:11.000Z",
    amount_money: money(14_000),
    total_money: money(15_000),
    processing_fee: [{ amount_money: money(465) }],
    reference_id: "42",
  };
  const body = JSON.stringify({ type: "payment.updated", data: { object: { payment } } });
  const isTrusted = (signature: string) =>
    square.verify(
      { ...none, notificationUrl, secret },
      { headers: new Headers({ "x-square-hmacsha256-signature": signature }), body, now, env },
    );
  const sign = (text: string) => createHmac("sha256", secret).update(text).digest("base64");

  it("is trusted when address and body are signed, and refused otherwise", async () => {
    expect(await isTrusted(sign(notificationUrl + body))).toBe(true);
    for (const wrong of [sign(body), sign(`${notificationUrl}/${body}`), "%%%", ""])
      expect(await isTrusted(wrong)).toBe(false);
  });

  it("tells a payment with its tip and its fee, a refund, a dispute", () => {
    expect(square.read(JSON.parse(body))).toMatchObject([
      { externalId: "pay_1", kind: "charge", status: "succeeded", grossCents: 15_000, feeCents: 465, reference: "42" },
    ]);
    const refund = {
      id: "r_1",
      status: "PENDING",
      created_at: payment.created_at,
      amount_money: money(500),
      payment_id: "pay_1",
    };
    expect(square.read({ type: "refund.created", data: { object: { refund } } })).toMatchObject([
      { kind: "refund", status: "pending", parentExternalId: "pay_1" },
    ]);
    const dispute = {
      id: "d_1",
      state: "LOST",
      created_at: payment.created_at,
      amount_money: money(500),
      disputed_payment: { payment_id: "pay_1" },
    };
    expect(square.read({ type: "dispute.state.updated", data: { object: { dispute } } })).toMatchObject([
      { kind: "dispute", status: "lost", parentExternalId: "pay_1" },
    ]);
    expect(square.read({ type: "customer.created", data: { object: { customer: {} } } })).toEqual([]);
  });
});

describe("a webhook of PayPal", () => {
  const body = `{"event_type":"PAYMENT.CAPTURE.COMPLETED","resource":{"id":"cap_1","amount":{"value":"150.00","currency_code":"USD"},"create_time":"2026-03-31T18:04:11Z","custom_id":"sale 42","seller_receivable_breakdown":{"paypal_fee":{"value":"4.65","currency_code":"USD"}},"unknown":1.0}}`;
  const headers = new Headers({
    "paypal-auth-algo": "SHA256withRSA",
    "paypal-cert-url": "https://api.paypal.com/v1/notifications/certs/CERT-1",
    "paypal-transmission-id": "t-1",
    "paypal-transmission-sig": "signature",
    "paypal-transmission-time": "2026-03-31T18:04:12Z",
  });
  const credentials = { secret: "app secret", notificationUrl: null, paypalWebhook: "WH-1", paypalClient: "app" };
  let payPal: Receiver;
  let says = "SUCCESS";
  beforeAll(async () => {
    payPal = await openReceiver((_, { path }) => ({
      status: says === "down" ? 500 : 200,
      body: JSON.stringify(path.endsWith("token") ? { access_token: "A21" } : { verification_status: says }),
    }));
  });
  afterAll(() => payPal.close());
  const ask = () => paypal.verify(credentials, { headers, body, now, env: { PAYPAL_API_URL: payPal.url } });

  it("is shown to PayPal byte by byte, and trusted when they know it", async () => {
    says = "SUCCESS";
    expect(await ask()).toBe(true);
    const [token, question] = payPal.posts.slice(-2);
    expect([token?.path, token?.headers.authorization, token?.text]).toEqual([
      "/v1/oauth2/token",
      `Basic ${btoa("app:app secret")}`,
      "grant_type=client_credentials",
    ]);
    expect(question?.path).toBe("/v1/notifications/verify-webhook-signature");
    expect(question?.headers.authorization).toBe("Bearer A21");
    expect(JSON.parse(question?.text ?? "")).toMatchObject({ webhook_id: "WH-1", transmission_id: "t-1" });
    expect(question?.text).toContain(`"webhook_event":${body}}`);
    says = "FAILURE";
    expect(await ask()).toBe(false);
  });

  it("is refused without asking when it is not signed at all, and comes again later when PayPal is down", async () => {
    const unsigned = { headers: new Headers(), body, now, env: { PAYPAL_API_URL: payPal.url } };
    expect(await paypal.verify(credentials, unsigned)).toBe(false);
    says = "down";
    await expect(ask()).rejects.toMatchObject({ kind: "unavailable", reason: "payment_webhook.provider_unreachable" });
  });

  it("tells a capture with its fee, a refund of it, a dispute", () => {
    expect(paypal.read(JSON.parse(body))).toMatchObject([
      { externalId: "cap_1", kind: "charge", grossCents: 15_000, feeCents: 465, reference: "sale 42" },
    ]);
    const resource = {
      id: "ref_1",
      amount: { value: "30", currency_code: "JPY" },
      create_time: "2026-03-31T18:04:11Z",
      links: [{ rel: "up", href: "https://api.paypal.com/v2/payments/captures/cap_1" }],
    };
    expect(paypal.read({ event_type: "PAYMENT.CAPTURE.REFUNDED", resource })).toMatchObject([
      { kind: "refund", grossCents: 30, parentExternalId: "cap_1" },
    ]);
    const dispute = {
      dispute_id: "PP-D-1",
      create_time: "2026-03-31T18:04:11Z",
      dispute_amount: { value: "150.00", currency_code: "USD" },
      disputed_transactions: [{ seller_transaction_id: "cap_1" }],
      dispute_outcome: { outcome_code: "RESOLVED_BUYER_FAVOUR" },
    };
    expect(paypal.read({ event_type: "CUSTOMER.DISPUTE.RESOLVED", resource: dispute })).toMatchObject([
      { kind: "dispute", status: "lost", parentExternalId: "cap_1" },
    ]);
    expect(paypal.read({ event_type: "BILLING.PLAN.CREATED", resource: {} })).toEqual([]);
  });
});
