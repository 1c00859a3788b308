import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { makeApiKey } from "#/kernel/api-keys.ts";
import { costOfRequest, sql } from "../support/back-door.ts";
import { type Answer, type Api, type Business, client, eventually, newBusiness, timed } from "../support/client.ts";
import { watch } from "../support/stream.ts";
import { tokenAs } from "../support/tokens.ts";

const outcome = ({ status, error }: Answer) => `${status} ${error?.reason}`;
const as = (key: string, headers: Record<string, string> = {}): Api =>
  client({ authorization: `Bearer ${key}`, ...headers });
/** D1 trips and trips to the directory. */
const trips = ({ headers }: Answer) =>
  [...(headers.get("server-timing") ?? "").matchAll(/trips=(\d+)/g)].map(([, n]) => Number(n));

type Made = { id: number; key: string; prefix: string };
async function newKey({ api }: Pick<Business, "api">, scopes: readonly string[], more: object = {}): Promise<Made> {
  const made = await api.post("/admin/api-keys", { name: "Export", scopes, ...more });
  expect(made.status, made.text).toBe(201);
  return made.data;
}

describe("making a key", () => {
  let business: Business;
  beforeAll(async () => {
    business = await newBusiness();
  });

  it("shows it once; afterwards only how it begins, and nothing in the database tells it", async () => {
    const business = await newBusiness();
    const asked = { name: "Export", scopes: ["items:read", "sales:read"], allowed_ips: ["10.0.0.0/8"] };
    const made = await business.api.post("/admin/api-keys", { ...asked, expires_at: "2099-01-01T00:00:00+02:00" });
    const { key, ...shown } = made.data;
    expect(key).toMatch(/^trk_[A-Za-z0-9_-]+$/);
    expect(shown).toMatchObject({
      ...asked,
      expires_at: "2098-12-31T22:00:00.000Z",
      last_used_at: null,
      revoked_at: null,
    });
    expect([shown.prefix, shown.created_by]).toEqual([key.slice(0, 12), "user:1"]);
    expect((await business.api.get(`/admin/api-keys/${shown.id}`)).data).toEqual(shown);
    expect((await business.api.get("/admin/api-keys")).data.items).toEqual([shown]);
    const kept = await Promise.all(
      ["api_keys", "audit_log", "idempotency_keys"].map((table) =>
        sql(business.shard, `select * from ${table} where tenant_id = ?`, business.tenantId),
      ),
    );
    expect(JSON.stringify(kept)).not.toContain(key.slice(-40));
  });

  it("under an Idempotency-Key shows the same key again, and stores it sealed", async () => {
    const header = { "idempotency-key": randomUUID() };
    const asked = { name: "Once", scopes: ["items:read"] };
    const [first, again] = [
      await business.api.post("/admin/api-keys", asked, header),
      await business.api.post("/admin/api-keys", asked, header),
    ];
    expect(again.text).toBe(first.text);
    const kept = await sql(business.shard, "select * from idempotency_keys where tenant_id = ?", business.tenantId);
    expect(JSON.stringify(kept)).not.toContain(first.data.key.slice(-40));
  });

  it("gives no permission that its maker lacks, whether a user or a key", async () => {
    const limited = client({
      authorization: `Bearer ${await tokenAs(business, [], null, 0, ["api-keys:write", "items:read"])}`,
    });
    const { key } = await newKey(business, ["api-keys:write", "items:read"]);
    for (const api of [limited, as(key)]) {
      const refused = await api.post("/admin/api-keys", { name: "More", scopes: ["items:read", "sales:read"] });
      expect([outcome(refused), Object.keys(refused.error.fields)]).toEqual(["403 auth.cannot_grant", ["scopes"]]);
      expect((await newKey({ api }, ["items:read"])).id).toBeGreaterThan(0);
    }
  });

  it.each([
    [{ scopes: [] }, "scopes"],
    [{ scopes: ["sales:fly"] }, "scopes.0"],
    [{ scopes: ["self"] }, "scopes.0"],
    [{ name: "" }, "name"],
    [{ allowed_ips: ["10.0.0.0/33"] }, "allowed_ips.0"],
    [{ allowed_ips: ["home"] }, "allowed_ips.0"],
    [{ expires_at: "2020-01-01T00:00:00Z" }, "expires_at"],
    [{ expires_at: "tomorrow" }, "expires_at"],
    [{ key: "trk_mine" }, "key"],
  ])("refuses %j and names the field", async (odd, field) => {
    const answer = await business.api.post("/admin/api-keys", { name: "Odd", scopes: ["items:read"], ...odd });
    expect([answer.status, Object.keys(answer.error.fields)]).toEqual([422, [field]]);
  });

  it("for a time that is over is refused with a reason", async () => {
    const past = { name: "Old", scopes: ["items:read"], expires_at: "2020-01-01T00:00:00Z" };
    expect(outcome(await business.api.post("/admin/api-keys", past))).toBe("422 api_key.expiry_in_past");
  });
});

describe("using a key", () => {
  let business: Business;
  let key: string;
  let id: number;
  beforeAll(async () => {
    business = await newBusiness();
    ({ id, key } = await newKey(business, ["items:read", "items:write", "dispatch:read"]));
  });

  it("works with and without X-Tenant-Id, and costs one trip once a minute", async () => {
    const own = await newKey(business, ["items:read"]);
    expect(trips(await as(own.key).get("/admin/items"))).toEqual([2, 0]);
    expect(trips(await as(own.key, { "x-tenant-id": business.tenantId }).get("/admin/items"))).toEqual([1, 0]);
    expect(trips(await as(own.key, { "x-tenant-id": business.tenantId.toUpperCase() }).get("/admin/items"))).toEqual([
      1, 0,
    ]);
  });

  it("with another business' X-Tenant-Id is refused", async () => {
    const other = await newBusiness();
    expect(outcome(await as(key, { "x-tenant-id": other.tenantId }).get("/admin/items"))).toBe(
      "403 auth.tenant_mismatch",
    );
  });

  it("is what the audit log and the things made with it name", async () => {
    const made = await as(key).post("/admin/items", { name: "Filter", sku: randomUUID(), list_price_cents: 1 });
    const [entry] = await sql<{ actor: string }>(
      business.shard,
      "select actor from audit_log where tenant_id = ? and entity = 'item' and entity_id = ?",
      business.tenantId,
      String(made.data.id),
    );
    expect(entry?.actor).toBe(`api_key:${id}`);
  });

  it("has Idempotency-Keys of its own, apart from those of users and other keys", async () => {
    const other = await newKey(business, ["items:write"]);
    const header = { "idempotency-key": randomUUID() };
    const item = () => ({ name: "Filter", sku: randomUUID(), list_price_cents: 1 });
    const body = item();
    const [first, again] = [
      await as(key).post("/admin/items", body, header),
      await as(key).post("/admin/items", body, header),
    ];
    expect([again.headers.get("idempotent-replayed"), again.text]).toEqual(["true", first.text]);
    expect((await as(other.key).post("/admin/items", item(), header)).status).toBe(201);
    expect((await business.api.post("/admin/items", item(), header)).status).toBe(201);
  });

  it("is noted, though not with every request, and without the answer waiting for it", async () => {
    const own = await newKey(business, ["items:read"]);
    const lastUse = async () => (await business.api.get(`/admin/api-keys/${own.id}`)).data.last_used_at;
    const { isAfter } = await timed(() => as(own.key).get("/admin/items"));
    const first = await eventually(lastUse, "a noted use");
    expect(isAfter(first, 0)).toBe(true);
    await as(own.key).get("/admin/items");
    expect(await lastUse()).toBe(first);
  });

  it("is refused when it is not, or no longer, in force", async () => {
    const unknown = await makeApiKey(business.tenantId);
    const nobodys = await makeApiKey(randomUUID());
    for (const wrong of [unknown.key, nobodys.key]) {
      const answer = await as(wrong).get("/admin/items");
      expect([outcome(answer), answer.headers.get("www-authenticate")]).toEqual(["401 auth.invalid_api_key", "Bearer"]);
    }
    const own = await newKey(business, ["items:read"]);
    expect((await as(own.key).get("/admin/items")).status).toBe(200);
    await sql(
      business.shard,
      "update api_keys set expires_at = '2020-01-01T00:00:00.000Z' where tenant_id = ? and id = ?",
      business.tenantId,
      own.id,
    );
    expect(outcome(await as(own.key).get("/admin/items"))).toBe("401 auth.invalid_api_key");
  });

  /** A key that has been used and is about to expire; on a busy machine it may expire before, and the next one lives longer. */
  async function usedJustInTime(): Promise<Made> {
    for (let ms = 1000; ; ms *= 2) {
      const made = await newKey(business, ["items:read"], { expires_at: new Date(Date.now() + ms).toISOString() });
      if ((await as(made.key).get("/admin/items")).status === 200) return made;
    }
  }

  it("is refused after its time, even if it is known from the minute before", async () => {
    const own = await usedJustInTime();
    await eventually(
      async () => outcome(await as(own.key).get("/admin/items")) === "401 auth.invalid_api_key",
      "the key expires",
    );
  });

  it("of any single character changed is refused before any database is asked", async () => {
    const spots = Array.from(key, (char, at) => key.slice(0, at) + (char === "A" ? "B" : "A") + key.slice(at + 1));
    const sample = spots.filter((_, at) => at >= 4 && at % 5 === 0);
    for (const wrong of [...sample, key.slice(0, -1), `${key}A`, "trk_", "trk_garbage"]) {
      const answer = await as(wrong).get("/admin/items");
      expect(outcome(answer)).toBe("401 auth.invalid_api_key");
      expect(await costOfRequest(answer.headers.get("x-request-id") ?? "")).toMatchObject({ trips: 0, control: 0 });
    }
  });

  it("ends with a business that is suspended", async () => {
    const closed = await newBusiness();
    const [seen, unseen] = [await newKey(closed, ["items:read"]), await newKey(closed, ["items:read"])];
    await as(seen.key).get("/admin/items");
    await sql(closed.shard, "update tenant_state set state = 'suspended' where tenant_id = ?", closed.tenantId);
    for (const own of [seen, unseen])
      expect(outcome(await as(own.key).get("/admin/items"))).toBe("403 tenant.suspended");
  });

  it("counts against the business' rate limit as its users do", async () => {
    const busy = await newBusiness();
    const own = await newKey(busy, ["items:read"]);
    const answers: Answer[] = [];
    // the window is the minute by the clock, so on a busy machine the 200 may be spread over two of them
    const isLimited = async () => {
      answers.push(...(await Promise.all(Array.from({ length: 20 }, () => as(own.key).get("/admin/items")))));
      return (
        answers.map(outcome).includes("429 rate_limit.tenant") &&
        outcome(await busy.api.get("/admin/items")) === "429 rate_limit.tenant"
      );
    };
    await eventually(isLimited, "the business' limit is used up, for its users too");
    const served = answers.filter(({ status }) => status === 200);
    expect(served.length).toBeGreaterThan(190); // making the key counted too
  });
});

describe("a key for certain addresses", () => {
  it.each([
    [["203.0.113.7"], "203.0.113.7", true],
    [["203.0.113.7"], "203.0.113.8", false],
    [["203.0.113.0/24", "2001:db8::/32"], "203.0.113.250", true],
    [["203.0.113.0/24", "2001:db8::/32"], "2001:db8::5", true],
    [["203.0.113.0/24", "2001:db8::/32"], "2001:db9::5", false],
    [["203.0.113.0/24"], "::ffff:203.0.113.9", true],
    [["0.0.0.0/0"], "not-an-address", false],
  ])("%j: from %s %s", async (allowed_ips, address, works) => {
    const business = await newBusiness();
    const { key } = await newKey(business, ["items:read"], { allowed_ips });
    const from = (ip: string) => as(key, { "cf-connecting-ip": ip, "x-forwarded-for": "203.0.113.7" });
    const expected = works ? "200 undefined" : "403 auth.address_not_allowed";
    for (let i = 0; i < 2; i++) expect(outcome(await from(address).get("/admin/items"))).toBe(expected);
    expect(outcome(await from("192.0.2.200").get("/admin/items"))).toBe(
      allowed_ips[0] === "0.0.0.0/0" ? "200 undefined" : "403 auth.address_not_allowed",
    );
  });
});

describe("revoking a key", () => {
  it("ends it with its next request, where it is remembered too, and ends its streams", async () => {
    const business = await newBusiness();
    const [own, other] = [await newKey(business, ["dispatch:read"]), await newKey(business, ["dispatch:read"])];
    const [stream, untouched] = [await watch(as(own.key)), await watch(as(other.key))];
    expect((await as(own.key).get("/admin/dispatch")).status).toBe(200);
    const revoked = await business.api.post(`/admin/api-keys/${own.id}/revoke`);
    expect(revoked.data).toMatchObject({ revoked_at: expect.any(String), version: 2 });
    for (const path of ["/admin/dispatch", "/admin/dispatch/stream"])
      expect(outcome(await as(own.key).get(path))).toBe("401 auth.invalid_api_key");
    await stream.ended;
    expect((await as(other.key).get("/admin/dispatch")).status).toBe(200);
    await untouched.close();
    expect(outcome(await business.api.post(`/admin/api-keys/${own.id}/revoke`))).toBe("409 api_key.already_revoked");
    const listed = async (query: string) =>
      (await business.api.get(`/admin/api-keys?${query}`)).data.items.map(({ id }: Made) => id);
    expect(await listed("revoked=true")).toEqual([own.id]);
    expect(await listed("revoked=false")).toEqual([other.id]);
    expect(await listed("sort=-id")).toEqual([other.id, own.id]);
  });
});

it("a stream opens by the key itself; a ticket for the browser is for users", async () => {
  const business = await newBusiness();
  const { key } = await newKey(business, ["dispatch:read"]);
  const stream = await watch(as(key));
  await stream.until(({ data }) => data.type === "snapshot");
  await stream.close();
  expect(outcome(await as(key).post("/admin/dispatch/stream-ticket"))).toBe("403 auth.users_only");
});

it("a key of one business finds nothing of another's", async () => {
  const [mine, theirs] = [await newBusiness(), await newBusiness()];
  const { key } = await newKey(mine, ["items:read", "api-keys:read"]);
  const item = await theirs.api.post("/admin/items", { name: "Theirs", sku: "T-1", list_price_cents: 1 });
  const foreign = await newKey(theirs, ["items:read"]);
  expect(outcome(await as(key).get(`/admin/items/${item.data.id}`))).toBe("404 item.not_found");
  expect(outcome(await as(key).get(`/admin/api-keys/${foreign.id}`))).toBe("404 api_key.not_found");
  expect((await as(key).get("/admin/items")).data.items).toEqual([]);
});
