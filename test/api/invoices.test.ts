import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import {
  type Answer,
  type Api,
  type Business,
  client,
  eventually,
  newBusiness,
  newTechnician,
} from "../support/client.ts";
import { brokenRules } from "../support/invariants.ts";
import { linkIn, mailTo } from "../support/mails.ts";
import { check, noPdfTools, pagesOf } from "../support/pdf-tools.ts";
import { testWorker } from "../support/test-worker.ts";
import { tokenAs } from "../support/tokens.ts";

const said = ({ status, error }: Answer) => `${status} ${error?.reason ?? "ok"}`;
const made = ({ status, data, text }: Answer) => {
  expect(status, text).toBe(201);
  return data;
};
const line = (amount_cents: number, quantity = 1) => ({ description: "AC repair", amount_cents, quantity });

/** A business with one customer, and what its office does. */
async function newOffice() {
  const business = await newBusiness();
  const { api } = business;
  const customer = (await api.post("/admin/customers", { name: "Pat Doe", emails: [{ address: "pat@doe.example" }] }))
    .data;
  const draft = async (more: object = {}) =>
    made(await api.post("/admin/invoices", { customer_id: customer.id, line_items: [line(10_000)], ...more }));
  const sent = (more: object = {}) => draft({ send: true, ...more });
  const pay = (body: object) => api.post("/admin/invoice-payments", { method: "check", ...body });
  const get = async (id: number) => (await api.get(`/admin/invoices/${id}`)).data;
  return { business, api, customer, draft, sent, pay, get };
}
type Office = Awaited<ReturnType<typeof newOffice>>;

const eventsOf = async ({ shard, tenantId }: Business, entity: string, id: number) =>
  (
    await sql<{ type: string }>(
      shard,
      "select type from outbox where tenant_id = ? and entity = ? and entity_id = ? order by seq",
      tenantId,
      entity,
      String(id),
    )
  ).map(({ type }) => type);

/** What is wrong with the sums and numbers of a business; nothing. */
const broken = ({ shard, tenantId }: Business) => brokenRules((text, id) => sql(shard, text, id), tenantId);

describe("an invoice from the draft to the last cent", () => {
  let office: Office;
  beforeAll(async () => {
    office = await newOffice();
  });

  it("is made as the API reference shows it, as a draft without a number that nobody owes yet", async () => {
    const { api } = office;
    const made = await api.post("/admin/invoices", {
      customer_name: "John Doe",
      customer_email: "john@doe.example",
      line_items: [{ description: "AC Repair", amount_cents: 15000, quantity: 1 }],
      due_date: "2026-04-15",
    });
    expect([made.status, made.data]).toMatchObject([
      201,
      { status: "draft", number: null, total_cents: 15000, balance_cents: 0, due_date: "2026-04-15", repeated: false },
    ]);
  });

  it("is changed while a draft, gets its number when it is sent, and never changes from then on", async () => {
    const { api, draft, business } = office;
    const { id } = await draft();
    const changed = await api.patch(`/admin/invoices/${id}`, { line_items: [line(2500, 2)], notes: "Thank you" });
    expect(changed.data).toMatchObject({ total_cents: 5000, notes: "Thank you", version: 2 });
    const sent = await api.post(`/admin/invoices/${id}/send`, {});
    expect(sent.data).toMatchObject({ status: "sent", balance_cents: 5000, customer_email: "pat@doe.example" });
    expect(sent.data.number).toMatch(/^INV-\d+$/);
    expect(said(await api.patch(`/admin/invoices/${id}`, { notes: "No" }))).toBe("409 invoice.not_draft");
    expect(said(await api.request("DELETE", `/admin/invoices/${id}`))).toBe("409 invoice.not_draft");
    expect(await eventsOf(business, "invoice", id)).toEqual(["invoice.created", "invoice.updated", "invoice.sent"]);
    const again = await api.post(`/admin/invoices/${id}/send`, { email: "office@doe.example" });
    expect(again.data).toMatchObject({ number: sent.data.number, customer_email: "pat@doe.example" });
  });

  it("is paid in parts; more than is due is refused with what is due", async () => {
    const { sent, pay, get, business } = office;
    const { id } = await sent();
    expect((await pay({ invoice_id: id, amount_cents: 4000, reference: "1042" })).data).toMatchObject({
      applied_cents: 4000,
      unapplied_cents: 0,
    });
    expect(await get(id)).toMatchObject({ status: "partially_paid", amount_paid_cents: 4000, balance_cents: 6000 });
    const tooMuch = await pay({ invoice_id: id, amount_cents: 6001 });
    expect([said(tooMuch), tooMuch.error.fields]).toEqual([
      "422 invoice_payment.above_balance",
      { amount_cents: "must not be more than what is due, 6000" },
    ]);
    expect((await pay({ invoice_id: id })).data.amount_cents).toBe(6000);
    expect(await get(id)).toMatchObject({ status: "paid", balance_cents: 0 });
    expect(said(await pay({ invoice_id: id, amount_cents: 1 }))).toBe("409 invoice.not_open");
    expect(await eventsOf(business, "invoice", id)).toEqual([
      "invoice.created",
      "invoice.sent",
      "invoice.partially_paid",
      "invoice.paid",
    ]);
  });

  it("of two payments over the balance at the same moment one is refused", async () => {
    const { sent, pay, get } = office;
    const { id } = await sent();
    const answers = await Promise.all([1, 2, 3, 4].map(() => pay({ invoice_id: id, amount_cents: 6000 })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201))
      expect(["409 invoice.changed_meanwhile", "422 invoice_payment.above_balance"]).toContain(said(answer));
    expect(await get(id)).toMatchObject({ balance_cents: 4000 });
  });

  it("has the next number of the series, without holes or doubles, however many are sent at once", async () => {
    const { business, api, draft } = await newOffice();
    const drafts = await Promise.all(Array.from({ length: 20 }, () => draft()));
    const refused = await draft({ invoice_date: "2026-01-01", due_date: "2026-01-01" });
    await api.post(`/admin/invoices/${refused.id}/send`, { email: "nobody" });
    const sent = await Promise.all(drafts.map(({ id }) => api.post(`/admin/invoices/${id}/send`, { mail: false })));
    const numbers = sent.map(({ data }) => Number(data.number.replace("INV-", ""))).toSorted((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] ?? 0) + i));
    expect(new Set(numbers).size).toBe(20);
    expect(await broken(business)).toEqual([]);
  });

  it("is voided while nothing is paid, or replaced by a new version under a number of its own", async () => {
    const { api, sent, pay, get } = office;
    const first = await sent();
    const revised = await api.post(`/admin/invoices/${first.id}/revise`, { reason: "Wrong price" });
    expect(revised.data).toMatchObject({ status: "draft", number: null, replaces_id: first.id, total_cents: 10_000 });
    expect(await get(first.id)).toMatchObject({ status: "void", balance_cents: 0, replaced_by_id: revised.data.id });
    const paid = await sent();
    await pay({ invoice_id: paid.id, amount_cents: 1 });
    expect(said(await api.post(`/admin/invoices/${paid.id}/void`, { reason: "No" }))).toBe("409 invoice.has_payments");
    expect(said(await api.post(`/admin/invoices/${first.id}/void`, { reason: "No" }))).toBe("409 invoice.finished");
    const off = await api.post(`/admin/invoices/${paid.id}/write-off`, { reason: "Bankrupt" });
    expect(off.data).toMatchObject({ status: "written_off", written_off_cents: 9999, balance_cents: 0 });
  });

  it("is overdue from the day after its due day on", async () => {
    const { sent, api } = office;
    const { id } = await sent({ invoice_date: "2026-01-01", due_date: "2026-01-31" });
    const { data } = await api.get(`/admin/invoices/${id}`);
    expect(data).toMatchObject({ status: "overdue" });
    expect(data.days_overdue).toBeGreaterThan(200);
    const listed = await api.get("/admin/invoices?status=overdue");
    expect(listed.data.items.map((one: { id: number }) => one.id)).toContain(id);
    expect(
      (await api.get("/admin/invoices?status=sent&q=pat")).data.items.map((one: { id: number }) => one.id),
    ).not.toContain(id);
  });

  it("is found by status, customer, days and words, page by page, and exported with the same filters", async () => {
    const { api, customer, draft, sent, pay } = await newOffice();
    const first = await sent({ title: "Water heater", invoice_date: "2026-01-10", due_date: "2099-01-01" });
    const second = await sent({ invoice_date: "2026-02-10", due_date: "2099-02-01" });
    const third = await draft({ customer_id: undefined, customer_name: "José Núñez" });
    await pay({ invoice_id: second.id });
    const found = async (query: string) =>
      (await api.get(`/admin/invoices?${query}`)).data.items.map(({ id }: { id: number }) => id);
    expect(await found("")).toEqual([third.id, second.id, first.id]);
    expect(await found("status=paid")).toEqual([second.id]);
    expect(await found("unpaid=true")).toEqual([first.id]);
    expect(await found(`customer_id=${customer.id}`)).toEqual([second.id, first.id]);
    expect(await found("date_from=2026-02-01&date_to=2026-02-28")).toEqual([second.id]);
    expect(await found("due_to=2099-01-15")).toEqual([first.id]);
    expect(await found("q=water")).toEqual([first.id]);
    expect(await found("q=jose%20nun")).toEqual([third.id]);
    expect(await found(`q=${second.number}`)).toEqual([second.id]);
    const page = (await api.get("/admin/invoices?limit=2&sort=due_date")).data;
    expect(page).toMatchObject({ total: 3, items: [{ id: first.id }, { id: second.id }] });
    expect(await found(`limit=2&sort=due_date&cursor=${page.next_cursor}`)).toEqual([third.id]);
    const csv = await api.get("/admin/invoices.csv?status=paid");
    expect(csv.text.split("\r\n").slice(1, 2)).toEqual([
      `${second.id},${second.number},paid,Pat Doe,pat@doe.example,${customer.id},,2026-02-10,2099-02-01,100.00,0.00,0.00,100.00,100.00,0.00,0.00,USD`,
    ]);
  });

  it("is refused with the field and the reason where something is wrong with it", async () => {
    const { api, customer } = office;
    const make = (more: object) =>
      api.post("/admin/invoices", { customer_id: customer.id, line_items: [line(100)], ...more });
    const due = await make({ invoice_date: "2026-03-01", due_date: "2026-02-28" });
    expect([said(due), due.error.fields]).toEqual([
      "422 invoice.due_before_date",
      { due_date: "must not be before the invoice's date, 2026-03-01" },
    ]);
    expect(said(await make({ send: true, due_date: "2026-04-15" }))).toBe("422 invoice.due_before_date");
    expect(said(await make({ invoice_date: "2199-01-01" }))).toBe("422 invoice.date_in_future");
    expect(said(await api.post("/admin/invoices", { customer_id: customer.id }))).toBe("422 invoice.lines_required");
    expect(said(await api.post("/admin/invoices", { line_items: [line(1)] }))).toBe("422 invoice.customer_required");
    const decimals = await make({ line_items: [line(100, 1.2345)] });
    expect([decimals.status, Object.keys(decimals.error.fields)]).toEqual([422, ["line_items.0.quantity"]]);
    const negative = await make({ line_items: [line(-100)] });
    expect([negative.status, Object.keys(negative.error.fields)]).toEqual([422, ["line_items.0.amount_cents"]]);
    expect(said(await make({ job_id: 999 }))).toBe("404 dispatch_job.not_found");
    expect(said(await make({ customer_id: 999 }))).toBe("404 customer.not_found");
  });
});

describe("money of a customer", () => {
  it("pays several invoices at once; what is left is credit, which is applied later", async () => {
    const { business, api, customer, sent, pay, get } = await newOffice();
    const [one, two, three] = [await sent(), await sent(), await sent()];
    const payment = await pay({
      amount_cents: 25_000,
      splits: [
        { invoice_id: one.id, amount_cents: 10_000 },
        { invoice_id: two.id, amount_cents: 5000 },
      ],
    });
    expect(payment.data).toMatchObject({ applied_cents: 15_000, unapplied_cents: 10_000, customer_id: customer.id });
    const path = `/admin/invoice-payments/${payment.data.id}`;
    const above = await api.post(`${path}/apply`, { splits: [{ invoice_id: two.id, amount_cents: 5001 }] });
    expect([said(above), above.error.fields]).toEqual([
      "422 invoice_payment.above_balance",
      { "splits.0.amount_cents": "must not be more than what is due, 5000" },
    ]);
    const applied = await api.post(`${path}/apply`, { splits: [{ invoice_id: two.id, amount_cents: 5000 }] });
    expect(applied.data).toMatchObject({ applied_cents: 20_000, unapplied_cents: 5000 });
    expect(said(await api.post(`${path}/apply`, { splits: [{ invoice_id: three.id, amount_cents: 5001 }] }))).toBe(
      "422 invoice_payment.above_credit",
    );
    expect((await api.post(`${path}/take-off`, { invoice_id: one.id, amount_cents: 1 })).data.unapplied_cents).toBe(
      5001,
    );
    expect(await get(one.id)).toMatchObject({ status: "partially_paid", balance_cents: 1 });
    const refunded = await api.post(`${path}/refund`, { amount_cents: 6001, reason: "Paid twice" });
    expect(refunded.data).toMatchObject({ refunded_cents: 6001, unapplied_cents: 0, applied_cents: 18_999 });
    expect(said(await api.post(`${path}/refund`, { amount_cents: 19_000 }))).toBe(
      "422 invoice_payment.above_refundable",
    );
    const reversed = await api.post(`${path}/reverse`, { reason: "The cheque bounced" });
    expect(reversed.data).toMatchObject({ applied_cents: 0, unapplied_cents: 0, reverse_reason: "The cheque bounced" });
    expect([(await get(one.id)).balance_cents, (await get(two.id)).balance_cents]).toEqual([10_000, 10_000]);
    expect(said(await api.post(`${path}/refund`, {}))).toBe("409 invoice_payment.reversed");
    expect(await broken(business)).toEqual([]);
    expect(await eventsOf(business, "invoice_payment", payment.data.id)).toEqual([
      "payment.received",
      "payment.applied",
      "payment.applied",
      "payment.refunded",
      "payment.reversed",
    ]);
  });

  it("stays on account without an invoice, for a customer who is known", async () => {
    const { customer, pay, sent } = await newOffice();
    const kept = await pay({ amount_cents: 5000, splits: [], customer_id: customer.id, method: "cash" });
    expect(kept.data).toMatchObject({ unapplied_cents: 5000, customer_name: "Pat Doe" });
    expect(said(await pay({ amount_cents: 5000, splits: [] }))).toBe("422 invoice_payment.customer_required");
    expect(said(await pay({ splits: [] }))).toBe("422 invoice_payment.amount_required");
    const { id } = await sent();
    const split = { invoice_id: id, amount_cents: 100 };
    expect(said(await pay({ amount_cents: 99, splits: [split] }))).toBe("422 invoice_payment.splits_above_amount");
    expect(said(await pay({ amount_cents: 200, splits: [split, split] }))).toBe("422 invoice_payment.invoice_twice");
    expect(said(await pay({ amount_cents: 100, splits: [{ ...split, invoice_id: 999 }] }))).toBe(
      "404 invoice.not_found",
    );
    expect(said(await pay({ amount_cents: 100, invoice_id: id, received_on: "2199-01-01" }))).toBe(
      "422 invoice.date_in_future",
    );
  });

  it("comes back from an invoice that was written off without opening it again", async () => {
    const { business, api, sent, pay, get } = await newOffice();
    const { id } = await sent();
    const payment = (await pay({ invoice_id: id, amount_cents: 4000 })).data;
    await api.post(`/admin/invoices/${id}/write-off`, { reason: "Bankrupt" });
    await api.post(`/admin/invoice-payments/${payment.id}/reverse`, { reason: "The cheque bounced" });
    expect(await get(id)).toMatchObject({ status: "written_off", written_off_cents: 10_000, balance_cents: 0 });
    expect(await broken(business)).toEqual([]);
  });

  it("is numbered, paid and told once by one Idempotency-Key", async () => {
    const { business, api, customer } = await newOffice();
    const body = { customer_id: customer.id, line_items: [line(500)], send: true };
    const headers = { "idempotency-key": crypto.randomUUID() };
    const answers = await Promise.all([1, 2, 3].map(() => api.post("/admin/invoices", body, headers)));
    expect(new Set(answers.map(({ data }) => data.number))).toEqual(new Set(["INV-1"]));
    expect(await eventsOf(business, "invoice", answers[0]?.data.id)).toEqual(["invoice.created", "invoice.sent"]);
  });

  it("never pays another customer's invoice", async () => {
    const { api, sent, pay } = await newOffice();
    const other = (await api.post("/admin/customers", { name: "Somebody else" })).data;
    const { id } = await sent();
    const refused = await pay({
      amount_cents: 100,
      customer_id: other.id,
      splits: [{ invoice_id: id, amount_cents: 100 }],
    });
    expect(said(refused)).toBe("422 invoice_payment.other_customer");
  });

  it("comes back by a credit note, in a series of its own and never more than was invoiced (B11)", async () => {
    const { business, api, sent, pay, get } = await newOffice();
    const first = await sent();
    const note = (id: number, body: object = {}) =>
      api.post(`/admin/invoices/${id}/credit-notes`, { reason: "Not needed", ...body });
    const credit = await note(first.id, { amount_cents: 4000 });
    expect(credit.data).toMatchObject({ number: "CN-1", total_cents: 4000, applied_cents: 4000, unapplied_cents: 0 });
    expect(await get(first.id)).toMatchObject({ status: "partially_paid", credited_cents: 4000, balance_cents: 6000 });
    const second = await sent();
    const n = Number(first.number.replace("INV-", ""));
    expect(second.number).toBe(`INV-${n + 1}`);
    const above = await note(first.id, { amount_cents: 6001 });
    expect([said(above), above.error.fields]).toEqual([
      "422 credit_note.above_invoiced",
      { amount_cents: "must not be more than 6000" },
    ]);
    await pay({ invoice_id: first.id });
    const rest = await note(first.id);
    expect(rest.data).toMatchObject({ number: "CN-2", total_cents: 6000, applied_cents: 0, unapplied_cents: 6000 });
    expect(said(await note(first.id))).toBe("409 credit_note.nothing_left");
    const path = `/admin/credit-notes/${rest.data.id}`;
    const applied = await api.post(`${path}/apply`, { splits: [{ invoice_id: second.id, amount_cents: 1000 }] });
    expect(applied.data).toMatchObject({ applied_cents: 1000, unapplied_cents: 5000 });
    expect((await api.post(`${path}/take-off`, { invoice_id: second.id })).data.unapplied_cents).toBe(6000);
    expect((await api.post(`${path}/refund`, { amount_cents: 6000, method: "cash" })).data.refunded_cents).toBe(6000);
    expect(said(await api.post(`${path}/refund`, {}))).toBe("422 invoice_payment.above_refundable");
    expect(await broken(business)).toEqual([]);
    expect(await eventsOf(business, "credit_note", credit.data.id)).toEqual(["credit_note.issued"]);
  });
});

describe("a credit note that was wrong", () => {
  it("is voided: what it paid is owed again, the invoice can be credited again, and its number stays taken", async () => {
    const { business, api, sent, get } = await newOffice();
    const rate = made(await api.post("/admin/tax-rates", { name: "Tampa", rate_ppm: 72_500 }));
    const taxed = [{ ...line(9999), tax_rate_ids: [rate.id] }];
    const [first, second] = [await sent({ line_items: taxed }), await sent()];
    const note = async (body: object) =>
      made(await api.post(`/admin/invoices/${first.id}/credit-notes`, { reason: "Not needed", ...body }));
    const wrong = await note({ amount_cents: 3333, apply: false });
    const splits = [
      { invoice_id: first.id, amount_cents: 1000 },
      { invoice_id: second.id, amount_cents: 500 },
    ];
    expect((await api.post(`/admin/credit-notes/${wrong.id}/apply`, { splits })).status).toBe(200);
    const stands = await note({ amount_cents: 3333 });
    const voiding = (id: number) => api.post(`/admin/credit-notes/${id}/void`, { reason: "For the wrong invoice" });
    const voided = await voiding(wrong.id);
    expect(voided.data, voided.text).toMatchObject({
      ...{ number: "CN-1", applied_cents: 0, unapplied_cents: 0, refunded_cents: 0, version: 3 },
      ...{ voided_at: expect.any(String), void_reason: "For the wrong invoice" },
    });
    expect(await get(second.id)).toMatchObject({ status: "sent", credited_cents: 0, balance_cents: 10_000 });
    const due = first.total_cents - 3333;
    expect(await get(first.id)).toMatchObject({ credited_cents: 3333, credit_notes_cents: 3333, balance_cents: due });
    expect(said(await voiding(wrong.id))).toBe("409 credit_note.void");
    for (const [way, body] of [
      ["apply", { splits }],
      ["take-off", { invoice_id: second.id }],
      ["refund", {}],
    ] as const)
      expect(said(await api.post(`/admin/credit-notes/${wrong.id}/${way}`, body)), way).toBe("409 credit_note.void");
    const rest = await note({});
    expect(rest).toMatchObject({ number: "CN-3", total_cents: due });
    expect(stands.tax_cents + rest.tax_cents, "all of the tax, to the cent").toBe(first.tax_cents);
    const statement = (await api.get(`/admin/customer-statements/${first.customer_id}`)).data;
    expect(statement.closing_balance_cents).toBe(10_000);
    expect(await broken(business)).toEqual([]);
    expect((await eventsOf(business, "credit_note", wrong.id)).at(-1)).toBe("credit_note.voided");
    expect((await eventsOf(business, "invoice", second.id)).at(-1)).toBe("invoice.reopened");
  });

  it("stays where money of it was given back", async () => {
    const { api, sent, pay } = await newOffice();
    const { id } = await sent();
    await pay({ invoice_id: id });
    const note = made(await api.post(`/admin/invoices/${id}/credit-notes`, { reason: "Not needed" }));
    await api.post(`/admin/credit-notes/${note.id}/refund`, { amount_cents: 1 });
    const refused = await api.post(`/admin/credit-notes/${note.id}/void`, { reason: "Too late" });
    expect(said(refused)).toBe("409 credit_note.refunded");
  });

  it.skipIf(noPdfTools)("is a PDF that says so", async () => {
    const { api, sent } = await newOffice();
    const { id } = await sent();
    const note = made(await api.post(`/admin/invoices/${id}/credit-notes`, { reason: "Second visit" }));
    const textOf = async () => {
      const answer = await api.open(`/admin/credit-notes/${note.id}/pdf`);
      expect(answer.headers.get("content-disposition")).toContain("CN-1.pdf");
      const pdf = new Uint8Array(await answer.arrayBuffer());
      check(pdf);
      return pagesOf(pdf).join().replaceAll(/ +/g, " ");
    };
    const text = await textOf();
    for (const part of ["Credit note", "CN-1", "Pat Doe", "Second visit", "Issued", "$100.00"])
      expect(text).toContain(part);
    await api.post(`/admin/credit-notes/${note.id}/void`, { reason: "For the wrong invoice" });
    const after = await textOf();
    for (const part of ["Void", "For the wrong invoice"]) expect(after).toContain(part);
  });
});

describe.skipIf(noPdfTools)("documents on paper", () => {
  const pdfOf = async (api: Api, path: string) => {
    const answer = await api.open(path);
    expect([answer.status, answer.headers.get("content-type")], path).toEqual([200, "application/pdf"]);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    check(bytes);
    return pagesOf(bytes);
  };

  it("show the letters of every script, and never fail for one (B39)", async () => {
    const { api, customer } = await newOffice();
    const words = ["33 Đường Nguyễn Hữu Thọ, Quận 7", "Łukasz", "日本", "שלום", "محمد", "한국어"];
    await api.patch(`/admin/customers/${customer.id}`, { name: words.join(" / ") });
    const line_items = words.map((description) => ({ description, amount_cents: 100, quantity: 1 }));
    const of = { customer_id: customer.id, line_items };
    const invoice = made(await api.post("/admin/invoices", { ...of, send: true, notes: words.join("\n") }));
    const estimate = made(await api.post("/admin/estimates", of));
    const note = made(await api.post(`/admin/invoices/${invoice.id}/credit-notes`, { reason: words.join(" / ") }));
    for (const path of [
      `/admin/invoices/${invoice.id}/pdf`,
      `/admin/estimates/${estimate.id}/pdf`,
      `/admin/credit-notes/${note.id}/pdf`,
      `/admin/customer-statements/${customer.id}/pdf`,
    ]) {
      const bare = (await pdfOf(api, path)).join("").replaceAll(/[\u202a-\u202e\s]/g, "");
      for (const word of words.join(" ").split(" ")) expect(bare, path).toContain(word); // a narrow column breaks lines
    }
  });

  it("have each line once, a head on every page, and the total with the last (B40)", async () => {
    const { api, customer } = await newOffice();
    const line_items = Array.from({ length: 200 }, (_, i) => ({ ...line(1000 + i), description: `Part no. ${i}.` }));
    const invoice = made(await api.post("/admin/invoices", { customer_id: customer.id, line_items, send: true }));
    const pages = await pdfOf(api, `/admin/invoices/${invoice.id}/pdf`);
    expect(pages.length).toBeGreaterThan(3);
    for (const page of pages) expect(page).toMatch(/Description +Quantity +Price +Amount/);
    const lines = pages.flatMap((page) => [...page.matchAll(/Part no. (\d+)\./g)].map(([, i]) => Number(i)));
    expect(lines).toEqual(line_items.map((_, i) => i));
    const total = (invoice.total_cents / 100).toLocaleString("en-US", { style: "currency", currency: "USD" });
    expect(pages.at(-1)).toContain(total);
    expect(pages.at(-1)).toContain("Amount due");
  });
});

it("keep what a spreadsheet would carry out as text, and numbers as numbers, in the files of invoices (B37)", async () => {
  const { api, customer, sent } = await newOffice();
  const name = '=HYPERLINK("http://x.example","pay")';
  for (const customer_name of [name, "-Smith", "+1 813 555 0142"])
    made(await api.post("/admin/invoices", { customer_name, line_items: [line(5)], send: true }));
  const csv = (await api.get("/admin/invoices.csv")).text;
  expect(csv).toContain(`,"'=HYPERLINK(""http://x.example"",""pay"")",`);
  for (const cell of [",'-Smith,", ",'+1 813 555 0142,", ",0.05,"]) expect(csv).toContain(cell);
  await sent();
  const { id } = made(
    await api.post("/admin/invoice-payments", {
      customer_id: customer.id,
      splits: [],
      amount_cents: 5,
      method: "check",
      reference: "=1+1",
    }),
  );
  expect(id).toBeGreaterThan(0);
  const statement = (await api.get(`/admin/customer-statements/${customer.id}/csv`)).text;
  expect(statement).toContain(",'=1+1,-0.05,99.95");
});

it("keeps every sum equal to its entries, whatever the office does in whatever order", async () => {
  const { business, api, customer, sent, pay } = await newOffice();
  const invoices = await Promise.all([1, 2, 3, 4].map(() => sent()));
  let seed = 20_261_128;
  const random = (n: number): number => {
    seed = (seed * 48_271) % 2_147_483_647; // Lehmer: the same steps in every run
    return seed % n;
  };
  const payments: number[] = [];
  const notes: number[] = [];
  for (let step = 0; step < 40; step++) {
    const invoice_id = invoices[random(4)].id;
    const amount_cents = 1 + random(4000);
    const splits = [{ invoice_id, amount_cents }];
    const of = (ids: number[], path: string) => `/admin/${path}/${ids[random(ids.length)] ?? 1}`;
    const [payment, note] = [of(payments, "invoice-payments"), of(notes, "credit-notes")];
    const ways = [
      () => pay({ amount_cents: amount_cents + random(2000), splits, customer_id: customer.id }),
      () => pay({ amount_cents, splits: [], customer_id: customer.id }),
      () => api.post(`${payment}/apply`, { splits }),
      () => api.post(`${payment}/take-off`, { invoice_id }),
      () => api.post(`${payment}/refund`, { amount_cents }),
      () =>
        random(3) === 0 ? api.post(`${payment}/reverse`, { reason: "Bounced" }) : pay({ invoice_id, amount_cents }),
      () =>
        api.post(`/admin/invoices/${invoice_id}/credit-notes`, {
          reason: "Not needed",
          amount_cents,
          apply: random(2) === 0,
        }),
      () => api.post(`${note}/apply`, { splits }),
      () => api.post(`${note}/take-off`, { invoice_id }),
      () => api.post(`${note}/refund`, { amount_cents }),
      () => (random(3) === 0 ? api.post(`${note}/void`, { reason: "Wrong" }) : pay({ invoice_id, amount_cents })),
      () =>
        random(12) === 0
          ? api.post(`/admin/invoices/${invoice_id}/write-off`, { reason: "Bankrupt" })
          : pay({ invoice_id, amount_cents }),
    ];
    const { status, data, text } = await (ways[random(ways.length)] as () => Promise<Answer>)();
    expect([200, 201, 404, 409, 422], text).toContain(status);
    if (status === 201) (data.number ? notes : payments).push(data.id);
  }
  expect(payments.length + notes.length).toBeGreaterThan(10);
  expect(await broken(business)).toEqual([]);
});

describe("what customers owe", () => {
  it("is on a statement: the balance before, every change, the balance after", async () => {
    const { api, customer, sent, pay } = await newOffice();
    await sent({ invoice_date: "2026-01-10", due_date: "2026-02-10" });
    const march = await sent({ invoice_date: "2026-03-05", due_date: "2026-04-05", line_items: [line(2500)] });
    await pay({
      amount_cents: 12_000,
      splits: [{ invoice_id: march.id, amount_cents: 2500 }],
      received_on: "2026-03-20",
    });
    const path = `/admin/customer-statements/${customer.id}`;
    const { data } = await api.get(`${path}?date_from=2026-03-01&date_to=2026-03-31`);
    expect(data).toMatchObject({
      opening_balance_cents: 10_000,
      closing_balance_cents: 500,
      entries: [
        { kind: "issue", amount_cents: 2500, balance_cents: 12_500, document: march.number },
        { kind: "payment", amount_cents: -12_000, balance_cents: 500 },
      ],
    });
    const csv = await api.get(`${path}/csv?date_from=2026-03-01&date_to=2026-03-31`);
    expect(csv.text.split("\r\n").slice(0, 3)).toEqual([
      "date,kind,document,amount,balance",
      "2026-03-01,opening_balance,,,100.00",
      `2026-03-05,issue,${march.number},25.00,125.00`,
    ]);
    expect(said(await api.get(`${path}?date_from=2026-03-31&date_to=2026-03-01`))).toBe("400 request.invalid");
    expect((await api.get(`${path}/pdf?date_from=2026-03-01&date_to=2026-03-31`)).text.slice(0, 5)).toBe("%PDF-");
  });

  it("names the documents of its own business, though others have documents of the same ids", async () => {
    const { api, business, customer, sent } = await newOffice();
    const invoice = await sent({ invoice_date: "2026-03-05", due_date: "2026-04-05" });
    const { shard, tenantId } = business;
    const others = "00000000-0000-4000-8000-00000000077e"; // before all in the order of the table
    const columns = await sql<{ name: string }>(shard, "select name from pragma_table_info('invoices')");
    const names = columns.map(({ name }) => name);
    const taken: Record<string, string> = { tenant_id: `'${others}'`, number: "'INV-OF-OTHERS'" };
    await sql(
      shard,
      `insert into invoices (${names.join()}) select ${names.map((name) => taken[name] ?? name).join()} from invoices where tenant_id = ? and id = ?`,
      tenantId,
      invoice.id,
    );
    const path = `/admin/customer-statements/${customer.id}?date_from=2026-03-01&date_to=2026-03-31`;
    expect((await api.get(path)).data.entries).toMatchObject([{ kind: "issue", document: invoice.number }]);
    await sql(shard, "delete from invoices where tenant_id = ?", others);
  });

  it("is in the aging report of a day by how long it is overdue, also of a day in the past", async () => {
    const { api, customer, sent, pay } = await newOffice();
    const owed = (due_date: string, cents: number) =>
      sent({ invoice_date: "2026-01-01", due_date, line_items: [line(cents)] });
    await owed("2026-06-30", 1);
    await owed("2026-06-01", 20);
    await owed("2026-05-31", 300);
    await owed("2026-04-01", 4000);
    const oldest = await owed("2026-03-31", 50_000);
    await pay({ invoice_id: oldest.id, received_on: "2026-07-15" });
    const then = await api.get("/admin/invoices/aging?as_of=2026-06-30");
    const expected = {
      current_cents: 1,
      days_30_cents: 320,
      days_60_cents: 0,
      days_90_cents: 4000,
      older_cents: 50_000,
    };
    expect(then.data).toMatchObject({
      total: 1,
      totals: { ...expected, owed_cents: 54_321, credit_cents: 0 },
      items: [{ customer_id: customer.id, customer_name: "Pat Doe", ...expected }],
    });
    expect((await api.get("/admin/invoices/aging")).data.totals).toMatchObject({ owed_cents: 4321, older_cents: 4321 });
  });
});

describe("the page of an invoice, by its link", () => {
  const at = (url: string) => new URL(url).pathname.replace(/^\/api\/v1/, "");
  const page = async (url: string, init?: RequestInit) => {
    const response = await fetch(`${testWorker().url}${at(url)}`, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  it("shows what is owed to whoever has the link; the first look is told, and a scanner that only asks for the head is none", async () => {
    const { api, business, sent } = await newOffice();
    const { id, number } = await sent({ notes: "Mind <the> dog" });
    const link = await api.post(`/admin/invoices/${id}/link`);
    expect(link.status, link.text).toBe(201);
    await page(link.data.url, { method: "HEAD" });
    expect((await api.get(`/admin/invoices/${id}`)).data.status).toBe("sent");
    const shown = await page(link.data.url);
    expect([shown.status, shown.headers.get("referrer-policy")]).toEqual([200, "no-referrer"]);
    expect(shown.text).toContain(number);
    expect(shown.text).toContain("$100.00");
    expect(shown.text).toContain("Mind &lt;the&gt; dog");
    await eventually(async () => {
      const { data } = await api.get(`/admin/invoices/${id}`);
      return data.status === "viewed" && data;
    }, "the look");
    await page(link.data.url);
    expect(await eventsOf(business, "invoice", id)).toEqual(["invoice.created", "invoice.sent", "invoice.viewed"]);
    const pdf = await page(`${link.data.url}/pdf`);
    expect([pdf.status, pdf.text.slice(0, 5)]).toEqual([200, "%PDF-"]);
  });

  it("says so when the link is unknown, or the invoice is void", async () => {
    const { api, sent } = await newOffice();
    const { id } = await sent();
    const { url } = (await api.post(`/admin/invoices/${id}/link`)).data;
    const other = await page(`${url.slice(0, -4)}AAAA`);
    expect([other.status, other.text.includes("does not lead to a document")]).toEqual([404, true]);
    await api.post(`/admin/invoices/${id}/void`, { reason: "Wrong customer" });
    const ended = await page(url);
    expect([ended.status, ended.text.includes("has ended")]).toEqual([410, true]);
  });

  it("is mailed to the customer, with a link that opens it", async () => {
    const { customer, sent, api } = await newOffice();
    const to = `pat-${customer.id}-${crypto.randomUUID().slice(0, 8)}@doe.example`;
    const { id, number } = await sent({ customer_email: to });
    const mail = await mailTo(to, /^Invoice from .*: \$100\.00$/);
    expect((await page(linkIn(mail))).status).toBe(200);
    expect(said(await api.post(`/admin/invoices/${id}/send`, {}))).toBe("200 ok");
    await mailTo(to, new RegExp(`^Invoice ${number} from`));
  });
});

describe("a job's invoice", () => {
  it("is made of the job once, and seen by the technician whose job it is", async () => {
    const { api, business, customer } = await newOffice();
    const technician = await newTechnician(business);
    const job = (
      await api.post("/admin/dispatch", {
        title: "AC repair",
        priority: "high",
        customer_name: "Pat Doe",
        customer_id: customer.id,
      })
    ).data;
    await api.patch(`/admin/dispatch/${job.id}/assign`, { technician_id: technician.id });
    const answers = await Promise.all([1, 2, 3].map(() => api.post("/admin/invoices", { job_id: job.id })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 201]);
    const [{ data }] = answers as [Answer];
    expect(data).toMatchObject({
      job_id: job.id,
      source: `job:${job.id}`,
      title: "AC repair",
      customer_id: customer.id,
    });
    const own = client({
      authorization: `Bearer ${await tokenAs(business, ["technician"], technician.id)}`,
      "x-tenant-id": business.tenantId,
    });
    const other = await newTechnician(business);
    const others = client({
      authorization: `Bearer ${await tokenAs(business, ["technician"], other.id)}`,
      "x-tenant-id": business.tenantId,
    });
    expect(said(await own.get(`/tech/invoices/${data.id}`))).toBe("404 invoice.not_found"); // a draft
    await api.patch(`/admin/invoices/${data.id}`, { line_items: [line(12_000)] });
    await api.post(`/admin/invoices/${data.id}/send`, { mail: false });
    expect((await own.get(`/tech/invoices/${data.id}`)).data).toMatchObject({ total_cents: 12_000 });
    expect((await own.get(`/tech/job-invoices/${job.id}`)).data.items).toHaveLength(1);
    expect(said(await others.get(`/tech/invoices/${data.id}`))).toBe("404 invoice.not_found");
    expect(said(await others.get(`/tech/job-invoices/${job.id}`))).toBe("404 dispatch_job.not_found");
    expect(said(await own.get(`/admin/invoices/${data.id}`))).toBe("403 auth.permission_missing");
    await api.post(`/admin/invoices/${data.id}/void`, { reason: "Wrong price" });
    expect((await api.post("/admin/invoices", { job_id: job.id })).status).toBe(201);
  });
});
