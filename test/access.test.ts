import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "#/http/endpoint.ts";
import { permissionsOf, roles } from "#/kernel/permissions.ts";
import { sql } from "./support/back-door.ts";
import { type Business, client, eventually, newBusiness } from "./support/client.ts";
import { mountedEndpoints } from "./support/endpoints.ts";
import { call, exampleBody, idPaths, isStream, manyBusinesses, paramNames, put } from "./support/generated.ts";
import { forgedPlatformTokens, newPlatformAdmin } from "./support/platform.ts";
import { forgedTokens, tokenAs } from "./support/tokens.ts";
import { furnish, kindOfParam, rowsOf, type World } from "./support/world.ts";

// Generated from the mount table: an endpoint is covered the moment it is mounted.

/** Who may be called by strangers, and why. A public endpoint that is not listed here fails. */
const publicEndpoints: Record<string, string> = {
  getHealth: "load balancers and monitors know no password",
  resolveTenant: "first step of signing in",
  getLogo: "pages to sign in on and mails show it",
  listKeptMails: "only on a developer's machine; production has nothing there",
  registerBusiness: "a new customer has no account yet",
  logIn: "proves who the caller is",
  refreshAccess: "proves it by the refresh token",
  logInWithGoogle: "proves it by an id_token of Google's",
  logInWithApple: "proves it by an id_token of Apple's",
  logInWithMicrosoft: "proves it by an id_token of Microsoft's",
  registerWithGoogle: "a new customer has no account yet",
  registerWithApple: "a new customer has no account yet",
  registerWithMicrosoft: "a new customer has no account yet",
  logInPlatformAdmin: "proves who the caller is",
  verifyMfa: "proves it by the challenge of a log-in and a code",
  mailMfaCode: "proves it by the challenge of a log-in",
  mailPasswordLink: "who forgot his password cannot sign in to say so",
  resetPassword: "proves it by the link that was mailed to him",
  acceptInvitation: "proves it by the link that was mailed to him",
};

const endpoints = await mountedEndpoints();
const ofPlatform = endpoints.filter((endpoint) => endpoint.permission === "platform");
const guarded = endpoints.filter(({ permission }) => permission !== "public" && permission !== "platform");
const withParams = guarded.filter((endpoint) => endpoint.path.includes("{"));
const each = (list: Endpoint[]) =>
  list.map((endpoint) => [`${endpoint.method.toUpperCase()} ${endpoint.path}`, endpoint] as const);
const everyone = Object.keys(roles);
const outcome = ({ status, error }: { status: number; error?: { reason: string } }) => `${status} ${error?.reason}`;

it("lets strangers call the listed endpoints and no others", () => {
  const open = endpoints.filter((endpoint) => endpoint.permission === "public").map(({ operationId }) => operationId);
  expect(open.toSorted()).toEqual(Object.keys(publicEndpoints).toSorted());
});

describe("a stranger, or a token that is not a valid access token of ours, gets 401", () => {
  let forged: Record<string, string>;
  beforeAll(async () => {
    forged = await forgedTokens(await newBusiness());
  });
  it.each(each(guarded))("%s", async (_, endpoint) => {
    expect(outcome(await call(endpoint, null))).toBe("401 auth.missing_token");
    const answers = await Promise.all(
      Object.entries(forged).map(async ([what, token]) => `${what}: ${outcome(await call(endpoint, token))}`),
    );
    expect(answers).toEqual(Object.keys(forged).map((what) => `${what}: 401 auth.invalid_token`));
  });
});

describe("what is for platform administrators opens to nobody else", () => {
  let tokens: Record<string, string>;
  beforeAll(async () => {
    const business = await newBusiness();
    const key = await business.api.post("/admin/api-keys", { name: "machine", scopes: ["sales:read"] });
    const { accessToken: owner } = business;
    tokens = {
      owner,
      "an API key": key.data.key,
      ...(await forgedTokens(business)),
      ...(await forgedPlatformTokens()),
    };
  });
  it.each(each(ofPlatform))("%s", async (_, endpoint) => {
    expect(outcome(await call(endpoint, null))).toBe("401 auth.missing_token");
    const answers = await Promise.all(
      Object.entries(tokens).map(async ([what, token]) => `${what}: ${outcome(await call(endpoint, token))}`),
    );
    expect(answers).toEqual(Object.keys(tokens).map((what) => `${what}: 401 auth.invalid_token`));
  });
});

describe("a platform administrator opens no business", () => {
  let token: string;
  beforeAll(async () => {
    token = (await newPlatformAdmin()).accessToken;
  });
  it.each(each(guarded))("%s", async (_, endpoint) => {
    expect(outcome(await call(endpoint, token))).toBe("401 auth.invalid_token");
  });
});

describe("a role passes exactly where it has the permission, before anything of the request is judged", () => {
  const someBusiness = manyBusinesses();
  const garbage = { params: { id: "no-id" }, query: "no_such_filter=1", body: "{not json" };
  it.each(each(guarded))("%s", async (_, endpoint) => {
    for (const role of [...everyone, "no-such-role", "__proto__"]) {
      const token = await tokenAs(await someBusiness(), [role], 1);
      const answer = await call(endpoint, token, {
        ...garbage,
        ...(endpoint.method === "get" && { body: undefined }),
      });
      const may = endpoint.permission === "self" || permissionsOf([role]).has(endpoint.permission as never);
      if (may) expect([401, 403, 500], `${role} may`).not.toContain(answer.status);
      else expect(`${role}: ${outcome(answer)}`).toBe(`${role}: 403 auth.permission_missing`);
    }
  });
});

describe("a token of one business with the X-Tenant-Id of another gets 403", () => {
  const someBusiness = manyBusinesses();
  it.each(each(guarded))("%s", async (_, endpoint) => {
    const [mine, other] = await Promise.all([someBusiness(), newBusinessOnce()]);
    const answer = await call(endpoint, mine.accessToken, { headers: { "x-tenant-id": other.tenantId } });
    expect(outcome(answer)).toBe("403 auth.tenant_mismatch");
  });
});

let shared: Promise<Business> | undefined;
const newBusinessOnce = (): Promise<Business> => {
  shared ??= newBusiness();
  return shared;
};

describe("the access token dies at once", () => {
  // endpoints that make no D1 trip learn of the end of a session by a message to the board (architecture.md 9)
  const tripless = new Set(["reportPosition"]);
  const checked = guarded.filter(({ operationId }) => !tripless.has(operationId));
  const ways: [string, string, string][] = [
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
  ];
  it.each(ways)("%s", async (_, statement, expected) => {
    const business = await newBusiness();
    await sql(business.shard, statement, business.tenantId);
    const token = await tokenAs(business, ["owner"], 1);
    for (const endpoint of checked) {
      const answer = await call(endpoint, token, { body: exampleBody(endpoint) });
      expect(`${endpoint.operationId}: ${outcome(answer)}`).toBe(`${endpoint.operationId}: ${expected}`);
    }
  });
});

describe("with two businesses on their own", () => {
  const mark = `b${randomUUID().slice(0, 8)}`;
  let [a, b]: Business[] = [];
  let mine: World;
  let theirs: World;
  let before: string;
  let token: string;

  beforeAll(async () => {
    [a, b] = await Promise.all([newBusiness(), newBusiness(mark)]);
    if (!a || !b) throw new Error("no businesses");
    [mine, theirs] = await Promise.all([furnish(a, "own"), furnish(b, mark)]);
    before = await settledRows(b);
    token = await tokenAs(a, ["owner"], Number(mine.technician));
  });

  /** Queues and cursors of a new business come to rest first. */
  const settledRows = async (business: Business): Promise<string> => {
    let last = "";
    return await eventually(async () => {
      const now = await rowsOf(business);
      const same = now === last;
      last = now;
      if (!same) await new Promise((resolve) => setTimeout(resolve, 300));
      return same && now;
    }, "rows at rest");
  };

  const paramsOf = (endpoint: Endpoint, foreign: string | null) =>
    Object.fromEntries(
      paramNames(endpoint).map((name) => [
        name,
        (name === foreign ? theirs : mine)[kindOfParam(endpoint.path, name)] ?? "",
      ]),
    );
  const ownBody = (endpoint: Endpoint) => {
    const body = exampleBody(endpoint);
    for (const path of idPaths(endpoint.body)) {
      const own = mine[kindOfParam("", path.at(-1) ?? "")];
      if (body && own !== undefined) put(body, path, own);
    }
    return body;
  };

  it.each(each(withParams))("%s: another business' id in the path is 404", async (_, endpoint) => {
    for (const name of paramNames(endpoint)) {
      const answer = await call(endpoint, token, { params: paramsOf(endpoint, name), body: ownBody(endpoint) });
      expect(answer.status, answer.text).toBe(404);
      expect(answer.text).not.toContain(mark);
    }
  });

  const withIdsInBody = guarded.filter((endpoint) => idPaths(endpoint.body).length > 0);
  it.each(each(withIdsInBody))(
    "%s: another business' id in the body is 404 and names the field",
    async (_, endpoint) => {
      for (const path of idPaths(endpoint.body)) {
        const body = ownBody(endpoint);
        if (body) put(body, path, theirs[kindOfParam("", path.at(-1) ?? "")]);
        const answer = await call(endpoint, token, { params: paramsOf(endpoint, null), body });
        expect([answer.status, Object.keys(answer.error.fields)], answer.text).toEqual([404, [path.join(".")]]);
        expect(answer.text).not.toContain(mark);
      }
    },
  );

  const gets = guarded.filter((endpoint) => endpoint.method === "get" && !isStream(endpoint));
  it.each(each(gets))("%s: shows nothing of another business, whatever the filter", async (_, endpoint) => {
    const filters = idPaths(endpoint.query).map(([name = ""]) => `${name}=${theirs[kindOfParam("", name)]}`);
    for (const query of ["", ...filters]) {
      const answer = await call(endpoint, token, { params: paramsOf(endpoint, null), query });
      expect(answer.text).not.toContain(mark);
      if (query && answer.status < 400) expect(answer.data?.items ?? [], query).toEqual([]);
    }
  });

  it.each(each(withParams))("%s: an id that cannot be one is 400 or 404", async (_, endpoint) => {
    for (const id of ["0", "-1", "9007199254740992", "1e3", "1.0", " 1", "%00", randomUUID(), "null"])
      for (const name of paramNames(endpoint)) {
        const params = { ...paramsOf(endpoint, null), [name]: id };
        const answer = await call(endpoint, await nextToken(), { params, body: ownBody(endpoint) });
        expect([400, 404], `${name}=${id}: ${answer.text}`).toContain(answer.status);
      }
  });
  const someBusiness = manyBusinesses();
  const nextToken = async () => await tokenAs(await someBusiness(), ["owner"], 1);

  it("has left every row of the other business as it was", async () => {
    if (b) expect(await rowsOf(b)).toBe(before);
  });

  it("has made no sign of the other business appear in the own rows", async () => {
    if (a) expect(await rowsOf(a)).not.toContain(mark);
  });
});

it("keeps one business' idempotency keys apart from another's", async () => {
  const [one, two] = await Promise.all([newBusiness(), newBusiness()]);
  const key = { "idempotency-key": randomUUID() };
  const item = { name: "Filter", sku: "F-1", list_price_cents: 1 };
  const first = await one.api.post("/admin/items", item, key);
  const second = await two.api.post("/admin/items", item, key);
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.headers.get("idempotent-replayed")).toBeNull();
});

it("answers an unknown path below every area in the envelope, to strangers too", async () => {
  for (const path of ["/nothing", "/admin/nothing", "/sales/1/nothing", "/admin/technicians/1/2/3", "/__proto__"]) {
    const answer = await client().get(path);
    expect(outcome(answer)).toBe("404 request.no_such_path");
  }
});
