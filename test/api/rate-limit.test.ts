import { randomInt, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { client, newBusiness } from "../support/client.ts";

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

  it("answer 300 times a minute to an address", async () => {
    const ip = address();
    expect(await limited(350, () => from(ip).get("/health"))).toBeGreaterThan(0);
    const answer = await from(ip).get("/health");
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
    expect(await limited(250, ask)).toBeGreaterThan(0);
    const answer = await ask();
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

it("an auth endpoint tells its own limit and what is left of it, beside the limits of all", async () => {
  const { headers } = await client().post("/auth/password/reset", { token: "none", new_password: "none" });
  expect(headers.get("ratelimit-policy")).toContain('"auth";q=5;w=60');
  expect(headers.get("ratelimit-policy")).toContain('"ip";q=300;w=60');
  expect([headers.get("ratelimit-limit"), headers.get("ratelimit-remaining")]).toEqual(["5", "4"]);
});
