import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "#/http/endpoint.ts";
import { permissions, permissionsOf, roles } from "#/kernel/permissions.ts";
import { costOfRequest, sql } from "./back-door.ts";
import { type Business, newBusiness, quiet } from "./client.ts";
import { customerAccess } from "./customer-access.ts";
import { newCustomerOf } from "./customers.ts";
import { endpointsFor, named, nameOf } from "./endpoints.ts";
import { fixtures } from "./fixture.ts";
import {
  type Call,
  call,
  costOf,
  exampleBody,
  idPaths,
  isStream,
  nothing,
  outcome,
  paramNames,
  put,
  within,
} from "./generated.ts";
import { answeredHere, costHere } from "./in-process.ts";
import { forgedPlatformTokens, newPlatformAdmin } from "./platform.ts";
import { newReferrer } from "./referrers.ts";
import { rowsOf } from "./tables.ts";
import { forgedCustomerTokens, forgedTokens, tokenAs } from "./tokens.ts";
import { filtersOf, furnish, kindOf, kindsOf, kindsOfDomain, type World } from "./world.ts";

// Who gets into a domain's endpoints, and who does not. What the app decides before it reads anything is asked of it in this process, with
// every token, role and scope; over the network each endpoint is asked enough to know that the same app stands there.

/** A request that no endpoint takes: it is judged when the caller has been let in, and not before. */
const garbageFor = (endpoint: Endpoint): Call => ({
  query: "no_such_filter=1",
  ...(endpoint.method !== "get" && { body: "{not json" }),
});
const here = (endpoint: Endpoint, token: string | null, given: Call = garbageFor(endpoint)) =>
  call(endpoint, token, given, answeredHere);

/** Another one for each endpoint, so that over the network all of them are tried somewhere. */
const oneOf = (tokens: Record<string, string>, endpoint: Endpoint): [string, string] => {
  const sum = Array.from(endpoint.operationId).reduce((n, char) => n + char.charCodeAt(0), 0);
  return Object.entries(tokens)[sum % Object.keys(tokens).length] ?? ["", ""];
};

/** Bearer tokens that open nothing of a business. */
export async function tokensOfNoBusiness(): Promise<Record<string, string>> {
  const [business, admin] = await Promise.all([newBusiness(), newPlatformAdmin()]);
  const customer = await newCustomerOf(business);
  return {
    ...(await forgedTokens(business)),
    "a platform administrator's": admin.accessToken,
    "a customer's": customer.token,
  };
}

/** Bearer tokens that open nothing of the platform. */
export async function tokensOfNoPlatform(): Promise<Record<string, string>> {
  const business = await newBusiness();
  const key = await business.api.post("/admin/api-keys", { name: "machine", scopes: ["sales:read"] });
  return {
    "an owner's": business.accessToken,
    "an API key": key.data.key,
    "a customer's": (await newCustomerOf(business)).token,
    ...(await forgedTokens(business)),
    ...(await forgedPlatformTokens()),
  };
}

/** Bearer tokens that open nothing of a customer's. */
async function tokensOfNoCustomer(): Promise<Record<string, string>> {
  const business = await newBusiness();
  const [admin, { token }] = await Promise.all([newPlatformAdmin(), newCustomerOf(business)]);
  const key = await business.api.post("/admin/api-keys", { name: "machine", scopes: permissions });
  return {
    "an owner's": business.accessToken,
    "an API key": key.data.key,
    "a platform administrator's": admin.accessToken,
    ...(await forgedTokens(business)),
    ...(await forgedCustomerTokens(token)),
  };
}

export function accessTests(domain: string): void {
  const guarded = endpointsFor("business", domain);
  const ofPlatform = endpointsFor("platform", domain);
  const ofReferrers = endpointsFor("referrer", domain);
  const ofCustomers = endpointsFor("customer", domain);
  it("opens to somebody", () => {
    expect(
      [guarded, ofPlatform, ofReferrers, ofCustomers, endpointsFor("everybody", domain)].flat().length,
    ).toBeGreaterThan(0);
  });
  if (ofPlatform.length > 0) refuses(ofPlatform, tokensOfNoPlatform);
  if (ofReferrers.length > 0) refusesOthersThanReferrers(ofReferrers);
  if (ofCustomers.length > 0) {
    refuses(ofCustomers, tokensOfNoCustomer);
    customerAccess(domain, ofCustomers);
  }
  if (guarded.length === 0) return;
  refuses(guarded, tokensOfNoBusiness);
  permits(guarded);
  endsAtOnce(
    guarded,
    Object.keys(fixtures[domain]?.trips ?? {}).filter((id) => fixtures[domain]?.trips?.[id]?.trips === 0),
  );
  keepsApart(guarded, kindsOfDomain(domain));
}

function refuses(endpoints: Endpoint[], makeTokens: () => Promise<Record<string, string>>): void {
  describe("strangers, and those whose token is not good here, get 401", () => {
    let tokens: Record<string, string>;
    beforeAll(async () => {
      tokens = await makeTokens();
    });

    it.each(named(endpoints))("%s", async (_, endpoint) => {
      const stranger = await call(endpoint, null);
      const { headers } = stranger;
      expect([outcome(stranger), headers.get("server-timing")]).toEqual(["401 auth.missing_token", null]);
      expect(await costOfRequest(headers.get("x-request-id") ?? "")).toEqual(nothing);
      const [what, token] = oneOf(tokens, endpoint);
      expect(outcome(await call(endpoint, token)), what).toBe("401 auth.invalid_token");
    });

    it.each(named(endpoints))("%s, whatever is wrong with the token", async (_, endpoint) => {
      const answers = await Promise.all(
        Object.entries(tokens).map(async ([what, token]) => `${what}: ${outcome(await here(endpoint, token))}`),
      );
      expect(answers).toEqual(Object.keys(tokens).map((what) => `${what}: 401 auth.invalid_token`));
    });
  });
}

/** Referrers send their key in a header of its own. Another one's jobs: test/api/referrers.test.ts. */
function refusesOthersThanReferrers(endpoints: Endpoint[]): void {
  describe("whoever has no referrer's key gets 401, before anything of the request is judged", () => {
    let wrong: Record<string, Record<string, string>>;
    beforeAll(async () => {
      const [business, admin, live, revoked] = await Promise.all([
        newBusiness(),
        newPlatformAdmin(),
        newReferrer(),
        newReferrer(),
      ]);
      await admin.api.post(`/platform/referral-keys/${revoked.id}/revoke`);
      const key = (text: string) => ({ "x-tradeengage-signature": text });
      wrong = {
        "no key": {},
        "an owner's token": { authorization: `Bearer ${business.accessToken}` },
        "an owner's token as key": key(business.accessToken),
        "a customer's token": { authorization: `Bearer ${(await newCustomerOf(business)).token}` },
        "an administrator's token": { authorization: `Bearer ${admin.accessToken}` },
        "a referrer's key as token": { authorization: `Bearer ${live.key}` },
        "a revoked key": key(revoked.key),
        "a key cut off": key(live.key.slice(0, -1)),
        "a key with a wrong end": key(`${live.key.slice(0, -8)}00000000`),
        "a key in small letters": key(live.key.toLowerCase()),
        "two keys": key(`${live.key}, ${live.key}`),
        "a text": key("te_open_abc123def456"),
      };
    });

    it.each(named(endpoints))("%s", async (_, endpoint) => {
      for (const [what, headers] of Object.entries(wrong)) {
        const given = garbageFor(endpoint);
        const answer = await call(
          endpoint,
          null,
          { ...given, headers },
          what === "a revoked key" ? fetch : answeredHere,
        );
        expect([answer.status, answer.body], what).toEqual([
          401,
          { error: { code: "UNAUTHORIZED", message: expect.any(String), fields: {} } },
        ]);
        expect(answer.headers.get("server-timing"), what).toBeNull();
      }
    });
  });
}

function permits(guarded: Endpoint[]): void {
  describe("only those with the permission pass, before anything of the request is judged and at no cost", () => {
    let business: Business;
    let other: Business;
    const keys = new Map<string, Promise<string>>();
    /** An API key with these scopes. */
    const keyWith = (scopes: readonly string[]): Promise<string> => {
      const known = keys.get(scopes.join());
      if (known) return known;
      const made = business.api
        .post("/admin/api-keys", { name: "Machine", scopes })
        .then(({ data }) => String(data.key));
      keys.set(scopes.join(), made);
      return made;
    };
    const tokenWith = (extra: readonly string[]) => tokenAs(business, [], 1, 0, extra);
    const allBut = (permission: string) => permissions.filter((name) => name !== permission);
    beforeAll(async () => {
      [business, other] = await Promise.all([newBusiness(), newBusiness()]);
      await business.api.get("/admin/items"); // the directory's row is in the isolate from here on
    });

    it.each(named(guarded))("%s", async (_, endpoint) => {
      const { permission } = endpoint;
      if (permission === "self") {
        expect(outcome(await call(endpoint, await keyWith(permissions)))).toBe("403 auth.users_only");
        const passes = await call(endpoint, await tokenWith([]), garbageFor(endpoint));
        expect([401, 403, 500]).not.toContain(passes.status);
        return;
      }
      const lacks = await call(endpoint, await tokenWith(allBut(String(permission))), garbageFor(endpoint));
      expect([outcome(lacks), costOf(lacks)]).toEqual(["403 auth.permission_missing", nothing]);
      const has = await call(endpoint, await tokenWith([String(permission)]), garbageFor(endpoint));
      expect([401, 403, 500]).not.toContain(has.status);
    });

    it.each(named(guarded))("%s, whatever the role", async (_, endpoint) => {
      for (const role of [...Object.keys(roles), "no-such-role", "__proto__"]) {
        const answer = await here(endpoint, await tokenAs(business, [role], 1));
        const may = endpoint.permission === "self" || permissionsOf([role]).has(endpoint.permission as never);
        expect(`${role}: ${answer.status}`).toBe(`${role}: ${may ? 400 : 403}`);
        if (!may) expect(outcome(answer)).toBe("403 auth.permission_missing");
      }
    });

    it.each(named(guarded))("%s, whatever the scopes of a key", async (_, endpoint) => {
      const { permission } = endpoint;
      if (permission === "self")
        return expect(outcome(await here(endpoint, await keyWith(permissions)))).toBe("403 auth.users_only");
      const lacks = await here(endpoint, await keyWith(allBut(String(permission))));
      expect(outcome(lacks)).toBe("403 auth.permission_missing");
      expect((await here(endpoint, await keyWith([String(permission)]))).status).toBe(400);
    });

    it.each(named(guarded))("%s: with the X-Tenant-Id of another business it is 403", async (_, endpoint) => {
      const answer = await call(endpoint, business.accessToken, { headers: { "x-tenant-id": other.tenantId } });
      expect(outcome(answer)).toBe("403 auth.tenant_mismatch");
    });
  });
}

/** `tripless`: endpoints that make no D1 trip learn of the end of a session by a message to the board (architecture.md 9). */
function endsAtOnce(guarded: Endpoint[], tripless: string[]): void {
  const checked = guarded.filter(({ operationId }) => !tripless.includes(operationId));
  describe("the access token dies at once", () => {
    it.each([
      [
        "when its session is ended",
        "update sessions set ended_at = created_at where tenant_id = ?",
        "401 auth.session_ended",
      ],
      [
        "when the business is suspended",
        "update tenant_state set state = 'suspended' where tenant_id = ?",
        "403 tenant.suspended",
      ],
      [
        "when the business has moved to another shard",
        "update tenant_state set state = 'moved' where tenant_id = ?",
        "503 tenant.moving",
      ],
    ])("%s", async (_, statement, expected) => {
      const business = await newBusiness();
      await sql(business.shard, statement, business.tenantId);
      const token = await tokenAs(business, ["owner"], 1);
      for (const endpoint of checked) {
        const answer = await call(endpoint, token, { body: exampleBody(endpoint) });
        expect(`${nameOf(endpoint)}: ${outcome(answer)}`).toBe(`${nameOf(endpoint)}: ${expected}`);
      }
    });
  });
}

/** What cannot be the id of anything. */
const NO_IDS = ["0", "-1", "9007199254740992", "1e3", "1.0", " 1", "%00", randomUUID(), "null"];

function keepsApart(guarded: Endpoint[], ofDomain: string[]): void {
  const withParams = guarded.filter((endpoint) => endpoint.path.includes("{"));
  const withIdsInBody = guarded.filter((endpoint) => idPaths(endpoint.body).length > 0);
  const shown = guarded.filter((endpoint) => endpoint.method === "get" && !isStream(endpoint));
  const mark = `b${randomUUID().slice(0, 8)}`;

  describe("with two businesses on their own", () => {
    let mine: World;
    let theirs: World;
    let before: string;
    let token: string;
    beforeAll(async () => {
      const [a, b] = await Promise.all([newBusiness(), newBusiness(mark)]);
      const kinds = new Set(["technician", ...ofDomain, ...kindsOf(guarded)]);
      [mine, theirs] = await Promise.all([furnish(a, "own", kinds), furnish(b, mark, kinds)]);
      await quiet(b); // its queues and cursors come to rest
      before = await rowsOf(b);
      token = await tokenAs(a, ["owner"], Number(mine.ids.technician));
    });

    const paramsOf = (endpoint: Endpoint, foreign: string | null) =>
      Object.fromEntries(
        paramNames(endpoint).map((name) => [
          name,
          (name === foreign ? theirs : mine).ids[kindOf(endpoint.path, name)] ?? "",
        ]),
      );
    const ownBody = (endpoint: Endpoint) => {
      const body = exampleBody(endpoint);
      for (const path of idPaths(endpoint.body)) if (body) put(body, path, mine.ids[kindOf("", path.at(-1) ?? "")]);
      return body;
    };

    it.each(named(withParams))("%s: another business' id in the path is 404", async (_, endpoint) => {
      for (const name of paramNames(endpoint)) {
        const answer = await call(endpoint, token, { params: paramsOf(endpoint, name), body: ownBody(endpoint) });
        expect(answer.status, answer.text).toBe(404);
        expect(answer.text).not.toContain(mark);
      }
    });

    it.each(named(withIdsInBody))(
      "%s: another business' id in the body is 404 and names the field",
      async (_, endpoint) => {
        for (const path of within(exampleBody(endpoint) ?? {}, idPaths(endpoint.body))) {
          const body = ownBody(endpoint);
          if (body) put(body, path, theirs.ids[kindOf("", path.at(-1) ?? "")]);
          const answer = await call(endpoint, token, { params: paramsOf(endpoint, null), body });
          expect([answer.status, Object.keys(answer.error.fields)], answer.text).toEqual([404, [path.join(".")]]);
          expect(answer.text).not.toContain(mark);
        }
      },
    );

    it.each(named(shown))("%s: shows nothing of another business, whatever the filter", async (_, endpoint) => {
      const filters = filtersOf(endpoint).map(({ name, kind }) => `${name}=${theirs.ids[kind]}`);
      for (const query of ["", ...filters]) {
        const answer = await call(endpoint, token, { params: paramsOf(endpoint, null), query });
        expect(answer.text).not.toContain(mark);
        if (query && answer.status < 400) expect(answer.data?.items ?? [], query).toEqual([]);
      }
    });

    it.each(named(withParams))("%s: an id that cannot be one is 400 or 404", async (_, endpoint) => {
      for (const id of NO_IDS)
        for (const name of paramNames(endpoint)) {
          const params = { ...paramsOf(endpoint, null), [name]: id };
          const given = { params, body: ownBody(endpoint) };
          // what the path's schema refuses goes no further than the app; a text that may be an id is looked for
          const isRefused = endpoint.params?.safeParse(params).success === false;
          const answer = await call(endpoint, token, given, isRefused ? answeredHere : fetch);
          expect([400, 404], `${name}=${id}: ${answer.text}`).toContain(answer.status);
          if (isRefused) expect(costHere(answer)?.trips, `${name}=${id}`).toBe(0);
        }
    });

    // after all the others
    it("has left every row of the other business as it was, and no sign of it in the caller's", {
      concurrent: false,
    }, async () => {
      expect(await rowsOf(theirs.business)).toBe(before);
      expect(await rowsOf(mine.business)).not.toContain(mark);
      expect(before).toContain(mark);
    });
  });
}
