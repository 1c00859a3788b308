import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import {
  type Business,
  client,
  eventually,
  type Json,
  newBusiness,
  newItem,
  newTechnician,
} from "../support/client.ts";
import { linkIn, mailTo } from "../support/mails.ts";

const PATH = "/admin/estimates";
let business: Business;
beforeAll(async () => {
  business = await newBusiness();
});

const line = (amount_cents = 100_000, more: object = {}) => ({ description: "Heat pump", amount_cents, ...more });
const add = async (body: object = {}, { api } = business): Promise<Json> => {
  const offer = "options" in body || "line_items" in body ? {} : { line_items: [line()] };
  const made = await api.post(PATH, { customer_name: "Jane Smith", ...offer, ...body });
  expect(made.status, made.text).toBe(201);
  return made.data;
};
const send = async (id: number, { api } = business, body: object = { mail: false }): Promise<Json> => {
  const sent = await api.post(`${PATH}/${id}/send`, body);
  expect(sent.status, sent.text).toBe(200);
  return sent.data;
};
const sentOne = async (body: object = {}, of = business) => (await send((await add(body, of)).id, of)).estimate as Json;
const accept = (id: number, body: object = {}, { api } = business) =>
  api.post(`${PATH}/${id}/accept`, { name: "Jane Smith", ...body });
const get = async (id: number, { api } = business) => (await api.get(`${PATH}/${id}`)).data as Json;
const convert = (id: number, body: object, { api } = business) => api.post(`${PATH}/${id}/convert`, body);
const reasonOf = ({ status, error }: { status: number; error: Json }) => [status, error?.reason];
const eventsOf = async (id: number, { shard, tenantId } = business): Promise<string[]> => {
  const text =
    "select type from outbox where tenant_id = ? and type like 'estimate.%' and data ->> 'id' = ? order by seq";
  return (await sql<{ type: string }>(shard, text, tenantId, id)).map(({ type }) => type);
};
const threeOptions = {
  options: [
    { name: "Good", line_items: [line(450_000)] },
    { name: "Better", recommended: true, line_items: [line(620_000), line(30_000, { optional: true })] },
    { name: "Best", line_items: [line(815_000)] },
  ],
};
/** Requests at the same moment, past the budget of trips: whoever was overtaken looks again. */
const race = (path: string, body: object, times: number, { api } = business) =>
  Promise.all(
    Array.from({ length: times }, async () => {
      const headers = { "content-type": "application/json" };
      const answer = await api.open(path, { method: "POST", body: JSON.stringify(body), headers });
      return { status: answer.status, ...((await answer.json()) as Json) } as Json;
    }),
  );

describe("an estimate", () => {
  it("is drafted as the reference shows, changed, found, copied and deleted", async () => {
    const own = await newBusiness();
    const { api } = own;
    const body = {
      ...{ customer_name: "José Nguyễn", customer_email: "jane@example.com", valid_until: "2199-04-30" },
      line_items: [
        { description: "New HVAC System", amount_cents: 850_000, quantity: 1 },
        { description: "Installation Labor", amount_cents: 250_000, quantity: 1.125 },
      ],
    };
    const made = await add(body, own);
    expect(made).toMatchObject({
      ...{ ...body, line_items: body.line_items.map((one) => expect.objectContaining(one)) },
      ...{ number: null, status: "draft", revision: 1, options: [], subtotal_cents: 1_131_250, total_cents: 1_131_250 },
    });
    const { id } = made;
    const changed = await api.patch(`${PATH}/${id}`, { title: "Heat pump", discount_bps: 1000 }, { "if-match": '"1"' });
    expect(changed.data).toMatchObject({
      title: "Heat pump",
      discount_cents: 113_125,
      total_cents: 1_018_125,
      version: 2,
    });
    const more = await api.patch(`${PATH}/${id}`, { line_items: [line(1000)] });
    expect(more.data).toMatchObject({ subtotal_cents: 1000, discount_cents: 100, total_cents: 900 });
    for (const query of [
      ...["search=jose nguy", "search=heat", "status=draft", "archived=false", "valid_until=2199-12-31"],
      ...[`date_from=${made.issued_on}&date_to=${made.issued_on}`, "sort=-total_cents", "sort=issued_on"],
    ])
      expect([query, (await api.get(`${PATH}?${query}`)).data.items.map((one: Json) => one.id)]).toEqual([query, [id]]);
    for (const query of ["search=nobody", "status=sent", "archived=true"])
      expect([query, (await api.get(`${PATH}?${query}`)).data.items]).toEqual([query, []]);
    const copy = await api.post(`${PATH}/${id}/duplicate`);
    expect([copy.status, copy.data.id, copy.data.total_cents, copy.data.status]).toEqual([201, id + 1, 900, "draft"]);
    expect((await api.request("DELETE", `${PATH}/${id}`)).data).toEqual({ id, deleted: true });
    expect((await api.get(`${PATH}/${id}`)).status).toBe(404);
    expect(await eventsOf(id, own)).toEqual(["estimate.created"]);
  });

  it("takes customer and place from whoever is named, and ends as the settings say", async () => {
    const { api } = business;
    const customer = await api.post("/admin/customers", {
      ...{
        name: "Ann Lee",
        emails: [{ address: "ann.lee@example.com" }],
        billing_address: "1 Elm",
        billing_zip: "33601",
      },
      allow_duplicate: true,
    });
    const made = await add({ customer_id: customer.data.id, customer_name: undefined });
    expect(made).toMatchObject({
      ...{ customer_id: customer.data.id, customer_name: "Ann Lee", customer_email: "ann.lee@example.com" },
      ...{ service_address: "1 Elm", service_zip: "33601" },
    });
    const days = (Date.parse(made.valid_until) - Date.parse(made.issued_on)) / 86_400_000;
    expect(days).toBe(30);
    expect((await add({ valid_until: null })).valid_until).toBeNull();
    const nobody = await api.post(PATH, { line_items: [line()] });
    expect(reasonOf(nobody)).toEqual([422, "estimate.customer_missing"]);
  });

  it("B16: with options has no total, and what is accepted of it has", async () => {
    const { id, ...made } = await add(threeOptions);
    expect(made).toMatchObject({ line_items: [], subtotal_cents: null, total_cents: null, tax_breakdown: [] });
    expect(made.options.map((one: Json) => [one.id, one.total_cents, one.recommended])).toEqual([
      ...[
        ["good", 450_000, false],
        ["better", 620_000, true],
        ["best", 815_000, false],
      ],
    ]);
    expect(JSON.stringify(made)).not.toContain("1885000");
    await send(id);
    const none = await accept(id);
    expect([...reasonOf(none), none.error.fields]).toEqual([
      ...[422, "estimate.option_missing", { option: "must be one of good, better, best" }],
    ]);
    const wrong = await accept(id, { option: "platinum" });
    expect([...reasonOf(wrong), wrong.error.fields]).toEqual([
      ...[422, "estimate.option_unknown", { option: "must be one of good, better, best" }],
    ]);
    const yes = await accept(id, { option: "better" });
    expect(yes.data).toMatchObject({ status: "accepted", accepted_option: "better", subtotal_cents: 620_000 });
    expect(yes.data.line_items.map((one: Json) => one.amount_cents)).toEqual([620_000]);
  });

  it("has optional lines that count once the customer wants them, with their tax", async () => {
    const own = await newBusiness();
    const rate = { name: "County", rate_ppm: 75_000, is_default: true };
    const county = (await own.api.post("/admin/tax-rates", rate)).data.id as number;
    const made = await add({ discount_bps: 1000, line_items: [line(10_000), line(3000, { optional: true })] }, own);
    expect(made).toMatchObject({ subtotal_cents: 10_000, discount_cents: 1000, tax_cents: 675, total_cents: 9675 });
    expect(made.line_items[1]).toMatchObject({ optional: true, line_total_cents: 3000 });
    await send(made.id, own);
    const wrong = await accept(made.id, { optional_lines: [1] }, own);
    expect([...reasonOf(wrong), wrong.error.fields]).toEqual([
      ...[422, "estimate.line_not_optional", { optional_lines: "must be one of 2" }],
    ]);
    const other = await accept(made.id, { optional_lines: [2], total_cents: 9675 }, own);
    expect(reasonOf(other)).toEqual([409, "estimate.total_differs"]);
    // the rate that holds by now is another one: what was offered holds
    await own.api.patch(`/admin/tax-rates/${county}`, { rate_ppm: 90_000 });
    const yes = await accept(made.id, { optional_lines: [2], total_cents: 12_578 }, own);
    expect(yes.data).toMatchObject({
      subtotal_cents: 13_000,
      discount_cents: 1300,
      tax_cents: 878,
      total_cents: 12_578,
    });
    expect([yes.data.accepted_lines, yes.data.tax_breakdown[0].rate_ppm]).toEqual([[2], 75_000]);
  });

  it("refuses what cannot be offered", async () => {
    const { api } = business;
    const post = (body: object) => api.post(PATH, { customer_name: "X", ...body });
    const lines = (more: object) => post({ line_items: [{ ...line(), ...more }] });
    for (const [answer, reason, field] of [
      [await lines({ amount_cents: -1 }), "request.invalid", "line_items.0.amount_cents"],
      [await lines({ quantity: 1.0001 }), "request.invalid", "line_items.0.quantity"],
      [await lines({ quantity: 0 }), "request.invalid", "line_items.0.quantity"],
      [await lines({ discount_cents: 100_001 }), "document.discount_too_large", "line_items.0.discount_cents"],
      [await post({ line_items: [line()], discount_cents: 100_001 }), "document.discount_too_large", "discount_cents"],
      [await post({ ...threeOptions, line_items: [line()] }), "estimate.options_and_lines", "options"],
      [await post({ ...threeOptions, discount_bps: 100 }), "estimate.discount_of_options", "discount_cents"],
      [
        await post({ options: [1, 2].map(() => ({ name: "Same", line_items: [line()] })) }),
        ...(["estimate.option_twice", "options"] as const),
      ],
      [
        await post({ line_items: [line()], issued_on: "2026-04-02", valid_until: "2026-04-01" }),
        ...(["estimate.ends_before_date", "valid_until"] as const),
      ],
    ] as const)
      expect([answer.status, answer.error.reason, Object.keys(answer.error.fields)]).toEqual([422, reason, [field]]);
    const empty = await add({ line_items: [] });
    expect(reasonOf(await api.post(`${PATH}/${empty.id}/send`, { mail: false }))).toEqual([422, "estimate.empty"]);
    const { id } = await add();
    expect(reasonOf(await api.post(`${PATH}/${id}/send`, {}))).toEqual([422, "estimate.recipient_missing"]);
    const past = await add({ valid_until: "2020-01-01" });
    expect(past.issued_on).toBe("2020-01-01");
    expect(reasonOf(await api.post(`${PATH}/${past.id}/send`, { mail: false }))).toEqual([409, "estimate.expired"]);
    const early = await api.patch(`${PATH}/${id}`, { valid_until: "2020-01-01" });
    expect(reasonOf(early)).toEqual([422, "estimate.ends_before_date"]);
    for (const [field, body] of [
      ["customer_id", { customer_id: 999_999 }],
      ["job_id", { job_id: 999_999 }],
      ["technician_id", { technician_id: 999_999 }],
      ["line_items.0.tax_rate_id", { line_items: [line(1, { tax_rate_id: 999_999 })] }],
      ["line_items.0.item_id", { line_items: [line(1, { item_id: 999_999 })] }],
    ] as const) {
      const answer = await post({ line_items: [line()], ...body });
      expect([answer.status, Object.keys(answer.error.fields)]).toEqual([404, [field]]);
    }
  });
});

describe("what was sent", () => {
  it("has a number, a mail with a link, and stays as it is", async () => {
    const own = await newBusiness();
    const [one, two] = [
      await add({ customer_email: "jane@customer.example", title: "Heat pump" }, own),
      await add({}, own),
    ];
    const sent = await send(one.id, own, { message: "As we talked about." });
    expect(sent.estimate).toMatchObject({ number: "EST-1", status: "sent", first_sent_at: sent.estimate.sent_at });
    const mail = await mailTo("jane@customer.example", /^Estimate EST-1 from/);
    expect(mail.text).toContain("As we talked about.");
    expect(mail.text).toContain("EST-1 (Heat pump): $1,000.00.");
    expect(linkIn(mail)).toBe(sent.url);
    expect((await send(two.id, own)).estimate.number).toBe("EST-2");
    const again = await send(one.id, own);
    expect([again.estimate.number, again.url === sent.url]).toEqual(["EST-1", false]);
    const { api } = own;
    expect(reasonOf(await api.patch(`${PATH}/${one.id}`, { title: "Other" }))).toEqual([409, "estimate.not_draft"]);
    expect(reasonOf(await api.request("DELETE", `${PATH}/${one.id}`))).toEqual([409, "estimate.sent_before"]);
    expect(await eventsOf(one.id, own)).toEqual(["estimate.created", "estimate.sent"]);
  });

  it("takes numbers without holes or doubles, however many are sent at once", async () => {
    const own = await newBusiness();
    const ids = await Promise.all(Array.from({ length: 8 }, async () => (await add({}, own)).id as number));
    const numbers = await Promise.all(ids.map(async (id) => (await send(id, own)).estimate.number as string));
    expect(numbers.toSorted()).toEqual(Array.from({ length: 8 }, (_, i) => `EST-${i + 1}`));
  });

  it("is followed by another version, under the same number, and the earlier one is kept", async () => {
    const { id, number } = await sentOne(threeOptions);
    const revised = await business.api.post(`${PATH}/${id}/revise`);
    expect(revised.data).toMatchObject({ revision: 2, status: "draft", number, sent_at: null, view_count: 0 });
    await business.api.patch(`${PATH}/${id}`, { line_items: [line(777)] });
    expect((await send(id)).estimate).toMatchObject({ revision: 2, number, status: "sent", total_cents: 777 });
    const { items } = (await business.api.get(`${PATH}/${id}/revisions`)).data;
    expect(items.map((one: Json) => [one.revision, one.total_cents, one.options.length, one.status])).toEqual([
      ...[
        [2, 777, 0, "sent"],
        [1, null, 3, "sent"],
      ],
    ]);
    expect([items[0].closed_at, items[1].closed_by]).toEqual([null, "user:1"]);
    expect(await eventsOf(id)).toEqual(["estimate.created", "estimate.sent", "estimate.revised", "estimate.sent"]);
    await accept(id);
    expect(reasonOf(await business.api.post(`${PATH}/${id}/revise`))).toEqual([409, "estimate.not_revisable"]);
    const draft = await add();
    expect(reasonOf(await business.api.post(`${PATH}/${draft.id}/revise`))).toEqual([409, "estimate.not_revisable"]);
  });

  it("is archived instead of deleted, and then offered no longer", async () => {
    const { id } = await sentOne();
    const archive = (archived: boolean) => business.api.patch(`${PATH}/${id}/archive`, { archived });
    expect((await archive(true)).data.archived_at).not.toBeNull();
    expect(reasonOf(await accept(id))).toEqual([409, "estimate.archived"]);
    expect(reasonOf(await business.api.post(`${PATH}/${id}/send`, { mail: false }))).toEqual([
      409,
      "estimate.archived",
    ]);
    expect((await archive(false)).data.archived_at).toBeNull();
    expect((await accept(id)).status).toBe(200);
  });
});

describe("the answer of a customer", () => {
  it("is kept with the signature, and the hash of what was agreed on", async () => {
    const { id } = await sentOne({ terms: "Half at the start." });
    const signature = { kind: "drawn", path: "M10 150 Q 60 20 110 140 L 180 90" };
    const yes = await accept(id, { signature, note: "On the phone" });
    const kept = (await business.api.get(`${PATH}/${id}/acceptance`)).data;
    expect(kept).toMatchObject({
      ...{ signer_name: "Jane Smith", signature, on_behalf: true, note: "On the phone", accepted_by: "user:1" },
      ...{ revision: 1, content_hash: yes.data.content_hash },
    });
    expect(createHash("sha256").update(kept.document).digest("hex")).toBe(kept.content_hash);
    expect(JSON.parse(kept.document)).toMatchObject({
      ...{
        estimate: yes.data.number,
        version: 1,
        customer: "Jane Smith",
        total_cents: 100_000,
        terms: "Half at the start.",
      },
    });
    const other = await sentOne();
    expect((await business.api.get(`${PATH}/${other.id}/acceptance`)).status).toBe(404);
    const bad = await accept(other.id, { signature: { kind: "drawn", path: "M0 0<script>" } });
    expect([bad.status, Object.keys(bad.error.fields)]).toEqual([422, ["signature.path"]]);
  });

  it("comes once: of many at the same moment one accepts, with one event", async () => {
    const { id } = await sentOne(threeOptions);
    const answers = await race(`${PATH}/${id}/accept`, { name: "Jane", option: "good" }, 6);
    expect(answers.map(({ status }) => Number(status)).toSorted((a, b) => a - b)).toEqual([
      200, 409, 409, 409, 409, 409,
    ]);
    for (const { ok, error } of answers) if (!ok) expect(error.reason).toBe("estimate.accepted");
    expect((await eventsOf(id)).filter((type) => type === "estimate.accepted")).toHaveLength(1);
    expect(reasonOf(await business.api.post(`${PATH}/${id}/decline`, {}))).toEqual([409, "estimate.accepted"]);
  });

  it("may be no, with the reason, until another version is offered", async () => {
    const { id } = await sentOne();
    const no = await business.api.post(`${PATH}/${id}/decline`, { reason: "Too expensive" });
    expect(no.data).toMatchObject({ status: "declined", decline_reason: "Too expensive" });
    expect(reasonOf(await accept(id))).toEqual([409, "estimate.declined"]);
    expect(reasonOf(await business.api.post(`${PATH}/${id}/send`, { mail: false }))).toEqual([
      409,
      "estimate.not_sendable",
    ]);
    expect((await business.api.post(`${PATH}/${id}/revise`)).data).toMatchObject({ decline_reason: null, revision: 2 });
    expect(reasonOf(await accept(id))).toEqual([409, "estimate.not_sent"]);
  });
});

describe("an accepted estimate", () => {
  const acceptedOne = async (body: object = {}, of = business) => {
    const { id } = await sentOne(body, of);
    expect((await accept(id, "options" in body ? { option: "better" } : {}, of)).status).toBe(200);
    return id;
  };

  it("becomes a job, a sale and an invoice, each once", async () => {
    const own = await newBusiness();
    const [technician, item] = [await newTechnician(own), await newItem(own)];
    await own.api.put(`/admin/commission-config/tech/${technician.id}/item/${item.id}`, { commission_rate_bps: 1000 });
    await own.api.post("/admin/tax-rates", { name: "County", rate_ppm: 75_000, is_default: true });
    const id = await acceptedOne({ line_items: [line(150_000, { item_id: item.id })], service_zip: "33601" }, own);
    const job = await convert(id, { create: "job", title: "Install it" }, own);
    expect([job.status, job.data.estimate.status, job.data.repeated]).toEqual([201, "converted", false]);
    const sale = await convert(id, { create: "sale", technician_id: technician.id }, own);
    const invoice = await convert(id, { create: "invoice" }, own);
    expect([sale.status, invoice.status]).toEqual([201, 201]);
    for (const create of ["job", "sale", "invoice"]) {
      const again = await convert(id, { create }, own);
      expect([again.status, again.data]).toEqual([200, { ...invoice.data, repeated: true }]);
    }
    const { job_id, sale_id, invoice_id } = invoice.data;
    expect((await own.api.get(`/admin/dispatch/${job_id}`)).data).toMatchObject({
      ...{ title: "Install it", customer_name: "Jane Smith", service_zip: "33601", status: "pending" },
      description: "Estimate EST-1:\n1 x Heat pump",
    });
    expect((await own.api.get(`/sales/${sale_id}`)).data).toMatchObject({
      ...{ sale_price_cents: 161_250, tax_cents: 11_250, item_id: item.id, commission_cents: 15_000 },
    });
    expect((await own.api.get(`/admin/invoices/${invoice_id}`)).data).toMatchObject({
      ...{ total_cents: 161_250, tax_cents: 11_250, source: `estimate:${id}`, status: "draft", job_id },
    });
    const converted = (await eventsOf(id, own)).filter((type) => type === "estimate.converted");
    expect(converted).toHaveLength(3);
  });

  it("B15: is invoiced by what was accepted, and once however many ask", async () => {
    const id = await acceptedOne(threeOptions);
    const answers = await race(`${PATH}/${id}/convert`, { create: "invoice" }, 4);
    expect(answers.map(({ status }) => Number(status)).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 201]);
    const ids = new Set(answers.map(({ data }) => data.invoice_id as number));
    expect(ids.size).toBe(1);
    const invoice = await business.api.get(`/admin/invoices/${[...ids][0]}`);
    expect(invoice.data).toMatchObject({ subtotal_cents: 620_000, total_cents: 620_000 });
    expect((await eventsOf(id)).filter((type) => type === "estimate.converted")).toHaveLength(1);
  });

  it("needs to be told of a sale who sold what", async () => {
    const id = await acceptedOne();
    expect(reasonOf(await convert(id, { create: "sale" }))).toEqual([422, "estimate.technician_missing"]);
    const technician = await newTechnician(business);
    const answer = await convert(id, { create: "sale", technician_id: technician.id });
    expect(reasonOf(answer)).toEqual([422, "estimate.item_missing"]);
  });

  it("is the only one that can be converted", async () => {
    const draft = await add();
    expect(reasonOf(await convert(draft.id, { create: "job" }))).toEqual([409, "estimate.not_accepted"]);
    const { id } = await sentOne();
    expect(reasonOf(await convert(id, { create: "invoice" }))).toEqual([409, "estimate.not_accepted"]);
  });
});

describe("technicians", () => {
  it("offer on their own jobs, and see what they offered", async () => {
    const own = await newBusiness();
    const [mike, ann] = [await newTechnician(own, true), await newTechnician(own, true)];
    const job = (await own.api.post("/admin/dispatch", { title: "No cooling", customer_name: "Jane Smith" })).data;
    await own.api.patch(`/admin/dispatch/${job.id}/assign`, { technician_id: mike.id });
    const body = { job_id: job.id, line_items: [line(18_900)] };
    expect((await ann.api.post("/tech/estimates", body)).status).toBe(404);
    const made = await mike.api.post("/tech/estimates", body);
    expect([made.status, made.data.technician_id, made.data.customer_name, made.data.title]).toEqual([
      ...[201, mike.id, "Jane Smith", "No cooling"],
    ]);
    const { id } = made.data;
    expect((await mike.api.get("/tech/estimates")).data.items.map((one: Json) => one.id)).toEqual([id]);
    expect((await ann.api.get("/tech/estimates")).data.items).toEqual([]);
    expect((await ann.api.get(`/tech/estimates/${id}`)).status).toBe(404);
    expect((await ann.api.post(`/tech/estimates/${id}/send`, { mail: false })).status).toBe(404);
    expect((await mike.api.post(`/tech/estimates/${id}/send`, { mail: false })).data.url).toContain("/e/");
    expect((await mike.api.get(`/tech/estimates/${id}`)).data.status).toBe("sent");
    expect((await mike.api.get(`/admin/estimates/${id}`)).status).toBe(403);
  });
});

it("figures tell what became of what was sent", async () => {
  const own = await newBusiness();
  const [a, b] = [await sentOne({}, own), await sentOne(threeOptions, own), await sentOne({}, own)];
  await add({}, own);
  await accept(a.id, {}, own);
  await own.api.post(`${PATH}/${b.id}/decline`, {});
  const { data } = await own.api.get(`${PATH}/figures`);
  expect(data).toMatchObject({
    ...{ sent: 3, accepted: 1, declined: 1, expired: 0, open: 1, acceptance_bps: 3333 },
    ...{ sent_cents: 1_015_000, accepted_cents: 100_000 },
  });
  expect(data.average_seconds_to_acceptance).toBeLessThan(90);
  const none = await own.api.get(`${PATH}/figures?date_from=2020-01-01&date_to=2020-01-31`);
  expect(none.data).toMatchObject({ sent: 0, acceptance_bps: null, average_seconds_to_acceptance: null });
});

it("a lead becomes an estimate, and follows it", async () => {
  const own = await newBusiness();
  const { api } = own;
  const lead = (
    await api.post("/admin/leads", { first_name: "Jane", last_name: "Jennings", email: "jj@example.com", zip: "33601" })
  ).data;
  const made = await api.post(`/admin/leads/${lead.id}/convert`, { create: "estimate", title: "Heat pump" });
  expect([made.status, made.data.lead.status, made.data.lead.converted_at]).toEqual([201, "qualified", null]);
  const { estimate_id: id, customer_id } = made.data;
  expect(await get(id, own)).toMatchObject({
    ...{
      lead_id: lead.id,
      customer_id,
      customer_name: "Jane Jennings",
      title: "Heat pump",
      line_items: [],
      status: "draft",
    },
    ...{ service_zip: "33601", customer_email: "jj@example.com" },
  });
  const again = await api.post(`/admin/leads/${lead.id}/convert`, { create: "estimate" });
  expect([again.status, again.data.estimate_id]).toEqual([200, id]);
  const status = async () => (await api.get(`/admin/leads/${lead.id}`)).data.status as string;
  await api.patch(`${PATH}/${id}`, { line_items: [line()] });
  await send(id, own);
  await eventually(async () => (await status()) === "estimate_sent", "the lead has its estimate");
  await accept(id, {}, own);
  await eventually(async () => (await status()) === "won", "the lead is won");
  const job = await api.post(`/admin/leads/${lead.id}/convert`, { create: "job" });
  expect([job.status, job.data.estimate_id, job.data.customer_id]).toEqual([201, id, customer_id]);
});

it("another business' estimate does not exist", async () => {
  const { id } = await sentOne();
  const other = await newBusiness();
  expect((await other.api.get(`${PATH}/${id}`)).status).toBe(404);
  expect((await client().get(`${PATH}/${id}`)).status).toBe(401);
});
