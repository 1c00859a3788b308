import { argon2Sync, randomBytes, randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import {
  type Answer,
  type Business,
  client,
  eventually,
  newBusiness,
  PASSWORD,
  quiet,
  timed,
} from "../support/client.ts";
import { mailsTo, mailTo } from "../support/mails.ts";
import { enrol } from "../support/mfa.ts";
import { peppered } from "../support/settings.ts";

const NEW = "three trucks leave at dawn";
const outcome = ({ status, error }: Answer) => `${status} ${error?.reason}`;
const logIn = ({ tenantId }: Pick<Business, "tenantId">, username: string, password: string) =>
  client({ "x-tenant-id": tenantId }).post("/auth/login", { username, password });
const change = (business: Business, oldPassword: string, newPassword: string) =>
  client({ authorization: business.api.headers.authorization ?? "" }).post("/auth/password/change", {
    old_password: oldPassword,
    new_password: newPassword,
  });
const forgot = ({ tenantId }: Pick<Business, "tenantId">, body: object) =>
  client({ "x-tenant-id": tenantId }).post("/auth/password/forgot", body);
const reset = (token: string, password = NEW) =>
  client().post("/auth/password/reset", { token, new_password: password });
const emailOf = ({ username }: Business) => `${username}@example.com`;
const linksTo = async (address: string): Promise<string[]> =>
  (await mailsTo(address)).flatMap(({ text }) => /\/reset#(lnk_\S+)/.exec(text)?.[1] ?? []);

/** Has a link mailed to the owner; its token. */
async function newLink(business: Business): Promise<string> {
  const known = await linksTo(emailOf(business));
  await forgot(business, { username: business.username });
  return await eventually(
    async () => (await linksTo(emailOf(business))).find((token) => !known.includes(token)),
    "the mail with the link arrives",
  );
}

/** What an earlier version, content with less effort, would have stored for this password: made by another implementation. */
function weakHash(password: string): string {
  const nonce = randomBytes(16);
  const tag = argon2Sync("argon2id", {
    message: peppered(password),
    nonce,
    parallelism: 1,
    tagLength: 32,
    memory: 8192,
    passes: 1,
  });
  const base64 = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "");
  return `$argon2id$v=19$m=8192,t=1,p=1$${base64(nonce)}$${base64(tag)}`;
}

describe("changing one's password", () => {
  it("needs the old one, ends all other sessions and keeps this one", async () => {
    const business = await newBusiness();
    const phone = (await logIn(business, business.username, PASSWORD)).data;
    const answer = await change(business, PASSWORD, NEW);
    expect([answer.status, answer.data]).toEqual([200, { sessions_ended: 1 }]);

    expect((await business.api.get("/auth/me")).status).toBe(200);
    const onPhone = client({ authorization: `Bearer ${phone.access_token}`, "x-tenant-id": business.tenantId });
    expect(outcome(await onPhone.get("/auth/me"))).toBe("401 auth.session_ended");
    expect(outcome(await onPhone.post("/auth/refresh", { refresh_token: phone.refresh_token }))).toBe(
      "401 auth.invalid_refresh_token",
    );
    expect(outcome(await logIn(business, business.username, PASSWORD))).toBe("401 auth.wrong_credentials");
    expect((await logIn(business, business.username, NEW)).status).toBe(200);
  });

  it("is told to the user by mail", async () => {
    const business = await newBusiness();
    await change(business, PASSWORD, NEW);
    await mailTo(emailOf(business), /password .* was changed/);
  });

  it("is refused when the old one is wrong, and changes nothing", async () => {
    const business = await newBusiness();
    const answer = await change(business, `${PASSWORD}x`, NEW);
    expect([outcome(answer), Object.keys(answer.error.fields)]).toEqual([
      "403 auth.wrong_old_password",
      ["old_password"],
    ]);
    expect((await logIn(business, business.username, PASSWORD)).status).toBe(200);
  });

  it("counts wrong old passwords: a stolen session cannot try them all, and delays nobody else", async () => {
    const business = await newBusiness();
    for (let i = 0; i < 10; i++) await change(business, `wrong ${i}`, NEW);
    expect(outcome(await change(business, PASSWORD, NEW))).toBe("403 auth.wrong_old_password");
    const { data } = await logIn(business, business.username, PASSWORD);
    const api = client({ authorization: `Bearer ${data.access_token}` });
    const answer = await api.post("/auth/password/change", { old_password: PASSWORD, new_password: NEW });
    expect(answer.status).toBe(200);
    await mailTo(emailOf(business), /wrong passwords/);
  });

  it("needs another one", async () => {
    const business = await newBusiness();
    expect(outcome(await change(business, PASSWORD, PASSWORD))).toBe("422 auth.password_unchanged");
  });
});

describe("a new password", () => {
  let business: Business;
  beforeAll(async () => {
    business = await newBusiness();
  });

  it.each([
    ["fourteen chars", "must have at least 15 characters"],
    ["x".repeat(129), "must have at most 128 characters"],
    ["iloveyouiloveyou".slice(0, 14), "must have at least 15 characters"],
    ["1qaz2wsx3edc4rfv", "is one of the most common passwords"],
    ["1QAZ2wsx3edc4RFV", "is one of the most common passwords"],
    ["１qaz2wsx3edc4rfv", "is one of the most common passwords"],
    ["abababababababab", "must not repeat so few characters"],
  ])("%s is refused: %s", async (password, problem) => {
    const answer = await change(business, PASSWORD, password);
    expect([answer.status, answer.error.fields]).toEqual([422, { new_password: problem }]);
  });

  it("may not be made of the user's name", async () => {
    const answer = await change(business, PASSWORD, `${business.username}-123`);
    expect(outcome(answer)).toBe("422 auth.weak_password");
  });

  it("may have 128 characters of any script, and is the same in every Unicode form", async () => {
    const one = await newBusiness();
    const password = `Ångström ﬁtter 日本 ${"ж".repeat(110)}`;
    expect(Array.from(password)).toHaveLength(128);
    expect((await change(one, PASSWORD, password)).status).toBe(200);
    expect((await logIn(one, one.username, password.normalize("NFKD"))).status).toBe(200);
    expect(outcome(await logIn(one, one.username, password.slice(0, -1)))).toBe("401 auth.wrong_credentials");
  });

  it("needs 8 characters only once a second factor is enrolled, and still none that everybody tries", async () => {
    const one = await newBusiness();
    await enrol(one.accessToken);
    expect(outcome(await change(one, PASSWORD, "short 7"))).toBe("422 auth.weak_password");
    expect((await change(one, PASSWORD, "baseball1")).error.fields.new_password).toMatch(/most common/);
    expect((await change(one, PASSWORD, "trk dawn")).status).toBe(200);
  });

  it("is held to the same rules at sign-up and for a technician's log-in", async () => {
    const technician = { name: "T", pay_type: "hourly", base_pay_cents: 1, username: "tim-t" };
    const answer = await business.api.post("/admin/technicians", { ...technician, password: "1qaz2wsx3edc4rfv" });
    expect([outcome(answer), Object.keys(answer.error.fields)]).toEqual(["422 auth.weak_password", ["password"]]);
    const signUp = await client().post("/auth/register", {
      email: "a@b.example",
      username: "someone-else",
      password: "1qaz2wsx3edc4rfv",
      first_name: "A",
      last_name: "B",
      company_name: "C",
    });
    expect(outcome(signUp)).toBe("422 auth.weak_password");
  });
});

describe("a forgotten password", () => {
  it("is replaced by a mailed link, which works once and ends all sessions", async () => {
    const business = await newBusiness();
    const token = await newLink(business);
    const answer = await reset(token);
    expect([answer.status, answer.data]).toEqual([200, { sessions_ended: 1 }]);
    expect(outcome(await business.api.get("/auth/me"))).toBe("401 auth.session_ended");
    expect(outcome(await logIn(business, business.username, PASSWORD))).toBe("401 auth.wrong_credentials");
    expect((await logIn(business, business.username, NEW)).status).toBe(200);
    expect(outcome(await reset(token, "four trucks leave at noon"))).toBe("401 auth.invalid_link");
  });

  it("is answered the same for a user, for nobody, for an address and for a business that does not exist", async () => {
    const business = await newBusiness();
    const answers = await Promise.all([
      forgot(business, { username: business.username }),
      forgot(business, { username: "nobody-here" }),
      forgot(business, { email: emailOf(business) }),
      forgot(business, { email: "nobody@example.com" }),
      forgot(business, { email: "not an address" }),
      forgot({ tenantId: randomUUID() }, { username: business.username }),
      forgot({ tenantId: "not-an-id" }, { username: business.username }),
    ]);
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
  });

  it.each([{}, { username: "a", email: "b@c.example" }, { user: "a" }])("cannot be asked for with %j", async (body) => {
    const business = await newBusiness();
    expect(outcome(await forgot(business, body))).toBe("422 request.invalid");
  });

  it("asks for the business when no header names it", async () => {
    expect(outcome(await client().post("/auth/password/forgot", { username: "admin" }))).toBe(
      "400 auth.tenant_missing",
    );
  });

  it("goes to every user with the address, in any case, and to nobody of another business", async () => {
    const [business, other] = await Promise.all([newBusiness(), newBusiness()]);
    await forgot(business, { email: emailOf(business).toUpperCase() });
    await eventually(async () => (await linksTo(emailOf(business))).length === 1, "the mail arrives");
    await forgot(business, { email: emailOf(other) });
    await forgot(other, { username: business.username });
    await Promise.all([quiet(business), quiet(other)]);
    expect(await linksTo(emailOf(other))).toEqual([]);
    expect(await linksTo(emailOf(business))).toHaveLength(1);
  });

  it("is mailed to no user who was deactivated, and not more than five times an hour", async () => {
    const business = await newBusiness();
    const links = () => sql(business.shard, "select hash from mailed_links where tenant_id = ?", business.tenantId);
    for (let i = 0; i < 7; i++) await forgot(business, { username: business.username });
    await eventually(async () => (await links()).length === 5, "five links");
    await sql(business.shard, "delete from mailed_links where tenant_id = ?", business.tenantId);
    await sql(business.shard, "update users set status = 'deactivated' where tenant_id = ?", business.tenantId);
    await forgot(business, { username: business.username });
    await quiet(business);
    expect(await links()).toEqual([]);
  });

  it("keeps the link in no readable form", async () => {
    const business = await newBusiness();
    const token = await newLink(business);
    for (const table of ["mailed_links", "mails", "audit_log"])
      expect(
        JSON.stringify(await sql(business.shard, `select * from ${table} where tenant_id = ?`, business.tenantId)),
      ).not.toContain(token);
  });

  it("takes a link for an hour, and none that was mailed before the password was changed otherwise", async () => {
    const business = await newBusiness();
    const [first, second] = [await newLink(business), await newLink(business)];
    await sql(
      business.shard,
      "update mailed_links set expires_at = '2020-01-01T00:00:00.000Z' where tenant_id = ? and hash = (select hash from mailed_links where tenant_id = ? order by expires_at limit 1)",
      business.tenantId,
      business.tenantId,
    );
    expect(outcome(await reset(first))).toBe("401 auth.invalid_link");
    await change(business, PASSWORD, NEW);
    expect(outcome(await reset(second))).toBe("401 auth.invalid_link");
  });

  it("lives for an hour from when it was asked for", async () => {
    const business = await newBusiness();
    const { isAfter } = await timed(() => newLink(business));
    const [row] = await sql<{ expires_at: string }>(
      business.shard,
      "select expires_at from mailed_links where tenant_id = ?",
      business.tenantId,
    );
    expect(isAfter(row?.expires_at ?? "", 3600)).toBe(true);
  });

  it("takes a weak password no more than elsewhere, and the link stays good", async () => {
    const business = await newBusiness();
    const token = await newLink(business);
    expect(outcome(await reset(token, "1qaz2wsx3edc4rfv"))).toBe("422 auth.weak_password");
    expect((await reset(token)).status).toBe(200);
  });

  it("is used by one of two who use the link at the same moment", async () => {
    const business = await newBusiness();
    const token = await newLink(business);
    const answers = await Promise.all([reset(token), reset(token, "four trucks leave at noon")]);
    expect(answers.map(outcome).toSorted()).toEqual(["200 undefined", "401 auth.invalid_link"]);
  });

  it("takes no link that was changed in a single character", async () => {
    const business = await newBusiness();
    const token = await newLink(business);
    const chars = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.#");
    const changed = fc
      .tuple(fc.nat(token.length - 1), fc.constantFrom(...chars))
      .filter(([at, char]) => token[at] !== char)
      .map(([at, char]) => token.slice(0, at) + char + token.slice(at + 1));
    await fc.assert(
      fc.asyncProperty(changed, async (forged) => {
        expect(outcome(await reset(forged))).toBe("401 auth.invalid_link");
      }),
      { numRuns: 25 },
    );
    expect((await reset(token)).status).toBe(200);
  });

  it("leaves the second factor as it was: the new password alone does not sign in", async () => {
    const business = await newBusiness();
    await enrol(business.accessToken);
    expect((await reset(await newLink(business))).status).toBe(200);
    expect((await logIn(business, business.username, NEW)).data).toMatchObject({ mfa_required: true });
  });

  it("cannot be reset while the business is suspended", async () => {
    const business = await newBusiness();
    const token = await newLink(business);
    await sql(business.shard, "update tenant_state set state = 'suspended' where tenant_id = ?", business.tenantId);
    expect(outcome(await reset(token))).toBe("403 tenant.suspended");
    expect(outcome(await forgot(business, { username: business.username }))).toBe("403 tenant.suspended");
  });
});

describe("a log-in", () => {
  it("replaces a hash that was made with less effort than new hashes", async () => {
    const business = await newBusiness();
    const hash = async () =>
      (
        await sql<{ hash: string }>(
          business.shard,
          "select password_hash hash from users where tenant_id = ?",
          business.tenantId,
        )
      )[0]?.hash ?? "";
    const before = await hash();
    expect((await logIn(business, business.username, PASSWORD)).status).toBe(200);
    expect(await hash()).toBe(before); // strong enough: left as it is
    await sql(
      business.shard,
      "update users set password_hash = ? where tenant_id = ?",
      weakHash(PASSWORD),
      business.tenantId,
    );
    expect((await logIn(business, business.username, PASSWORD)).status).toBe(200);
    expect(await hash()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await logIn(business, business.username, PASSWORD)).status).toBe(200);
  });

  it("answers any body with a refusal that says what is wrong, never with a 500", async () => {
    const business = await newBusiness();
    const text = fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), fc.string({ maxLength: 300 }));
    const bodies = fc.oneof(
      fc.record({ username: text, password: text }),
      fc.record({ username: fc.jsonValue(), password: fc.jsonValue() }),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const answer = await client({ "x-tenant-id": business.tenantId }).post("/auth/login", JSON.stringify(body));
        expect(["401 auth.wrong_credentials", "422 request.invalid", "400 request.malformed_json"]).toContain(
          outcome(answer),
        );
      }),
      { numRuns: 40 },
    );
  });
});
