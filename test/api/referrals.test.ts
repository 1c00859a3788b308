import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Answer, client } from "../support/client.ts";
import { costOf } from "../support/generated.ts";
import { job, newReferrer, platformAdmin, type Referrer, somePhone, withKey } from "../support/referrers.ts";

// The intake of the referral network. What the TradeEngage document says word for word: test/open-jobs-document.test.ts.

const rowOf = async (publicId: string) =>
  (await sql("CONTROL", "select * from referrals where public_id = ?", publicId))[0] as Record<string, unknown>;
const countOf = async (keyId: string) =>
  Number((await sql<{ n: number }>("CONTROL", "select count(*) n from referrals where key_id = ?", keyId))[0]?.n);
const outcome = ({ status, error }: Answer) => [status, error?.code, Object.keys(error?.fields ?? {})];

let referrer: Referrer;
beforeAll(async () => {
  referrer = await newReferrer();
});
const refer = (body: unknown, headers?: Record<string, string>) => referrer.api.post("/open/jobs", body, headers);

describe("a job that is referred", () => {
  it("is answered with its public id, its status and its source, and costs two trips to the control database", async () => {
    const made = await refer(job());
    expect([made.status, made.body]).toEqual([
      201,
      {
        data: {
          public_id: expect.stringMatching(/^JOB-[0-9a-z]{10}$/),
          status: "HOMEOWNER_ACCEPTED",
          source: "CUSTOM_SOURCE",
        },
      },
    ]);
    expect(costOf(made)).toMatchObject({ trips: 0, control: 2 });
    const replay = await refer(job({ idempotency_key: randomUUID() }));
    expect(costOf(replay).control).toBe(2);
  });

  it("waits for the network, with its history begun", async () => {
    const { data } = await refer(job());
    const row = await rowOf(data.public_id);
    expect(row).toMatchObject({
      zip: "90210",
      attribution: "api_key",
      duplicate_of: null,
    });
    expect(row.next_attempt_at ?? row.sector).not.toBeNull(); // it is due, or was taken up already
    const shown = await referrer.api.get(`/open/jobs/${data.public_id}`);
    expect(shown.data.history[0]).toMatchObject({ sequence: 1, status: "HOMEOWNER_ACCEPTED", reason: null });
  });

  it.each([
    "5551234567",
    "(555) 123-4567",
    "+1 555-123-4567",
    "1.555.123.4567",
    "15551234567",
    "（５５５）１２３－４５６７",
    "861-555-0100",
  ])("may give the phone as %s", async (phone) => {
    expect((await refer(job({}, { phone }))).status).toBe(201);
  });

  it.each([
    "555-0142",
    "055 123 4567",
    "155 123 4567",
    "+44 20 7946 0958",
    "5551234567 x12",
    "555-123-4567 ext. 9",
    "5551234567 5551234568",
    "call me",
    "1-800-FLOWERS",
    "",
    5551234567,
    null,
  ])("must not give the phone as %j", async (phone) => {
    expect(outcome(await refer(job({}, { phone })))).toEqual([422, "VALIDATION_ERROR", ["homeowner.phone"]]);
  });

  it.each(["9021", "902101", "90210-1234", " 90210", "9021O", "", 90210, null])(
    "must not give the ZIP code as %j",
    async (zip_code) => {
      expect(outcome(await refer(job({}, { zip_code })))).toEqual([422, "VALIDATION_ERROR", ["homeowner.zip_code"]]);
    },
  );

  it.each([
    ["no summary and no transcript", { summary: undefined }, "summary"],
    ["an empty summary", { summary: " \n" }, "summary"],
    ["an empty transcript", { summary: null, call_center: { call: { transcript: "" } } }, "summary"],
    ["a number as summary", { summary: 7 }, "summary"],
    ["a field that does not exist", { phone: "5551234567" }, "phone"],
    ["a field of the homeowner that does not exist", { homeowner: { ...job().homeowner, zip: "1" } }, "homeowner.zip"],
    ["no homeowner", { homeowner: undefined }, "homeowner"],
    ["a wrong address of the agent", { call_center: { agent: { email: "sue" } } }, "call_center.agent.email"],
    ["a wrong address of the referring user", { referring_user: { email: "@" } }, "referring_user.email"],
    ["a list in the place of the agent", { call_center: { agent: [] } }, "call_center.agent"],
    ["a number as external id", { external_ids: { crm: 7 } }, "external_ids.crm"],
    ["an external id without a name", { external_ids: { "": "7" } }, "external_ids."],
    [
      "too many external ids",
      { external_ids: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`${i}`, ""])) },
      "external_ids",
    ],
    ["an external id that is too long", { external_ids: { crm: "x".repeat(257) } }, "external_ids.crm"],
    ["an empty idempotency key", { idempotency_key: "" }, "idempotency_key"],
    ["a long idempotency key", { idempotency_key: "x".repeat(256) }, "idempotency_key"],
    ["a fraction as company id", { service_titan_tenant_id: 1.5 }, "service_titan_tenant_id"],
    ["an object as location", { brand_location_id: {} }, "brand_location_id"],
  ])("with %s is refused, and the field is named", async (_, more, field) => {
    expect(outcome(await refer(job(more)))).toEqual([422, "VALIDATION_ERROR", [field]]);
  });

  it("may say what is needed by the transcript of the call alone, of an hour and more", async () => {
    const transcript = "Agent: How can I help? Caller: Die Klimaanlage kühlt nicht, 空调坏了. ".repeat(2000);
    const made = await refer(job({ summary: undefined, call_center: { call: { id: 7, transcript, lang: "de" } } }));
    expect(made.status, made.text).toBe(201);
  });
});

describe("refusals", () => {
  const shape = { error: { code: expect.any(String), message: expect.any(String), fields: expect.any(Object) } };

  it("have the document's shape, whatever is wrong", async () => {
    const { api } = referrer;
    const answers = [
      await client().post("/open/jobs", job()),
      await withKey(`${referrer.key.slice(0, -1)}${referrer.key.endsWith("0") ? "1" : "0"}`).post("/open/jobs", job()),
      await api.get("/open/jobs/JOB-0000000000"),
      await api.get("/open/nothing"),
      await api.put("/open/jobs", {}),
      await api.post("/open/jobs", "phone=1", { "content-type": "application/x-www-form-urlencoded" }),
      await api.post("/open/jobs", "{not json"),
      await api.post("/open/jobs", JSON.stringify({ summary: "x".repeat(1_100_000) })),
      await api.post("/open/jobs", {}),
      await api.get("/open/jobs?limit=0"),
    ];
    expect(answers.map(({ status, error }) => `${status} ${error.code}`)).toEqual([
      "401 UNAUTHORIZED",
      "401 UNAUTHORIZED",
      "404 NOT_FOUND",
      "404 NOT_FOUND",
      "405 METHOD_NOT_ALLOWED",
      "415 UNSUPPORTED_MEDIA_TYPE",
      "400 BAD_REQUEST",
      "413 PAYLOAD_TOO_LARGE",
      "422 VALIDATION_ERROR",
      "400 BAD_REQUEST",
    ]);
    for (const { body } of answers) expect(body).toEqual(shape);
    expect(answers[0]?.headers.get("www-authenticate")).toContain("X-TradeEngage-Signature");
    expect(answers[4]?.headers.get("allow")).toBe("GET, POST");
  });

  it("come for every other credential than a referrer's key", async () => {
    const { accessToken } = await platformAdmin();
    const tries: Record<string, string>[] = [
      { authorization: `Bearer ${accessToken}` },
      { authorization: `Bearer ${referrer.key}` },
      { "x-tradeengage-signature": accessToken },
      { "x-tradeengage-signature": "te_open_abc123def456" },
      { "x-tradeengage-signature": `Bearer ${referrer.key}` },
      { "x-api-key": referrer.key },
    ];
    for (const headers of tries) expect((await client(headers).post("/open/jobs", job())).status).toBe(401);
    expect((await client().post(`/open/jobs?X-TradeEngage-Signature=${referrer.key}`, job())).status).toBe(401);
    expect((await client({ authorization: `Bearer ${referrer.key}` }).get("/admin/items")).status).toBe(401);
  });
});

describe("the same idempotency key", () => {
  it("five times at once makes one job, and all get its answer, byte for byte", async () => {
    const own = await newReferrer();
    const body = job({ idempotency_key: randomUUID() });
    const answers = await Promise.all(Array.from({ length: 5 }, () => own.api.post("/open/jobs", body)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect(await countOf(own.id)).toBe(1);
    expect(answers.filter(({ headers }) => headers.get("idempotent-replayed") === "true")).toHaveLength(4);
  });

  it("with another body gets the first answer: the document promises it", async () => {
    const own = await newReferrer();
    const key = randomUUID();
    const first = await own.api.post("/open/jobs", job({ idempotency_key: key }));
    const second = await own.api.post("/open/jobs", job({ idempotency_key: key, summary: "Roof is leaking" }));
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    expect(await countOf(own.id)).toBe(1);
  });

  it("gets the first answer for good, whatever has become of the job", async () => {
    const key = randomUUID();
    const first = await refer(job({ idempotency_key: key }));
    await referrer.api.post(`/open/jobs/${first.data.public_id}/cancel`, { reason: "Found someone else" });
    await sql(
      "CONTROL",
      "update referral_answers set created_at = '2020-01-01T00:00:00.000Z' where idempotency_key = ?",
      key,
    );
    expect((await refer(job({ idempotency_key: key }))).text).toBe(first.text);
  });

  it("of two referrers means two jobs", async () => {
    const [one, two] = [await newReferrer(), await newReferrer()];
    const body = job({ idempotency_key: randomUUID() });
    const answers = [await one.api.post("/open/jobs", body), await two.api.post("/open/jobs", body)];
    expect(new Set(answers.map(({ data }) => data.public_id)).size).toBe(2);
    expect(answers.map(({ data }) => data.duplicate)).toEqual([undefined, undefined]);
  });

  it("may come in the header: then another body is refused, as everywhere else", async () => {
    const own = await newReferrer();
    const header = { "idempotency-key": randomUUID() };
    const body = job();
    const first = await own.api.post("/open/jobs", body, header);
    const again = await own.api.post("/open/jobs", body, header);
    expect([again.text, again.headers.get("idempotent-replayed")]).toEqual([first.text, "true"]);
    const other = await own.api.post("/open/jobs", job(), header);
    expect(outcome(other)).toEqual([422, "VALIDATION_ERROR", []]);
    const inBody = await own.api.post("/open/jobs", job({ idempotency_key: header["idempotency-key"] }));
    expect(inBody.text).toBe(first.text);
    expect(await countOf(own.id)).toBe(1);
  });

  it("must be the same in header and body", async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    expect(outcome(await refer(job({ idempotency_key: one }), { "idempotency-key": other }))).toEqual([
      400,
      "BAD_REQUEST",
      ["idempotency_key"],
    ]);
    expect((await refer(job({ idempotency_key: one }), { "idempotency-key": `"${one}"` })).status).toBe(201);
  });

  it("is not used up by a request that was refused", async () => {
    const idempotency_key = randomUUID();
    expect((await refer(job({ idempotency_key }, { zip_code: "1" }))).status).toBe(422);
    expect((await refer(job({ idempotency_key }))).status).toBe(201);
  });
});

describe("a second job for the same phone within 30 days", () => {
  it("is added to the first: answered as a duplicate, for the network to make one lead with two activities", async () => {
    const own = await newReferrer({ test: true });
    const phone = somePhone();
    const first = await own.api.post("/open/jobs", job({}, { phone }));
    const second = await own.api.post(
      "/open/jobs",
      job({ summary: "Now it leaks, too" }, { phone: `+1 (${phone.slice(0, 3)}) ${phone.slice(3)}` }),
    );
    expect([second.status, second.data.duplicate]).toEqual([201, true]);
    expect(first.data.duplicate).toBeUndefined();
    const third = await own.api.post("/open/jobs", job({ idempotency_key: randomUUID() }, { phone }));
    expect(third.data.duplicate).toBe(true);
    const [one, two, three] = await Promise.all([first, second, third].map(({ data }) => rowOf(data.public_id)));
    expect([two?.duplicate_of, three?.duplicate_of]).toEqual([one?.id, one?.id]);
    const shown = await own.api.get(`/open/jobs/${second.data.public_id}`);
    expect(shown.data).toMatchObject({ duplicate_of: first.data.public_id, status: "HOMEOWNER_ACCEPTED" });
    expect(shown.data.history).toHaveLength(1);
  });

  it("is one however many come at once", async () => {
    const own = await newReferrer({ test: true });
    const phone = somePhone();
    const answers = await Promise.all(Array.from({ length: 6 }, () => own.api.post("/open/jobs", job({}, { phone }))));
    expect(answers.filter(({ data }) => data.duplicate === undefined)).toHaveLength(1);
    expect(new Set(answers.map(({ data }) => data.public_id)).size).toBe(6);
  });

  it("is one too after the first found no provider, or was paid", async () => {
    const own = await newReferrer({ test: true });
    const phone = somePhone();
    const ask = async () => (await own.api.post("/open/jobs", job({}, { phone }))).data;
    const { public_id } = await ask();
    for (const status of ["UNSERVICEABLE", "EXPIRED", "PAID"]) {
      await sql(
        "CONTROL",
        "update referrals set status = ?, closed_at = created_at where public_id = ?",
        status,
        public_id,
      );
      expect(await ask()).toMatchObject({ duplicate: true, status });
    }
  });

  it("is a new one after the first was cancelled, after 30 days, and for another referrer", async () => {
    const own = await newReferrer({ test: true });
    const phone = somePhone();
    const ask = async (api = own.api) => (await api.post("/open/jobs", job({}, { phone }))).data;
    const first = await ask();
    await own.api.post(`/open/jobs/${first.public_id}/cancel`, { reason: "Changed their mind" });
    const second = await ask();
    const old = new Date(Date.now() - 31 * 24 * 3600_000).toISOString();
    await sql("CONTROL", "update referrals set created_at = ? where public_id = ?", old, second.public_id);
    const third = await ask();
    const fourth = await ask((await newReferrer({ test: true })).api);
    expect([second, third, fourth].map(({ duplicate }) => duplicate)).toEqual([undefined, undefined, undefined]);
    expect((await ask()).duplicate).toBe(true);
  });
});

describe("what becomes of the rest of the body", () => {
  it("external ids are kept as they came, and find the job", async () => {
    const external_ids = { crm: " lead-4711 ", "Ticket #": "ÄÖ\n💥", e: "" };
    const { data } = await refer(job({ external_ids }));
    expect((await referrer.api.get(`/open/jobs/${data.public_id}`)).data.external_ids).toEqual(external_ids);
    const value = encodeURIComponent(`crm:${external_ids.crm}`);
    const found = await referrer.api.get(`/open/jobs?external_id=${value}`);
    expect(found.data.items.map(({ public_id }: { public_id: string }) => public_id)).toEqual([data.public_id]);
    expect((await referrer.api.get("/open/jobs?external_id=crm:lead-4711")).data.items).toEqual([]);
    expect((await referrer.api.get("/open/jobs?external_id=crm")).status).toBe(400);
  });

  it("nothing of a person is readable in the database, and what was sealed says all of it", async () => {
    const secret = `Zyxwv${randomUUID().slice(0, 6)}`;
    const body = job(
      {
        summary: `${secret} needs help`,
        call_center: { call: { transcript: `I am ${secret}`, recording: secret }, agent: { name: `${secret} Agent` } },
      },
      { first_name: secret, street: `1 ${secret} St` },
    );
    const { data } = await refer(body);
    const { id } = await rowOf(data.public_id);
    const tables = ["referrals", "referral_details", "referral_history", "referral_answers", "referrers"];
    for (const table of tables)
      expect(JSON.stringify(await sql("CONTROL", `select * from ${table}`)), table).not.toContain(secret);
    const [details] = await sql<{ sealed: string }>(
      "CONTROL",
      "select sealed from referral_details where referral_id = ?",
      id,
    );
    expect(details?.sealed).toMatch(/^v[12]\./);
    const row = JSON.stringify(await rowOf(data.public_id));
    expect(row).not.toContain(body.homeowner.phone);
  });
});
