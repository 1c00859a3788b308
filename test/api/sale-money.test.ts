import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Answer, client, newBusiness, newItem, newTechnician } from "../support/client.ts";
import { tokenAs } from "../support/tokens.ts";

const said = ({ status, error }: Answer) => `${status} ${error?.reason ?? "ok"}`;

/** A business whose one technician earns 1 % of the one item. */
async function newShop(settings: Record<string, unknown> = {}) {
  const business = await newBusiness();
  const technician = await newTechnician(business);
  const item = await newItem(business);
  if (Object.keys(settings).length > 0) await business.api.patch("/admin/organization", settings);
  await business.api.put(`/admin/commission-config/tech/${technician.id}/item/${item.id}`, {
    commission_rate_bps: 100,
  });
  const sell = async (more: Record<string, unknown> = {}) =>
    await business.api.post("/sales", {
      technician_id: technician.id,
      item_id: item.id,
      sale_price_cents: 10_000,
      customer_name: "John Doe",
      payment_type: "cash",
      ...more,
    });
  const entries = async (saleId: number) =>
    (
      await sql<{ amount_cents: number; reason: string; counts_on: string }>(
        business.shard,
        "select amount_cents, reason, counts_on from commission_entries where tenant_id = ? and sale_id = ? order by n",
        business.tenantId,
        saleId,
      )
    ).map(({ amount_cents, reason }) => [reason, amount_cents]);
  return { business, api: business.api, technician, item, sell, entries };
}
type Shop = Awaited<ReturnType<typeof newShop>>;
const eventsOf = async ({ business }: Shop, saleId: number) =>
  (
    await sql<{ type: string }>(
      business.shard,
      "select type from outbox where tenant_id = ? and coalesce(data ->> 'sale_id', data ->> 'id') = ? order by seq",
      business.tenantId,
      saleId,
    )
  ).map(({ type }) => type);

describe("payments and refunds of a sale", () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await newShop();
  });

  it("adds up part payments, tells the sums, and refuses a payment above the balance", async () => {
    const { api, sell } = shop;
    const { id } = (await sell()).data;
    const pay = (body: object) => api.patch(`/sales/${id}/payment-status`, body);
    expect((await pay({ status: "partial", amount_cents: 4000, payment_date: "2026-03-15" })).data).toMatchObject({
      payment_status: "partial",
      paid_cents: 4000,
      payment_date: "2026-03-15",
    });
    const tooMuch = await pay({ status: "paid", amount_cents: 6001 });
    expect([said(tooMuch), tooMuch.error.fields]).toEqual([
      "409 sale.payment_above_balance",
      { amount_cents: "must not be more than the open balance, 6000" },
    ]);
    expect((await pay({ status: "paid" })).data).toMatchObject({ payment_status: "paid", paid_cents: 10_000 });
    const again = await pay({ status: "paid" });
    expect(again.data).toMatchObject({ paid_cents: 10_000, version: 3 });
    expect((await api.get(`/sales/${id}/payments`)).data.items).toMatchObject([
      { n: 1, kind: "payment", amount_cents: 4000 },
      { n: 2, kind: "payment", amount_cents: 6000 },
    ]);
  });

  it("takes the commission back refund by refund, to the cent: a tech neither keeps nor owes (B13)", async () => {
    const { api, sell, entries } = shop;
    const { id } = (await sell()).data;
    await api.patch(`/sales/${id}/payment-status`, { status: "paid" });
    for (const amount_cents of [3333, 3333])
      expect(
        (await api.patch(`/sales/${id}/payment-status`, { status: "partially_refunded", amount_cents })).data
          .payment_status,
      ).toBe("partially_refunded");
    const last = await api.patch(`/sales/${id}/payment-status`, { status: "refunded", amount_cents: 3334 });
    expect(last.data).toMatchObject({ payment_status: "refunded", refunded_cents: 10_000 });
    expect(await entries(id)).toEqual([
      ["commission", 100],
      ["refund", -33],
      ["refund", -33],
      ["refund", -34],
    ]);
    const more = await api.patch(`/sales/${id}/payment-status`, { status: "refunded", amount_cents: 1 });
    expect(said(more)).toBe("409 sale.refund_above_paid");
  });

  it("takes back a payment that was entered by mistake, and writes off what nobody will pay", async () => {
    const { api, sell } = shop;
    const { id } = (await sell()).data;
    const pay = (body: object) => api.patch(`/sales/${id}/payment-status`, body);
    await pay({ status: "paid" });
    expect((await pay({ status: "unpaid" })).data).toMatchObject({
      payment_status: "unpaid",
      paid_cents: 0,
      payment_date: null,
    });
    await pay({ status: "partial", amount_cents: 500 });
    expect((await pay({ status: "written_off" })).data).toMatchObject({
      payment_status: "written_off",
      paid_cents: 500,
    });
    expect((await pay({ status: "paid" })).data).toMatchObject({ payment_status: "paid", paid_cents: 10_000 });
  });

  it("says what is missing or too much in a payment", async () => {
    const { api, sell } = shop;
    const { id } = (await sell()).data;
    const pay = async (body: object) => said(await api.patch(`/sales/${id}/payment-status`, body));
    expect(await pay({ status: "partial" })).toBe("422 sale.amount_required");
    expect(await pay({ status: "unpaid", amount_cents: 1 })).toBe("422 sale.amount_not_taken");
    expect(await pay({ status: "paid", payment_date: "2199-01-01" })).toBe("422 sale.payment_in_future");
    expect(await pay({ status: "refunded" })).toBe("409 sale.refund_above_paid");
    expect(await pay({ status: "paid", amount_cents: 0.5 })).toBe("422 request.invalid");
    expect(await pay({ status: "paid", amount_cents: -5 })).toBe("422 request.invalid");
  });

  it("counts two payments at once once: one of them is told to read again", async () => {
    const { api, sell } = shop;
    const { id } = (await sell()).data;
    const answers = await Promise.all([1, 2].map(() => api.patch(`/sales/${id}/payment-status`, { status: "paid" })));
    const outcomes = answers.map(said);
    expect(outcomes).toContain("200 ok");
    for (const outcome of outcomes) expect(["200 ok", "409 sale.changed_meanwhile"]).toContain(outcome);
    expect((await api.get(`/sales/${id}`)).data.paid_cents).toBe(10_000);
    expect((await api.get(`/sales/${id}/payments`)).data.items).toHaveLength(1);
  });
});

describe("void", () => {
  it("takes the commission back and restores it, as often as the office changes its mind", async () => {
    const shop = await newShop();
    const { api, sell, entries } = shop;
    const { id } = (await sell()).data;
    const turn = (voided: boolean) => api.patch(`/sales/${id}/void`, { voided, reason: "Customer cancelled" });
    expect((await turn(true)).data).toMatchObject({
      voided: true,
      void_reason: "Customer cancelled",
      voided_by: "user:1",
    });
    expect((await turn(true)).data.version).toBe(2);
    expect(said(await api.patch(`/sales/${id}/payment-status`, { status: "paid" }))).toBe("409 sale.voided");
    expect(said(await api.patch(`/sales/${id}`, { notes: "?" }))).toBe("409 sale.voided");
    expect((await turn(false)).data).toMatchObject({ voided: false, void_reason: null, voided_at: null });
    await turn(true);
    expect(await entries(id)).toEqual([
      ["commission", 100],
      ["void", -100],
      ["restore", 100],
      ["void", -100],
    ]);
    expect(await eventsOf(shop, id)).toEqual([
      "sale.created",
      "commission.calculated",
      "sale.voided",
      "sale.restored",
      "sale.voided",
    ]);
  });
});

describe("approval", () => {
  it("is earned when somebody else approves it; two approvals at once make one event", async () => {
    const shop = await newShop({ require_sale_approval: true, earn_on: "approved" });
    const { api, sell, entries, business, technician } = shop;
    const sale = (await sell()).data;
    expect(sale).toMatchObject({ approval_status: "pending", earned_on: null, approved_by: null });
    expect(await entries(sale.id)).toEqual([]);
    const self = client({ authorization: `Bearer ${await tokenAs(business, ["manager"], technician.id)}` });
    expect(said(await self.patch(`/sales/${sale.id}/approve`))).toBe("409 sale.own_approval");
    const answers = await Promise.all([1, 2].map(() => api.patch(`/sales/${sale.id}/approve`)));
    for (const answer of answers) expect(["200 ok", "409 sale.changed_meanwhile"]).toContain(said(answer));
    expect((await eventsOf(shop, sale.id)).filter((type) => type === "sale.approved")).toHaveLength(1);
    expect(await entries(sale.id)).toEqual([["commission", 100]]);
  });

  it("is corrected by return, change and approval; what was earned is taken back meanwhile", async () => {
    const { api, sell, entries } = await newShop();
    const { id } = (await sell()).data;
    expect(said(await api.patch(`/sales/${id}`, { sale_price_cents: 20_000 }))).toBe("409 sale.not_pending");
    expect((await api.patch(`/sales/${id}`, { notes: "Rang twice" })).data.notes).toBe("Rang twice");
    await api.patch(`/sales/${id}/return`);
    expect((await api.patch(`/sales/${id}`, { sale_price_cents: 20_000 })).data).toMatchObject({
      approval_status: "pending",
      commission_cents: 200,
    });
    await api.patch(`/sales/${id}/approve`);
    expect(await entries(id)).toEqual([
      ["commission", 100],
      ["withdrawal", -100],
      ["commission", 200],
    ]);
  });

  it("rejects with a reason, and takes a corrected sale again", async () => {
    const shop = await newShop({ require_sale_approval: true });
    const { api, sell } = shop;
    const { id } = (await sell()).data;
    expect(said(await api.patch(`/sales/${id}/reject`, {}))).toBe("422 request.invalid");
    expect((await api.patch(`/sales/${id}/reject`, { reason: "Too cheap" })).data).toMatchObject({
      approval_status: "rejected",
      rejection_reason: "Too cheap",
    });
    expect(said(await api.patch(`/sales/${id}/approve`))).toBe("409 sale.rejected");
    expect((await api.patch(`/sales/${id}/resubmit`)).data).toMatchObject({
      approval_status: "pending",
      rejection_reason: null,
    });
    expect((await api.patch(`/sales/${id}/approve`)).data).toMatchObject({
      approval_status: "approved",
      approved_by: "user:1",
    });
    expect(await eventsOf(shop, id)).toEqual([
      "sale.created",
      "commission.calculated",
      "sale.rejected",
      "sale.updated",
      "sale.approved",
    ]);
  });

  it("approves many at once and tells of each what became of it", async () => {
    const { api, sell } = await newShop({ require_sale_approval: true });
    const [a, b, c] = [(await sell()).data.id, (await sell()).data.id, (await sell()).data.id];
    await api.patch(`/sales/${b}/void`, { voided: true });
    const { data } = await api.post("/sales/bulk-approve", { ids: [a, b, c, 999_999] });
    expect(
      data.results.map(({ id, approved, reason }: { id: number; approved: boolean; reason: string }) => [
        id,
        approved,
        reason,
      ]),
    ).toEqual([
      [a, true, null],
      [b, false, "sale.voided"],
      [c, true, null],
      [999_999, false, "sale.not_found"],
    ]);
    const again = await api.post("/sales/bulk-approve", { ids: [a, c] });
    expect(again.data.approved_count).toBe(2);
    expect((await api.get("/sales?approval_status=approved")).data.total).toBe(2);
  });

  it("needs none below the price that the business names, and a reason for a deep discount", async () => {
    const { sell } = await newShop({
      require_sale_approval: true,
      auto_approve_under_cents: 5000,
      require_reason_over_discount_bps: 5000,
    });
    const cheap = await sell({ sale_price_cents: 4999, discount_reason: "Widow of an old customer" });
    expect(cheap.data).toMatchObject({ approval_status: "approved", approved_by: "auto" });
    const silent = await sell({ sale_price_cents: 4999 });
    expect([said(silent), Object.keys(silent.error.fields)]).toEqual([
      "422 sale.discount_reason_required",
      ["discount_reason"],
    ]);
  });
});

describe("when a commission is earned", () => {
  it("is earned with the last payment where the business pays so, and lost when that is taken back", async () => {
    const { api, sell, entries } = await newShop({ earn_on: "paid" });
    const { id } = (await sell()).data;
    const pay = (body: object) => api.patch(`/sales/${id}/payment-status`, body);
    await pay({ status: "partial", amount_cents: 9999 });
    expect(await entries(id)).toEqual([]);
    expect((await pay({ status: "paid", payment_date: "2026-03-15" })).data.earned_on).toBe("2026-03-15");
    expect((await pay({ status: "unpaid" })).data.earned_on).toBeNull();
    expect(await entries(id)).toEqual([
      ["commission", 100],
      ["withdrawal", -100],
    ]);
  });

  it("is less what was refunded before it was earned", async () => {
    const { api, sell, entries } = await newShop({ require_sale_approval: true, earn_on: "approved" });
    for (const [status, amount_cents, part] of [
      ["partially_refunded", 2500, -25],
      ["refunded", 10_000, -100],
    ]) {
      const { id } = (await sell()).data;
      await api.patch(`/sales/${id}/payment-status`, { status: "paid" });
      await api.patch(`/sales/${id}/payment-status`, { status, amount_cents });
      expect(await entries(id)).toEqual([]);
      await api.patch(`/sales/${id}/approve`);
      expect(await entries(id)).toEqual([
        ["commission", 100],
        ["refund", part],
      ]);
    }
  });

  it("is shared by splits that sum to the commission, and refunded from each", async () => {
    const { api, business, sell, technician, entries } = await newShop();
    const helper = await newTechnician(business);
    const splits = [
      { technician_id: technician.id, share_bps: 6667 },
      { technician_id: helper.id, share_bps: 3333, role: "installer" },
    ];
    const sale = (await sell({ sale_price_cents: 10_100, splits })).data;
    expect(sale.splits).toEqual([
      { technician_id: technician.id, share_bps: 6667, role: "technician", commission_cents: 67 },
      { technician_id: helper.id, share_bps: 3333, role: "installer", commission_cents: 34 },
    ]);
    await api.patch(`/sales/${sale.id}/void`, { voided: true });
    expect(await entries(sale.id)).toEqual([
      ["commission", 67],
      ["commission", 34],
      ["void", -67],
      ["void", -34],
    ]);
    const alone = await sell({ splits: [{ technician_id: helper.id, share_bps: 10_000 }] });
    expect(said(alone)).toBe("422 sale.technician_not_in_splits");
    const short = await sell({ splits: [{ technician_id: technician.id, share_bps: 9999 }] });
    expect([said(short), Object.keys(short.error.fields)]).toEqual(["422 request.invalid", ["splits"]]);
  });

  it("knows no technician of another business among the splits", async () => {
    const { sell, technician } = await newShop();
    const stranger = await newTechnician(await newBusiness());
    const answer = await sell({
      splits: [
        { technician_id: technician.id, share_bps: 5000 },
        { technician_id: stranger.id, share_bps: 5000 },
      ],
    });
    expect([said(answer), Object.keys(answer.error.fields)]).toEqual([
      "404 technician.not_found",
      ["splits.1.technician_id"],
    ]);
  });
});

describe("a technician's own sales", () => {
  it("are recorded and seen by them, and nobody else's", async () => {
    const { business, technician, item, sell } = await newShop();
    const other = await newTechnician(business);
    const mine = client({ authorization: `Bearer ${await tokenAs(business, ["technician"], technician.id)}` });
    const theirs = client({ authorization: `Bearer ${await tokenAs(business, ["technician"], other.id)}` });
    const made = await mine.post("/tech/sales", {
      item_id: item.id,
      sale_price_cents: 10_000,
      customer_name: "Jane Roe",
      payment_type: "cash",
    });
    expect(made.data).toMatchObject({ technician_id: technician.id, commission_cents: 100 });
    await sell({ technician_id: other.id });
    expect((await mine.get("/tech/sales")).data.items).toMatchObject([{ id: made.data.id }]);
    expect((await mine.get(`/tech/sales/${made.data.id}`)).data.customer_name).toBe("Jane Roe");
    expect(said(await theirs.get(`/tech/sales/${made.data.id}`))).toBe("404 sale.not_found");
    expect(said(await mine.get("/sales"))).toBe("403 auth.permission_missing");
  });
});

describe("totals of sales", () => {
  it("sum up what the list with the same filters shows, without what is voided", async () => {
    const { api, sell } = await newShop();
    await sell({ sale_date: "2026-01-05" });
    await sell({ sale_date: "2026-01-06", customer_name: "Jennings & Sons", tax_cents: 700, sale_price_cents: 10_700 });
    const { id } = (await sell({ sale_date: "2026-01-07" })).data;
    await sell({ sale_date: "2026-02-01" });
    await api.patch(`/sales/${id}/void`, { voided: true });
    expect((await api.get("/sales/summary?date_from=2026-01-01&date_to=2026-01-31")).data).toEqual({
      count: 3,
      voided_count: 1,
      sale_price_cents: 20_700,
      tax_cents: 700,
      commission_cents: 200,
      paid_cents: 0,
      refunded_cents: 0,
    });
    expect((await api.get("/sales?q=jennings")).data.items).toMatchObject([{ customer_name: "Jennings & Sons" }]);
    expect((await api.get("/sales/summary?q=jennings")).data.count).toBe(1);
    for (const path of ["/sales", "/sales/summary"]) {
      const reversed = await api.get(`${path}?date_from=2026-02-01&date_to=2026-01-31`);
      expect([said(reversed), Object.keys(reversed.error.fields)]).toEqual(["400 request.invalid", ["date_to"]]);
    }
  });
});
