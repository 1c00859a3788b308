import { readFileSync } from "node:fs";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { beforeAll, describe, expect, it } from "vitest";
import { type Business, client, type Json, newBusiness, PASSWORD } from "../support/client.ts";
import { testWorker } from "../support/test-worker.ts";

let business: Business;
let id: number;
beforeAll(async () => {
  business = await newBusiness();
  id = (await business.api.post("/admin/items", item())).data.id;
});
const item = (more = {}) => ({ name: "Filter", sku: crypto.randomUUID(), list_price_cents: 1, ...more });
const MIB = 1024 * 1024;

describe("a path or method that is not there", () => {
  it("is 404 in the envelope, outside the API too", async () => {
    const answer = await business.api.get("/admin/nothing");
    expect(answer.body).toEqual({
      ok: false,
      error: {
        code: "NOT_FOUND",
        message: expect.stringContaining("/admin/nothing"),
        reason: "request.no_such_path",
        request_id: answer.headers.get("x-request-id"),
      },
    });
    for (const path of ["/admin/items//", "/admin//items", "/Admin/items", "/sales/1/void/2", "/"])
      expect((await business.api.get(path)).error.reason, path).toBe("request.no_such_path");
  });

  it("is unknown when it ends with a slash", async () => {
    expect((await business.api.get(`/admin/items/${id}/`)).data.id).toBe(id);
  });

  it("is 405 with Allow where only the method is wrong", async () => {
    const answer = await business.api.request("DELETE", "/admin/items");
    expect([answer.status, answer.error.code, answer.error.reason]).toEqual([
      405,
      "METHOD_NOT_ALLOWED",
      "request.method_not_allowed",
    ]);
    expect(answer.headers.get("allow")).toBe("GET, POST");
    expect((await business.api.put("/sales/1", {})).headers.get("allow")).toBe("GET, PATCH");
    expect((await business.api.request("PROPFIND", "/sales")).status).toBe(405);
  });
});

describe("a body", () => {
  const post = (body: string, headers: Record<string, string> = {}) => business.api.post("/admin/items", body, headers);

  it.each([" ", "{", "{'a':1}", '{"a":1}}', "NaN", "[1,]", "\u0000", '{"a":1e}'])(
    "that is not JSON is 400: %j",
    async (body) => {
      const answer = await post(body);
      expect([answer.status, answer.error.reason]).toEqual([400, "request.malformed_json"]);
    },
  );

  it("that is not there says what is missing, and is none where nothing must be said", async () => {
    const nothing = { method: "POST" };
    const answer = await business.api.open("/admin/items", nothing);
    const { error } = (await answer.json()) as Json;
    expect([answer.status, Object.keys(error.fields)]).toEqual([422, ["name", "sku", "list_price_cents"]]);
    const taken = await business.api.open("/admin/follow-up-rules/presets", nothing);
    expect(taken.status).toBe(201);
  });

  it.each(["null", "7", '"text"', "[]", "true"])("that is JSON but no object is 422: %s", async (body) => {
    const answer = await post(body);
    expect([answer.status, answer.error.fields.body]).toEqual([422, expect.any(String)]);
  });

  it("with many unknown fields is refused in a few words", async () => {
    const unknown = Object.fromEntries(
      Array.from({ length: 2000 }, (_, i) => [`${i}-${"x".repeat(150)}`.repeat(2), 1]),
    );
    const { status, error, text } = await post(JSON.stringify({ ...item(), ...unknown }));
    expect([status, Object.keys(error.fields).length]).toEqual([422, 20]);
    expect(text.length).toBeLessThan(10_000);
  });

  it.each(["constructor", "__proto__", "toString"])("with the unknown field %s names it", async (name) => {
    const body = JSON.stringify(item()).replace("{", `{"${name}":1,`);
    const { status, error } = await post(body);
    expect([status, Object.entries(error.fields)]).toEqual([
      422,
      [[name, expect.stringContaining("is not a field of this request; there are: ")]],
    ]);
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json; charset=latin1",
    "application/jsonp",
    "application/json, text/plain",
  ])("of type %s is 415", async (type) => {
    const answer = await post(JSON.stringify(item()), { "content-type": type });
    expect([answer.status, answer.error.reason]).toEqual([415, "request.not_json"]);
  });

  it.each([
    "application/json",
    "application/json; charset=utf-8",
    'APPLICATION/JSON;charset="UTF-8"',
    "application/merge-patch+json",
  ])("of type %s is taken", async (type) => {
    expect((await post(JSON.stringify(item()), { "content-type": type })).status).toBe(201);
  });

  it("nested 33 deep is 400, 32 deep is judged by its fields", async () => {
    const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
    expect((await post(nested(33))).error.reason).toBe("request.too_deep");
    expect((await post(nested(32))).status).toBe(422);
    expect((await post(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)).status).toBe(400);
  });

  it("cannot reach behind the fields: __proto__, constructor, duplicate keys", async () => {
    for (const field of ["__proto__", "constructor", "prototype"]) {
      const answer = await post(`{"name":"x","sku":"y","list_price_cents":1,"${field}":{"isAdmin":true}}`);
      expect([field, answer.status]).toEqual([field, 422]);
    }
    const twice = await post(`{"name":"first","name":"last","sku":"${crypto.randomUUID()}","list_price_cents":1}`);
    expect(twice.data.name).toBe("last");
  });

  it("of exactly 1 MiB is read; one byte more is 413, with a length or without", async () => {
    const padded = (bytes: number) => JSON.stringify(item()).padEnd(bytes, " ");
    expect((await post(padded(MIB))).status).toBe(201);
    const answer = await answered(() => post(padded(MIB + 1)));
    expect([answer.status, answer.error.reason, answer.error.code]).toEqual([
      413,
      "request.too_large",
      "PAYLOAD_TOO_LARGE",
    ]);
    expect(await answered(() => chunked(padded(MIB + 1)))).toMatchObject({ status: 413, reason: "request.too_large" });
    expect(await chunked(padded(1000))).toMatchObject({ status: 201 });
  });

  /** A server that refuses a body closes the connection, now and then before the client has sent all of it and reads the answer. */
  async function answered<T>(send: () => Promise<T>): Promise<T> {
    const closed = /other side closed|ECONNRESET|EPIPE|socket hang up|fetch failed/;
    for (let attempt = 1; ; attempt++) {
      try {
        return await send();
      } catch (error) {
        const { message, cause } = error as Error;
        if (attempt === 20 || !closed.test(`${message} ${String(cause)}`)) throw error;
      }
    }
  }

  /** Sent in pieces, so that no Content-Length tells how much is to come. */
  async function chunked(body: string): Promise<{ status: number | undefined; reason: string | undefined }> {
    const headers = { ...business.api.headers, "content-type": "application/json", "transfer-encoding": "chunked" };
    return await new Promise((resolve, reject) => {
      const outgoing = request(`${testWorker().url}/api/v1/admin/items`, { method: "POST", headers }, (incoming) => {
        text(incoming).then((answer) => {
          const parsed = JSON.parse(answer) as { error?: { reason: string } };
          resolve({ status: incoming.statusCode, reason: parsed.error?.reason });
        }, reject);
      });
      outgoing.on("error", reject);
      for (let at = 0; at < body.length; at += 65_536) outgoing.write(body.slice(at, at + 65_536));
      outgoing.end();
    });
  }
});

it("a query that is mistyped is 400 and never passes as no filter", async () => {
  for (const [query, field] of [
    ["categroy=parts", "categroy"],
    ["limit=abc", "limit"],
    ["limit=201", "limit"],
    ["page=0", "page"],
    ["sort=name;drop table items", "sort"],
    ["sort=tenant_id", "sort"],
    ["updated_since=yesterday", "updated_since"],
    ["page=1&cursor=WzQyXQ", "cursor"],
  ] as const) {
    const answer = await business.api.get(`/admin/items?${query}`);
    expect([query, answer.status, Object.keys(answer.error.fields)]).toEqual([query, 400, [field]]);
  }
});

describe("every answer", () => {
  it("forbids browsers to guess, frame or leak, whether it is good or bad", async () => {
    for (const answer of [
      await business.api.get(`/admin/items/${id}`),
      await client().get("/nothing"),
      await client().get("/sales"),
    ]) {
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "SAMEORIGIN",
        "referrer-policy": "no-referrer",
        "strict-transport-security": expect.stringContaining("max-age="),
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "content-type": expect.stringContaining("application/json"),
      });
      expect(answer.headers.get("x-powered-by")).toBeNull();
    }
  });

  it("has a request id of its own, which a client cannot choose", async () => {
    const ids = new Set<string | null>();
    for (let i = 0; i < 3; i++) {
      const { headers } = await business.api.get("/admin/items", { "x-request-id": "mine" });
      expect(headers.get("x-request-id")).toMatch(/^req_[0-9A-Z]{26}$/);
      ids.add(headers.get("x-request-id"));
    }
    expect(ids.size).toBe(3);
  });

  it("tells what it cost and which limits hold", async () => {
    const { headers } = await business.api.get("/admin/items");
    expect(headers.get("server-timing")).toMatch(
      /^total;dur=[\d.]+, d1;desc="trips=1 rows_read=\d+ rows_written=0", control;desc="trips=\d"$/,
    );
    expect(headers.get("ratelimit-policy")).toBe('"ip";q=300;w=60, "tenant";q=200;w=60');
    expect(headers.get("ratelimit")).toMatch(/^"ip";r=\d+;t=\d+, "tenant";r=\d+;t=\d+$/);
  });

  it("is kept by nobody where it shows a token, and for nobody else where it does not", async () => {
    const kept = async (answer: Promise<{ headers: Headers }>) => (await answer).headers.get("cache-control");
    expect(await kept(business.api.get("/admin/items"))).toBe("private, no-cache");
    expect(await kept(business.api.get(`/admin/items/${id}`, { "if-none-match": '"1"' }))).toBe("private, no-cache");
    expect(await kept(client().get("/sales"))).toBe("private, no-cache");
    expect(await kept(business.api.post("/admin/dispatch/stream-ticket"))).toBe("no-store");
    const { username } = business;
    const as = client({ "x-tenant-id": business.tenantId });
    expect(await kept(as.post("/auth/login", { username, password: PASSWORD }))).toBe("no-store");
    expect(await kept(as.post("/auth/login", { username, password: "wrong" }))).toBe("no-store");
  });

  it("asks browsers to come by HTTPS only, and so does every page", async () => {
    const hsts = (await client().get("/health")).headers.get("strict-transport-security");
    const pages = readFileSync("src/web/_headers", "utf8").split("\n\n")[0];
    expect(pages).toMatch(/^\/\*\n/);
    expect(pages).toContain(`Strict-Transport-Security: ${hsts}`);
  });

  it("to HEAD has the headers of GET and no body", async () => {
    const answer = await business.api.request("HEAD", `/admin/items/${id}`);
    expect([answer.status, answer.text, answer.headers.get("etag")]).toEqual([200, "", '"1"']);
  });

  it("asks for a token where one is missing, as RFC 6750 says", async () => {
    for (const authorization of [undefined, "Basic YTpi", "Bearer", "Bearer ", "Bearer a b"]) {
      const answer = await client(authorization === undefined ? {} : { authorization }).get("/sales");
      expect([answer.status, answer.headers.get("www-authenticate")], authorization).toEqual([401, "Bearer"]);
    }
  });
});

describe("a browser of another origin", () => {
  it("may ask beforehand, and is told what it may send and read", async () => {
    const response = await client().open("/sales", {
      method: "OPTIONS",
      headers: {
        origin: "https://app.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,idempotency-key",
      },
    });
    await response.body?.cancel();
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET,POST,PUT,PATCH,DELETE",
      "access-control-allow-headers": expect.stringContaining("Idempotency-Key"),
      "access-control-max-age": "86400",
    });
    expect(response.headers.get("access-control-allow-credentials")).toBeNull();
  });

  it("can read the answer and its headers, refusals too", async () => {
    for (const answer of [
      await business.api.get("/admin/items", { origin: "https://app.example" }),
      await client().get("/sales", { origin: "https://app.example" }),
    ]) {
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      expect(answer.headers.get("access-control-expose-headers")).toContain("X-D1-Bookmark");
    }
  });
});

describe("X-D1-Bookmark", () => {
  it("is answered to who sends one, and to nobody else", async () => {
    for (const headers of [{}, { "x-d1-bookmark": "any" }] as Record<string, string>[]) {
      const answer = await business.api.get("/admin/items", headers);
      expect(answer.headers.has("x-d1-bookmark")).toBe("x-d1-bookmark" in headers);
    }
  });

  it("goes round: the answer's bookmark is taken with the next request", async () => {
    const wrote = await business.api.post("/admin/items", item(), { "x-d1-bookmark": "any" });
    const bookmark = wrote.headers.get("x-d1-bookmark") ?? "";
    expect(bookmark).toMatch(/^SHARD_0\d\.[0-9a-f-]{59}$/);
    const read = await business.api.get(`/admin/items/${wrote.data.id}`, { "x-d1-bookmark": bookmark });
    expect([read.status, read.headers.get("x-d1-bookmark")?.slice(0, 9)]).toEqual([200, bookmark.slice(0, 9)]);
  });

  it.each([
    "any",
    "garbage",
    "",
    "SHARD_99.x",
    `SHARD_00.${"f".repeat(59)}`,
    "SHARD_00.00000001-00000002-00000003-00112233445566778899aabbccddeeff",
    "'; drop table",
  ])("%j does no harm", async (bookmark) => {
    expect((await business.api.get("/admin/items", { "x-d1-bookmark": bookmark })).status).toBe(200);
  });
});

describe("an Idempotency-Key", () => {
  const post = (key: string, body = item()) => business.api.post("/admin/items", body, { "idempotency-key": key });

  it.each(["x", "k".repeat(255), "a,b", "!~", "%00"])("of the form %j is taken", async (key) => {
    expect((await post(key)).status).toBe(201);
  });

  it.each(["", "k".repeat(256), "a b", "tab\there"])("of the form %j is 400", async (key) => {
    const answer = await post(key);
    expect([answer.status, answer.error.reason]).toEqual([400, "idempotency.bad_key"]);
  });

  it("may be quoted, and is the same key then", async () => {
    const [key, body] = [crypto.randomUUID(), item()];
    const first = await post(key, body);
    const again = await post(`"${key}"`, body);
    expect([again.text, again.headers.get("idempotent-replayed")]).toEqual([first.text, "true"]);
  });

  it("knows the same request in another spelling: order of keys, white space, 1 and 1.0", async () => {
    const [key, sku] = [crypto.randomUUID(), crypto.randomUUID()];
    const send = (body: string) => business.api.post("/admin/items", body, { "idempotency-key": key });
    const first = await send(`{"name":"x","sku":"${sku}","list_price_cents":150000}`);
    const again = await send(`{ "list_price_cents": 150000.0,\n "sku": "${sku}", "name": "x" }`);
    expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
    const asText = await send(`{"name":"x","sku":"${sku}","list_price_cents":"150000"}`);
    expect([asText.status, asText.error.reason]).toEqual([422, "request.invalid"]);
  });

  it("used for another path or method is refused", async () => {
    const key = { "idempotency-key": crypto.randomUUID() };
    await business.api.post("/admin/items", item(), key);
    const other = await business.api.post(
      "/admin/technicians",
      { name: "M", pay_type: "hourly", base_pay_cents: 1 },
      key,
    );
    expect([other.status, other.error.reason]).toEqual([422, "idempotency.key_reused"]);
  });

  it("of a request that was refused is still free", async () => {
    const key = { "idempotency-key": crypto.randomUUID() };
    const taken = item();
    await business.api.post("/admin/items", taken);
    expect((await business.api.post("/admin/items", taken, key)).status).toBe(409);
    expect((await business.api.post("/admin/items", { ...taken, name: "" }, key)).status).toBe(422);
    expect((await business.api.post("/admin/items", item(), key)).status).toBe(201);
  });

  it("means nothing to a read", async () => {
    const key = { "idempotency-key": "" };
    expect((await business.api.get("/admin/items", key)).status).toBe(200);
  });
});
