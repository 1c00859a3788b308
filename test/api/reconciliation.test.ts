import { randomUUID } from "node:crypto";
import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Answer, client, eventually, type Json, newBusiness, newItem, newTechnician } from "../support/client.ts";

const said = ({ status, error }: Answer) => `${status} ${error?.reason ?? "ok"}`;
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const DAY = "2026-03-31";

/** A business in New York that is connected with Stripe. */
async function newShop(settings: Record<string, unknown> = {}) {
  const business = await newBusiness();
  const { api, tenantId, shard } = business;
  const [technician, item] = [await newTechnician(business), await newItem(business)];
  await api.patch("/admin/organization", { timezone: "America/New_York", ...settings });
  await api.post("/admin/integrations/payments", { provider: "stripe", signing_secret: SECRET });

  const sell = async (sale_price_cents: number, more: Record<string, unknown> = {}): Promise<number> => {
    const sale = { technician_id: technician.id, item_id: item.id, customer_name: "Ada Byrd", sale_date: DAY, ...more };
    return (await api.post("/sales", { ...sale, sale_price_cents, payment_type: "credit_card" })).data.id;
  };
  const post = async (object: Record<string, unknown>, secret = SECRET) => {
    const payload = JSON.stringify({ id: `evt_${randomUUID()}`, type: "any", data: { object } });
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret });
    return await client().post(`/integrations/stripe/${tenantId}`, payload, {
      "content-type": "application/json",
      "stripe-signature": signature,
    });
  };
  /** Stripe reports a charge; by default at noon of the day. */
  const charge = async (amount: number, more: Record<string, unknown> = {}): Promise<string> => {
    const id = `ch_${randomUUID()}`;
    const about = { object: "charge", id, amount, currency: "usd", status: "succeeded", captured: true };
    const answer = await post({ ...about, created: Date.parse(`${DAY}T16:00:00Z`) / 1000, ...more });
    expect(answer.status, answer.text).toBe(200);
    return id;
  };
  /** All that came in has been looked at. */
  const settled = () =>
    eventually(async () => {
      const [run] = await sql<{ n: number }>(
        shard,
        "select count(*) n from reconciliation_runs where tenant_id = ? and status = 'running'",
        tenantId,
      );
      return run?.n === 0;
    }, "every run is done");
  const list = async (path: string): Promise<Json[]> => (await api.get(`/admin/reconciliation/${path}`)).data.items;
  const transaction = async (externalId: string): Promise<Json> =>
    (await list("transactions?limit=200")).find((one) => one.external_id === externalId);
  const sale = async (id: number): Promise<Json> => (await api.get(`/sales/${id}`)).data;
  const events = async (type: string) =>
    (await sql(shard, "select data from outbox where tenant_id = ? and type = ?", tenantId, type)).length;
  const match = (transaction_id: number, sales: object[]) =>
    api.post("/admin/reconciliation/matches", { transaction_id, sales });
  return { business, api, tenantId, sell, post, charge, settled, list, transaction, sale, events, match };
}

describe("a payment that Stripe reports", () => {
  it("pays its sale by the gross amount, with the fee apart, and a payout is not income (B60)", async () => {
    const shop = await newShop();
    const id = await shop.sell(15_000);
    const charge = await shop.charge(15_000, { metadata: { sale_id: String(id) } });
    await shop.post({
      object: "payout",
      id: "po_1",
      amount: 14_535,
      currency: "usd",
      status: "paid",
      created: 1_774_980_251,
    });
    await shop.settled();
    expect(await shop.sale(id)).toMatchObject({ payment_status: "paid", paid_cents: 15_000, payment_date: DAY });
    const file = `external_id,provider,gross,fee,occurred_at\r\n${charge},stripe,150.00,4.65,2026-03-31\r\n`;
    const { data } = await shop.api.post("/admin/imports?kind=payments", file, { "content-type": "text/csv" });
    const path = `/admin/imports/${data.id}`;
    await eventually(async () => (await shop.api.get(path)).data.status === "done", "the report is read");
    expect((await shop.api.get(path)).data).toMatchObject({ created: 0, unchanged: 1, failed: 0 });
    const summary = await shop.api.get(`/admin/reconciliation/summary?date_from=${DAY}&date_to=${DAY}`);
    expect(summary.data).toMatchObject({
      charges_cents: 15_000,
      fees_cents: 465,
      net_cents: 14_535,
      payouts_cents: 14_535,
      difference_cents: 0,
      matched_cents: 15_000,
      unmatched_cents: 0,
      open_sales_cents: 0,
    });
    expect(await shop.list("unmatched?side=provider")).toEqual([]);
    expect(await shop.events("payment.reconciled")).toBe(1);
  });

  it("in parts is added up, and what comes after the sale is paid stays unmatched, though another sale would fit (B61)", async () => {
    const shop = await newShop();
    const id = await shop.sell(10_000);
    const other = await shop.sell(5000);
    const metadata = { sale_id: String(id) };
    const charges = [];
    for (const expected of [5000, 10_000, 10_000]) {
      charges.push(await shop.charge(5000, { metadata }));
      await shop.settled();
      expect((await shop.sale(id)).paid_cents).toBe(expected);
    }
    expect((await shop.sale(id)).payment_status).toBe("paid");
    expect(await shop.list("unmatched?side=provider")).toMatchObject([{ open_cents: 5000, kind: "charge" }]);
    expect(await shop.list("unmatched?side=internal")).toMatchObject([{ id: other, open_cents: 5000 }]);
  });

  it("twice, ten times at once, is one (B61)", async () => {
    const shop = await newShop();
    const id = await shop.sell(10_000);
    const object = {
      object: "charge",
      id: "ch_twice",
      amount: 4000,
      currency: "usd",
      status: "succeeded",
      created: 1_774_980_251,
    };
    const told = { ...object, metadata: { sale_id: String(id) } };
    const answers = await Promise.all(Array.from({ length: 10 }, () => shop.post(told)));
    expect(new Set(answers.map(said))).toEqual(new Set(["200 ok"]));
    await shop.settled();
    expect(await shop.list("transactions")).toHaveLength(1);
    expect((await shop.sale(id)).paid_cents).toBe(4000);
  });

  it("is only suggested when two sales of the same New York day have its amount (B62)", async () => {
    const shop = await newShop();
    const [one, two] = [await shop.sell(7500), await shop.sell(7500, { customer_name: "Bo Katz" })];
    await shop.charge(7500, { created: Date.parse("2026-04-01T03:30:00Z") / 1000 });
    await shop.settled();
    const suggestions = await shop.list("suggestions");
    expect(suggestions.map(({ occurred_on, parts }) => [occurred_on, parts[0].sale_id])).toEqual([
      [DAY, one],
      [DAY, two],
    ]);
    expect(await shop.events("payment.reconciled")).toBe(0);
    const path = `/admin/reconciliation/matches/${suggestions[1].id}/confirm`;
    expect((await shop.api.patch(path)).data).toMatchObject({ status: "confirmed", parts: [{ sale_id: two, n: 1 }] });
    expect((await shop.api.patch(path)).data.version).toBe(2);
    expect((await shop.sale(two)).payment_status).toBe("paid");
    await shop.api.post("/admin/reconciliation/run");
    await shop.settled();
    expect(await shop.list("suggestions")).toEqual([]);
  });

  it("is suggested for sales of one customer that sum to it, and one confirmation pays them all", async () => {
    const shop = await newShop();
    const [one, two] = [await shop.sell(4000), await shop.sell(6000)];
    await shop.charge(10_000, { billing_details: { name: "ADA BYRD" } });
    await shop.settled();
    const [suggestion] = await shop.list("suggestions");
    expect(suggestion).toMatchObject({ pass: "fuzzy", amount_cents: 10_000, score: 100 });
    await shop.api.patch(`/admin/reconciliation/matches/${suggestion.id}/confirm`);
    for (const id of [one, two]) expect((await shop.sale(id)).payment_status).toBe("paid");
  });

  it("waits for a decision where the business wants to decide, and is not suggested again once rejected", async () => {
    const shop = await newShop({ auto_confirm_payments: false });
    const id = await shop.sell(15_000);
    await shop.charge(15_000);
    await shop.settled();
    const [suggestion] = await shop.list("suggestions");
    expect(suggestion).toMatchObject({ pass: "exact", status: "suggested", parts: [{ sale_id: id, n: null }] });
    await shop.api.patch(`/admin/reconciliation/matches/${suggestion.id}/reject`);
    await shop.api.post("/admin/reconciliation/run");
    await shop.settled();
    expect(await shop.list("suggestions")).toEqual([]);
    const again = await shop.api.patch(`/admin/reconciliation/matches/${suggestion.id}/confirm`);
    expect(said(again)).toBe("409 payment_match.rejected");
    expect((await shop.match(suggestion.transaction_id, [{ sale_id: id }])).data.status).toBe("confirmed");
    expect((await shop.sale(id)).paid_cents).toBe(15_000);
  });

  it("in another currency is left for a person", async () => {
    const shop = await newShop();
    await shop.sell(15_000);
    await shop.charge(15_000, { currency: "eur" });
    await shop.settled();
    expect(await shop.list("suggestions")).toEqual([]);
    expect(await shop.list("unmatched?side=provider")).toHaveLength(1);
  });
});

describe("money that goes back", () => {
  it("is a refund of the sale that its charge paid, and takes its part of the commission", async () => {
    const shop = await newShop();
    const id = await shop.sell(10_000);
    const charge = await shop.charge(10_000, { metadata: { sale_id: String(id) } });
    await shop.post({
      object: "refund",
      id: "re_1",
      amount: 3000,
      currency: "usd",
      status: "succeeded",
      created: 1_774_980_300,
      charge,
    });
    await shop.settled();
    await shop.api.post("/admin/reconciliation/run");
    await shop.settled();
    expect(await shop.sale(id)).toMatchObject({ payment_status: "partially_refunded", refunded_cents: 3000 });
  });

  it("is taken in whole when two refunds of one sale come together", async () => {
    const shop = await newShop();
    const id = await shop.sell(10_000);
    const charge = await shop.charge(10_000, { metadata: { sale_id: String(id) } });
    await shop.settled();
    const refund = { object: "refund", currency: "usd", status: "succeeded", created: 1_774_980_300, charge };
    const file = ["re_1", "re_2"].map((one) => `${one},stripe,-30.00,2026-03-31,${charge}\r\n`).join("");
    const header = "external_id,provider,gross,occurred_at,parent_external_id\r\n";
    await shop.api.post("/admin/imports?kind=payments", header + file, { "content-type": "text/csv" });
    await eventually(async () => (await shop.sale(id)).refunded_cents === 6000, "both refunds are confirmed");
    await shop.post({ ...refund, id: "re_3", amount: 4000 });
    await eventually(async () => (await shop.sale(id)).payment_status === "refunded", "the last one is confirmed");
    await shop.settled();
    expect(await shop.list("unmatched?side=provider")).toEqual([]);
  });

  it("holds a dispute until it is lost, tells of it, and lets a won one go", async () => {
    const shop = await newShop();
    const id = await shop.sell(10_000);
    const charge = await shop.charge(10_000, { metadata: { sale_id: String(id) } });
    await shop.settled();
    const dispute = { object: "dispute", id: "dp_1", amount: 10_000, currency: "usd", created: 1_774_980_300, charge };
    await shop.post({ ...dispute, status: "needs_response" });
    await shop.settled();
    expect((await shop.sale(id)).payment_status).toBe("paid");
    await shop.post({ ...dispute, status: "lost" });
    await shop.post({ ...dispute, status: "needs_response" }); // comes late
    await shop.post({ ...dispute, id: "dp_2", status: "won" });
    await shop.settled();
    expect(await shop.sale(id)).toMatchObject({ payment_status: "refunded", refunded_cents: 10_000 });
    expect(await shop.events("payment.disputed")).toBe(3);
    expect(await shop.list("unmatched?side=provider")).toEqual([]);
  });

  it("by undoing a match takes the payment back, and the amount is open again on both sides", async () => {
    const shop = await newShop({ earn_on: "paid" });
    const id = await shop.sell(10_000);
    const charge = await shop.charge(10_000, { metadata: { sale_id: String(id) } });
    await shop.post({
      object: "refund",
      id: "re_1",
      amount: 3000,
      currency: "usd",
      status: "succeeded",
      created: 1_774_980_300,
      charge,
    });
    await shop.settled();
    await shop.api.post("/admin/reconciliation/run");
    await shop.settled();
    const [paid, refund] = await shop.list("matches?status=confirmed&sort=id");
    const undo = (one: Json) => shop.api.patch(`/admin/reconciliation/matches/${one.id}/reject`);
    expect(said(await undo(paid))).toBe("409 sale.has_refunds");
    await undo(refund);
    expect(await shop.sale(id)).toMatchObject({ payment_status: "paid", refunded_cents: 0 });
    await undo(paid);
    expect(await shop.sale(id)).toMatchObject({ payment_status: "unpaid", paid_cents: 0, payment_date: null });
    expect((await shop.api.get(`/sales/${id}/payments`)).data.items.map((one: Json) => one.kind)).toEqual([
      "payment",
      "refund",
      "refund_undone",
      "payment_undone",
    ]);
    expect(await shop.transaction(charge)).toMatchObject({ matched_cents: 0, is_open: true });
    expect(await shop.events("payment.unreconciled")).toBe(2);
  });
});

describe("a match by hand", () => {
  it("never takes more than is open of the transaction, nor than a sale owes, even if ten confirm at once", async () => {
    const shop = await newShop({ auto_confirm_payments: false });
    const sales = [await shop.sell(4000), await shop.sell(9000)];
    const id = (await shop.transaction(await shop.charge(10_000))).id;
    const [first, second] = sales.map((sale_id) => ({ sale_id }));
    const tooMuch = await shop.match(id, [{ ...first, amount_cents: 4001 }]);
    expect(said(tooMuch)).toBe("409 sale.payment_above_balance");
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        shop.match(id, [
          { ...first, amount_cents: 3000 },
          { ...second, amount_cents: 7000 },
        ]),
      ),
    );
    expect(answers.filter(({ status }) => status === 201 || status === 409)).toHaveLength(10);
    const { matched_cents } = (await shop.api.get(`/admin/reconciliation/transactions/${id}`)).data;
    expect(matched_cents).toBe(10_000);
    expect([(await shop.sale(sales[0] ?? 0)).paid_cents, (await shop.sale(sales[1] ?? 0)).paid_cents]).toEqual([
      3000, 7000,
    ]);
    expect(said(await shop.match(id, [{ ...first, amount_cents: 1 }]))).toBe("409 payment_match.not_matchable");
  });

  it("refuses what cannot be: a sale twice, one that is not there, more than is open, a payout, a sale that owes nothing", async () => {
    const shop = await newShop({ auto_confirm_payments: false });
    const sale_id = await shop.sell(10_000);
    const id = (await shop.transaction(await shop.charge(4000))).id;
    expect(said(await shop.match(id, [{ sale_id }, { sale_id }]))).toBe("422 payment_match.sale_twice");
    const absent = await shop.match(id, [{ sale_id: 999 }]);
    expect([said(absent), Object.keys(absent.error.fields)]).toEqual(["404 sale.not_found", ["sales.0.sale_id"]]);
    expect(said(await shop.match(999, [{ sale_id }]))).toBe("404 provider_transaction.not_found");
    expect(said(await shop.match(id, [{ sale_id, amount_cents: 4001 }]))).toBe("409 payment_match.above_open_amount");
    await shop.post({
      object: "payout",
      id: "po_1",
      amount: 100,
      currency: "usd",
      status: "paid",
      created: 1_774_980_251,
    });
    const payout = (await shop.transaction("po_1")).id;
    expect(said(await shop.match(payout, [{ sale_id }]))).toBe("409 payment_match.not_matchable");
    await shop.api.patch(`/sales/${sale_id}/payment-status`, { status: "paid" });
    expect(said(await shop.match(id, [{ sale_id }]))).toBe("409 payment_match.nothing_open");
    await shop.api.patch(`/sales/${sale_id}/void`, { voided: true });
    expect(said(await shop.match(id, [{ sale_id }]))).toBe("409 sale.voided");
  });
});

describe("a webhook", () => {
  it("is refused when its signature is wrong, its business has no account or does not exist, or nobody can read it", async () => {
    const shop = await newShop();
    const charge = {
      object: "charge",
      id: "ch_1",
      amount: 100,
      currency: "usd",
      status: "succeeded",
      created: 1_774_980_251,
    };
    expect(said(await shop.post(charge, "whsec_other"))).toBe("401 payment_webhook.bad_signature");
    expect(said(await shop.post({ ...charge, amount: "much" }))).toBe("422 payment_webhook.unreadable");
    expect(await shop.list("transactions")).toEqual([]);
    const post = (path: string) => client().post(path, "{}", { "content-type": "application/json" });
    expect(said(await post(`/integrations/square/${shop.tenantId}`))).toBe("404 payment_account.not_found");
    expect(said(await post(`/integrations/stripe/${randomUUID()}`))).toBe("404 payment_account.not_found");
    const large = await client().post(`/integrations/stripe/${shop.tenantId}`, "x".repeat(300_000), {
      "content-type": "application/json",
    });
    expect(large.status).toBe(413);
  });

  it("is believed by the new secret alone once the account has changed, and not at all when it is removed", async () => {
    const shop = await newShop();
    const charge = {
      object: "charge",
      id: "ch_1",
      amount: 100,
      currency: "usd",
      status: "succeeded",
      created: 1_774_980_251,
    };
    const path = "/admin/integrations/payments";
    const [account] = (await shop.api.get(path)).data.items;
    expect(account).toMatchObject({ provider: "stripe", last_event_at: null });
    expect(account.webhook_url).toMatch(new RegExp(`/api/v1/integrations/stripe/${shop.tenantId}$`));
    await shop.api.patch(`${path}/${account.id}`, { signing_secret: "whsec_new" });
    expect(said(await shop.post(charge))).toBe("401 payment_webhook.bad_signature");
    expect(said(await shop.post(charge, "whsec_new"))).toBe("200 ok");
    expect((await shop.api.get(`${path}/${account.id}`)).data.last_event_at).not.toBeNull();
    expect((await shop.api.request("DELETE", `${path}/${account.id}`)).status).toBe(200);
    expect(said(await shop.post(charge, "whsec_new"))).toBe("404 payment_account.not_found");
  });

  it("needs an account with what its provider's scheme needs, and one for each provider", async () => {
    const { api } = await newShop();
    const add = (body: object) => api.post("/admin/integrations/payments", body);
    expect(said(await add({ provider: "stripe", signing_secret: SECRET }))).toBe("409 payment_account.exists");
    expect(said(await add({ provider: "square", signing_secret: "s" }))).toBe("422 payment_account.setting_missing");
    expect(said(await add({ provider: "paypal", signing_secret: "s", paypal_webhook: "WH" }))).toBe(
      "422 payment_account.setting_missing",
    );
    const [account] = (await api.get("/admin/integrations/payments")).data.items;
    const changed = await api.patch(`/admin/integrations/payments/${account.id}`, { signing_secret: "sk_live_1" });
    expect([said(changed), changed.error.fields]).toEqual([
      "422 payment_account.bad_secret",
      { signing_secret: "must begin with whsec_" },
    ]);
  });
});

it("matches hundreds of payments in one run, each once", async () => {
  const shop = await newShop();
  const prices = Array.from({ length: 60 }, (_, i) => 10_000 + i);
  const ids: number[] = [];
  for (const price of prices) ids.push(await shop.sell(price));
  const rows = prices.map((price, i) => `ch_${i},stripe,${price},2026-03-31\r\n`);
  const file = `external_id,provider,gross_cents,occurred_at\r\n${rows.join("")}`;
  await shop.api.post("/admin/imports?kind=payments", file, { "content-type": "text/csv" });
  await eventually(
    async () => (await shop.list("matches?status=confirmed&limit=200")).length === 60,
    "all are matched",
  );
  await shop.settled();
  for (const id of ids) expect((await shop.sale(id)).payment_status).toBe("paid");
  expect(await shop.events("payment.reconciled")).toBe(60);
  const run = (await shop.api.post("/admin/reconciliation/run")).data.id;
  await eventually(
    async () => (await shop.api.get(`/admin/reconciliation/runs/${run}`)).data.status === "done",
    "it ends",
  );
  expect((await shop.api.get(`/admin/reconciliation/runs/${run}`)).data).toMatchObject({ confirmed: 0, suggested: 0 });
});
