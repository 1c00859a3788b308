import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { cron, sql } from "../support/back-door.ts";
import { type Answer, eventually, newBusiness, quiet } from "../support/client.ts";
import { mailsTo, mailTo } from "../support/mails.ts";
import { openReceiver, verified } from "../support/receiver.ts";
import {
  job,
  newReferrer,
  platformAdmin,
  type Referrer,
  someAddress,
  somePhone,
  withKey,
} from "../support/referrers.ts";

// What referrers and platform administrators do beside referring a job.

const reasonOf = ({ status, error }: Answer) => `${status} ${error?.reason}`;
const outcome = ({ status, error }: Answer) => [status, error?.code, Object.keys(error?.fields ?? {})];
const refer = async ({ api }: Referrer, ...given: Parameters<typeof job>): Promise<string> => {
  const made = await api.post("/open/jobs", job(...given));
  expect(made.status, made.text).toBe(201);
  return made.data.public_id;
};
const shown = async ({ api }: Referrer, publicId: string) => (await api.get(`/open/jobs/${publicId}`)).data;
const addCompany = async (body: object) => {
  const { api } = await platformAdmin();
  return await api.post("/platform/referral-companies", { name: "Bright Plumbing", ...body });
};

describe("who is credited", () => {
  const person = () => ({ first_name: "Sue", last_name: "Agent", email: someAddress() });

  it("is the call center's agent before the referring user before the key", async () => {
    const referrer = await newReferrer();
    const [agent, user] = [person(), person()];
    const jobs = [
      await refer(referrer, { call_center: { agent }, referring_user: user }),
      await refer(referrer, { call_center: { call: { transcript: "Hi" } }, referring_user: user }),
      await refer(referrer),
      await refer(referrer, { call_center: { agent: { name: "Sue" } } }),
    ];
    const credited = await Promise.all(jobs.map(async (id) => (await shown(referrer, id)).attributed_to));
    expect(credited).toEqual([
      { type: "call_center_agent", email: agent.email },
      { type: "referring_user", email: user.email },
      { type: "api_key", email: null },
      { type: "call_center_agent", email: null },
    ]);
  });

  it("is invited by mail when they are new, once for each address, however it is written", async () => {
    const referrer = await newReferrer();
    const [agent, user] = [person(), person()];
    await refer(referrer, { call_center: { agent }, referring_user: user });
    await refer(referrer, { referring_user: { ...user, email: user.email.toUpperCase() } });
    await cron("* * * * *");
    const mail = await mailTo(user.email, /referred in your name/);
    expect(mail.text).toContain("Hi Sue Agent,");
    await mailTo(agent.email, /referred in your name/);
    await refer(referrer, { referring_user: user });
    await cron("* * * * *");
    expect(await mailsTo(user.email)).toHaveLength(1);
    expect(await mailsTo(user.email.toUpperCase())).toEqual([]);
  });

  it("gets no mail that brings strangers a link, and none by a test key", async () => {
    const [live, test] = [await newReferrer(), await newReferrer({ test: true })];
    const [one, two] = [someAddress(), someAddress()];
    await refer(live, { referring_user: { name: "win at www.evil.example now", email: one } });
    await refer(test, { referring_user: { name: "Sue", email: two } });
    await cron("* * * * *");
    expect((await mailTo(one, /referred/)).text).not.toContain("www.evil.example");
    expect(await mailsTo(two)).toEqual([]);
  });
});

describe("the company of a job", () => {
  it("is found by the ServiceTitan tenant, then by the location, then it is that of the key", async () => {
    const [titan, place] = [randomUUID(), randomUUID()];
    const made = [
      await addCompany({ name: "By Titan", service_titan_tenant_id: titan }),
      await addCompany({ name: "By place", brand_location_id: place }),
      await addCompany({ name: "By key" }),
    ];
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201]);
    const referrer = await newReferrer({ company_id: made[2]?.data.id });
    const companyOf = async (more: object) => (await shown(referrer, await refer(referrer, { ...more }))).company?.name;
    expect(await companyOf({ service_titan_tenant_id: titan, brand_location_id: place })).toBe("By Titan");
    expect(await companyOf({ brand_location_id: place })).toBe("By place");
    expect(await companyOf({ service_titan_tenant_id: "unknown", brand_location_id: place })).toBe("By place");
    expect(await companyOf({ service_titan_tenant_id: 4711, brand_location_id: "unknown" })).toBe("By key");
    expect(await companyOf({})).toBe("By key");
    const lonely = await newReferrer();
    const unknown = await shown(lonely, await refer(lonely, { service_titan_tenant_id: 4711 }));
    expect([unknown.company, unknown.service_titan_tenant_id]).toEqual([null, "4711"]);
  });
});

describe("a referrer's jobs", () => {
  it("are listed by cursor, the newest first, by status and by their changes", async () => {
    const referrer = await newReferrer({ test: true });
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push(await refer(referrer));
    const read = async (query: string) => {
      const found: string[] = [];
      for (let cursor = ""; ; ) {
        const { data } = await referrer.api.get(`/open/jobs?limit=2&${query}${cursor && `&cursor=${cursor}`}`);
        found.push(...data.items.map(({ public_id }: { public_id: string }) => public_id));
        if (data.next_cursor === null) return found;
        cursor = data.next_cursor;
      }
    };
    expect(await read("")).toEqual(ids.toReversed());
    expect(await read("sort=created_at")).toEqual(ids);
    await referrer.api.post(`/open/jobs/${ids[1]}/cancel`, { reason: "Sold the house" });
    expect(await read("status=HOMEOWNER_CANCELLED")).toEqual([ids[1]]);
    expect((await read("status=HOMEOWNER_ACCEPTED")).length).toBe(4);
    expect((await read("sort=-updated_at"))[0]).toBe(ids[1]);
    expect(await read("updated_since=2099-01-01T00:00:00Z")).toEqual([]);
    expect((await read("updated_since=2020-01-01T00:00:00Z")).at(-1)).toBe(ids[1]);
    expect((await referrer.api.get("/open/jobs?cursor=x")).status).toBe(400);
    expect((await referrer.api.get("/open/jobs?page=2")).status).toBe(400);
  });

  it("are nobody else's: another key's are not found", async () => {
    const [mine, theirs] = [await newReferrer({ test: true }), await newReferrer({ test: true })];
    const id = await refer(theirs, { external_ids: { crm: "theirs" } });
    const answers = [
      await mine.api.get(`/open/jobs/${id}`),
      await mine.api.post(`/open/jobs/${id}/cancel`, { reason: "Mine?" }),
      await mine.api.get("/open/jobs/JOB-0000000000"),
    ];
    expect(answers.map(outcome)).toEqual(Array(3).fill([404, "NOT_FOUND", []]));
    expect((await mine.api.get("/open/jobs")).data.items).toEqual([]);
    expect((await shown(theirs, id)).status).toBe("HOMEOWNER_ACCEPTED");
  });

  it("by a test key are accepted, and wait for nothing", async () => {
    const referrer = await newReferrer({ test: true });
    expect(referrer.key).toMatch(/^te_open_test_/);
    const id = await refer(referrer);
    expect((await shown(referrer, id)).test).toBe(true);
    const [row] = await sql("CONTROL", "select next_attempt_at from referrals where public_id = ?", id);
    expect(row).toEqual({ next_attempt_at: null });
  });
});

describe("a job that is cancelled", () => {
  it("says why, stays cancelled when asked again, and is for the network to undo", async () => {
    const referrer = await newReferrer({ test: true });
    const id = await refer(referrer);
    const cancel = () => referrer.api.post(`/open/jobs/${id}/cancel`, { reason: "Sold the house" });
    const cancelled = await cancel();
    expect([cancelled.status, cancelled.data.status]).toEqual([200, "HOMEOWNER_CANCELLED"]);
    expect(cancelled.data.closed_at).not.toBeNull();
    expect(cancelled.data.history.at(-1)).toMatchObject({ sequence: 2, reason: "Sold the house" });
    expect((await cancel()).data).toEqual(cancelled.data);
    expect(outcome(await referrer.api.post(`/open/jobs/${id}/cancel`, {}))).toEqual([
      422,
      "VALIDATION_ERROR",
      ["reason"],
    ]);
  });

  it("takes its duplicates with it, and by a duplicate the job is cancelled to which it was added", async () => {
    const referrer = await newReferrer({ test: true });
    const phone = somePhone();
    const [first, second] = [await refer(referrer, {}, { phone }), await refer(referrer, {}, { phone })];
    await referrer.api.post(`/open/jobs/${second}/cancel`, { reason: "Wrong number" });
    const both = await Promise.all([first, second].map((id) => shown(referrer, id)));
    expect(both.map(({ status }) => status)).toEqual(["HOMEOWNER_CANCELLED", "HOMEOWNER_CANCELLED"]);
    expect(both[0].history).toEqual(both[1].history);
  });

  it.each(["COMPLETED", "PAID", "EXPIRED", "UNSERVICEABLE"])("must not be %s", async (status) => {
    const referrer = await newReferrer({ test: true });
    const id = await refer(referrer);
    await sql("CONTROL", "update referrals set status = ? where public_id = ?", status, id);
    expect(outcome(await referrer.api.post(`/open/jobs/${id}/cancel`, { reason: "Too late" }))).toEqual([
      409,
      "CONFLICT",
      [],
    ]);
  });

  it("is cancelled once, however many ask at once", async () => {
    const referrer = await newReferrer({ test: true });
    const id = await refer(referrer);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => referrer.api.post(`/open/jobs/${id}/cancel`, { reason: "Again" })),
    );
    expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
    expect((await shown(referrer, id)).history).toHaveLength(2);
  });
});

describe("a referrer's webhook", () => {
  const cancelOne = async (referrer: Referrer) => {
    const id = await refer(referrer, { external_ids: { crm: "17" } });
    await referrer.api.post(`/open/jobs/${id}/cancel`, { reason: "Sold the house" });
    return id;
  };

  it("is told of changes, signed by Standard Webhooks", async () => {
    const receiver = await openReceiver();
    const referrer = await newReferrer({ test: true });
    const set = await referrer.api.put("/open/webhook", { url: receiver.url });
    expect(set.headers.get("cache-control")).toBe("no-store");
    const tested = await referrer.api.post("/open/webhook/test");
    expect(tested.data).toMatchObject({ delivered: true, response_status: 204, error: null });
    const id = await cancelOne(referrer);
    await eventually(async () => receiver.posts.length === 2, "the change is told");
    const [test, change] = receiver.posts.map((post) => verified(set.data.secret, post));
    expect(test.type).toBe("referral.test");
    expect(change).toEqual({
      type: "referral.status_changed",
      timestamp: expect.any(String),
      data: {
        public_id: id,
        status: "HOMEOWNER_CANCELLED",
        source: "CUSTOM_SOURCE",
        sequence: 2,
        reason: "Sold the house",
        sector: null,
        external_ids: { crm: "17" },
      },
    });
    receiver.close();
  });

  it("is tried again, and one that answers 410 is told nothing more", async () => {
    const receiver = await openReceiver((n) => ({ status: n === 1 ? 500 : 410 }));
    const referrer = await newReferrer({ test: true });
    await referrer.api.put("/open/webhook", { url: receiver.url });
    await cancelOne(referrer);
    await eventually(async () => receiver.posts.length === 1, "the first attempt");
    await eventually(async () => {
      await cron("* * * * *");
      return receiver.posts.length === 2;
    }, "the second attempt");
    expect(new Set(receiver.posts.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    const webhook = await eventually(async () => {
      const { data } = await referrer.api.get("/open/webhook");
      return data.disabled_at && data;
    }, "it is disabled");
    expect(webhook.disabled_reason).toBe("gone");
    await cancelOne(referrer);
    await cron("* * * * *");
    expect(receiver.posts).toHaveLength(2);
    expect((await referrer.api.put("/open/webhook", { url: receiver.url })).data.disabled_at).toBeNull();
    receiver.close();
  });

  it("keeps its secret with another address, and gets a new one after it was removed", async () => {
    const referrer = await newReferrer({ test: true });
    const set = (url: string) => referrer.api.put("/open/webhook", { url });
    const first = await set("https://one.example.com/");
    const second = await set("https://two.example.com/");
    expect([second.data.url, second.data.secret]).toEqual(["https://two.example.com/", null]);
    expect((await referrer.api.get("/open/webhook")).text).not.toContain("whsec_");
    expect((await referrer.api.request("DELETE", "/open/webhook")).data).toEqual({ removed: true });
    for (const answer of [
      await referrer.api.get("/open/webhook"),
      await referrer.api.request("DELETE", "/open/webhook"),
      await referrer.api.post("/open/webhook/test"),
    ])
      expect(outcome(answer)).toEqual([404, "NOT_FOUND", []]);
    const third = await set("https://two.example.com/");
    expect(third.data.secret).toMatch(/^whsec_/);
    expect(third.data.secret).not.toBe(first.data.secret);
    const rows = JSON.stringify(await sql("CONTROL", "select * from referral_webhooks where key_id = ?", referrer.id));
    expect(rows).not.toContain("whsec_");
  });

  it.each(["http://example.com/", "https://10.0.0.1/", "https://localhost.internal/", "ftp://example.com/", "x"])(
    "must not be at %s",
    async (url) => {
      const referrer = await newReferrer({ test: true });
      expect(outcome(await referrer.api.put("/open/webhook", { url }))).toEqual([422, "VALIDATION_ERROR", ["url"]]);
    },
  );
});

describe("a referrer's key", () => {
  it("is shown once, kept as a hash, and told by its beginning", async () => {
    const { api } = await platformAdmin();
    const made = await api.post("/platform/referral-keys", { name: "Night shift", source: "NIGHT_SHIFT" });
    const { key, ...rest } = made.data;
    expect(key).toMatch(/^te_open_[0-9a-f]{8}_/);
    expect(key.startsWith(rest.prefix)).toBe(true);
    const read = await api.get(`/platform/referral-keys/${rest.id}`);
    expect(read.data).toEqual(rest);
    expect((await api.get("/platform/referral-keys")).text).not.toContain(key);
    expect(JSON.stringify(await sql("CONTROL", "select * from referral_keys where id = ?", rest.id))).not.toContain(
      key,
    );
    const referred = await withKey(key).post("/open/jobs", job());
    expect(referred.data.source).toBe("NIGHT_SHIFT");
    await eventually(
      async () => (await api.get(`/platform/referral-keys/${rest.id}`)).data.last_used_at,
      "its use is noted",
    );
  });

  it("can be rotated: both work for a while; and revoked: none does", async () => {
    const { api } = await platformAdmin();
    const { id, key } = await newReferrer();
    const rotated = await api.post(`/platform/referral-keys/${id}/rotate`, { overlap_hours: 1 });
    const status = async (text: string) => (await withKey(text).get("/open/jobs")).status;
    expect([await status(key), await status(rotated.data.key)]).toEqual([200, 200]);
    await sql("CONTROL", "update referral_keys set previous_ends_at = '2020-01-01T00:00:00.000Z' where id = ?", id);
    expect([await status(key), await status(rotated.data.key)]).toEqual([401, 200]);
    const again = await api.post(`/platform/referral-keys/${id}/rotate`, { overlap_hours: 0 });
    expect([await status(rotated.data.key), await status(again.data.key)]).toEqual([401, 200]);
    const revoked = await api.post(`/platform/referral-keys/${id}/revoke`);
    expect((await api.post(`/platform/referral-keys/${id}/revoke`)).data).toEqual(revoked.data);
    expect(await status(again.data.key)).toBe(401);
    expect(reasonOf(await api.post(`/platform/referral-keys/${id}/rotate`, {}))).toBe("409 referral_key.revoked");
    expect(reasonOf(await api.patch(`/platform/referral-keys/${id}`, { name: "X" }))).toBe("409 referral_key.revoked");
    const listed = async (query: string) =>
      (await api.get(`/platform/referral-keys?limit=200&${query}`)).data.items.map((one: { id: string }) => one.id);
    expect(await listed("revoked=true")).toContain(id);
    expect(await listed("revoked=false")).not.toContain(id);
  });

  it("answers 100 times a minute and 1,000 times an hour, told by the headers", async () => {
    const { api, id } = await newReferrer();
    const first = await api.get("/open/jobs");
    expect(first.headers.get("ratelimit-policy")).toBe('"ip";q=300;w=60, "key";q=100;w=60, "key_hour";q=1000;w=3600');
    expect(first.headers.get("ratelimit")).toMatch(/"key";r=99;t=\d+, "key_hour";r=999;t=\d+$/);
    const answers = await Promise.all(Array.from({ length: 105 }, () => api.get("/open/jobs")));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(6);
    expect(refused[0]?.error.code).toBe("TOO_MANY_REQUESTS");
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeLessThanOrEqual(60);
    expect(id).toMatch(/^rky_/);
    expect((await (await newReferrer()).api.get("/open/jobs")).status).toBe(200);
  });

  it("that is unknown, or a company that is unknown, is not found", async () => {
    const { api } = await platformAdmin();
    const answers = [
      await api.get("/platform/referral-keys/rky_nothing"),
      await api.post("/platform/referral-keys/rky_nothing/revoke"),
      await api.post("/platform/referral-keys/rky_nothing/rotate", {}),
      await api.patch("/platform/referral-keys/rky_nothing", { name: "X" }),
      await api.post("/platform/referral-keys", { name: "X", company_id: "rco_nothing" }),
      await api.get("/platform/referral-companies/rco_nothing"),
      await api.patch("/platform/referral-companies/rco_nothing", { name: "X" }),
      await api.request("DELETE", "/platform/referral-companies/rco_nothing"),
      await addCompany({ tenant_id: randomUUID() }),
    ];
    expect(answers.map(reasonOf)).toEqual([
      ...Array(4).fill("404 referral_key.not_found"),
      ...Array(4).fill("404 referral_company.not_found"),
      "404 tenant.not_found",
    ]);
  });
});

describe("a company that refers", () => {
  it("is changed, named by one id only, and removed when nothing names it", async () => {
    const { api } = await platformAdmin();
    const business = await newBusiness();
    const [titan, other] = [randomUUID(), randomUUID()];
    const one = await addCompany({ service_titan_tenant_id: titan, tenant_id: business.tenantId });
    expect(one.data).toMatchObject({
      service_titan_tenant_id: titan,
      brand_location_id: null,
      tenant_id: business.tenantId,
    });
    const taken = await addCompany({ service_titan_tenant_id: titan });
    expect([reasonOf(taken), Object.keys(taken.error.fields)]).toEqual([
      "409 referral_company.id_taken",
      ["service_titan_tenant_id"],
    ]);
    const path = `/platform/referral-companies/${one.data.id}`;
    const changed = await api.patch(path, { brand_location_id: other, service_titan_tenant_id: null });
    expect(changed.data).toMatchObject({ service_titan_tenant_id: null, brand_location_id: other });
    const two = await addCompany({ brand_location_id: randomUUID() });
    expect(reasonOf(await api.patch(`/platform/referral-companies/${two.data.id}`, { brand_location_id: other }))).toBe(
      "409 referral_company.id_taken",
    );
    await newReferrer({ company_id: one.data.id });
    expect(reasonOf(await api.request("DELETE", path))).toBe("409 referral_company.in_use");
    const free = `/platform/referral-companies/${two.data.id}`;
    expect((await api.request("DELETE", free)).data).toEqual({ removed: true });
    expect((await api.get(free)).status).toBe(404);
    const listed = await api.get("/platform/referral-companies?limit=200");
    expect(listed.data.items.map(({ id }: { id: string }) => id)).toContain(one.data.id);
    await quiet(business);
  });
});

describe("a homeowner who wants their data gone", () => {
  it("is erased from every referral of their phone, open ones are cancelled, and the rest stays", async () => {
    const [one, two] = [await newReferrer({ test: true }), await newReferrer({ test: true })];
    const { api } = await platformAdmin();
    const phone = somePhone();
    const open = await refer(one, { external_ids: { crm: "John Doe" } }, { phone });
    const added = await refer(one, {}, { phone });
    const paid = await refer(two, {}, { phone });
    await sql("CONTROL", "update referrals set status = 'PAID', fee_cents = 5000 where public_id = ?", paid);
    const erase = () => api.post("/platform/referrals/erase", { phone: `1 ${phone}` });
    expect((await erase()).data).toEqual({ erased: 3, cancelled: 1 });
    expect((await erase()).data).toEqual({ erased: 0, cancelled: 0 });
    expect(await shown(one, open)).toMatchObject({ status: "HOMEOWNER_CANCELLED", external_ids: {} });
    expect(await shown(one, added)).toMatchObject({ status: "HOMEOWNER_CANCELLED" });
    expect(await shown(two, paid)).toMatchObject({ status: "PAID", fee_cents: 5000 });
    const left = await sql(
      "CONTROL",
      "select 1 from referral_details where referral_id in (select id from referrals where public_id in (?, ?, ?))",
      ...[open, added, paid],
    );
    expect(left).toEqual([]);
    expect((await one.api.post("/open/jobs", job({}, { phone }))).data.duplicate).toBeUndefined();
  });
});
