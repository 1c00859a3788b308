import { randomInt, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { budgets } from "#/http/rate-limit.ts";
import { client, newBusiness, newTechnician, signIn } from "../support/client.ts";

const address = (): string => `172.16.${randomInt(256)}.${randomInt(1, 255)}`;
const from = (ip: string, more: Record<string, string> = {}) =>
  client({ "cf-connecting-ip": ip, "x-tenant-id": randomUUID(), ...more });
const refresh = (ip: string, more?: Record<string, string>) =>
  from(ip, more).post("/auth/refresh", { refresh_token: "none" });
const statusesOf = (answers: { status: number }[]) => answers.map(({ status }) => status).toSorted((a, b) => a - b);

describe("the auth endpoints", () => {
  it("answer five times a minute to an address, and tell the sixth how long to wait", async () => {
    const ip = address();
    const begun = Date.now();
    for (let i = 1; i <= 5; i++) expect((await refresh(ip)).status, `try ${i}`).toBe(401);
    const sixth = await refresh(ip);
    const passed = (Date.now() - begun) / 1000;
    expect([sixth.status, sixth.error.code, sixth.error.reason]).toEqual([429, "TOO_MANY_REQUESTS", "rate_limit.auth"]);
    const wait = Number(sixth.headers.get("retry-after"));
    expect(Number.isInteger(wait) && wait >= 60 - passed && wait <= 60, `Retry-After: ${wait}`).toBe(true);
  });

  it("count exactly when twelve come at once", async () => {
    const ip = address();
    expect(statusesOf(await Promise.all(Array.from({ length: 12 }, () => refresh(ip))))).toEqual([
      ...Array.from({ length: 5 }, () => 401),
      ...Array.from({ length: 7 }, () => 429),
    ]);
  });

  it("are not fooled by another X-Forwarded-For, business, user agent or spelling of the path", async () => {
    const ip = address();
    for (let i = 0; i < 5; i++) await refresh(ip);
    for (const header of ["x-forwarded-for", "x-real-ip", "true-client-ip", "forwarded", "user-agent", "x-tenant-id"])
      expect((await refresh(ip, { [header]: address() })).status, header).toBe(429);
    for (const path of ["/auth/refresh?x=1", "/auth/refresh/", "/auth/%72efresh"])
      expect((await from(ip).post(path, { refresh_token: "none" })).status, path).toBe(429);
    expect((await from(ip).post("/auth/refresh", "{not json")).status).toBe(429);
  });

  it("count each route and each address by itself", async () => {
    const ip = address();
    for (let i = 0; i < 6; i++) await refresh(ip);
    expect((await from(ip).post("/auth/login", { username: "nobody", password: "x" })).status).toBe(401);
    expect((await refresh(address())).status).toBe(401);
  });
});

describe("all endpoints together", () => {
  /** So many requests at once that they fall into one window. */
  const burst = async (n: number, ask: () => Promise<{ status: number }>) => {
    const answers: { status: number }[] = [];
    for (let sent = 0; sent < n; sent += 50) answers.push(...(await Promise.all(Array.from({ length: 50 }, ask))));
    return answers.filter(({ status }) => status === 429).length;
  };
  // the binding counts in windows by the clock: a burst that meets the turn of a minute is counted in two, so it is sent again
  const limited = async (n: number, ask: () => Promise<{ status: number }>) =>
    (await burst(n, ask)) || (await burst(n, ask));

  /** The answer behind more requests than are allowed; again where the minute has just ended. */
  async function refusedAfter<T extends { status: number }>(n: number, ask: () => Promise<T>): Promise<T> {
    for (;;) {
      expect(await limited(n, ask)).toBeGreaterThan(0);
      const answer = await ask();
      if (answer.status === 429) return answer;
    }
  }

  it("answer 300 times a minute to an address", async () => {
    const ip = address();
    const answer = await refusedAfter(350, () => from(ip).get("/health"));
    expect([answer.status, answer.error.reason, answer.headers.get("retry-after")]).toEqual([
      429,
      "rate_limit.ip",
      "60",
    ]);
    expect((await from(address()).get("/health")).status).toBe(200);
  });

  it("answer 200 times a minute to a business, from however many addresses", async () => {
    const { tenantId, accessToken } = await newBusiness();
    const ask = () =>
      from(address(), { authorization: `Bearer ${accessToken}`, "x-tenant-id": tenantId }).get("/admin/items");
    const answer = await refusedAfter(250, ask);
    expect([answer.status, answer.error.reason, answer.headers.get("retry-after")]).toEqual([
      429,
      "rate_limit.tenant",
      "60",
    ]);
    expect(answer.headers.get("server-timing")).toContain("trips=0");
    expect((await (await newBusiness()).api.get("/admin/items")).status).toBe(200);
  });

  it("do not let a stranger use up a business' budget", async () => {
    const { api, tenantId } = await newBusiness();
    await burst(250, () => from(address(), { "x-tenant-id": tenantId }).get("/admin/items"));
    expect((await api.get("/admin/items")).status).toBe(200);
  });
});

/** Names and what is left, of `RateLimit`. */
const leftOf = ({ headers }: { headers: Headers }): Record<string, number> =>
  Object.fromEntries(
    [...(headers.get("ratelimit") ?? "").matchAll(/"(\w+)";r=(\d+);t=\d+/g)].map(([, name = "", r]) => [
      name,
      Number(r),
    ]),
  );

describe("the headers of an answer", () => {
  it("tell the limits that it counts against, once, in one draft", async () => {
    const { headers } = await client().post("/auth/password/reset", { token: "none", new_password: "none" });
    expect(headers.get("ratelimit-policy")).toBe('"ip";q=300;w=60, "auth";q=5;w=60');
    expect(headers.get("ratelimit")).toMatch(/^"ip";r=299;t=\d+, "auth";r=4;t=\d+$/);
    expect([...headers.keys()].filter((name) => /^(x-)?ratelimit-(limit|remaining|reset)$/.test(name))).toEqual([]);
  });

  it("tell what is left, down to nothing", async () => {
    const ip = address();
    const left = [];
    for (let i = 0; i < 6; i++) left.push(leftOf(await refresh(ip)).auth);
    expect(left).toEqual([4, 3, 2, 1, 0, 0]);
  });

  it("tell a browser of another origin too", async () => {
    const { headers } = await from(address(), { origin: "https://app.example" }).get("/health");
    const exposed = headers.get("access-control-expose-headers")?.split(",");
    expect(exposed).toEqual(expect.arrayContaining(["RateLimit", "RateLimit-Policy", "Retry-After"]));
  });
});

describe("an IPv6 address", () => {
  it("counts with its whole network, however it is written", async () => {
    const network = `2001:db8:${randomInt(65_536).toString(16)}:${randomInt(65_536).toString(16)}`;
    const hosts = ["::1", "::2", ":0:0:0:3", ":ffff:ffff:ffff:ffff", ":a:b:c:d"];
    for (const host of hosts) expect((await refresh(network + host)).status, host).toBe(401);
    expect((await refresh(`${network.toUpperCase()}::9`)).status).toBe(429);
    const left = async (host: string) => leftOf(await from(network + host).get("/health")).ip ?? 0;
    const countTogether = async () => (await left("::a")) - (await left("::b")) === 1;
    expect((await countTogether()) || (await countTogether())).toBe(true); // a minute may turn between the two
  });
});

describe("what is not the business'", () => {
  const budgetsOf = (answer: { headers: Headers }) => Object.keys(leftOf(answer));

  it("is a technician's own work, with 60 a minute for each session", async () => {
    const business = await newBusiness();
    const [mike, sue] = [await newTechnician(business, true), await newTechnician(business, true)];
    const answers = await Promise.all(Array.from({ length: 130 }, () => mike.api.get("/tech/dispatch/my-jobs")));
    expect(answers.map(({ error }) => error?.reason)).toContain("rate_limit.session");
    expect(budgetsOf(await sue.api.get("/tech/dispatch/my-jobs"))).toEqual(["ip", "session"]);
    const office = await business.api.get("/admin/items");
    expect([office.status, budgetsOf(office)]).toEqual([200, ["ip", "tenant"]]);
  });

  it("is a position, with 600 a minute for each technician", async () => {
    const mike = await newTechnician(await newBusiness(), true);
    const report = () => mike.api.post("/tech/dispatch/location", { latitude: 27.95, longitude: -82.46 });
    const answers = await Promise.all(Array.from({ length: 70 }, report));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers[0]?.headers.get("ratelimit-policy")).toBe('"ip";q=300;w=60, "positions";q=600;w=60');
  });

  it("is what the caller may not do", async () => {
    const business = await newBusiness();
    const made = await business.api.post("/admin/api-keys", { name: "Reader", scopes: ["items:read"] });
    const key = client({ authorization: `Bearer ${made.data.key}`, "x-tenant-id": business.tenantId });
    const refused = await key.get("/sales");
    expect([refused.status, budgetsOf(refused)]).toEqual([403, ["ip", "caller"]]);
    // until the minute ends
    expect(budgetsOf(await key.get("/admin/items"))).toContainEqual(expect.stringMatching(/^(caller|tenant)$/));
    expect(budgetsOf(await business.api.get("/admin/items"))).toEqual(["ip", "tenant"]);
    const mike = await newTechnician(business, true);
    for (let i = 0; i < 3; i++) expect((await mike.api.get("/admin/items")).status).toBe(403);
    expect(leftOf(await business.api.get("/admin/items")).tenant).toBeGreaterThan(150);
  });

  it("is a session that has ended, from its first refusal on", async () => {
    const business = await newBusiness();
    const left = await signIn(business, business.username);
    await left.post("/auth/logout");
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push(await left.get("/admin/items"));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    // the first was counted before the database was asked; a minute may turn in between
    expect(answers.slice(1).filter((answer) => budgetsOf(answer).includes("caller")).length).toBeGreaterThan(1);
    expect(budgetsOf(await business.api.get("/admin/items"))).toEqual(["ip", "tenant"]);
  });
});

it("the platform counts by the quotas that the headers tell", () => {
  const config = readFileSync("wrangler.toml", "utf8");
  const limits = [
    ...config.matchAll(/name = "(RATE_\w+)"\nnamespace_id = "\d+"\nsimple = \{ limit = (\d+), period = 60 \}/g),
  ];
  const { ip, tenant, session, positions, caller } = budgets;
  expect(limits.map(([, name, limit]) => [name, Number(limit)])).toEqual([
    ["RATE_IP", ip.quota],
    ["RATE_TENANT", tenant.quota],
    ["RATE_SESSION", session.quota],
    ["RATE_POSITIONS", positions.quota],
  ]);
  expect(caller.quota).toBe(tenant.quota);
});
