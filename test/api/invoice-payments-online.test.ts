import { randomUUID } from "node:crypto";
import Stripe from "stripe";
import { describe, expect, it } from "vitest";

import { type Business, client, eventually, newBusiness } from "../support/client.ts";
import { testWorker } from "../support/test-worker.ts";

const SIGNING = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const account = { provider: "stripe", signing_secret: SIGNING, api_secret: "rk_test_51Nx" };
const HOST = testWorker().url;

async function invoiced({ api }: Business): Promise<{ id: number; page: string }> {
  const made = await api.post("/admin/invoices", {
    ...{ customer_name: "Pat Doe", customer_email: "pat@doe.example", send: true },
    line_items: [{ description: "AC repair", amount_cents: 15_000, quantity: 1 }],
  });
  expect(made.status, made.text).toBe(201);
  const { url } = (await api.post(`/admin/invoices/${made.data.id}/link`)).data;
  return { id: made.data.id, page: `${HOST}${new URL(url).pathname}` };
}
const press = (page: string) => fetch(`${page}/pay`, { method: "POST", redirect: "manual" });

/** Stripe reports a charge. */
async function report({ tenantId }: Business, charge: object): Promise<void> {
  const about = {
    object: "charge",
    currency: "usd",
    status: "succeeded",
    captured: true,
    created: Math.floor(Date.now() / 1000),
  };
  const payload = JSON.stringify({
    id: `evt_${randomUUID()}`,
    type: "charge.succeeded",
    data: { object: { ...about, ...charge } },
  });
  const answer = await client().post(`/integrations/stripe/${tenantId}`, payload, {
    "content-type": "application/json",
    "stripe-signature": Stripe.webhooks.generateTestHeaderString({ payload, secret: SIGNING }),
  });
  expect(answer.status, answer.text).toBe(200);
}

describe("an invoice is paid online", () => {
  it("from the button of its page to the receipt: Stripe's report settles it, once whatever often it comes", async () => {
    const business = await newBusiness();
    const connected = await business.api.post("/admin/integrations/payments", account);
    expect(connected.status, connected.text).toBe(201);
    expect(connected.data.takes_payments).toBe(true);
    expect(connected.text).not.toContain(account.api_secret);
    const { id, page } = await invoiced(business);
    expect(await (await fetch(page)).text()).toContain("Pay now");
    const pressed = await press(page);
    expect(pressed.status).toBe(303);
    expect(pressed.headers.get("location")).toMatch(/^https:\/\/checkout\.stripe\.com\//);
    expect((await press(page)).headers.get("location")).toBe(pressed.headers.get("location"));

    const charge = { id: `ch_${randomUUID()}`, amount: 15_000, metadata: { invoice_id: String(id) } };
    await report(business, charge);
    await report(business, charge);
    const paid = await eventually(async () => {
      const { data } = await business.api.get(`/admin/invoices/${id}`);
      return data.status === "paid" && data;
    }, "the invoice is paid");
    expect(paid).toMatchObject({ amount_paid_cents: 15_000, balance_cents: 0 });
    expect((await business.api.get("/admin/invoice-payments")).data.items).toHaveLength(1);
    const again = await press(page);
    expect([again.status, await again.text()]).toEqual([409, expect.stringContaining("Nothing is due")]);
  });

  it("not where the business takes no payments online: its page says how to pay, and a press is refused", async () => {
    const business = await newBusiness();
    const { page } = await invoiced(business);
    expect(await (await fetch(page)).text()).not.toContain("Pay now");
    expect((await press(page)).status).toBe(409);
  });
});

it("the API key of Stripe is refused for another provider, and a null takes it away", async () => {
  const { api } = await newBusiness();
  const square = { ...account, provider: "square", notification_url: "https://a.example/square" };
  const refused = await api.post("/admin/integrations/payments", square);
  expect([refused.status, refused.body.error.reason]).toEqual([422, "payment_account.only_stripe"]);
  const { id } = (await api.post("/admin/integrations/payments", account)).data;
  const { data } = await api.patch(`/admin/integrations/payments/${id}`, { api_secret: null });
  expect(data.takes_payments).toBe(false);
  const key = await api.patch(`/admin/integrations/payments/${id}`, { api_secret: "pk_live_1" });
  expect([key.status, Object.keys(key.body.error.fields)]).toEqual([422, ["api_secret"]]);
});
