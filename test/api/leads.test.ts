import { randomInt } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Business, client, type Json, newBusiness } from "../support/client.ts";
import { tokenAs } from "../support/tokens.ts";

const PATH = "/admin/leads";
const newPhone = () => `813555${randomInt(1000, 9999)}`;

let business: Business;
beforeAll(async () => {
  business = await newBusiness();
});

const add = async (body: object = {}, { api } = business): Promise<Json> => {
  const made = await api.post(PATH, { first_name: "Jane", last_name: "Jennings", ...body });
  expect([200, 201], made.text).toContain(made.status);
  return made.data;
};
const get = async (id: number, { api } = business) => (await api.get(`${PATH}/${id}`)).data;
const activities = async (id: number, { api } = business): Promise<Json[]> =>
  (await api.get(`${PATH}/${id}/activities`)).data.items;
const kinds = async (id: number, of = business) => (await activities(id, of)).map(({ kind }) => kind);
const move = (id: number, status: string, reason?: string) =>
  business.api.patch(`${PATH}/${id}/status`, { status, ...(reason && { reason }) });
const convert = (id: number, body: object = { create: "customer" }, { api } = business) =>
  api.post(`${PATH}/${id}/convert`, body);
const eventsOf = async (id: number): Promise<string[]> => {
  const rows = await sql<{ type: string }>(
    business.shard,
    "select type from outbox where tenant_id = ? and type like 'lead.%' and data ->> 'id' = ? order by seq",
    business.tenantId,
    id,
  );
  return rows.map(({ type }) => type);
};
const customersNamed = async (search: string, { api } = business): Promise<Json[]> =>
  (await api.get(`/admin/customers?search=${encodeURIComponent(search)}`)).data.items;

/** Requests at the same moment, past the budget of trips: whoever was overtaken looks again. */
const race = async (paths: readonly string[], body: object) => {
  const answers = await Promise.all(
    paths.map((path) =>
      business.api.open(path, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
    ),
  );
  return await Promise.all(
    answers.map(async (answer) => ({ status: answer.status, data: ((await answer.json()) as Json).data })),
  );
};

describe("a lead", () => {
  it("is taken in, read, changed, listed and found, and every change is among its activities", async () => {
    const own = await newBusiness();
    const { api } = own;
    const [owner] = (await api.get("/admin/users")).data.items;
    const zone = await api.post("/admin/service-zones", { name: "Centre", kind: "zips", zips: ["33601"] });
    const body = {
      ...{ first_name: "José", last_name: "Nguyễn", company: "Palm Café", source: "website", channel: "form" },
      ...{ phone: "(813) 555-0143 x12", email: "Jose@Example.com", zip: "33601-1234", trade: "HVAC" },
      ...{ summary: "AC blows warm air", value_cents: 480_001, probability_bps: 2500, priority: "high" },
      ...{ external_ids: { crm: "L-88" }, utm: { utm_source: "google" } },
    };
    const made = await api.post(PATH, body);
    expect(made.status, made.text).toBe(201);
    expect(made.data).toMatchObject({
      ...body,
      ...{ status: "new", phone_e164: "+18135550143", phone_extension: "12", zip: "33601", zone_id: zone.data.id },
      ...{ duplicate: false, duplicate_of: null, converted_customer_id: null, owner_id: null, version: 1 },
    });
    const { id } = made.data;
    const changed = await api.patch(
      `${PATH}/${id}`,
      { owner_id: owner.id, next_follow_up_at: "2026-05-01T10:00:00Z", company: null },
      { "if-match": '"1"' },
    );
    expect(changed.data).toMatchObject({ owner_id: owner.id, company: null, version: 2 });
    expect((await api.patch(`${PATH}/${id}`, { owner_id: owner.id })).data.version).toBe(2);
    expect((await api.patch(`${PATH}/${id}`, { zip: "99999" })).data).toMatchObject({ zone_id: null });
    for (const query of [
      "search=jose nguy",
      "search=0143",
      "search=l-88",
      `owner_id=${owner.id}`,
      "phone=813.555.0143",
      "status=new&source=website&channel=form&priority=high&trade=HVAC&zip=99999",
      "is_open=true&follow_up_until=2026-05-01T10:00:00Z",
      `date_from=${made.data.created_on}&date_to=${made.data.created_on}`,
      "sort=-value_cents",
      "sort=next_follow_up_at",
    ])
      expect([query, (await api.get(`${PATH}?${query}`)).data.items.map((one: Json) => one.id)]).toEqual([query, [id]]);
    for (const query of ["search=nobody", "status=won", "is_open=false", "follow_up_until=2026-04-30T10:00:00Z"])
      expect([query, (await api.get(`${PATH}?${query}`)).data.items]).toEqual([query, []]);
    expect(await kinds(id, own)).toEqual(["change", "change", "enquiry"]);
    const [, first, enquiry] = await activities(id, own);
    expect(first.changes).toMatchObject({ owner_id: { before: null, after: owner.id } });
    expect(enquiry).toMatchObject({
      text: body.summary,
      enquiry: { first_name: "José", external_ids: { crm: "L-88" } },
    });
  });

  it("needs somebody to call, and a number that can be one", async () => {
    const nobody = await business.api.post(PATH, { summary: "no name" });
    expect([nobody.status, nobody.error.reason]).toEqual([422, "lead.contact_missing"]);
    const short = await business.api.post(PATH, { phone: "555" });
    expect([short.status, short.error.reason, Object.keys(short.error.fields)]).toEqual([
      422,
      "lead.phone_refused",
      ["phone"],
    ]);
    expect((await business.api.get(`${PATH}?phone=555`)).error.reason).toBe("lead.phone_refused");
    const { id } = await add({ last_name: "Only" });
    const none = await business.api.patch(`${PATH}/${id}`, { first_name: null, last_name: null });
    expect(none.error.reason).toBe("lead.contact_missing");
  });

  it("names only what is there: owner, zone and campaign", async () => {
    for (const [field, reason] of [
      ["owner_id", "user.not_found"],
      ["zone_id", "service_zone.not_found"],
      ["campaign_id", "lead_campaign.not_found"],
    ] as const) {
      const refused = await business.api.post(PATH, { last_name: "X", [field]: 999_999 });
      expect([refused.status, refused.error.reason, Object.keys(refused.error.fields)]).toEqual([404, reason, [field]]);
    }
    const { id } = await add();
    const invited = await business.api.post("/admin/users", {
      ...{ username: `gone${randomInt(1e6)}`, name: "Gone", email: `gone${randomInt(1e6)}@example.com` },
      roles: ["viewer"],
    });
    const inactive = await business.api.patch(`${PATH}/${id}`, { owner_id: invited.data.id });
    expect([inactive.status, inactive.error.reason]).toEqual([409, "lead.owner_inactive"]);
  });
});

describe("the status of a lead", () => {
  it("moves forwards and back, and who gives a lead up says why", async () => {
    const { id } = await add();
    const silent = await move(id, "lost");
    expect([silent.status, silent.error.reason]).toEqual([422, "lead.reason_missing"]);
    for (const status of ["contacted", "estimate_sent", "qualified", "new"])
      expect((await move(id, status)).data).toMatchObject({ status, lost_reason: null });
    await business.api.patch(`${PATH}/${id}`, { next_follow_up_at: "2026-05-01T10:00:00Z" });
    const lost = await move(id, "lost", "too expensive");
    expect(lost.data).toMatchObject({ status: "lost", lost_reason: "too expensive", next_follow_up_at: null });
    const { version } = lost.data;
    expect((await move(id, "lost", "too expensive")).data.version).toBe(version);
    expect((await move(id, "contacted")).data).toMatchObject({ status: "contacted", lost_reason: null });
    expect((await move(id, "disqualified", "wrong number")).data.lost_reason).toBe("wrong number");
    expect(await eventsOf(id)).toEqual([
      "lead.created",
      ...Array.from({ length: 5 }, () => "lead.updated"),
      "lead.lost",
      "lead.updated",
      "lead.lost",
    ]);
    const [last] = await activities(id);
    expect(last).toMatchObject({ kind: "status", from_status: "contacted", to_status: "disqualified" });
  });
});

describe("an activity of a lead", () => {
  it("is a note, or a call of which the first that goes out is the response", async () => {
    const { id } = await add();
    const write = (body: object) => business.api.post(`${PATH}/${id}/activities`, body);
    expect((await write({ kind: "note" })).error.reason).toBe("lead_activity.empty");
    const future = await write({ kind: "call", occurred_at: "2199-01-01T00:00:00Z" });
    expect([future.status, future.error.reason]).toEqual([422, "lead_activity.in_future"]);
    expect((await write({ kind: "note", text: "Has a dog" })).status).toBe(201);
    await write({ kind: "call", direction: "inbound", text: "Called again" });
    expect((await get(id)).first_response_at).toBeNull();
    const call = {
      kind: "call",
      outcome: "voicemail",
      duration_seconds: 40,
      next_follow_up_at: "2026-05-01T10:00:00Z",
    };
    const made = await write(call);
    expect(made.data).toMatchObject({ kind: "call", outcome: "voicemail", lead_id: id });
    const answered = await get(id);
    expect(answered).toMatchObject({ next_follow_up_at: "2026-05-01T10:00:00.000Z" });
    expect(answered.first_response_at).not.toBeNull();
    await write({ kind: "email", text: "Sent the estimate" });
    expect((await get(id)).first_response_at).toBe(answered.first_response_at);
    expect(await kinds(id)).toEqual(["email", "call", "call", "note", "enquiry"]);
    expect((await business.api.get(`${PATH}/${id}/activities?kind=call`)).data.items).toHaveLength(2);
  });
});

describe("a second enquiry from one phone", () => {
  it("B59: within 30 days is an activity of the lead, and no error", async () => {
    const phone = newPhone();
    const first = await add({ phone, summary: "AC is loud" });
    const second = await business.api.post(PATH, {
      phone: `+1 ${phone}`,
      email: "late@example.com",
      summary: "AC is dead",
    });
    expect(second.status).toBe(200);
    expect(second.data).toMatchObject({
      id: first.id,
      duplicate: true,
      email: "late@example.com",
      summary: "AC is loud",
    });
    expect(second.data.next_follow_up_at).not.toBeNull();
    expect((await activities(first.id)).map(({ text }) => text)).toEqual(["AC is dead", "AC is loud"]);
    expect((await business.api.get(`${PATH}?phone=${phone}`)).data.total).toBe(1);
    await move(first.id, "lost", "no answer");
    expect(await add({ phone })).toMatchObject({ id: first.id, duplicate: true, status: "new", lost_reason: null });
  });

  it("is a lead of its own where that is wanted, or after 30 days", async () => {
    const phone = newPhone();
    const first = await add({ phone });
    const second = await add({ phone, allow_duplicate: true });
    expect(second).toMatchObject({ duplicate: false, duplicate_of: first.id });
    await sql(
      business.shard,
      "update leads set created_at = '2025-01-01T00:00:00.000Z' where tenant_id = ? and phone_e164 = ?",
      business.tenantId,
      `+1${phone}`,
    );
    const third = await add({ phone });
    expect([first.id, second.id]).not.toContain(third.id);
    expect(third).toMatchObject({ duplicate: false, duplicate_of: null });
  });

  it("at the same moment makes one lead", async () => {
    const phone = newPhone();
    const made = await race([PATH, PATH, PATH, PATH], { phone });
    expect(made.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 201]);
    expect(new Set(made.map(({ data }) => data.id)).size).toBe(1);
    expect(await kinds(made[0]?.data.id)).toEqual(Array.from({ length: 4 }, () => "enquiry"));
  });
});

describe("the conversion of a lead", () => {
  it("makes the customer and a job of what the lead tells, once", async () => {
    const phone = newPhone();
    const lead = await add({
      ...{ last_name: "Converted", phone, email: "conv@example.com", address: "12 Oak Street", city: "Tampa" },
      ...{ state: "FL", zip: "33601", summary: "AC blows warm air\nsince Monday", trade: "HVAC", priority: "urgent" },
    });
    const done = await convert(lead.id, { create: "job" });
    expect(done.status, done.text).toBe(201);
    expect(done.data).toMatchObject({ matched_by: null, repeated: false, lead: { status: "won", id: lead.id } });
    const { customer_id: customerId, job_id: jobId } = done.data;
    expect((await business.api.get(`/admin/customers/${customerId}`)).data).toMatchObject({
      ...{ name: "Jane Converted", billing_address: "12 Oak Street", billing_zip: "33601" },
      phones: [{ e164: `+1${phone}` }],
    });
    expect((await business.api.get(`/admin/dispatch/${jobId}`)).data).toMatchObject({
      ...{ title: "AC blows warm air", description: "AC blows warm air\nsince Monday", priority: "urgent" },
      ...{ customer_id: customerId, service_zip: "33601", status: "pending", job_type: "HVAC" },
    });
    const again = await convert(lead.id, { create: "job" });
    expect([again.status, again.data]).toEqual([200, { ...done.data, repeated: true }]);
    expect((await convert(lead.id)).data).toMatchObject({ customer_id: customerId, job_id: jobId, repeated: true });
    expect((await business.api.get(`${PATH}?customer_id=${customerId}`)).data.items).toHaveLength(1);
    expect(await eventsOf(lead.id)).toEqual(["lead.created", "lead.converted"]);
    expect(await kinds(lead.id)).toEqual(["conversion", "enquiry"]);
    const stays = await move(lead.id, "qualified");
    expect([stays.status, stays.error.reason]).toEqual([409, "lead.converted"]);
  });

  it("adds the job later where first only a customer was made", async () => {
    const lead = await add({ last_name: "Later", zip: "33777" });
    const first = await convert(lead.id);
    const second = await convert(lead.id, { create: "job", title: "Tune-up" });
    expect(second.data).toMatchObject({ customer_id: first.data.customer_id, repeated: false });
    expect((await business.api.get(`/admin/dispatch/${second.data.job_id}`)).data.title).toBe("Tune-up");
  });

  it("finds the customer by phone, else e-mail, else name and ZIP", async () => {
    const [phone, email] = [newPhone(), `known${randomInt(1e9)}@example.com`];
    const customer = async (body: object) => (await business.api.post("/admin/customers", body)).data.id as number;
    const byPhone = await customer({ name: "Phone", phones: [{ number: phone }] });
    const byEmail = await customer({ name: "Mail", emails: [{ address: email }] });
    const byName = await customer({ name: "Zoë Strauß", billing_zip: "33888" });
    for (const [body, id, matched_by] of [
      [{ phone, email }, byPhone, "phone"],
      [{ email: email.toUpperCase() }, byEmail, "email"],
      [{ first_name: "ZOE", last_name: "Strauss", zip: "33888-1111" }, byName, "name"],
    ] as const) {
      const lead = await add(body);
      expect((await convert(lead.id)).data).toMatchObject({ customer_id: id, matched_by });
    }
    const elsewhere = await add({ first_name: "Zoe", last_name: "Strauss", zip: "33889" });
    expect((await convert(elsewhere.id)).data).toMatchObject({ matched_by: null });
  });

  it("asks which customer it is where several have the phone", async () => {
    const phone = newPhone();
    const customer = async (name: string) =>
      (await business.api.post("/admin/customers", { name, phones: [{ number: phone }], allow_duplicate: true })).data
        .id;
    const [a, b] = [await customer("House A"), await customer("House B")];
    const lead = await add({ phone });
    const refused = await convert(lead.id);
    expect([refused.status, refused.error.reason]).toEqual([409, "lead.customer_ambiguous"]);
    expect(refused.error.fields.customer_id).toBe(`is one of ${a}, ${b}`);
    expect((await convert(lead.id, { create: "customer", customer_id: 999_999 })).error.reason).toBe(
      "customer.not_found",
    );
    expect((await convert(lead.id, { create: "customer", customer_id: b })).data).toMatchObject({
      customer_id: b,
      matched_by: "customer_id",
    });
    await business.api.post(`/admin/customers/${b}/merge`, { into: a });
    expect((await get(lead.id)).converted_customer_id).toBe(a);
  });

  it("refuses a lead that was given up, and what nobody knows", async () => {
    const { id } = await add();
    await move(id, "disqualified", "wrong area");
    const refused = await convert(id);
    expect([refused.status, refused.error.reason]).toEqual([409, "lead.given_up"]);
    expect((await convert(id, { create: "agreement" })).status).toBe(422);
  });

  it.each([
    ["phone", { phone: newPhone() }],
    ["name and ZIP alone", { last_name: `Twin${randomInt(1e6)}`, zip: "33999" }],
  ])("of two leads with one %s at the same moment makes one customer", async (_, who) => {
    const [one, other] = [await add({ ...who, allow_duplicate: true }), await add({ ...who, allow_duplicate: true })];
    const done = await race(
      [one, other].map(({ id }) => `${PATH}/${id}/convert`),
      { create: "customer" },
    );
    expect(done.map(({ status }) => status)).toEqual([201, 201]);
    expect(new Set(done.map(({ data }) => data.customer_id)).size).toBe(1);
  });

  it("of one lead, asked for several times at the same moment, makes one customer and one job", async () => {
    const name = `Once${randomInt(1e9)}`;
    const lead = await add({ last_name: name });
    const path = `${PATH}/${lead.id}/convert`;
    const done = await race([path, path, path, path], { create: "job" });
    expect(done.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 201]);
    expect(new Set(done.map(({ data }) => `${data.customer_id} ${data.job_id}`)).size).toBe(1);
    expect(await customersNamed(name)).toHaveLength(1);
    expect((await business.api.get(`/admin/dispatch?q=${name}`)).data.items).toHaveLength(1);
  });

  it("is undone only by an administrator, and leaves customer and job as they are", async () => {
    const lead = await add({ last_name: "Reopened", zip: "33111" });
    const reopen = (api = business.api) => api.post(`${PATH}/${lead.id}/reopen`, { reason: "by mistake" });
    expect((await reopen()).error.reason).toBe("lead.open");
    const { customer_id: customerId } = (await convert(lead.id)).data;
    const token = await tokenAs(business, ["manager"]);
    const manager = client({ authorization: `Bearer ${token}`, "x-tenant-id": business.tenantId });
    expect((await reopen(manager)).status).toBe(403);
    expect((await reopen()).data).toMatchObject({
      status: "qualified",
      converted_customer_id: null,
      converted_at: null,
    });
    expect((await business.api.get(`/admin/customers/${customerId}`)).status).toBe(200);
    expect((await convert(lead.id)).data).toMatchObject({ customer_id: customerId, matched_by: "name" });
  });
});

describe("the figures of leads", () => {
  it("tell conversion, response, pipeline, cohorts and cost per lead", async () => {
    const own = await newBusiness();
    const { api } = own;
    const campaign = (await api.post("/admin/lead-campaigns", { name: "Postcards", cost_cents: 100_000 })).data;
    expect((await api.post("/admin/lead-campaigns", { name: "POSTCARDS" })).error.reason).toBe(
      "lead_campaign.name_taken",
    );
    const days = await api.patch(`/admin/lead-campaigns/${campaign.id}`, {
      starts_on: "2026-02-02",
      ends_on: "2026-02-01",
    });
    expect([days.status, days.error.reason]).toEqual([422, "lead_campaign.days_reversed"]);
    expect((await api.get("/admin/lead-campaigns?is_active=true")).data.items).toHaveLength(1);
    const ids: number[] = [];
    for (let i = 0; i < 6; i++)
      ids.push(
        (
          await add(
            { source: i < 4 ? "website" : "radio", campaign_id: campaign.id, value_cents: 1001, probability_bps: 5000 },
            own,
          )
        ).id,
      );
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = ids;
    for (const id of [a, b]) await api.patch(`${PATH}/${id}/status`, { status: "won" });
    await api.patch(`${PATH}/${c}/status`, { status: "lost", reason: "price" });
    await api.patch(`${PATH}/${d}/status`, { status: "disqualified", reason: "spam" });
    await api.patch(`${PATH}/${e}/status`, { status: "estimate_sent" });
    const seconds = [
      [a, 60],
      [b, 120],
      [e, 600],
    ] as const;
    for (const [id, n] of seconds)
      await sql(own.shard, "update leads set response_seconds = ? where tenant_id = ? and id = ?", n, own.tenantId, id);
    await sql(own.shard, "update leads set created_on = '2025-12-31' where tenant_id = ? and id = ?", own.tenantId, a);
    const { data, status, text } = await api.get(`${PATH}/summary?date_from=2025-12-01`);
    expect(status, text).toBe(200);
    const month = data.date_to.slice(0, 7);
    expect(data).toMatchObject({
      ...{ leads: 6, won: 2, lost: 1, conversion_bps: 6667 },
      by_status: { new: 1, contacted: 0, qualified: 0, estimate_sent: 1, won: 2, lost: 1, disqualified: 1 },
      first_response: { answered: 3, median_minutes: 2 },
      pipeline: { leads: 2, value_cents: 2002, weighted_cents: 1000 },
      cohorts: [
        { month: "2025-12", leads: 1, won: 1, lost: 0, conversion_bps: 10_000 },
        { month, leads: 5, won: 1, lost: 1, open: 2, disqualified: 1, conversion_bps: 5000 },
      ],
      sources: [
        { source: "website", leads: 4, won: 2, lost: 1 },
        { source: "radio", leads: 2, won: 0, lost: 0, conversion_bps: null },
      ],
      campaigns: [
        {
          campaign_id: campaign.id,
          cost_cents: 100_000,
          leads: 6,
          won: 2,
          cost_per_lead_cents: 16_667,
          cost_per_won_cents: 50_000,
        },
      ],
    });
    expect((await api.get(`${PATH}/summary?date_from=2025-12-01&date_to=2025-12-31`)).data.leads).toBe(1);
    expect((await api.get(`${PATH}/summary?date_from=2026-02-01&date_to=2026-01-31`)).status).toBe(400);
  });

  it("are nothing where there are no leads", async () => {
    const { api } = await newBusiness();
    expect((await api.get(`${PATH}/summary`)).data).toMatchObject({
      ...{ leads: 0, conversion_bps: null, cohorts: [], sources: [], campaigns: [] },
      first_response: { answered: 0, median_minutes: null },
      pipeline: { leads: 0, value_cents: 0, weighted_cents: 0 },
    });
  });
});
