import { createHash, createPrivateKey, createPublicKey, sign as createSignature, randomUUID } from "node:crypto";
import { decodeJwt, type JWK, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signStaffToken } from "#/kernel/tokens.ts";
import { batch, callObject, cron, evict, sql } from "../support/back-door.ts";
import {
  type Answer,
  type Api,
  type Business,
  client,
  eventually,
  newBusiness,
  newTechnician,
  quiet,
  signIn,
} from "../support/client.ts";
import { envOf } from "../support/deadly.ts";
import { answeredWith } from "../support/in-process.ts";
import { type Issuer, newAccount, newKey, openIssuer } from "../support/issuer.ts";
import { mailTo } from "../support/mails.ts";
import { CLIENT_IDS, ssoVars } from "../support/relay.ts";
import { testSecrets } from "../support/settings.ts";
import { testWorker } from "../support/test-worker.ts";

let google: Issuer;
let apple: Issuer;
let microsoft: Issuer;
beforeAll(async () => {
  [google, apple, microsoft] = await Promise.all([openIssuer("google"), openIssuer("apple"), openIssuer("microsoft")]);
});
afterAll(async () => {
  await Promise.all([google, apple, microsoft].map((issuer) => issuer.close()));
});

const outcome = ({ status, error }: Answer) => `${status}${error ? ` ${error.reason}` : ""}`;
const now = () => Math.floor(Date.now() / 1000);

const logIn = (provider: string, { tenantId }: Pick<Business, "tenantId">, id_token: string, more = {}) =>
  client({ "x-tenant-id": tenantId }).post(`/auth/sso/${provider}`, { id_token, ...more });
const link = (api: Api, provider: string, id_token: string, more = {}) =>
  api.post(`/auth/sso/${provider}/link`, { id_token, ...more });
const unlink = (api: Api, provider: string) => api.request("DELETE", `/auth/sso/${provider}`);
const register = (provider: string, id_token: string, more = {}) =>
  client().post(`/auth/sso/${provider}/register`, { id_token, company_name: `Sign-on ${randomUUID()}`, ...more });

/** Somebody who signs in with Google and has no password. */
async function newGoogler() {
  const account = newAccount();
  const { data, status, text } = await register("google", await google.logIn(account));
  expect(status, text).toBe(201);
  const [row] = await sql<{ shard: string }>("CONTROL", "select shard from tenants where id = ?", data.tenant_id);
  const api = client({ authorization: `Bearer ${data.access_token}` });
  return { account, api, data, tenantId: String(data.tenant_id), shard: row?.shard ?? "" };
}

/** Links with a token that is about to expire; on a busy machine it may have expired on the way, and the next one lives longer. */
async function linkedJustInTime(api: Api, key: Record<string, string>) {
  for (let seconds = 1; ; seconds *= 2) {
    const id_token = await google.sign({ iat: now() - 300, exp: now() - 60 + seconds }); // a minute of leeway
    const first = await api.post("/auth/sso/google/link", { id_token }, key);
    if (first.status === 200) return { first, id_token };
    expect(first.error.message).toMatch(/has expired/);
  }
}

const set = ({ shard, tenantId }: Pick<Business, "shard" | "tenantId">, settings: Record<string, unknown>) =>
  sql(
    shard,
    `insert into organizations (tenant_id, settings, created_at, updated_at, version) values (?1, ?2, '', '', 1)
     on conflict do update set settings = excluded.settings`,
    tenantId,
    JSON.stringify(settings),
  );

describe("an account at a provider", () => {
  it("signs its user in once they have linked it, in the business that header or code name", async () => {
    const business = await newBusiness();
    const account = newAccount();
    const token = await google.logIn(account);
    expect(outcome(await logIn("google", business, token))).toBe("401 sso.not_linked");

    const linked = await link(business.api, "google", token);
    expect([linked.status, linked.data.items]).toMatchObject([200, [{ provider: "google", email: account.email }]]);
    expect((await business.api.get("/auth/sso")).data).toEqual(linked.data);

    const { data } = await logIn("google", business, await google.logIn(account));
    expect(data).toMatchObject({ token_type: "Bearer", user: { id: 1, username: business.username, is_admin: true } });
    const api = client({ authorization: `Bearer ${data.access_token}`, "x-tenant-id": business.tenantId });
    expect((await api.get("/admin/items")).status).toBe(200);
    const refreshed = await client({ "x-tenant-id": business.tenantId }).post("/auth/refresh", {
      refresh_token: data.refresh_token,
    });
    expect(refreshed.status).toBe(200);

    const byCode = async (business_code: string) =>
      client().post("/auth/sso/google", { id_token: await google.logIn(account), business_code });
    expect((await byCode(` ${business.code.toLowerCase()}`)).data.user.username).toBe(business.username);
    expect(outcome(await byCode("NO-SUCH-CODE"))).toBe("401 sso.not_linked");
  });

  it("means nothing to another business, nor to one that does not exist", async () => {
    const [mine, other] = await Promise.all([newBusiness(), newBusiness()]);
    const sub = randomUUID();
    await link(mine.api, "google", await google.sign({ sub }));
    const token = await google.sign({ sub });
    for (const tenantId of [other.tenantId, randomUUID(), "no-id"])
      expect(outcome(await logIn("google", { tenantId }, token))).toBe("401 sso.not_linked");
    expect((await link(other.api, "google", token)).status, "one person may work for two").toBe(200);
  });

  it("is told by mail when it is linked, and when it is unlinked", async () => {
    const { api } = await newBusiness();
    const email = `${randomUUID()}@example.com`;
    expect((await api.patch("/admin/users/1", { email })).status).toBe(200);
    expect((await link(api, "google", await google.logIn(newAccount()))).status).toBe(200);
    expect((await mailTo(email, /Google account can now sign in/)).text).toContain("linked");
    expect((await unlink(api, "google")).status).toBe(200);
    expect((await mailTo(email, /Google account can no longer sign in/)).text).toContain("unlinked");
  });

  it("is linked once for a repeated request, even if its token has expired meanwhile", async () => {
    const [{ api }, other] = await Promise.all([newBusiness(), newBusiness()]);
    const key = { "idempotency-key": randomUUID() };
    const { first, id_token } = await linkedJustInTime(api, key);
    await eventually(
      async () => /has expired/.test((await logIn("google", other, id_token)).error.message),
      "the token expires",
    );
    const again = await api.post("/auth/sso/google/link", { id_token }, key);
    expect([first.status, again.status, again.text]).toEqual([200, 200, first.text]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  });

  it("belongs to one user of a business, and a user has one of each provider", async () => {
    const business = await newBusiness();
    const { api: technician } = await newTechnician(business, true);
    const sub = randomUUID();
    expect(outcome(await link(business.api, "google", await google.sign({ sub })))).toBe("200");
    const taken = await link(technician, "google", await google.sign({ sub }));
    expect(outcome(taken)).toBe("409 sso.identity_taken");
    expect(outcome(await link(business.api, "google", await google.sign({})))).toBe("409 sso.provider_linked");
    const race = await Promise.all([1, 2, 3].map(async () => link(technician, "google", await google.sign({}))));
    expect(race.map(outcome).toSorted()).toEqual(["200", "409 sso.provider_linked", "409 sso.provider_linked"]);
  });

  it("signs nobody in who was deactivated, and nobody into a suspended business", async () => {
    const business = await newBusiness();
    const token = await google.sign({});
    await link(business.api, "google", token);
    await sql(business.shard, "update users set status = 'deactivated' where tenant_id = ?", business.tenantId);
    expect(outcome(await logIn("google", business, token))).toBe("401 sso.not_linked");
    await sql(business.shard, "update tenant_state set state = 'suspended' where tenant_id = ?", business.tenantId);
    expect(outcome(await logIn("google", business, token))).toBe("403 tenant.suspended");
  });

  it("does not get around a second factor", async () => {
    const business = await newBusiness();
    const sub = randomUUID();
    await link(business.api, "google", await google.sign({ sub }));
    await set(business, { mfa_required_roles: ["owner"] });
    const first = await logIn("google", business, await google.sign({ sub }));
    expect(first.data).toEqual({ mfa_enrollment_required: true, mfa_challenge_token: expect.any(String) });
    await sql(business.shard, "update users set mfa_enabled_at = created_at where tenant_id = ?", business.tenantId);
    const second = await logIn("google", business, await google.sign({ sub }));
    expect(second.data).toEqual({ mfa_required: true, mfa_challenge_token: expect.any(String) });
  });

  it("is linked and unlinked only within ten minutes of a log-in", async () => {
    const business = await newBusiness();
    const stale = await signStaffToken(testSecrets, {
      tenantId: business.tenantId,
      userId: 1,
      sessionId: String(decodeJwt(business.accessToken).sid),
      technicianId: null,
      roles: ["owner"],
      authTime: now() - 601,
    });
    const api = client({ authorization: `Bearer ${stale}` });
    for (const answer of [await link(api, "google", await google.sign({})), await unlink(api, "google")])
      expect(outcome(answer)).toBe("403 auth.reauthentication_required");
    expect((await api.get("/auth/sso")).data.items).toEqual([]);
  });
});

describe("an id_token is accepted once", () => {
  const USED = "401 sso.invalid_token";
  const isUsed = (answer: Answer) => {
    expect(outcome(answer)).toBe(USED);
    expect(answer.error.fields.id_token).toMatch(/accepted before/);
  };
  /** Somebody who is linked in a business, with a new token of theirs. */
  async function linked() {
    const [business, sub] = [await newBusiness(), randomUUID()];
    expect((await link(business.api, "google", await google.sign({ sub }))).status).toBe(200);
    return { business, sub, token: await google.sign({ sub }) };
  }

  it("to sign in, and then for nothing else, nowhere", async () => {
    const { business, sub, token } = await linked();
    const other = await newBusiness();
    await link(other.api, "google", await google.sign({ sub }));
    expect(outcome(await logIn("google", business, token))).toBe("200");
    isUsed(await logIn("google", business, token));
    isUsed(await logIn("google", other, token));
    isUsed(await register("google", token));
    isUsed(await link((await newBusiness()).api, "google", token));
    expect(outcome(await logIn("google", business, await google.sign({ sub })))).toBe("200");
  });

  it("to link, and to register", async () => {
    const business = await newBusiness();
    const sub = randomUUID();
    const [first, second] = [await google.sign({ sub }), await google.sign({ sub })];
    await link(business.api, "google", first);
    isUsed(await logIn("google", business, first));
    const { data } = await register("google", second);
    isUsed(await logIn("google", { tenantId: data.tenant_id }, second));
    isUsed(await register("google", second));
  });

  it("however its signature is written", async () => {
    const { business, token } = await linked();
    expect(outcome(await logIn("google", business, token))).toBe("200");
    // two bits of the last character are not used (256 bytes), so four characters mean the same
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const last = alphabet.indexOf(token.at(-1) ?? "");
    const twins = [0, 1, 2, 3].map((bits) => token.slice(0, -1) + (alphabet[(last & 60) | bits] ?? ""));
    expect(twins).toContain(token);
    for (const twin of twins) expect(outcome(await logIn("google", business, twin))).toBe(USED);
  });

  it("of many that come at once", async () => {
    const { business, token } = await linked();
    const answers = await Promise.all(Array.from({ length: 6 }, () => logIn("google", business, token)));
    expect(answers.map(outcome).toSorted()).toEqual(["200", ...Array(5).fill(USED)]);
  });

  it("and under one Idempotency-Key it gets the same answer again", async () => {
    const { business, token } = await linked();
    const api = client({ "x-tenant-id": business.tenantId, "idempotency-key": randomUUID() });
    const first = await api.post("/auth/sso/google", { id_token: token });
    const again = await api.post("/auth/sso/google", { id_token: token });
    expect([first.status, again.status, again.text]).toEqual([200, 200, first.text]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  });

  it("and is good again where what it was for failed", async () => {
    const { business, token } = await linked();
    const { api: technician } = await newTechnician(business, true);
    expect(outcome(await link(technician, "google", token))).toBe("409 sso.identity_taken");
    expect(outcome(await logIn("google", business, token))).toBe("200");
  });

  it("until it expires: nothing is remembered for longer", async () => {
    const { business, sub } = await linked();
    const exp = now() + 100;
    const token = await google.sign({ sub, exp });
    await logIn("google", business, token);
    const name = `id_token ${createHash("sha256").update(token.split(".").slice(0, 2).join(".")).digest("hex")}`;
    await evict("AUTH_LIMITER", name);
    isUsed(await logIn("google", business, token));
    const { resetAt } = (await callObject("AUTH_LIMITER", name, "hit", 1000)) as { resetAt: number };
    const late = resetAt - (exp + 60) * 1000; // the object counts from when it is asked
    expect(late >= 0 && late < 60_000, `${late} ms`).toBe(true);
  });
});

describe("a log-in that names no business", () => {
  const logInNowhere = async (sub: string) =>
    client().post("/auth/sso/google", { id_token: await google.sign({ sub }) });
  const listed = async (sub: string) =>
    (await sql<{ tenant_id: string }>("CONTROL", "select tenant_id from identity_listings where subject = ?", sub)).map(
      (row) => row.tenant_id,
    );
  async function linkedIn(...businesses: Business[]): Promise<string> {
    const sub = randomUUID();
    for (const { api } of businesses) await link(api, "google", await google.sign({ sub }));
    await eventually(async () => (await listed(sub)).length === businesses.length, "the identity is listed");
    return sub;
  }

  it("finds the one in which the account is linked, as in the reference's sample", async () => {
    const business = await newBusiness();
    const { data } = await logInNowhere(await linkedIn(business));
    expect(data.user.username).toBe(business.username);
    const api = client({ authorization: `Bearer ${data.access_token}` });
    expect((await api.get("/auth/me")).data.tenant_id).toBe(business.tenantId);
    const { tenantId, account } = await newGoogler();
    await eventually(async () => (await listed(account.sub)).length === 1, "the owner's identity is listed");
    const owner = await client().post("/auth/sso/google", { id_token: await google.logIn(account) });
    expect(decodeJwt(owner.data.access_token).tid).toBe(tenantId);
  });

  it("asks for the business where there are several, and not once only one is left", async () => {
    const [one, two] = [await newBusiness(), await newBusiness()];
    const sub = await linkedIn(one, two);
    const several = await logInNowhere(sub);
    expect([outcome(several), Object.keys(several.error.fields)]).toEqual([
      "400 sso.business_missing",
      ["business_code"],
    ]);
    expect(outcome(await logIn("google", one, await google.sign({ sub })))).toBe("200");
    await unlink(one.api, "google");
    await eventually(async () => (await listed(sub)).join() === two.tenantId, "the unlinked one is taken off the list");
    expect((await logInNowhere(sub)).data.user.username).toBe(two.username);
    await sql(two.shard, "update tenant_state set state = 'suspended' where tenant_id = ?", two.tenantId);
    expect(outcome(await logInNowhere(sub))).toBe("403 tenant.suspended");
  });

  it("is refused where the account is linked nowhere, or is nobody's", async () => {
    expect(outcome(await logInNowhere(randomUUID()))).toBe("401 sso.not_linked");
    const business = await newBusiness();
    const sub = await linkedIn(business);
    await unlink(business.api, "google");
    expect(outcome(await logInNowhere(sub))).toBe("401 sso.not_linked");
    expect(outcome(await client().post("/auth/sso/google", { id_token: "eyJ..." }))).toBe("401 sso.invalid_token");
  });

  it("stays possible when an account is unlinked and linked again", async () => {
    const business = await newBusiness();
    const sub = await linkedIn(business);
    await unlink(business.api, "google");
    expect(outcome(await link(business.api, "google", await google.sign({ sub })))).toBe("200");
    await quiet(business);
    expect((await logInNowhere(sub)).data.user.username).toBe(business.username);
  });

  // runs a job over all businesses
  it("works for links from before there was a list, once the job has run", { concurrent: false }, async () => {
    const business = await newBusiness();
    const sub = await linkedIn(business);
    await quiet(business);
    // a link that another test makes at this moment lists this one too
    await eventually(async () => {
      await sql("CONTROL", "delete from identity_listings where subject = ?", sub);
      await sql(business.shard, "update sso_identities set listed_at = null where tenant_id = ?", business.tenantId);
      return outcome(await logInNowhere(sub)) === "401 sso.not_linked";
    }, "the identity is on no list");
    await cron("17 * * * *");
    expect((await logInNowhere(sub)).data.user.username).toBe(business.username);
    await cron("17 * * * *");
    expect(await listed(sub)).toEqual([business.tenantId]);
  });
});

describe("a business opened with a provider's account", () => {
  it("has an owner who signs in by it, and by no password at all", async () => {
    const { account, data, tenantId, shard } = await newGoogler();
    expect(data.user).toMatchObject({ id: 1, username: account.email, name: "Gina Googler", roles: ["owner"] });
    expect((await logIn("google", { tenantId }, await google.logIn(account))).data.user).toEqual(data.user);
    for (const password of ["", " ", "securePassword123!"]) {
      const answer = await client({ "x-tenant-id": tenantId }).post("/auth/login", {
        username: account.email,
        password,
      });
      expect(outcome(answer)).toBe("401 auth.wrong_credentials");
    }
    const [user] = await sql(shard, "select * from users where tenant_id = ?", tenantId);
    expect(user).toMatchObject({ email: account.email, email_verified_at: expect.any(String), password_hash: "" });
  });

  it("takes the names that its owner gives, and does without an e-mail address", async () => {
    const named = { username: "jane", first_name: "Jane", last_name: "Smith" };
    const { data } = await register("google", await google.sign({}), named);
    expect(data.user).toMatchObject({ username: "jane", name: "Jane Smith" });
    const unnamed = await register("google", await google.sign({}));
    expect(unnamed.data.user).toMatchObject({ username: "owner", name: "owner" });
  });

  it("refuses to be left without a way in, even if two are taken away at the same moment", async () => {
    const { api } = await newGoogler();
    expect(outcome(await unlink(api, "google"))).toBe("409 sso.last_way_in");
    expect(outcome(await link(api, "apple", await apple.sign({})))).toBe("200");
    const both = await Promise.all([unlink(api, "google"), unlink(api, "apple")]);
    expect(both.map(({ status }) => String(status)).toSorted()).toEqual(["200", "409"]);
    expect((await api.get("/auth/sso")).data.items).toHaveLength(1);
  });
});

it("an owner with a password may unlink their account, which then signs nobody in", async () => {
  const business = await newBusiness();
  const token = await google.sign({});
  expect(outcome(await unlink(business.api, "google"))).toBe("409 sso.nothing_to_unlink");
  await link(business.api, "google", token);
  expect((await unlink(business.api, "google")).data).toEqual({ items: [] });
  expect(outcome(await logIn("google", business, token))).toBe("401 sso.not_linked");
  const log = await sql<{ action: string }>(
    business.shard,
    "select action from audit_log where tenant_id = ? and entity = 'user' order by id",
    business.tenantId,
  );
  expect(log.map(({ action }) => action)).toEqual(["link_identity", "unlink_identity"]);
});

it("whoever registers with somebody else's address does not share an account with its owner", async () => {
  const victim = newAccount();
  const attacked = await newBusiness();
  await sql(attacked.shard, "update users set email = ? where tenant_id = ?", victim.email, attacked.tenantId);
  const token = await google.logIn(victim);
  expect(outcome(await logIn("google", attacked, token))).toBe("401 sso.not_linked");

  const own = await register("google", token);
  expect([own.status, own.data.tenant_id === attacked.tenantId]).toEqual([201, false]);
  expect((await attacked.api.get("/auth/sso")).data.items).toEqual([]);
  const back = await signIn(attacked, attacked.username);
  expect((await back.get("/auth/sso")).data.items).toEqual([]);
});

describe("an id_token is refused", () => {
  let business: Business;
  const sub = "1234567890";
  beforeAll(async () => {
    business = await newBusiness();
    expect((await link(business.api, "google", await google.sign({ sub }))).status).toBe(200);
  });
  const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const [client_id = "", phone = ""] = CLIENT_IDS;
  const signed = (claims: JWTPayload, header?: Record<string, unknown>, key?: JWK) =>
    google.sign({ sub, ...claims }, header, key);

  const ways: [string, RegExp, () => Promise<string>][] = [
    ["for another app", /another app/, () => signed({ aud: "somebody-elses-app" })],
    ["for two apps without saying for which", /another app/, () => signed({ aud: [client_id, phone] })],
    ["for us and another app", /another app/, () => signed({ aud: [client_id, "other"], azp: client_id })],
    ["for us, by order of another app", /another app/, () => signed({ aud: [client_id, phone], azp: "other" })],
    ["for nobody", /lacks|another app/, () => signed({ aud: undefined })],
    ["by somebody else", /somebody else/, () => signed({ iss: "https://accounts.google.com.evil.example" })],
    ["by nobody", /lacks/, () => signed({ iss: undefined })],
    ["that has expired", /has expired/, () => signed({ iat: now() - 3600, exp: now() - 61 })],
    ["that never expires", /lacks/, () => signed({ exp: undefined })],
    ["that says not when it was made", /lacks/, () => signed({ iat: undefined })],
    ["made in the future", /from the future/, () => signed({ iat: now() + 120, exp: now() + 600 })],
    ["not valid yet", /from the future/, () => signed({ nbf: now() + 120 })],
    ["about nobody", /lacks/, () => signed({ sub: undefined })],
    ["about a nameless one", /lacks/, () => signed({ sub: "" })],
    ["about a number", /lacks/, () => signed({ sub: 1234567890 as never })],
    ["with a nonce of another sign-in", /nonce/, () => signed({ nonce: "other" })],
    ["without the nonce of this sign-in", /nonce/, () => signed({})],
    ["with a nonce that is none", /nonce/, () => signed({ nonce: null as never })],
    ["that is an access token", /another kind/, () => signed({ nonce: "n" }, { typ: "at+jwt" })],
    ["that is not a token", /not a signed token/, async () => "eyJ..."],
    ["of three words", /not a signed token/, async () => "a.b.c"],
    [
      "without a signature, as `none` has it",
      /not signed with/,
      async () => `${base64url({ alg: "none" })}.${(await signed({ nonce: "n" })).split(".")[1]}.`,
    ],
    [
      "without a signature, with the header of a signed one",
      /wrong signature/,
      async () => `${(await signed({ nonce: "n" })).split(".").slice(0, 2).join(".")}.`,
    ],
    [
      "with the signature of another",
      /wrong signature/,
      async () => {
        const [header, , signature] = (await signed({ nonce: "n", sub: "other" })).split(".");
        return `${header}.${(await signed({ nonce: "n" })).split(".")[1]}.${signature}`;
      },
    ],
    [
      "signed with HS256 and the public key as the secret",
      /not signed with/,
      async () => {
        const pem = createPublicKey({ key: { ...google.key() }, format: "jwk" }).export({
          type: "spki",
          format: "pem",
        });
        const claims = { iss: google.url, aud: client_id, sub, nonce: "n", iat: now(), exp: now() + 300 };
        return await new SignJWT(claims)
          .setProtectedHeader({ alg: "HS256", kid: google.key().kid ?? "" })
          .sign(new TextEncoder().encode(String(pem)));
      },
    ],
    [
      "signed with another algorithm of the same key",
      /not signed with/,
      async () => signed({ nonce: "n" }, {}, { ...google.key(), alg: "PS256" }),
    ],
    [
      "signed with a stranger's key under the provider's key id",
      /wrong signature/,
      async () => signed({ nonce: "n" }, {}, { ...(await newKey()), kid: google.key().kid ?? "" }),
    ],
    [
      "signed with a key that it brings along",
      /wrong signature/,
      async () => {
        const key = { ...(await newKey()), kid: google.key().kid ?? "" };
        const { kty, n, e } = key;
        return await signed({ nonce: "n" }, { jwk: { kty, n, e }, jku: "https://evil.example/keys" }, key);
      },
    ],
    ["that names no key", /does not publish/, () => signed({ nonce: "n" }, { kid: undefined })],
    [
      "that wants more than we understand",
      /not a signed token/,
      async () => {
        const header = base64url({ alg: "RS256", kid: google.key().kid, crit: ["exp"], exp: 1 });
        const text = `${header}.${(await signed({ nonce: "n" })).split(".")[1]}`;
        const key = createPrivateKey({ key: { ...google.key() }, format: "jwk" });
        return `${text}.${createSignature("sha256", Buffer.from(text), key).toString("base64url")}`;
      },
    ],
  ];
  it.each(ways)("%s", async (_, problem, make) => {
    const id_token = await make();
    for (const answer of [
      await logIn("google", business, id_token, { nonce: "n" }),
      await register("google", id_token, { nonce: "n" }),
      await link((await someone()).api, "google", id_token, { nonce: "n" }),
    ]) {
      expect(outcome(answer)).toBe("401 sso.invalid_token");
      expect(answer.error.fields.id_token).toMatch(problem);
    }
  });
  let other: Promise<Business> | undefined;
  const someone = (): Promise<Business> => {
    other ??= newBusiness();
    return other;
  };

  it("and taken when it is right: with the nonce asked for, either spelling of the issuer, each of our apps, a clock a minute off", async () => {
    const good: JWTPayload[] = [
      { nonce: "n" },
      { nonce: "n", iss: "google.test" },
      { nonce: "n", aud: phone },
      { nonce: "n", aud: [client_id, phone], azp: phone },
      { nonce: "n", exp: now() - 30 },
      { nonce: "n", iat: now() + 30 },
    ];
    for (const claims of good)
      expect(outcome(await logIn("google", business, await signed(claims), { nonce: "n" }))).toBe("200");
    const real = newAccount();
    const fresh = await newBusiness();
    expect(outcome(await link(fresh.api, "google", await google.logIn(real, "n-1"), { nonce: "n-1" }))).toBe("200");
  });

  it("with a nonce, where the request names none", async () => {
    const id_token = await signed({ nonce: "n" });
    for (const answer of [
      await logIn("google", business, id_token),
      await register("google", id_token),
      await link((await someone()).api, "google", id_token),
    ]) {
      expect(outcome(answer)).toBe("401 sso.invalid_token");
      expect(answer.error.fields.id_token).toMatch(/nonce/);
    }
    expect(outcome(await logIn("google", business, id_token, { nonce: "n" })), "its refusals use nothing up").toBe(
      "200",
    );
  });

  it.each([
    [{ id_token: "" }, "id_token"],
    [{ id_token: "x".repeat(10_001) }, "id_token"],
    [{ nonce: "" }, "nonce"],
    [{ email: "jane@smithhvac.example" }, "email"],
    [{ business_code: "x".repeat(33) }, "business_code"],
  ])("in a body with a wrong field: %j", async (more, field) => {
    const answer = await logIn("google", business, "eyJ...", more);
    expect([outcome(answer), Object.keys(answer.error.fields)]).toEqual(["422 request.invalid", [field]]);
  });
});

/**
 * Another isolate of the Worker, in this process, that has fetched none of Google's keys yet. The running one may have to wait a minute before it fetches
 * an unknown key, since a test before asked for one.
 */
function anotherIsolate(): typeof fetch {
  const bindings = {
    ...envOf(batch),
    ...ssoVars({ urls: testWorker().issuers }),
    SSO_GOOGLE_JWKS_URL: `${google.url}/jwks#${randomUUID()}`, // keys are cached by their URL
    AUTH_LIMITER: {
      getByName: (name: string) => ({ hit: (windowMs: number) => callObject("AUTH_LIMITER", name, "hit", windowMs) }),
    },
  };
  return answeredWith(bindings as unknown as Cloudflare.Env); // the part of the environment that a log-in uses
}

// rotates the keys that the other tests' tokens are signed with
describe("Google's keys", { concurrent: false }, () => {
  it("may be rotated: the new one works at once, the old one no longer, for one more fetch", async () => {
    const business = await newBusiness();
    const account = newAccount();
    await link(business.api, "google", await google.logIn(account));
    const isolate = client({ "x-tenant-id": business.tenantId }, anotherIsolate());
    const logInThere = (id_token: string) => isolate.post("/auth/sso/google", { id_token });
    const [first, second] = [await google.logIn(account), await google.logIn(account)];
    expect(outcome(await logInThere(first))).toBe("200");
    const [before, key] = [google.fetches(), google.key()];
    await google.rotate();
    try {
      const fresh = await Promise.all(Array.from({ length: 5 }, () => google.logIn(account)));
      const answers = await Promise.all(fresh.map(logInThere));
      expect(answers.map(outcome)).toEqual(Array(5).fill("200"));
      expect(google.fetches() - before).toBe(1);
      expect(outcome(await logInThere(second))).toBe("401 sso.invalid_token");
    } finally {
      await google.rotate(key); // the running Worker knows this one
    }
  });
});

describe("Apple", () => {
  // counts what Apple is asked for
  it("is asked for its keys once when tokens with invented key ids storm in", { concurrent: false }, async () => {
    const { tenantId } = await newBusiness();
    await logIn("apple", { tenantId }, await apple.sign({}));
    const before = apple.fetches();
    for (const _ of [1, 2]) {
      const storm = Array.from({ length: 20 }, async () =>
        logIn("apple", { tenantId }, await apple.sign({}, { kid: randomUUID() })),
      );
      expect(new Set((await Promise.all(storm)).map(outcome))).toEqual(new Set(["401 sso.invalid_token"]));
    }
    expect(apple.fetches() - before).toBe(1);
  });

  it("may send email_verified as text", async () => {
    const email = "abc@privaterelay.appleid.com";
    for (const email_verified of [true, "true"])
      expect((await register("apple", await apple.sign({ email, email_verified }))).status).toBe(201);
    for (const email_verified of [false, "false", undefined, "yes", 1]) {
      const token = await apple.sign({ email, email_verified });
      expect(outcome(await register("apple", token))).toBe("403 sso.email_unverified");
    }
  });

  it("knows people by the same number as Google does, and they are not the same", async () => {
    const business = await newBusiness();
    const sub = randomUUID();
    await link(business.api, "google", await google.sign({ sub }));
    expect(outcome(await logIn("apple", business, await apple.sign({ sub })))).toBe("401 sso.not_linked");
    for (const [provider, issuer] of [
      ["apple", google],
      ["google", apple],
    ] as const) {
      const answer = await logIn(provider, business, await issuer.sign({ sub }));
      expect(outcome(answer)).toBe("401 sso.invalid_token");
    }
  });
});

describe("Microsoft", () => {
  const tid = randomUUID();
  const CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";
  /** A token of an Entra tenant about one of its people. */
  const sign = ({ of = tid, oid = randomUUID(), ...more }: { of?: string; oid?: string } & JWTPayload = {}) =>
    microsoft.sign({ iss: `${microsoft.url}/${of}/v2.0`, tid: of, oid, ...more });

  // takes Microsoft down
  it("is not reachable: 503, also to link and to register, while a password still works", {
    concurrent: false,
  }, async () => {
    const business = await newBusiness();
    const oid = randomUUID();
    const [token, later] = [await sign({ oid }), await sign({ oid })];
    await microsoft.down();
    for (const answer of [
      await logIn("microsoft", business, token),
      await register("microsoft", token),
      await link(business.api, "microsoft", token),
    ]) {
      expect(outcome(answer)).toBe("503 sso.provider_unreachable");
      expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
    }
    await signIn(business, business.username);
    await microsoft.up();
    expect(outcome(await link(business.api, "microsoft", token))).toBe("200");
    await microsoft.down();
    expect(outcome(await logIn("microsoft", business, later)), "by the keys it knows").toBe("200");
    const unknown = await microsoft.sign({}, { kid: randomUUID() });
    expect(outcome(await logIn("microsoft", business, unknown))).toBe("503 sso.provider_unreachable");
    await microsoft.up();
  });

  it("knows people by tenant and object id: neither the e-mail address nor the app's own subject says who it is", async () => {
    const business = await newBusiness();
    const [oid, email, sub] = [randomUUID(), "boss@smithhvac.example", randomUUID()];
    await link(business.api, "microsoft", await sign({ oid, email, sub }));
    expect(outcome(await logIn("microsoft", business, await sign({ oid, email: "new@smithhvac.example" })))).toBe(
      "200",
    );
    expect(outcome(await logIn("microsoft", business, await sign({ email, sub })))).toBe("401 sso.not_linked");
    const sameOid = await sign({ of: randomUUID(), oid, email, sub });
    expect(outcome(await logIn("microsoft", business, sameOid))).toBe("401 sso.not_linked");
  });

  it("never vouches for an address", async () => {
    const token = await sign({ email: "boss@smithhvac.example", email_verified: true });
    const { data } = await register("microsoft", token);
    const [row] = await sql<{ shard: string }>("CONTROL", "select shard from tenants where id = ?", data.tenant_id);
    const [user] = await sql(row?.shard ?? "", "select * from users where tenant_id = ?", data.tenant_id);
    expect(user).toMatchObject({ email: "boss@smithhvac.example", email_verified_at: null });
  });

  it.each([
    ["of one tenant in the name of another", { iss: `/${randomUUID()}/v2.0` }],
    ["of no tenant", { tid: undefined }],
    ["of a tenant that is none", { tid: "common", iss: "/common/v2.0" }],
    ["of a template", { tid: "{tid}", iss: "/{tid}/v2.0" }],
    ["about nobody", { oid: undefined }],
    ["about somebody of no form", { oid: "1" }],
  ])("does not pass with a token %s", async (_, { iss, ...claims }: JWTPayload) => {
    const good = { iss: `${microsoft.url}${iss ?? `/${tid}/v2.0`}`, tid, oid: randomUUID() };
    const answer = await register("microsoft", await microsoft.sign({ ...good, ...claims }));
    expect(outcome(answer)).toBe("401 sso.invalid_token");
  });

  it("lets in any organization's people, or those of the organizations that the business lists", async () => {
    const business = await newBusiness();
    const oid = randomUUID();
    const [mine, theirs] = [
      { of: tid, oid },
      { of: randomUUID(), oid },
    ];
    await link(business.api, "microsoft", await sign(mine));
    await set(business, { sso_microsoft_tenants: [tid.toUpperCase()] });
    expect(outcome(await logIn("microsoft", business, await sign(mine)))).toBe("200");
    await unlink(business.api, "microsoft");
    expect(outcome(await link(business.api, "microsoft", await sign(theirs)))).toBe("403 sso.microsoft_tenant_refused");
    await set(business, {});
    expect(outcome(await link(business.api, "microsoft", await sign(theirs)))).toBe("200");
    await set(business, { sso_microsoft_tenants: [tid] });
    expect(outcome(await logIn("microsoft", business, await sign(theirs)))).toBe("403 sso.microsoft_tenant_refused");
  });

  it("lets personal accounts in only where the business lists them", async () => {
    const business = await newBusiness();
    const personal = await sign({ of: CONSUMERS });
    expect(outcome(await register("microsoft", personal))).toBe("403 sso.microsoft_tenant_refused");
    expect(outcome(await link(business.api, "microsoft", personal))).toBe("403 sso.microsoft_tenant_refused");
    await set(business, { sso_microsoft_tenants: [CONSUMERS] });
    expect(outcome(await link(business.api, "microsoft", personal))).toBe("200");
  });
});
