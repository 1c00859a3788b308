import { createHmac, randomInt, randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Business, client, eventually, type Json, newBusiness, quiet } from "../support/client.ts";
import { mailTo } from "../support/mails.ts";
import { testWorker } from "../support/test-worker.ts";

const PATH = "/admin/customer-communications";
const newPhone = () => `+1813${randomInt(200, 999)}${randomInt(1000, 9999)}`;
const newAddress = () => `jane-${randomUUID().slice(0, 8)}@example.com`;

let business: Business;
beforeAll(async () => {
  business = await newBusiness("Smith HVAC");
});

type Customer = { id: number; phone: string; email: string };
async function newCustomer({ api } = business): Promise<Customer> {
  const [phone, email] = [newPhone(), newAddress()];
  const body = { first_name: "Jane", last_name: "Jennings", phones: [{ number: phone }], emails: [{ address: email }] };
  const made = await api.post("/admin/customers", body);
  expect(made.status, made.text).toBe(201);
  return { id: made.data.id, phone, email };
}
const allow = async ({ id }: Pick<Customer, "id">, category = "transactional", channel = "sms", { api } = business) => {
  const consents = [{ channel, category, state: "granted", source: "call", evidence: "Said so" }];
  const put = await api.put(`${PATH}/consents/${id}`, { consents });
  expect(put.status, put.text).toBe(200);
};
const get = async (id: string, { api } = business): Promise<Json> => (await api.get(`${PATH}/${id}`)).data;
/** What became of a message, once it has ended. */
const ended = (id: string, of = business) =>
  eventually(async () => {
    const row = await get(id, of);
    return row.status !== "queued" && row;
  }, `message ${id} ends`);
const send = async (body: object, { api } = business): Promise<Json> => {
  const answer = await api.post(`${PATH}/send`, body);
  expect(answer.status, answer.text).toBe(201);
  return answer.data;
};
const sendText = (customer: Customer, body: string, more: object = {}) =>
  send({ customer_id: customer.id, channel: "sms", body, ...more });
const listed = async (query: string, { api } = business): Promise<Json[]> => {
  const answer = await api.get(`${PATH}?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.data.items;
};
const textsTo = async (phone: string): Promise<Json[]> =>
  (await client().get(`/dev/messages?to=${encodeURIComponent(phone)}`)).data.items;
const answer = async (phone: string, body: string) => {
  const given = await client().post("/dev/messages", { tenant: business.tenantId, from: phone, body });
  expect(given.status, given.text).toBe(200);
};
const eventsOf = async (id: number | string, of = business): Promise<string[]> => {
  const rows = await sql<{ type: string }>(
    of.shard,
    "select type from outbox where tenant_id = ? and entity_id = ? order by seq",
    of.tenantId,
    String(id),
  );
  return rows.map(({ type }) => type);
};

describe("the log", () => {
  it("keeps calls and notes; calls and texts with one number are one conversation, notes are not in it", async () => {
    const customer = await newCustomer();
    const log = async (body: object) => (await business.api.post(PATH, { customer_id: customer.id, ...body })).data;
    const call = await log({ channel: "call", direction: "in", body: "Where is Mike?", duration_seconds: 95 });
    expect(call).toMatchObject({ status: "logged", from: customer.phone, to: null, duration_seconds: 95 });
    const note = await log({ channel: "note", body: "Has a dog" });
    await allow(customer);
    const text = await sendText(customer, "Mike is on the way.");
    expect(text.thread_id).toBe(call.thread_id);
    const thread = await business.api.get(`${PATH}/threads/${call.thread_id}`);
    expect(thread.data.items.map(({ id }: Json) => id)).toEqual([text.id, call.id]);
    expect(note.thread_id).not.toBe(call.thread_id);
    expect((await listed(`customer_id=${customer.id}&channel=note`)).map(({ id }) => id)).toEqual([note.id]);
    expect((await listed(`customer_id=${customer.id}&direction=in`)).map(({ id }) => id)).toEqual([call.id]);
    const first = (await business.api.get(`${PATH}?customer_id=${customer.id}&limit=2`)).data;
    const rest = await listed(`customer_id=${customer.id}&limit=2&cursor=${first.next_cursor}`);
    expect([...first.items, ...rest].map(({ id }) => id)).toEqual([text.id, note.id, call.id]);
    expect(await listed(`customer_id=${customer.id}&since=2199-01-01T00:00:00Z`)).toEqual([]);
  });

  it("refuses what has not happened yet, a number that is none, and an unknown conversation", async () => {
    const { id } = await newCustomer();
    const log = (body: object) => business.api.post(PATH, { customer_id: id, channel: "call", ...body });
    expect((await log({ occurred_at: "2199-01-01T00:00:00Z" })).error.reason).toBe("communication.in_future");
    expect((await log({ phone: "12" })).error.reason).toBe("communication.bad_phone");
    const thread = await business.api.get(`${PATH}/threads/thr_${"a".repeat(20)}`);
    expect(thread.error.reason).toBe("communication_thread.not_found");
    expect((await business.api.get(`${PATH}/com_${"0".repeat(26)}`)).error.reason).toBe("communication.not_found");
  });

  it("has the mail that brings an invoice, without its link", async () => {
    const customer = await newCustomer();
    const made = await business.api.post("/admin/invoices", {
      customer_id: customer.id,
      line_items: [{ description: "Filter", amount_cents: 1999, quantity: 1 }],
      send: true,
    });
    expect(made.status, made.text).toBe(201);
    const [row] = await eventually(async () => {
      const rows = await listed(`customer_id=${customer.id}&status=sent`);
      return rows.length > 0 && rows;
    }, "the mail is in the log");
    expect(row).toMatchObject({
      channel: "email",
      template: "invoice-sent",
      invoice_id: made.data.id,
      to: customer.email,
    });
    expect(row?.body).toContain("invoice");
    expect(row?.body).not.toContain("http");
    expect(await eventsOf(row?.id)).toEqual(["communication.sent"]);
  });
});

describe("a message", () => {
  it("by mail goes out and is logged as sent; by text it needs a consent, and says so where there is none", async () => {
    const customer = await newCustomer();
    const mail = await send({
      customer_id: customer.id,
      channel: "email",
      subject: "Your part has come",
      body: "Hi Jane,\n\nwe can fit it <this> week.",
    });
    expect(mail).toMatchObject({ status: "queued", to: customer.email, created_by: expect.stringMatching(/^user:/) });
    expect((await mailTo(customer.email, /part has come/)).html).toContain("&lt;this&gt;");
    expect(await ended(mail.id)).toMatchObject({ status: "sent", provider: "mail" });
    expect(await eventsOf(mail.id)).toEqual(["communication.sent"]);

    const text = await ended((await sendText(customer, "On the way.")).id);
    expect(text).toMatchObject({ status: "suppressed", reason: "no_consent", sent_at: null });
    expect(await eventsOf(text.id)).toEqual(["communication.suppressed"]);
    await allow(customer);
    expect(await ended((await sendText(customer, "On the way.")).id)).toMatchObject({ status: "sent", segments: 1 });
    expect((await textsTo(customer.phone)).map(({ body }) => body)).toEqual(["On the way."]);
    expect(await eventsOf(customer.id)).toContain("consent.changed");
  });

  it("goes to an address of its customer only, and about what is theirs", async () => {
    const [customer, other] = [await newCustomer(), await newCustomer()];
    const refusal = async (body: object) => {
      const given = { customer_id: customer.id, channel: "email", subject: "x", body: "x", ...body };
      return (await business.api.post(`${PATH}/send`, given)).error?.reason;
    };
    expect(await refusal({ to: other.email })).toBe("communication.foreign_address");
    expect(await refusal({ channel: "sms", to: other.phone })).toBe("communication.foreign_address");
    expect(await refusal({ channel: "sms", to: "12" })).toBe("communication.bad_phone");
    expect(await refusal({ channel: "sms", body: "x".repeat(1601) })).toBe("communication.text_too_long");
    expect(await refusal({ subject: undefined })).toBe("communication.subject_missing");
    const job = await business.api.post("/admin/dispatch", {
      title: "Repair",
      customer_id: other.id,
      customer_name: "Jane",
    });
    expect(job.status, job.text).toBe(201);
    expect(await refusal({ job_id: job.data.id })).toBe("communication.foreign_thing");
    const log = (customer_id: number) =>
      business.api.post(PATH, { customer_id, channel: "call", body: "x", job_id: job.data.id });
    expect((await log(customer.id)).error?.reason).toBe("communication.foreign_thing");
    expect((await log(other.id)).data.job_id).toBe(job.data.id);
    const bare = await business.api.post("/admin/customers", { name: "Nobody" });
    expect(await refusal({ customer_id: bare.data.id })).toBe("communication.no_address");
  });

  it("from a template goes out once a day for its thing, and again where that is wanted", async () => {
    const customer = await newCustomer();
    const name = `t-${randomUUID().slice(0, 8)}`;
    const template = {
      name,
      channel: "email",
      kind: "job",
      subject: "{{job_title}}",
      body: "Hi {{customer_first_name}}, {{technician_name}} comes.",
    };
    expect((await business.api.post(`${PATH}/templates`, template)).status).toBe(201);
    const job = await business.api.post("/admin/dispatch", {
      title: "Repair <AC>",
      customer_id: customer.id,
      customer_name: "Jane",
    });
    const body = { customer_id: customer.id, template: name, job_id: job.data.id };
    const without = await business.api.post(`${PATH}/send`, body);
    expect(without.error).toMatchObject({ reason: "communication.variables_missing" });
    expect(without.error.fields).toHaveProperty(["variables.technician_name"]);
    const full = { ...body, variables: { technician_name: "Mike" } };
    const sent = await send(full);
    expect(sent).toMatchObject({
      subject: "Repair <AC>",
      body: "Hi Jane, Mike comes.",
      template: name,
      job_id: job.data.id,
    });
    expect((await business.api.post(`${PATH}/send`, full)).error.reason).toBe("communication.repeated");
    const estimate = await business.api.post("/admin/estimates", {
      ...{ customer_id: customer.id, customer_name: "Jane" },
      line_items: [{ description: "Heat pump", amount_cents: 90_000 }],
    });
    const both = await send({ ...full, estimate_id: estimate.data.id, allow_repeat: true });
    expect(both).toMatchObject({ job_id: job.data.id, estimate_id: estimate.data.id });
    await quiet(business);
    expect(await listed(`job_id=${job.data.id}`)).toHaveLength(2);
    const loosened = await business.api.patch(`${PATH}/templates/${name}`, { category: "marketing" });
    expect(loosened.status, loosened.text).toBe(200);
    expect((await business.api.post(`${PATH}/send`, { ...full, category: "transactional" })).error).toMatchObject({
      ...{ reason: "communication.wrong_category", fields: { category: "must be marketing, as of the template" } },
    });
    expect((await business.api.post(`${PATH}/send`, { ...full, channel: "sms" })).error.reason).toBe(
      "communication.wrong_channel",
    );
    expect((await business.api.post(`${PATH}/send`, { ...full, template: "none" })).error.reason).toBe(
      "communication_template.not_found",
    );
  });
});

it("a template that nobody got goes out the same day once the customer allows it", async () => {
  const customer = await newCustomer();
  const name = `t-${randomUUID().slice(0, 8)}`;
  expect((await business.api.post(`${PATH}/templates`, { name, channel: "sms", body: "Hello" })).status).toBe(201);
  const text = { customer_id: customer.id, template: name };
  expect((await ended((await send(text)).id)).reason).toBe("no_consent");
  await allow(customer);
  expect((await ended((await send(text)).id)).status).toBe("sent");
  expect((await business.api.post(`${PATH}/send`, text)).error.reason).toBe("communication.repeated");
  expect(
    (await listed(`status=suppressed&since=${new Date(Date.now() - 3600_000).toISOString()}`)).length,
  ).toBeGreaterThan(0);
});

describe("templates", () => {
  it("refuse what their kind does not know, naming it; a preview tells what is missing and what a text costs", async () => {
    const name = `p-${randomUUID().slice(0, 8)}`;
    const add = (body: object) => business.api.post(`${PATH}/templates`, { name, channel: "sms", body: "Hi", ...body });
    const wrong = await add({ kind: "invoice", body: "{{invoice_number}} {{job_title}} {{nmae}}" });
    expect(wrong.status).toBe(422);
    expect(wrong.error).toMatchObject({ reason: "communication_template.unknown_variable" });
    expect(wrong.error.fields.body).toBe("does not know job_title, nmae");
    expect((await add({ channel: "email" })).error.reason).toBe("communication.subject_missing");
    const made = await add({
      kind: "job",
      body: "{{business_name}}: {{technician_name}} comes, {{customer_first_name}}.",
    });
    expect(made.data.variables).toEqual(["business_name", "technician_name", "customer_first_name"]);
    expect((await add({})).error.reason).toBe("communication_template.name_taken");
    const path = `${PATH}/templates/${name}`;
    const { id } = await newCustomer();
    const preview = await business.api.post(`${path}/preview`, { customer_id: id });
    expect(preview.data).toMatchObject({ missing: ["technician_name"], segments: 1, encoding: "GSM-7" });
    const change = await business.api.patch(path, { body: "{{oops}}" });
    expect(change.error.reason).toBe("communication_template.unknown_variable");
    expect((await business.api.patch(path, { body: "é {{customer_name}} á" })).status).toBe(200);
    expect((await business.api.post(`${path}/preview`, { customer_id: id })).data.encoding).toBe("UCS-2");
    expect((await business.api.request("DELETE", path)).status).toBe(200);
    expect((await business.api.get(path)).error.reason).toBe("communication_template.not_found");
  });
});

describe("what a customer has allowed", () => {
  const stateOf = async ({ id }: Pick<Customer, "id">) =>
    Object.fromEntries(
      (await business.api.get(`${PATH}/consents/${id}`)).data.consents.map((one: Json) => [
        `${one.channel} ${one.category}`,
        one.state,
      ]),
    );

  it("STOP ends all texts at once and is answered once; START allows them again; HELP says who writes", async () => {
    const customer = await newCustomer();
    await allow(customer);
    await ended((await sendText(customer, "On the way.")).id);
    await answer(customer.phone, "Thanks, Tuesday is fine");
    await answer(customer.phone, "Stop.");
    await quiet(business);
    expect(await stateOf(customer)).toEqual({ "sms marketing": "revoked", "sms transactional": "revoked" });
    const bodies = async () => (await textsTo(customer.phone)).map(({ body }) => body.replace(/^.*?: /, ""));
    expect((await bodies())[0]).toMatch(/no more texts/);
    expect(await ended((await sendText(customer, "Once more")).id)).toMatchObject({
      status: "suppressed",
      reason: "stop",
    });
    expect(await bodies()).toHaveLength(2);
    const [stop, thanks] = (await listed(`customer_id=${customer.id}&direction=in`)) as [Json, Json];
    expect([thanks.body, thanks.status, stop.body]).toEqual(["Thanks, Tuesday is fine", "received", "Stop."]);
    expect(await eventsOf(thanks.id)).toEqual(["communication.received"]);

    const lift = await business.api.request("DELETE", `${PATH}/suppressions/${encodeURIComponent(customer.phone)}`);
    expect(lift.error.reason).toBe("communication_suppression.by_customer");
    await answer(customer.phone, "help");
    await answer(customer.phone, "Yes");
    await quiet(business);
    expect((await bodies()).slice(0, 2)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/Reply STOP to get no more/),
        expect.stringMatching(/texts from us again/),
      ]),
    );
    expect(await stateOf(customer)).toEqual({ "sms marketing": "revoked", "sms transactional": "granted" });
    expect((await ended((await sendText(customer, "Hello again")).id)).status).toBe("sent");
  });

  it("HELP and INFO are answered with who writes and how to reach them, once an hour; a number that has stopped gets the answer too", async () => {
    const contact = { contact_phone: "(813) 555-0100", contact_email: "office@smith.example" };
    expect((await business.api.patch("/admin/organization", contact)).status).toBe(200);
    const customer = await newCustomer();
    await answer(customer.phone, "STOP");
    await answer(customer.phone, "HELP");
    await answer(customer.phone, "Info?");
    await quiet(business);
    const bodies = (await textsTo(customer.phone))
      .map(({ body }) => body)
      .toSorted((a: string, b: string) => a.localeCompare(b));
    expect(bodies).toEqual([
      "Smith HVAC: You can reach us at (813) 555-0100 or office@smith.example. Reply STOP to get no more texts.",
      "Smith HVAC: You get no more texts from us. Reply START to get them again.",
    ]);
    const none = { contact_phone: null, contact_email: null };
    expect((await business.api.patch("/admin/organization", none)).status).toBe(200);
    const other = await newCustomer();
    await answer(other.phone, "HELP");
    await quiet(business);
    expect((await textsTo(other.phone)).map(({ body }) => body)).toEqual([
      "Smith HVAC: Our office reads what you answer here. Reply STOP to get no more texts.",
    ]);
  });

  it("a sentence that asks for no more texts counts as a STOP; one about the appointment does not", async () => {
    const customer = await newCustomer();
    await allow(customer);
    await answer(customer.phone, "Can you stop by tomorrow? Or please cancel");
    await quiet(business);
    expect((await ended((await sendText(customer, "We come tomorrow")).id)).status).toBe("sent");
    await answer(customer.phone, "Please stop texting me.");
    await quiet(business);
    expect(await stateOf(customer)).toEqual({ "sms marketing": "revoked", "sms transactional": "revoked" });
    expect((await textsTo(customer.phone))[0]?.body).toMatch(/no more texts from us. Reply START/);
    expect((await ended((await sendText(customer, "Once more")).id)).reason).toBe("stop");
  });

  it("a second STOP is not answered, and START gives back the offers that STOP has taken, no others", async () => {
    const customer = await newCustomer();
    for (const category of ["transactional", "marketing"]) await allow(customer, category);
    for (const text of ["STOP", "stop", "Stop!"]) await answer(customer.phone, text);
    await quiet(business);
    expect(await textsTo(customer.phone)).toHaveLength(1);
    await answer(customer.phone, "START");
    expect(await stateOf(customer)).toEqual({ "sms marketing": "granted", "sms transactional": "granted" });
    const no = { channel: "sms", category: "marketing", state: "revoked", source: "letter" };
    await business.api.put(`${PATH}/consents/${customer.id}`, { consents: [no] });
    for (const text of ["STOP", "START"]) await answer(customer.phone, text);
    expect(await stateOf(customer)).toEqual({ "sms marketing": "revoked", "sms transactional": "granted" });
  });

  it("START does not lift what the office has decided, and the office does not lift a STOP that came beside it", async () => {
    const customer = await newCustomer();
    await allow(customer);
    expect((await business.api.post(`${PATH}/suppressions`, { phone: customer.phone })).status).toBe(201);
    const lift = () => business.api.request("DELETE", `${PATH}/suppressions/${encodeURIComponent(customer.phone)}`);
    await answer(customer.phone, "STOP");
    expect((await lift()).error.reason).toBe("communication_suppression.by_customer");
    await answer(customer.phone, "START");
    await quiet(business);
    const [started] = (await textsTo(customer.phone)).map(({ body }) => body);
    expect(started).not.toContain("texts from us again");
    expect((await ended((await sendText(customer, "Hi")).id)).reason).toBe("manual");
    expect((await lift()).status).toBe(200);
    expect((await ended((await sendText(customer, "Hi")).id)).status).toBe("sent");
  });

  it("of two customers who are one the stricter answer stands, whichever is merged", async () => {
    const [kept, merged] = [await newCustomer(), await newCustomer()];
    await allow(kept, "marketing");
    await allow(merged, "transactional");
    const no = { channel: "sms", category: "marketing", state: "revoked", source: "letter" };
    await business.api.put(`${PATH}/consents/${merged.id}`, { consents: [no] });
    const text = await sendText(merged, "Hello");
    const join = await business.api.post(`/admin/customers/${merged.id}/merge`, { into: kept.id });
    expect(join.status, join.text).toBe(200);
    expect(await stateOf(kept)).toEqual({ "sms marketing": "revoked", "sms transactional": "granted" });
    expect((await get(text.id)).customer_id).toBe(kept.id);
    const put = await business.api.put(`${PATH}/consents/${merged.id}`, { consents: [no] });
    expect([put.status, put.data.customer_id]).toEqual([200, kept.id]); // the old id leads to the customer who stays
  });

  it("a START does not bring back offers that one of two customers who are one has refused in writing", async () => {
    const [kept, merged] = [await newCustomer(), await newCustomer()];
    await allow(kept, "marketing");
    await answer(kept.phone, "STOP");
    const no = { channel: "sms", category: "marketing", state: "revoked", source: "letter" };
    await business.api.put(`${PATH}/consents/${merged.id}`, { consents: [no] });
    expect((await business.api.post(`/admin/customers/${merged.id}/merge`, { into: kept.id })).status).toBe(200);
    await answer(kept.phone, "START");
    expect(await stateOf(kept)).toEqual({ "sms marketing": "revoked", "sms transactional": "granted" });
  });

  it("a consent that is written down while a STOP holds is shown with what comes of it", async () => {
    const customer = await newCustomer();
    const put = async (more: object = {}) => {
      const consent = { channel: "sms", category: "transactional", state: "granted", source: "call", ...more };
      const { data } = await business.api.put(`${PATH}/consents/${customer.id}`, { consents: [consent] });
      expect((await business.api.get(`${PATH}/consents/${customer.id}`)).data).toEqual(data);
      return data.consents.map(
        (one: Json) => `${one.channel} ${one.category} ${one.state}: ${one.effective} ${one.reason}`,
      );
    };
    expect(await put()).toEqual(["sms transactional granted: true null"]);
    await answer(customer.phone, "STOP");
    expect(await put()).toEqual(["sms marketing revoked: false stop", "sms transactional granted: false stop"]);
    await business.api.post("/admin/mails/suppressions", { address: customer.email.toUpperCase() });
    const email = { channel: "email", category: "marketing" };
    expect(await put(email)).toContain("email marketing granted: false manual");
    await business.api.request("DELETE", `/admin/mails/suppressions/${customer.email}`);
    expect(await put(email)).toContain("email marketing granted: true null");
    expect(await put({ ...email, state: "revoked" })).toContain("email marketing revoked: false revoked");
    await answer(customer.phone, "START");
    expect(await put()).toContain("sms transactional granted: true null");
  });

  it("numbers that the office takes off get no texts until it lifts that", async () => {
    const customer = await newCustomer();
    await allow(customer);
    const put = () => business.api.post(`${PATH}/suppressions`, { phone: customer.phone });
    expect((await put()).status).toBe(201);
    expect((await put()).error.reason).toBe("communication_suppression.exists");
    expect((await ended((await sendText(customer, "Hi")).id)).reason).toBe("manual");
    const path = `${PATH}/suppressions/${encodeURIComponent(customer.phone)}`;
    expect((await business.api.request("DELETE", path)).status).toBe(200);
    expect((await business.api.request("DELETE", path)).error.reason).toBe("communication_suppression.not_found");
    expect((await ended((await sendText(customer, "Hi")).id)).status).toBe("sent");
  });
});

describe("Twilio", () => {
  const token = "secret of the account";
  let own: Business;
  let messagesUrl: string;
  beforeAll(async () => {
    own = await newBusiness();
    const body = { account: `AC${"a".repeat(32)}`, auth_token: token, sender: "+18135550100" };
    const made = await own.api.post("/admin/integrations/messages", body);
    expect(made.status, made.text).toBe(201);
    expect(made.text).not.toContain(token);
    messagesUrl = made.data.messages_url;
    expect((await own.api.post("/admin/integrations/messages", body)).error.reason).toBe("message_account.exists");
  });

  /** Posts a form as Twilio does: signed over the address that it was given. */
  async function call(url: string, form: Record<string, string>, secret = token) {
    const signed =
      url +
      Object.keys(form)
        .toSorted()
        .map((name) => name + form[name])
        .join("");
    const { pathname, search } = new URL(url);
    const answered = await fetch(`${testWorker().url}${pathname}${search}`, {
      method: "POST",
      headers: { "x-twilio-signature": createHmac("sha1", secret).update(signed).digest("base64") },
      body: new URLSearchParams(form),
    });
    return { status: answered.status, text: await answered.text() };
  }
  const statusUrl = (id: string) => `${messagesUrl.replace(/messages$/, "status")}?message=${id}`;
  const incoming = (from: string, body: string, sid = `SM${randomUUID()}`) =>
    call(messagesUrl, { MessageSid: sid, From: from, To: "+18135550100", Body: body, NumMedia: "0" });
  const sentTo = async (customer: Customer, body: string) => {
    await allow(customer, "transactional", "sms", own);
    const { id } = await send({ customer_id: customer.id, channel: "sms", body }, own);
    return await ended(id, own);
  };

  it("takes a text, and its reports only ever lead on, in any order and twice", async () => {
    const text = await sentTo(await newCustomer(own), "On the way.");
    expect(text).toMatchObject({ status: "sent", provider: "twilio", from: "+18135550100" });
    const report = (MessageStatus: string, more = {}) =>
      call(statusUrl(text.id), { MessageSid: text.provider_reference, MessageStatus, ...more });
    for (const told of ["sent", "delivered", "delivered", "sent", "failed", "queued"])
      expect(await report(told)).toEqual({ status: 200, text: "<Response/>" });
    expect(await get(text.id, own)).toMatchObject({ status: "delivered", error_code: null });
    await report("read");
    expect((await get(text.id, own)).status).toBe("opened");
    expect(await eventsOf(text.id, own)).toEqual([
      "communication.sent",
      "communication.delivered",
      "communication.delivered",
    ]);
  });

  it("a text that never arrived fails with the carrier's code; a number that has opted out gets none from then on", async () => {
    const unreachable = await sentTo(await newCustomer(own), "Hello");
    await call(statusUrl(unreachable.id), {
      MessageSid: unreachable.provider_reference,
      MessageStatus: "undelivered",
      ErrorCode: "30003",
    });
    expect(await get(unreachable.id, own)).toMatchObject({ status: "failed", reason: "refused", error_code: "30003" });
    const stopped = await newCustomer(own);
    expect(await sentTo(stopped, "twilio:21610")).toMatchObject({
      status: "suppressed",
      reason: "stop",
      error_code: "21610",
    });
    expect(await sentTo(stopped, "Hello")).toMatchObject({ status: "suppressed", reason: "stop", error_code: null });
    expect(await sentTo(await newCustomer(own), "twilio:21211")).toMatchObject({
      status: "failed",
      error_code: "21211",
    });
  });

  it("a report that the number has opted out stops texts to it though the text has ended before; once, so that a START after it stands", async () => {
    const customer = await newCustomer(own);
    const text = await sentTo(customer, "On the way.");
    const report = (MessageStatus: string, more = {}) =>
      call(statusUrl(text.id), { MessageSid: text.provider_reference, MessageStatus, ...more });
    await report("delivered");
    const stops = () => report("failed", { ErrorCode: "21610" });
    expect((await stops()).status).toBe(200);
    expect(await get(text.id, own)).toMatchObject({ status: "delivered", error_code: "21610" });
    const { consents } = (await own.api.get(`${PATH}/consents/${customer.id}`)).data;
    expect(consents).toMatchObject([{ channel: "sms", effective: false, reason: "stop" }]);
    expect(await sentTo(customer, "Hello")).toMatchObject({ status: "suppressed", reason: "stop" });
    await incoming(customer.phone, "START");
    for (const again of [stops, () => report("read"), stops]) await again();
    expect(await get(text.id, own)).toMatchObject({ status: "opened" });
    expect(await sentTo(customer, "Hello again")).toMatchObject({ status: "sent" });
    expect(await eventsOf(text.id, own)).toEqual([
      "communication.sent",
      "communication.delivered",
      "communication.delivered",
    ]);
  });

  it("a text that comes in is logged once; STOP is answered once, however often it is reported", async () => {
    const customer = await newCustomer(own);
    await allow(customer, "transactional", "sms", own);
    const sid = `SM${randomUUID()}`;
    const answers = await Promise.all([1, 2, 3].map(() => incoming(customer.phone, "STOP", sid)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await quiet(own);
    const rows = await listed(`customer_id=${customer.id}`, own);
    expect(rows.map(({ direction, status }) => `${direction} ${status}`).toSorted()).toEqual([
      "in received",
      "out sent",
    ]);
    const unknown = newPhone();
    await incoming(unknown, "Do you fix roofs?");
    const [stranger] = (await listed("direction=in&limit=1", own)) as [Json];
    expect(stranger).toMatchObject({ customer_id: null, from: unknown, status: "received" });
  });

  it("nobody else is believed: a wrong signature is 403, another business' 403, no account 404", async () => {
    const text = await sentTo(await newCustomer(own), "Hello");
    const form = { MessageSid: text.provider_reference, MessageStatus: "delivered" };
    expect((await call(statusUrl(text.id), form, "another secret")).status).toBe(403);
    expect(
      (await call(messagesUrl, { MessageSid: "SM1", From: newPhone(), To: newPhone(), Body: "x" }, "")).status,
    ).toBe(403);
    const elsewhere = statusUrl(text.id).replace(own.tenantId, business.tenantId);
    expect((await call(elsewhere, form)).status).toBe(404);
    expect((await call(elsewhere.replace(business.tenantId, randomUUID()), form)).status).toBe(404);
    expect((await get(text.id, own)).status).toBe("sent");
    expect((await call(messagesUrl, { MessageSid: "SM1" })).status).toBe(422);
    expect((await call(messagesUrl, { MessageSid: "SM1", Body: "x".repeat(70_000) })).status).toBe(413);
  });
});
