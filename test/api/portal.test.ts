import { beforeAll, describe, expect, it } from "vitest";
import { batch, sql } from "../support/back-door.ts";
import { type Answer, type Business, client, newBusiness, newTechnician } from "../support/client.ts";
import { envOf } from "../support/deadly.ts";
import { answeredWith } from "../support/in-process.ts";
import { linkIn, mailTo } from "../support/mails.ts";
import { testWorker } from "../support/test-worker.ts";

const said = ({ status, error }: Answer) => `${status} ${error?.reason ?? "ok"}`;
const tokenIn = (link: string): string => /#\w+=(lnk_\S+)/.exec(link)?.[1] ?? "";
const PASSWORD = "a garden full of tomatoes";
let count = 0;
const newAddress = () => `jane${++count}.${Date.now()}@doe.example`;

/** A customer with an account whose address is confirmed, and how they ask. */
async function newCustomer(business: Business, { known = true } = {}) {
  const email = newAddress();
  const record = known
    ? (await business.api.post("/admin/customers", { name: "Jane Doe", emails: [{ address: email }] })).data
    : null;
  const code = business.code;
  await client().post("/customer/register", { business_code: code, email, password: PASSWORD, first_name: "Jane" });
  const mail = await mailTo(email, /Finish your registration/);
  const signedIn = await client().post("/customer/verify-email", { token: tokenIn(linkIn(mail)) });
  expect(signedIn.status, signedIn.text).toBe(200);
  const api = client({ authorization: `Bearer ${signedIn.data.access_token}` });
  return { email, record, api, signedIn: signedIn.data };
}

describe("customers sign in to the portal", () => {
  let business: Business;
  beforeAll(async () => {
    business = await newBusiness();
  });

  it("by the link of their registration, which opens the record that has their address", async () => {
    const { api, signedIn, email } = await newCustomer(business);
    expect(signedIn.customer).toMatchObject({ email, email_verified: true, is_linked: true, password_set: true });
    expect((await api.get("/customer/me")).data.email).toBe(email);
  });

  it("by an address that two records share: it opens neither, until the business invites them to one", async () => {
    const email = newAddress();
    const share = async (name: string): Promise<number> => {
      const body = { name, emails: [{ address: email }], allow_duplicate: true };
      return (await business.api.post("/admin/customers", body)).data.id;
    };
    const [first] = [await share("Jane Doe"), await share("John Doe")];
    const line_items = [{ description: "AC repair", amount_cents: 15_000, quantity: 1 }];
    await business.api.post("/admin/invoices", { customer_id: first, line_items, send: true });
    await client().post("/customer/register", { business_code: business.code, email, password: PASSWORD });
    const token = tokenIn(linkIn(await mailTo(email, /Finish your registration/)));
    const signedIn = [
      await client().post("/customer/verify-email", { token }),
      await client({ "x-tenant-id": business.tenantId }).post("/customer/login", { email, password: PASSWORD }),
    ];
    for (const { data, text } of signedIn) {
      expect(data?.customer, text).toMatchObject({ is_linked: false, email_verified: true });
      const api = client({ authorization: `Bearer ${data.access_token}` });
      for (const list of ["jobs", "estimates", "invoices", "agreements", "documents"])
        expect((await api.get(`/customer/${list}`)).data.items, list).toEqual([]);
    }
    expect((await business.api.post(`/admin/customers/${first}/portal-invite`, {})).status).toBe(201);
    const api = client({ authorization: `Bearer ${signedIn[0]?.data.access_token}` });
    expect((await api.get("/customer/invoices")).data.items).toHaveLength(1);
  });

  it("by password, and not before the address is confirmed; unknown addresses are answered alike", async () => {
    const { email } = await newCustomer(business);
    const logIn = (address: string, password = PASSWORD) =>
      client({ "x-tenant-id": business.tenantId }).post("/customer/login", { email: address, password });
    expect((await logIn(email)).status).toBe(200);
    const unconfirmed = newAddress();
    const code = business.code;
    const answers = [];
    for (const address of [unconfirmed, email])
      answers.push(
        await client().post("/customer/register", { business_code: code, email: address, password: PASSWORD }),
      );
    expect(answers.map(({ status, text }) => [status, text])).toEqual([
      [202, answers[0]?.text],
      [202, answers[0]?.text],
    ]);
    await mailTo(unconfirmed, /Finish/);
    for (const refused of [await logIn(unconfirmed), await logIn(newAddress()), await logIn(email, "wrong password 1")])
      expect(said(refused)).toBe("401 portal.wrong_credentials");
  });

  it("by an invitation, which drops the password that somebody else chose for their address", async () => {
    const email = newAddress();
    const record = { name: "Jane Doe", emails: [{ address: email }] };
    const { id } = (await business.api.post("/admin/customers", record)).data;
    await client().post("/customer/register", { business_code: business.code, email, password: PASSWORD });
    await mailTo(email, /Finish your registration/);
    const invited = await business.api.post(`/admin/customers/${id}/portal-invite`, {});
    expect(invited.data, invited.text).toMatchObject({ password_set: false });
    const token = tokenIn(linkIn(await mailTo(email, /appointments and documents/)));
    expect((await client().post("/customer/verify-email", { token })).status).toBe(200);
    const api = client({ "x-tenant-id": business.tenantId });
    expect(said(await api.post("/customer/login", { email, password: PASSWORD }))).toBe("401 portal.wrong_credentials");
  });

  it("B55: by a mailed link once, which programs that look into mails do not use up", async () => {
    const { email } = await newCustomer(business);
    await client({ "x-tenant-id": business.tenantId }).post("/customer/magic-link", { email });
    const link = linkIn(await mailTo(email, /link to sign in/));
    const { pathname, search } = new URL(link);
    for (const method of ["GET", "HEAD", "GET"]) await fetch(`${testWorker().url}${pathname}${search}`, { method });
    const token = tokenIn(link);
    for (const method of ["GET", "HEAD", "GET"])
      expect((await client().open(`/customer/magic-link/redeem?token=${token}`, { method })).status).toBe(405);
    expect((await client().post("/customer/magic-link/redeem", { token })).status).toBe(200);
    expect(said(await client().post("/customer/magic-link/redeem", { token }))).toBe("401 auth.invalid_link");
  });

  it("for as long as nobody uses an old refresh token again", async () => {
    const { signedIn, api } = await newCustomer(business);
    const refresh = (refresh_token: string) =>
      client({ "x-tenant-id": business.tenantId }).post("/customer/refresh", { refresh_token });
    const next = await refresh(signedIn.refresh_token);
    expect(next.status).toBe(200);
    await sql(
      business.shard,
      "update refresh_tokens set used_at = '2020-01-01T00:00:00.000Z' where tenant_id = ? and used_at is not null",
      business.tenantId,
    );
    expect(said(await refresh(signedIn.refresh_token))).toBe("401 auth.token_reused");
    expect(said(await refresh(next.data.refresh_token))).toBe("401 auth.invalid_refresh_token");
    expect(said(await api.get("/customer/me"))).toBe("401 auth.session_ended");
  });

  it("until they sign out", async () => {
    const { api } = await newCustomer(business);
    expect((await api.post("/customer/logout")).status).toBe(200);
    expect(said(await api.get("/customer/me"))).toBe("401 auth.session_ended");
  });
});

describe("what customers see and do", { concurrent: false }, () => {
  let business: Business;
  let jane: Awaited<ReturnType<typeof newCustomer>>;
  let other: Awaited<ReturnType<typeof newCustomer>>;
  beforeAll(async () => {
    business = await newBusiness();
    [jane, other] = [await newCustomer(business), await newCustomer(business)];
  });

  it("they ask for service, which becomes a lead, once for an Idempotency-Key", async () => {
    const body = { summary: "AC blows warm air", preferred_time: "Mornings", phone: "(813) 555-0142" };
    const headers = { "idempotency-key": "one" };
    const answers = [];
    for (let i = 0; i < 2; i++)
      answers.push(await jane.api.request("POST", "/customer/service-requests", body, headers));
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[1]?.text).toBe(answers[0]?.text);
    expect((await jane.api.get("/customer/service-requests")).data.items).toHaveLength(1);
    expect((await other.api.get("/customer/service-requests")).data.items).toEqual([]);
    const leads = (await business.api.get("/admin/leads")).data.items;
    expect(leads).toMatchObject([{ source: "portal", email: jane.email, phone_e164: "+18135550142" }]);
  });

  it("or a job, where the business wants that", async () => {
    await business.api.patch("/admin/organization", { portal_requests_become: "job" });
    expect((await jane.api.post("/customer/service-requests", { summary: "Furnace is loud" })).status).toBe(201);
    expect((await jane.api.get("/customer/jobs")).data.items).toMatchObject([
      { title: "Furnace is loud", status: "pending", technician: null, arrival: null },
    ]);
    expect((await other.api.get("/customer/jobs")).data.items).toEqual([]);
  });

  it("they see when a technician who is on the way arrives, and by the first name who it is", async () => {
    const mike = await newTechnician(business, true);
    const job = await business.api.post("/admin/dispatch", {
      ...{ title: "AC repair", priority: "high", customer_id: jane.record.id, customer_name: "Jane Doe" },
      ...{ service_latitude: 27.95, service_longitude: -82.45 },
    });
    expect(job.status, job.text).toBe(201);
    const { id } = job.data;
    await business.api.patch(`/admin/dispatch/${id}/assign`, { technician_id: mike.id });
    await mike.api.patch(`/tech/dispatch/my-jobs/${id}/acknowledge`);
    const seen = async () =>
      (await jane.api.get("/customer/jobs")).data.items.find((one: { id: number }) => one.id === id);
    const report = async (agoMinutes: number) => {
      const at = new Date(Date.now() - agoMinutes * 60_000).toISOString();
      const answer = await mike.api.post("/tech/dispatch/location", { latitude: 28.04, longitude: -82.45, at });
      expect(answer.status, answer.text).toBe(200);
      return at;
    };
    await report(40);
    expect(await seen()).toMatchObject({ status: "acknowledged", technician: { first_name: "Mike" }, arrival: null });
    const set = (status: string) => mike.api.patch(`/tech/dispatch/my-jobs/${id}/status`, { status });
    await set("en_route");
    expect(await seen(), "not seen for a while").toMatchObject({ status: "en_route", arrival: null });
    const at = await report(1);
    const { arrival } = await seen();
    expect(arrival).toMatchObject({ seen_at: at });
    expect(arrival.minutes, "10 km away").toBeGreaterThan(5);
    expect(arrival.minutes).toBeLessThan(40);
    expect(Date.parse(arrival.at)).toBeGreaterThan(Date.parse(at));
    await set("on_site");
    expect(await seen()).toMatchObject({ status: "on_site", arrival: null });
    await sql(business.shard, "delete from dispatch_jobs where tenant_id = ? and id = ?", business.tenantId, id);
  });

  it("they review a completed job once, and not another's", async () => {
    const job = (await jane.api.get("/customer/jobs")).data.items[0];
    const review = (api: typeof jane.api, rating = 5) => api.post(`/customer/jobs/${job.id}/review`, { rating });
    expect(said(await review(jane.api))).toBe("409 review.job_not_completed");
    await sql(
      business.shard,
      "update dispatch_jobs set status = 'completed', completed_at = created_at where tenant_id = ?",
      business.tenantId,
    );
    expect((await review(other.api)).status).toBe(404);
    expect((await review(jane.api)).status).toBe(201);
    expect([(await review(jane.api, 4)).status]).toEqual([200]);
    const list = (await business.api.get("/admin/reviews")).data.items;
    expect(list).toMatchObject([{ job_id: job.id, rating: 4 }]);
    const answer = await business.api.patch(`/admin/reviews/${list[0].id}`, { answer: "Thank you!" });
    expect(answer.data.answer).toBe("Thank you!");
    await sql(
      business.shard,
      "update reviews set created_at = '2020-01-01T00:00:00.000Z' where tenant_id = ?",
      business.tenantId,
    );
    expect(said(await review(jane.api, 1))).toBe("409 review.final");
  });

  it("they see the invoices that they were sent, on paper too, and of others none", async () => {
    const made = await business.api.post("/admin/invoices", {
      customer_id: jane.record.id,
      line_items: [{ description: "AC repair", amount_cents: 15000, quantity: 1 }],
      send: true,
    });
    expect(made.status, made.text).toBe(201);
    const { items } = (await jane.api.get("/customer/invoices")).data;
    expect(items).toMatchObject([{ id: made.data.id, total_cents: 15000, balance_cents: 15000 }]);
    expect((await other.api.get("/customer/invoices")).data.items).toEqual([]);
    expect((await other.api.get(`/customer/invoices/${made.data.id}`)).status).toBe(404);
    expect((await jane.api.open(`/customer/invoices/${made.data.id}/pdf`)).headers.get("content-type")).toBe(
      "application/pdf",
    );
    expect((await other.api.open(`/customer/invoices/${made.data.id}/pdf`)).status).toBe(404);
    expect((await jane.api.get("/customer/documents")).data.items).toMatchObject([{ kind: "invoice" }]);
  });

  it("they see the credit notes that they got, on paper too, and of others none", async () => {
    const [{ id: invoice }] = (await jane.api.get("/customer/invoices")).data.items;
    const reason = { reason: "Second visit", amount_cents: 1500 };
    const { id } = (await business.api.post(`/admin/invoices/${invoice}/credit-notes`, reason)).data;
    const seen = async (api = jane.api) => (await api.get("/customer/credit-notes")).data.items;
    expect(await seen()).toMatchObject([{ id, number: "CN-1", total_cents: 1500, voided_at: null }]);
    expect(await seen(other.api)).toEqual([]);
    const pdf = await jane.api.open(`/customer/credit-notes/${id}/pdf`);
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    await pdf.body?.cancel();
    const kinds = async () =>
      (await jane.api.get("/customer/documents")).data.items.map((one: { kind: string; status: string }) => [
        one.kind,
        one.status,
      ]);
    expect(await kinds()).toContainEqual(["credit_note", "issued"]);
    await business.api.post(`/admin/credit-notes/${id}/void`, { reason: "Sent too early" });
    expect(await kinds()).toContainEqual(["credit_note", "void"]);
  });

  it("they pay an invoice of theirs online, where the business takes payments online, and another's not", async () => {
    const [{ id }] = (await jane.api.get("/customer/invoices")).data.items;
    const pay = (api = jane.api, of = id) => api.post(`/customer/invoices/${of}/pay-intent`);
    expect(said(await pay())).toBe("409 invoice.not_paid_online");
    const connected = await business.api.post("/admin/integrations/payments", {
      ...{ provider: "stripe", signing_secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", api_secret: "rk_test_51Nx" },
    });
    expect(connected.status, connected.text).toBe(201);
    const begun = await pay();
    expect(begun.data, begun.text).toEqual({
      ...{ id: expect.stringMatching(/^pi_/), client_secret: expect.stringMatching(/_secret_/) },
      ...{ amount_cents: 15000, currency: "USD" },
    });
    expect((await pay()).data).toEqual(begun.data);
    const checkout = await jane.api.post(`/customer/invoices/${id}/checkout`);
    expect(checkout.data.url, checkout.text).toMatch(/^https?:/);
    expect(said(await other.api.post(`/customer/invoices/${id}/checkout`))).toBe("404 invoice.not_found");
    expect(said(await pay(other.api))).toBe("404 invoice.not_found");
    const free = await business.api.post("/admin/invoices", {
      ...{ customer_id: jane.record.id, send: true },
      line_items: [{ description: "Goodwill", amount_cents: 0, quantity: 1 }],
    });
    expect(said(await pay(jane.api, free.data.id))).toBe("409 invoice.nothing_due");
    await business.api.post(`/admin/invoices/${free.data.id}/void`, { reason: "Not needed" });
  });

  it("they accept one estimate and decline another, once each, and another's not", async () => {
    const offer = async (send = true): Promise<number> => {
      const made = await business.api.post("/admin/estimates", {
        customer_id: jane.record.id,
        line_items: [{ description: "Heat pump", amount_cents: 100_000 }],
      });
      expect(made.status, made.text).toBe(201);
      if (send) await business.api.post(`/admin/estimates/${made.data.id}/send`, { mail: false });
      return made.data.id;
    };
    const [wanted, unwanted, draft] = [await offer(), await offer(), await offer(false)];
    const offered = async (api = jane.api) =>
      (await api.get("/customer/estimates")).data.items.map((one: { id: number; can_answer: boolean }) => [
        one.id,
        one.can_answer,
      ]);
    expect((await offered()).toSorted()).toEqual([
      [wanted, true],
      [unwanted, true],
    ]);
    expect(await offered(other.api)).toEqual([]);
    const accept = (id: number, api = jane.api) =>
      api.post(`/customer/estimates/${id}/accept`, { name: "Jane Doe", signature: "Jane Doe" });
    const decline = (id: number, api = jane.api) =>
      api.post(`/customer/estimates/${id}/decline`, { reason: "We wait until autumn" });
    for (const answer of [accept, decline]) {
      expect(said(await answer(wanted, other.api))).toBe("404 estimate.not_found");
      expect(said(await answer(draft))).toBe("404 estimate.not_found");
    }
    const accepted = await accept(wanted);
    expect(accepted.data, accepted.text).toMatchObject({ id: wanted, status: "accepted", can_answer: false });
    const declined = await decline(unwanted);
    expect(declined.data, declined.text).toMatchObject({ id: unwanted, status: "declined", can_answer: false });
    expect((await decline(wanted)).status).toBe(409);
    expect((await accept(unwanted)).status).toBe(409);
    expect((await business.api.get(`/admin/estimates/${wanted}`)).data).toMatchObject({ status: "accepted" });
    expect((await offered()).map(([, open]: [number, boolean]) => open)).toEqual([false, false]);
  });

  it("they see the agreements that they have, not as a draft, and of others none", async () => {
    const plan = await business.api.post("/admin/agreement-plans", {
      ...{ name: "Gold", price_cents: 18900, billing_frequency: "annual", visits_per_year: 2, term_months: 12 },
    });
    expect(plan.status, plan.text).toBe(201);
    const made = await business.api.post("/admin/service-agreements", {
      plan_id: plan.data.id,
      customer_id: jane.record.id,
    });
    expect(made.status, made.text).toBe(201);
    const seen = async (api = jane.api) => (await api.get("/customer/agreements")).data.items;
    expect(await seen()).toEqual([]);
    const active = await business.api.post(`/admin/service-agreements/${made.data.id}/activate`, {});
    expect(active.status, active.text).toBe(200);
    expect(await seen()).toMatchObject([{ id: made.data.id, status: "active", plan_name: "Gold", price_cents: 18900 }]);
    expect(Object.keys((await seen())[0])).not.toContain("notes");
    expect(await seen(other.api)).toEqual([]);
  });

  it("they keep what they see when their record is merged into another", async () => {
    const kept = (await business.api.post("/admin/customers", { name: "Jane D." })).data;
    const merged = await business.api.post(`/admin/customers/${jane.record.id}/merge`, { into: kept.id });
    expect(merged.status, merged.text).toBe(200);
    expect((await jane.api.get("/customer/invoices")).data.items.length).toBeGreaterThan(0);
  });

  it("what they ask for while their record is merged does not bring it back", async () => {
    await business.api.patch("/admin/organization", { portal_requests_become: "job" });
    const merging = await newCustomer(business);
    const kept = (await business.api.post("/admin/customers", { name: "Jane E." })).data;
    let merged = 0;
    const trip: typeof batch = async (database, statements) => {
      if (statements.some((one) => one.sql.startsWith('insert into "dispatch_jobs"')) && merged === 0)
        merged = (await business.api.post(`/admin/customers/${merging.record.id}/merge`, { into: kept.id })).status;
      return await batch(database, statements);
    };
    const asked = await answeredWith(envOf(trip))("http://here/api/v1/customer/service-requests", {
      method: "POST",
      headers: { ...merging.api.headers, "content-type": "application/json" },
      body: JSON.stringify({ summary: "Noise" }),
    });
    expect([merged, asked.status], await asked.text()).toEqual([200, 201]);
    const sums = "select id from customer_sums where tenant_id = ? and id = ?";
    expect(await sql(business.shard, sums, business.tenantId, merging.record.id)).toEqual([]);
    expect((await business.api.get(`/admin/dispatch?customer_id=${kept.id}`)).data.items).toHaveLength(1);
  });

  it("staff invite a customer by an address of the record, and close the account", async () => {
    const email = newAddress();
    const record = (await business.api.post("/admin/customers", { name: "Kim Lee", emails: [{ address: email }] }))
      .data;
    const invite = (body: object) => business.api.post(`/admin/customers/${record.id}/portal-invite`, body);
    expect(said(await invite({ email: newAddress() }))).toBe("422 portal.address_not_theirs");
    const invited = await invite({});
    expect(invited.data).toMatchObject({ customer_id: record.id, email, email_verified: false });
    const token = tokenIn(linkIn(await mailTo(email, /appointments and documents/)));
    const signedIn = await client().post("/customer/verify-email", { token });
    expect(signedIn.data.customer.is_linked).toBe(true);
    const api = client({ authorization: `Bearer ${signedIn.data.access_token}` });
    const accounts = (await business.api.get(`/admin/customers/${record.id}/portal-accounts`)).data.items;
    expect((await business.api.post(`/admin/portal-accounts/${accounts[0].id}/close`)).data.status).toBe("closed");
    expect(said(await api.get("/customer/me"))).toBe("401 auth.session_ended");
  });
});
