import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  type Answer,
  type Api,
  type Business,
  type Json,
  newBusiness,
  newTechnician,
  signIn,
} from "../support/client.ts";

const PATH = "/admin/expenses";
const PDF = { "content-type": "application/pdf" };
const file = (text: string) => new TextEncoder().encode(text);
const refusal = ({ status, error }: Answer) => [status, error?.reason, Object.keys(error?.fields ?? {})];

async function ok(answer: Promise<Answer>): Promise<Json> {
  const { status, text, data } = await answer;
  expect([200, 201], text).toContain(status);
  return data;
}

const category = ({ api }: Business, more = {}): Promise<Json> =>
  ok(api.post("/admin/expense-categories", { name: `Tools ${randomUUID().slice(0, 8)}`, ...more }));

/** A business with a technician who signs in, and a category. */
async function crew(policy = {}) {
  const business = await newBusiness();
  const [mike, tools] = [await newTechnician(business, true), await category(business, policy)];
  const claim = (more = {}, api: Api = mike.api): Promise<Json> =>
    ok(
      api.post("/tech/expenses", {
        ...{ incurred_on: "2026-03-02", vendor: "Ace Hardware", amount_cents: 4895, expense_category_id: tools.id },
        ...more,
      }),
    );
  return { business, api: business.api, mike, tools, claim };
}

describe("an expense", () => {
  it("is entered by a technician, gets its receipt, is submitted and approved by somebody else", async () => {
    const { api, mike, tools, claim } = await crew({ receipt_over_cents: 2500 });
    const draft = await claim({ note: "Fittings", tax_cents: 315 });
    expect(draft).toMatchObject({
      ...{ technician_id: mike.id, kind: "amount", status: "draft", amount_cents: 4895, tax_cents: 315, receipts: 0 },
      ...{ payment_source: "out_of_pocket", expense_category_id: tools.id, possible_duplicates: [], version: 1 },
    });
    const own = `/tech/expenses/${draft.id}`;
    expect(refusal(await mike.api.post(`${own}/submit`))).toEqual([422, "expense.receipt_missing", ["receipts"]]);
    const receipt = await ok(mike.api.post(`${own}/receipts?name=ace.pdf`, file("a receipt"), PDF));
    expect(receipt).toMatchObject({ expense_id: draft.id, name: "ace.pdf", content_type: "application/pdf", bytes: 9 });
    expect(await ok(mike.api.post(`${own}/receipts`, file("a receipt"), PDF))).toEqual(receipt);
    const submitted = await ok(mike.api.post(`${own}/submit`));
    expect(submitted).toMatchObject({
      status: "submitted",
      receipts: 1,
      submitted_by: expect.stringMatching(/^user:/),
    });
    expect(refusal(await mike.api.patch(own, { amount_cents: 1 }))).toEqual([409, "expense.wrong_status", []]);
    expect((await mike.api.post(`${PATH}/${draft.id}/approve`, {})).status).toBe(403);

    const whole = await ok(api.get(`${PATH}/${draft.id}`));
    expect(whole.receipt_files).toEqual([receipt]);
    const opened = await api.get(`${PATH}/${draft.id}/receipts/${receipt.id}/file`);
    expect([opened.text, opened.headers.get("content-type")]).toEqual(["a receipt", "application/pdf"]);
    const approved = await ok(api.post(`${PATH}/${draft.id}/approve`, { approved_cents: 4000, note: "No gloves" }));
    expect(approved).toMatchObject({
      ...{ status: "approved", approved_cents: 4000, decision_reason: "No gloves", decided_by: "user:1" },
      counts_on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
    expect(await ok(mike.api.get(own))).toMatchObject({ status: "approved", approved_cents: 4000 });
    expect((await ok(api.get(`${PATH}?status=approved&technician_id=${mike.id}`))).items).toEqual([approved]);
  });

  it("is approved neither by its claimant nor by whoever has submitted it, nor for more than is claimed", async () => {
    const { business, api, mike, claim } = await crew();
    const mine = await claim();
    const path = `${PATH}/${mine.id}`;
    await ok(api.post(`${path}/submit`));
    expect(refusal(await api.post(`${path}/approve`, {}))).toEqual([403, "expense.own_approval", []]);
    await ok(api.post(`${path}/recall`));
    await ok(mike.api.post(`/tech/expenses/${mine.id}/submit`));
    expect(refusal(await api.post(`${path}/approve`, { approved_cents: 4896 }))).toEqual([
      ...[422, "expense.approved_above_claim", ["approved_cents"]],
    ]);
    const users = (await ok(api.get("/admin/users"))).items;
    const user = users.find(({ technician_id }: Json) => technician_id === mike.id);
    await ok(api.patch(`/admin/users/${user.id}`, { roles: ["manager"] }));
    const asManager = await signIn(business, user.username);
    expect(refusal(await asManager.post(`${path}/approve`, {}))).toEqual([403, "expense.own_approval", []]);
    expect((await ok(api.post(`${path}/approve`, {}))).approved_cents).toBe(4895);
  });

  it("that is rejected tells why, and comes back changed", async () => {
    const { api, mike, claim } = await crew();
    const { id } = await claim();
    await ok(mike.api.post(`/tech/expenses/${id}/submit`));
    expect(refusal(await api.post(`${PATH}/${id}/reject`, {}))).toEqual([422, "request.invalid", ["reason"]]);
    expect(await ok(api.post(`${PATH}/${id}/reject`, { reason: "Not for a job" }))).toMatchObject({
      ...{ status: "rejected", decision_reason: "Not for a job", approved_cents: null },
    });
    expect(refusal(await api.post(`${PATH}/${id}/approve`, {}))).toEqual([409, "expense.wrong_status", []]);
    expect((await ok(mike.api.post(`/tech/expenses/${id}/recall`))).status).toBe("draft");
    expect((await ok(mike.api.patch(`/tech/expenses/${id}`, { amount_cents: 4000 }))).amount_cents).toBe(4000);
    const submitted = await ok(mike.api.post(`/tech/expenses/${id}/submit`));
    expect(submitted).toMatchObject({ status: "submitted", decision_reason: null, decided_at: null });
  });

  it("of others does not exist for a technician", async () => {
    const { business, claim } = await crew();
    const { id } = await claim();
    const dana = await newTechnician(business, true);
    expect((await ok(dana.api.get("/tech/expenses"))).items).toEqual([]);
    for (const [method, more] of [
      ["GET", ""],
      ["DELETE", ""],
      ["POST", "/submit"],
      ["POST", "/recall"],
    ] as const)
      expect(refusal(await dana.api.request(method, `/tech/expenses/${id}${more}`))).toEqual([
        ...[404, "expense.not_found", []],
      ]);
    expect((await dana.api.get(PATH)).status).toBe(403);
  });

  it("is removed as a draft, with its receipts, and not later", async () => {
    const { api, mike, claim } = await crew();
    const { id } = await claim();
    const { id: receipt } = await ok(mike.api.post(`/tech/expenses/${id}/receipts`, file("one"), PDF));
    await ok(mike.api.request("DELETE", `/tech/expenses/${id}/receipts/${receipt}`));
    expect((await ok(api.get(`${PATH}/${id}`))).receipts).toBe(0);
    await ok(mike.api.post(`/tech/expenses/${id}/receipts`, file("two"), PDF));
    await ok(mike.api.request("DELETE", `/tech/expenses/${id}`));
    expect((await api.get(`${PATH}/${id}`)).status).toBe(404);
    const other = await claim();
    await ok(mike.api.post(`/tech/expenses/${other.id}/submit`));
    expect(refusal(await api.request("DELETE", `${PATH}/${other.id}`))).toEqual([409, "expense.wrong_status", []]);
  });

  it("belongs to the customer of its job, and a technician names only jobs of their own", async () => {
    const { business, api, mike, claim } = await crew();
    const customers = await Promise.all(["Ann", "Ben"].map((name) => ok(api.post("/admin/customers", { name }))));
    const [ann, ben] = customers as [Json, Json];
    const job = await ok(
      api.post("/admin/dispatch", { title: "Repair", priority: "normal", customer_name: "Ann", customer_id: ann.id }),
    );
    await ok(api.patch(`/admin/dispatch/${job.id}/assign`, { technician_id: mike.id }));
    const made = await claim({ job_id: job.id });
    expect(made).toMatchObject({ job_id: job.id, customer_id: ann.id });
    expect(refusal(await api.patch(`${PATH}/${made.id}`, { job_id: job.id, customer_id: ben.id }))).toEqual([
      ...[422, "expense.customer_not_of_job", ["customer_id"]],
    ]);
    const dana = await newTechnician(business, true);
    const others = { incurred_on: "2026-03-02", amount_cents: 100, job_id: job.id };
    expect((await dana.api.post("/tech/expenses", others)).status).toBe(404);
    expect((await ok(api.get(`${PATH}?customer_id=${ann.id}`))).items.map(({ id }: Json) => id)).toEqual([made.id]);
    await ok(api.post(`/admin/customers/${ann.id}/merge`, { into: ben.id }));
    expect((await ok(api.get(`${PATH}/${made.id}`))).customer_id).toBe(ben.id);
  });

  it.each([
    [{ amount_cents: undefined }, "amount_cents"],
    [{ miles: 3 }, "amount_cents"],
    [{ amount_cents: 0 }, "amount_cents"],
    [{ amount_cents: 10.5 }, "amount_cents"],
    [{ amount_cents: undefined, miles: 1.0005 }, "miles"],
    [{ incurred_on: "2026-02-30" }, "incurred_on"],
    [{ incurred_on: "2199-01-01" }, "incurred_on"],
    [{ tax_cents: 4896 }, "tax_cents"],
    [{ payment_source: "barter" }, "payment_source"],
    [{ amount_cents: undefined, miles: 3, payment_source: "company_card" }, "payment_source"],
    [{ technician_id: 1 }, "technician_id"],
  ])("with %j is refused, and the field is named", async (more, field) => {
    const { mike } = await crew();
    const body = { incurred_on: "2026-03-02", amount_cents: 4895, ...more };
    const refused = await mike.api.post("/tech/expenses", body);
    expect([refused.status, Object.keys(refused.error.fields)]).toEqual([422, [field]]);
  });
});

describe("a mileage claim", () => {
  it("is worth the rate of the business when it is entered, and keeps it", async () => {
    const { api, mike, claim } = await crew();
    const way = { amount_cents: undefined, vendor: undefined };
    const first = await claim({ ...way, miles: 100 });
    expect(first).toMatchObject({ kind: "mileage", miles: 100, amount_cents: 7250, mileage_rate_millicents: 72_500 });
    await ok(api.patch("/admin/organization", { mileage_rate_millicents: 67_000 }));
    expect((await claim({ ...way, miles: 12.345 })).amount_cents).toBe(827);
    expect((await ok(api.get(`${PATH}/${first.id}`))).amount_cents).toBe(7250);
    const changed = await ok(mike.api.patch(`/tech/expenses/${first.id}`, { miles: 10 }));
    expect(changed).toMatchObject({ miles: 10, amount_cents: 670, mileage_rate_millicents: 67_000 });
    const plain = await ok(mike.api.patch(`/tech/expenses/${first.id}`, { amount_cents: 500 }));
    expect(plain).toMatchObject({ kind: "amount", miles: null, mileage_rate_millicents: null, amount_cents: 500 });
    expect(refusal(await mike.api.patch(`/tech/expenses/${first.id}`, { miles: 0.001 }))).toEqual([
      ...[422, "expense.amount_zero", ["miles"]],
    ]);
  });
});

describe("the policy of a category", () => {
  it("limits one expense and the month of a technician, and is asked when an expense is submitted", async () => {
    const { api, mike, tools, claim } = await crew({ limit_cents: 5000, monthly_limit_cents: 8000 });
    const submit = ({ id }: Json) => mike.api.post(`/tech/expenses/${id}/submit`);
    const [large, first, second, april] = [
      await claim({ amount_cents: 5001 }),
      await claim({ amount_cents: 5000, incurred_on: "2026-03-01" }),
      await claim({ amount_cents: 3001, incurred_on: "2026-03-31" }),
      await claim({ amount_cents: 3001, incurred_on: "2026-04-01" }),
    ];
    expect(refusal(await submit(large))).toEqual([422, "expense.over_limit", ["amount_cents"]]);
    await ok(submit(first));
    const over = await submit(second);
    expect(refusal(over)).toEqual([422, "expense.over_monthly_limit", ["amount_cents"]]);
    expect(over.error.fields.amount_cents).toBe("must be at most 3000");
    await ok(submit(april));
    await ok(api.post(`${PATH}/${first.id}/approve`, { approved_cents: 4999 }));
    await ok(submit(second)); // what was not approved is left
    await ok(api.patch(`/admin/expense-categories/${tools.id}`, { is_active: false }));
    const late = await claim({ expense_category_id: undefined, amount_cents: 1 });
    expect(refusal(await submit(late))).toEqual([422, "expense.category_missing", ["expense_category_id"]]);
    const unused = { expense_category_id: tools.id };
    expect(refusal(await mike.api.patch(`/tech/expenses/${late.id}`, unused))).toEqual([
      ...[409, "expense_category.not_active", ["expense_category_id"]],
    ]);
  });

  it("holds for expenses that are submitted at the same moment together", async () => {
    const { mike, claim } = await crew({ monthly_limit_cents: 10_000 });
    const drafts = [];
    for (let n = 1; n <= 6; n++) drafts.push(await claim({ amount_cents: 3000 + n }));
    const answers = await Promise.all(drafts.map(({ id }: Json) => mike.api.post(`/tech/expenses/${id}/submit`)));
    const passed = answers.filter(({ status }) => status === 200);
    expect(passed).toHaveLength(3);
    expect(new Set(answers.filter(({ status }) => status !== 200).map(({ error }) => error.reason))).toEqual(
      new Set(["expense.over_monthly_limit"]),
    );
  });

  it("has a name of its own, whatever its case", async () => {
    const { api, tools } = await crew();
    const again = await api.post("/admin/expense-categories", { name: tools.name.toUpperCase() });
    expect(refusal(again)).toEqual([409, "expense_category.name_taken", ["name"]]);
  });
});

describe("a possible duplicate", () => {
  it("is hinted at: the same amount within three days at the same vendor, the same way, the same receipt", async () => {
    const { business, api, mike, claim } = await crew();
    const first = await claim();
    expect((await claim({ incurred_on: "2026-03-05", vendor: "ACE hardware" })).possible_duplicates).toEqual([
      first.id,
    ]);
    expect((await claim({ incurred_on: "2026-03-09" })).possible_duplicates).toEqual([]);
    expect((await claim({ vendor: "Home Depot" })).possible_duplicates).toEqual([]);
    expect((await claim({ amount_cents: 4896 })).possible_duplicates).toEqual([]);

    const way = { amount_cents: undefined, vendor: undefined, miles: 12.3, incurred_on: "2026-02-02" };
    const trip = await claim(way);
    expect((await claim(way)).possible_duplicates).toEqual([trip.id]);
    const dana = await newTechnician(business, true);
    expect((await claim({ ...way, expense_category_id: undefined }, dana.api)).possible_duplicates).toEqual([]);

    const [one, two] = [
      await claim({ amount_cents: 777, vendor: "A" }),
      await claim({ amount_cents: 888, vendor: "B", incurred_on: "2026-01-01" }),
    ];
    for (const { id } of [one, two]) await ok(mike.api.post(`/tech/expenses/${id}/receipts`, file("same"), PDF));
    expect((await ok(mike.api.post(`/tech/expenses/${two.id}/submit`))).possible_duplicates).toEqual([one.id]);
    expect((await ok(api.get(`${PATH}/${one.id}`))).possible_duplicates).toEqual([two.id]);
  });
});

describe("an approved expense", () => {
  const approved = async () => {
    const made = await crew();
    const { id } = await made.claim();
    await ok(made.mike.api.post(`/tech/expenses/${id}/submit`));
    await ok(made.api.post(`${PATH}/${id}/approve`, {}));
    return { ...made, path: `${PATH}/${id}` };
  };

  it("is paid back by hand, and then on no statement", async () => {
    const { api, path } = await approved();
    expect(refusal(await api.post(`${path}/reimburse`, { paid_on: "2199-01-01" }))).toEqual([
      ...[422, "expense.paid_in_future", ["paid_on"]],
    ]);
    const paid = await ok(api.post(`${path}/reimburse`, {}));
    expect(paid).toMatchObject({ status: "reimbursed", reimbursed_on: expect.any(String), counts_on: null });
    expect(refusal(await api.post(`${path}/reimburse`, {}))).toEqual([409, "expense.wrong_status", []]);
    const voided = await ok(api.post(`${path}/void`, { reason: "Twice" }));
    expect(voided).toMatchObject({ status: "voided", void_reason: "Twice", taken_back_on: expect.any(String) });
  });

  it("is voided before it is paid back, and then paid back no more", async () => {
    const { api, path } = await approved();
    const voided = await ok(api.post(`${path}/void`, { reason: "Twice" }));
    expect(voided).toMatchObject({ status: "voided", counts_on: null, taken_back_on: null });
  });

  it("that the business itself has paid is not paid back", async () => {
    const { api, mike, claim } = await crew();
    const { id } = await claim({ payment_source: "company_card" });
    await ok(mike.api.post(`/tech/expenses/${id}/submit`));
    expect((await ok(api.post(`${PATH}/${id}/approve`, {}))).counts_on).toBeNull();
    expect(refusal(await api.post(`${PATH}/${id}/reimburse`, {}))).toEqual([409, "expense.not_out_of_pocket", []]);
  });

  it("is on the technician's statement, is locked by the close of its pay period, and taken back in the next when it is voided", async () => {
    const { api, mike, claim } = await crew();
    const [one, way] = [await claim(), await claim({ amount_cents: undefined, vendor: undefined, miles: 100 })];
    for (const { id } of [one, way]) await ok(mike.api.post(`/tech/expenses/${id}/submit`));
    const { counts_on: day } = await ok(api.post(`${PATH}/${one.id}/approve`, { approved_cents: 4000 }));
    await ok(api.post(`${PATH}/${way.id}/approve`, {}));
    await ok(api.put("/admin/pay-periods/schedule", { frequency: "weekly", starts_on: day, pay_delay_days: 0 }));
    const [first, second] = (await ok(api.get("/admin/pay-periods?sort=starts_on"))).items;
    const linesOf = async ({ id }: Json) => (await ok(api.get(`/admin/pay-periods/${id}/lines`))).items;
    const totalOf = async ({ id }: Json) => (await ok(api.get(`/admin/pay-periods/${id}`))).totals.reimbursement_cents;
    const lines = await linesOf(first);
    expect(lines).toMatchObject([
      {
        ...{ kind: "reimbursement", amount_cents: 4000, description: "Ace Hardware", source: `expense/${one.id}` },
        day,
      },
      { amount_cents: 7250, quantity: 100, unit: "mile", rate_cents: 73, source: `expense/${way.id}` },
    ]);
    expect(await totalOf(first)).toBe(11_250);

    const close = `/admin/pay-periods/${first.id}/close`;
    await ok(api.patch(close, { force: true }));
    const paid = { status: "reimbursed", pay_period_id: first.id };
    expect(await ok(api.get(`${PATH}/${one.id}`))).toMatchObject(paid);
    expect(refusal(await api.post(`${PATH}/${one.id}/reimburse`, {}))).toEqual([409, "expense.wrong_status", []]);
    await ok(api.patch(`/admin/pay-periods/${first.id}/reopen`, { reason: "Forgotten" }));
    expect(await ok(api.get(`${PATH}/${one.id}`))).toMatchObject({ status: "approved", pay_period_id: null });
    await ok(api.patch(close, { force: true }));

    const late = await claim({ vendor: "Late" });
    await ok(mike.api.post(`/tech/expenses/${late.id}/submit`));
    const approved = await ok(api.post(`${PATH}/${late.id}/approve`, {}));
    expect(approved.counts_on).toBe(second.starts_on);
    const voided = await ok(api.post(`${PATH}/${one.id}/void`, { reason: "Twice" }));
    expect(voided).toMatchObject({ status: "voided", taken_back_on: second.starts_on });
    expect(await linesOf(first)).toEqual(lines);
    expect([await totalOf(first), await totalOf(second)]).toEqual([11_250, 895]);
  });

  it("counts in the sums, by category, technician and job", async () => {
    const { api, mike, tools, claim } = await crew();
    const [one, two] = [await claim({ amount_cents: 1000 }), await claim({ amount_cents: 500 })];
    await claim({ amount_cents: 77 });
    for (const { id } of [one, two]) await ok(mike.api.post(`/tech/expenses/${id}/submit`));
    await ok(api.post(`${PATH}/${one.id}/approve`, { approved_cents: 900 }));
    const sums = { expenses: 3, claimed_cents: 1500, waiting_cents: 500, approved_cents: 900 };
    const march = "date_from=2026-03-01&date_to=2026-03-31";
    const of = async (by: string) => (await ok(api.get(`${PATH}/summary?${march}&group_by=${by}`))).items;
    expect(await of("category")).toEqual([{ group: tools.id, ...sums }]);
    expect(await of("technician")).toEqual([{ group: mike.id, ...sums }]);
    expect(await of("job")).toEqual([{ group: null, ...sums }]);
    expect((await ok(api.get(`${PATH}/summary`))).items).toEqual([]);
  });
});
