import { runInNewContext } from "node:vm";
import { beforeAll, describe, expect, it } from "vitest";
import { errorKinds } from "#/kernel/errors.ts";
import { sql } from "./support/back-door.ts";
import { type Answer, type Api, client, PASSWORD, signIn } from "./support/client.ts";
import { linkIn, mailTo } from "./support/mails.ts";
import { challengeOf, codeNow, enrol } from "./support/mfa.ts";
import { readSource } from "./support/source-tree.ts";
import {
  answerAfter,
  differences,
  programAfter,
  type SpecRequest,
  specRequests,
  tableAfter,
} from "./support/spec/document.ts";
import { testWorker } from "./support/test-worker.ts";

// Replays the requests of the API document, word for word, and holds the answers to what it shows. What the document leaves open is
// filled in: <access_token>, <tenant-uuid>, "eyJ...", 123456, your-password; MYCOMPANY is the code that the test's business got. "[email protected]"
// is not what the authors wrote but what their site's protection of e-mail addresses made of it, so an address stands for it.

type Replay = {
  name: string;
  status: number;
  /** A line before the answer that the document shows. */
  shown?: string;
  /** Whether every field of the request's body comes back in the answer, with its value. */
  echo?: boolean;
  /** The kind of file that the answer is, instead of JSON. */
  file?: "text/csv" | "application/pdf";
  /** Why the document's own request is refused: it lacks what only the caller can know. */
  lacks?: string;
  /** Whether the technician sends it, though its path does not say so. */
  byTechnician?: true;
  /** Whether it names no business: refused as it stands, it is sent again with X-Tenant-Id, then with `business_code`. */
  namesNone?: true;
  /** What must have happened before, beside the requests above. */
  before?: () => Promise<unknown>;
};

/** In the order of a working day, so that what one request needs the ones before have made. */
const day: Replay[] = [
  { name: "GET /tenants/resolve/MYCOMPANY", status: 200, shown: "Step 1: Resolve Tenant" },
  { name: "POST /auth/login", status: 200, shown: "Response (no MFA):" },
  { name: "POST /auth/refresh", status: 200, shown: "Step 4: Refresh Token" },
  { name: "POST /auth/sso/google", status: 401, lacks: "sso.invalid_token" },
  { name: "POST /auth/register", status: 201, shown: "Response (no MFA):" },
  { name: "POST /admin/technicians", status: 201, echo: true },
  { name: "GET /admin/technicians", status: 200, shown: "Response format:" },
  { name: "PATCH /admin/technicians/1", status: 200, echo: true },
  { name: "GET /admin/customers", status: 200 },
  { name: "POST /customer/register", status: 202, namesNone: true },
  { name: "POST /customer/login", status: 200, namesNone: true, before: confirmJane },
  { name: "PUT /admin/commission-config/tech/1/item/5", status: 200, echo: true, before: () => make("item", 5) },
  { name: "POST /sales", status: 201, echo: true, before: () => nextIdIs("sale", 42) },
  { name: "GET /sales", status: 200, shown: "Response format:" },
  { name: "PATCH /sales/42/payment-status", status: 200 },
  { name: "PATCH /sales/42/void", status: 200, echo: true },
  { name: "GET /admin/pay-periods", status: 200, shown: "Response format:", before: setPayPeriods },
  { name: "PATCH /admin/pay-periods/1/close", status: 200 },
  { name: "GET /admin/csv-export/pay-period/1", status: 200, file: "text/csv" },
  { name: "GET /admin/csv-export/commission-report", status: 200, file: "text/csv" },
  { name: "GET /admin/csv-export/sales", status: 200, file: "text/csv" },
  {
    name: "GET /export/commission-statement/1/3/pdf",
    status: 200,
    file: "application/pdf",
    before: () => advanceInThird(),
  },
  { name: "GET /export/pay-period/3/pdf", status: 200, file: "application/pdf" },
  { name: "POST /admin/dispatch", status: 201, echo: true, before: () => nextIdIs("dispatch_job", 42) },
  { name: "PATCH /admin/dispatch/42/assign", status: 200, echo: true, before: hireThirdTechnician },
  { name: "GET /admin/dispatch/42/suggestions", status: 200 },
  { name: "GET /admin/dispatch/board", status: 200 },
  { name: "POST /admin/dispatch/optimize-routes", status: 200 },
  { name: "GET /tech/dispatch/my-jobs", status: 200, shown: "Response format:" },
  { name: "PATCH /tech/dispatch/my-jobs/42/acknowledge", status: 200 },
  {
    name: "PATCH /tech/dispatch/my-jobs/42/status",
    status: 200,
    before: () => technician.patch("/tech/dispatch/my-jobs/42/status", { status: "en_route" }),
  },
  { name: "POST /tech/dispatch/location", status: 200, echo: true },
  { name: "POST /time-tracking/clock-in", status: 200, byTechnician: true },
  { name: "POST /time-tracking/clock-out", status: 200, byTechnician: true },
  { name: "GET /time-tracking/entries", status: 200 },
  { name: "POST /admin/invoices", status: 201, echo: true },
  { name: "POST /admin/estimates", status: 201, echo: true },
  { name: "GET /admin/recurring-invoices", status: 200 },
  { name: "GET /admin/service-agreements", status: 200 },
  { name: "GET /admin/service-agreements/expiring", status: 200 },
  { name: "GET /admin/analytics/projections", status: 200 },
  { name: "GET /admin/analytics/growth", status: 200 },
  { name: "GET /admin/analytics/customers", status: 200 },
  { name: "GET /admin/analytics/geo-heatmap", status: 200 },
  { name: "GET /admin/technicians/metrics", status: 200 },
  { name: "POST /admin/parts", status: 201, echo: true },
  { name: "GET /admin/parts", status: 200 },
  { name: "POST /admin/inventory/receive", status: 201, before: () => openWarehouse() },
  { name: "GET /admin/inventory/stock", status: 200 },
  { name: "POST /admin/purchase-orders", status: 201, echo: true, before: () => hireSupplier() },
  { name: "POST /admin/webhooks", status: 201, echo: true },
  { name: "GET /admin/webhooks", status: 200, shown: "Response format:" },
  { name: "POST /auth/mfa-verify", status: 200, shown: "Response (no MFA):", before: askMikeForCode },
];

let owner: Api;
let technician: Api;
let tenantId: string;
let code: string;
let refreshToken: string;
let secondFactor = { challenge: "", code: "" };
const shard = async () =>
  (await sql<{ shard: string }>("CONTROL", "select shard from tenants where id = ?", tenantId))[0]?.shard ?? "";

beforeAll(async () => {
  const made = await client().post("/auth/register", {
    email: "admin@mycompany.example",
    username: "admin",
    password: PASSWORD,
    first_name: "Admin",
    last_name: "User",
    company_name: "My Company",
  });
  expect(made.status, made.text).toBe(201);
  ({ tenant_id: tenantId, business_code: code, refresh_token: refreshToken } = made.data);
  owner = client({ authorization: `Bearer ${made.data.access_token}`, "x-tenant-id": tenantId });
  technician = owner;
});

const nextIdIs = async (entity: string, id: number) =>
  await sql(
    await shard(),
    "insert into sequences values (?, ?, ?) on conflict do update set last_id = excluded.last_id",
    tenantId,
    entity,
    id - 1,
  );

async function make(what: "item", id: number) {
  await nextIdIs(what, id);
  return await owner.post("/admin/items", {
    name: "Annual maintenance package",
    sku: "MAINT",
    list_price_cents: 150_000,
  });
}

/** Monthly pay periods, of which number 1 is over. */
async function setPayPeriods() {
  await nextIdIs("pay_period", 1);
  const schedule = { frequency: "monthly", starts_on: "2026-03-01", pay_delay_days: 5 };
  return await owner.put("/admin/pay-periods/schedule", schedule);
}

/** Technician 1 has something on their statement of pay period 3. */
const advanceInThird = () =>
  owner.post("/admin/pay-periods/3/adjustments", { technician_id: 1, amount_cents: -2500, memo: "Advance" });

/** The document's job goes to technician 3, who then acts as a user. */
async function hireThirdTechnician() {
  await nextIdIs("technician", 3);
  const login = { username: "mike", password: PASSWORD };
  await owner.post("/admin/technicians", { name: "Mike", pay_type: "hourly", base_pay_cents: 2500, ...login });
  technician = await signIn({ tenantId }, login.username);
}

const hireSupplier = () => owner.post("/admin/suppliers", { name: "Gulf HVAC Supply" });
const openWarehouse = () => owner.post("/admin/stock-locations", { name: "Main warehouse" });
/** The customer follows the link that their registration has mailed. */
async function confirmJane() {
  const link = linkIn(await mailTo("jane@smithhvac.example", /Finish your registration/));
  const confirmed = await client().post("/customer/verify-email", { token: /#confirm=(\S+)/.exec(link)?.[1] });
  expect(confirmed.data.customer, confirmed.text).toMatchObject({ first_name: "Jane", last_name: "Doe" });
}

/** Technician 3 enrols an authenticator app, and signs in again. */
async function askMikeForCode() {
  const { secret } = await enrol(technician.headers.authorization?.slice(7) ?? "");
  secondFactor = { challenge: await challengeOf({ tenantId, username: "mike" }), code: codeNow(secret, 1) };
}

const fillIn = (text: string): string =>
  text
    .replaceAll("<tenant-uuid>", tenantId)
    .replaceAll("MYCOMPANY", code)
    .replaceAll("your-password", PASSWORD)
    .replaceAll('"challenge_token": "eyJ..."', `"challenge_token": "${secondFactor.challenge}"`)
    .replaceAll("123456", secondFactor.code)
    .replaceAll("eyJ...", refreshToken)
    .replaceAll("[email protected]", "jane@smithhvac.example");

async function send(
  { method, path, headers, body }: SpecRequest,
  more: object = {},
  byTechnician = false,
): Promise<Answer> {
  const who = byTechnician || path.startsWith("/tech/") ? technician : owner;
  const filled = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      value === "Bearer <access_token>" ? (who.headers.authorization ?? "") : fillIn(value),
    ]),
  );
  const sent = { ...filled, ...more };
  return await client().request(method, fillIn(path), body === undefined ? undefined : fillIn(body), sent);
}

/** A request that names no business: to one that is named in its body, after the other way and none. */
async function sendToBusiness(request: SpecRequest): Promise<Answer> {
  const nowhere = await send(request);
  expect([nowhere.status, nowhere.error.reason]).toEqual([400, "auth.business_missing"]);
  const byHeader = await send(request, { "x-tenant-id": tenantId });
  const body = { ...JSON.parse(request.body ?? "{}"), business_code: code };
  const byCode = await send({ ...request, body: JSON.stringify(body) });
  expect([byCode.status, Object.keys(byCode.data)]).toEqual([byHeader.status, Object.keys(byHeader.data)]);
  return byCode;
}

/** Instants come back in UTC with milliseconds, the same moment. */
const sameMoment = (value: unknown) =>
  typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) ? new Date(value).toISOString() : value;

describe("the document's requests", () => {
  it("are all replayed", () => {
    expect(specRequests.map(({ name }) => name).toSorted()).toEqual(day.map(({ name }) => name).toSorted());
  });

  it.each(day)("$name", async ({ name, status, shown, echo, file, lacks, namesNone, before, byTechnician }) => {
    await before?.();
    const request = specRequests.find((one) => one.name === name);
    if (!request) throw new Error("not in the document");
    const answer = namesNone ? await sendToBusiness(request) : await send(request, {}, byTechnician);
    expect(answer.status, answer.text).toBe(status);
    if (lacks) return expect(answer.error.reason).toBe(lacks);
    if (file) return expect(answer.headers.get("content-type")?.split(";")[0]).toBe(file);
    expect(Object.keys(answer.body)).toEqual(["ok", "data"]);
    if (shown) expect(differences(answerAfter(shown), answer.body)).toEqual([]);
    if (echo)
      for (const [field, value] of Object.entries(JSON.parse(fillIn(request.body ?? "{}")) as object))
        expect({ [field]: sameMoment(answer.data[field]) }).toMatchObject({ [field]: sameMoment(value) });
  });

  it("give the same answer to the same Idempotency-Key, and freeze the commission", async () => {
    const request = specRequests.find(({ name }) => name === "POST /sales");
    if (!request) throw new Error("not in the document");
    const again = await send(request);
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
    expect(again.data.commission_cents).toBe(11_250); // 7.5 % of $1,500.00
    expect((await owner.get("/sales")).data.total).toBe(1);
  });

  it("of registration tell the new business' code and name too", async () => {
    const request = specRequests.find(({ name }) => name === "POST /auth/register");
    if (!request) throw new Error("not in the document");
    const { data } = await send(request);
    expect(data).toMatchObject({ business_code: expect.any(String), business_name: "Smith HVAC" });
  });
});

it.each(["/admin/leads", "/admin/service-zones", "/admin/technician-skills"])(
  "the document's list of further endpoints names GET %s, which answers a page",
  async (path) => {
    expect(readSource("test/support/spec/tradekitt-api-reference.txt")).toContain(`${path}) —`);
    const { status, body } = await owner.get(path);
    expect([status, Object.keys(body), Array.isArray(body.data.items)]).toEqual([200, ["ok", "data"], true]);
  },
);

describe("the document's programs", () => {
  /** Their address is the document's own host; here it is the Worker under test. */
  const here = (url: string, init?: RequestInit) =>
    fetch(url.replace("https://api.tradekitt.com", testWorker().url), {
      ...init,
      headers: { "cf-connecting-ip": "10.77.0.1", ...(init?.headers as Record<string, string>) },
    });
  const login = programAfter("JavaScript Login Example", "Self-Service Registration");
  const sale = programAfter("JavaScript Example", "Technicians");
  const run = (program: string, name: string): unknown =>
    runInNewContext(`${program}\n${name}`, { fetch: here, crypto });

  it("sign in and record sales, as they stand", async () => {
    const signInProgram = run(login, "login") as (...args: string[]) => Promise<Record<string, never>>;
    const { accessToken, refreshToken: refresh, user } = await signInProgram(code, "admin", PASSWORD);
    expect([refresh, user]).toEqual([
      expect.any(String),
      expect.objectContaining({ username: "admin", is_admin: true }),
    ]);

    const head = login.split("\n")[0] ?? "";
    const record = run(`${head}\n${sale}`, "recordSale") as (
      token: unknown,
      tenant: string,
      data: unknown,
    ) => Promise<{ id: number }>;
    const sold = { technician_id: 1, item_id: 5, sale_price_cents: 150_000, customer_name: "Jo", payment_type: "cash" };
    const [one, two] = [await record(accessToken, tenantId, sold), await record(accessToken, tenantId, sold)];
    expect(two.id).toBe(one.id + 1);
    await expect(record(accessToken, tenantId, { ...sold, technician_id: 999 })).rejects.toThrow("no technician 999");
  });
});

describe("the document's tables", () => {
  it("of errors: each status has its code, in the form that it shows", async () => {
    const table = tableAfter("| HTTP Status | Code | Description |").map(([status, code]) => `${status} ${code}`);
    const ours = Object.values(errorKinds).map(({ status, code }) => `${status} ${code}`);
    expect(table.filter((row) => !ours.includes(row))).toEqual([]);
    const asked = await Promise.all([
      owner.post("/sales", "{"),
      client().get("/sales"),
      technician.get("/sales"),
      owner.get("/sales/999999"),
      owner.post("/admin/technicians", {
        name: "M",
        pay_type: "hourly",
        base_pay_cents: 1,
        username: "mike",
        password: PASSWORD,
      }),
      owner.post("/sales", {}),
    ]);
    expect(asked.map(({ status, error }) => `${status} ${error.code}`)).toEqual(table.slice(0, 6));
    for (const { body } of asked)
      expect(differences(answerAfter("All error responses follow this format:"), body)).toEqual([]);
  });

  it("of limits: the auth endpoints answer five times, then 429 with Retry-After", async () => {
    const table = tableAfter("| Scope | Limit | Window |");
    expect(table.map(([, limit]) => limit)).toEqual(["300 requests", "200 requests", "5 requests"]);
    const one = client({ "x-tenant-id": tenantId });
    const answers: Answer[] = [];
    for (let i = 0; i < 6; i++) answers.push(await one.post("/auth/refresh", { refresh_token: refreshToken }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(answers[5]?.error.code).toBe("TOO_MANY_REQUESTS");
    expect(answers[5]?.headers.get("retry-after")).toMatch(/^\d+$/);
  });

  it("of pages: the defaults and the ends", async () => {
    expect(tableAfter("| Parameter | Default | Max | Description |").map((row) => row.slice(0, 3))).toEqual([
      ["page", "1", "—"],
      ["limit", "50", "200"],
    ]);
    expect((await owner.get("/sales")).data).toMatchObject({ page: 1, limit: 50 });
    expect((await owner.get("/sales?limit=200")).data.limit).toBe(200);
    for (const query of ["limit=201", "limit=0", "page=0"])
      expect((await owner.get(`/sales?${query}`)).status).toBe(400);
  });

  it("of webhook events: each can be subscribed to, and means what it says", async () => {
    const table = Object.fromEntries(tableAfter("| Event | Description |"));
    expect(Object.keys(table)).toHaveLength(11);
    const { items } = (await owner.get("/admin/webhooks/events")).data as {
      items: { type: string; description: string }[];
    };
    const known = Object.fromEntries(items.map(({ type, description }) => [type, description]));
    expect(known).toMatchObject(table);
    const all = await owner.post("/admin/webhooks", { url: "https://your-server.com/all", events: Object.keys(table) });
    expect([all.status, all.data.events]).toEqual([201, Object.keys(table)]);
  });
});
