import { randomUUID } from "node:crypto";
import { decodeJwt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Business, client, newBusiness, newTechnician, PASSWORD, signIn } from "../support/client.ts";

const registration = (more: Record<string, unknown> = {}) => ({
  email: "jane@smithhvac.example",
  username: `mycompany-${randomUUID().slice(0, 6)}`,
  password: "securePassword123!",
  first_name: "Jane",
  last_name: "Smith",
  company_name: `Smith HVAC ${randomUUID().slice(0, 6)}`,
  ...more,
});
const register = (more?: Record<string, unknown>) => client().post("/auth/register", registration(more));

describe("signing up", () => {
  it("opens a business, signs its owner in, and can be found by its code at once", async () => {
    const made = await register({ company_name: `  Łódź Plumbing ${randomUUID().slice(0, 6)} ` });
    expect(made.status, made.text).toBe(201);
    expect(made.data).toMatchObject({
      user: { id: 1, is_admin: true, roles: ["owner"] },
      token_type: "Bearer",
      expires_in: 900,
    });
    const found = await client().get(`/tenants/resolve/${made.data.business_code.toLowerCase()}`);
    expect(found.data).toMatchObject({ tenantId: made.data.tenant_id, businessName: made.data.business_name });
    expect(made.data.business_name).toMatch(/^Łódź Plumbing/);
  });

  it("gives a second business of the same name another code", async () => {
    const name = `Twin ${randomUUID().slice(0, 8)}`;
    const [one, two] = await Promise.all([register({ company_name: name }), register({ company_name: name })]);
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(one.data.business_code).not.toBe(two.data.business_code);
    for (const { data } of [one, two])
      expect((await client().get(`/tenants/resolve/${data.business_code}`)).data.tenantId).toBe(data.tenant_id);
  });

  it.each([
    [{ password: "short" }, "password", "auth.weak_password"],
    [{ password: "aaaaaaaaaaaaaaaaaaaa" }, "password", "auth.weak_password"],
    [{ username: "johnson-heating", password: "johnson-heating" }, "password", "auth.weak_password"],
    [{ password: "x".repeat(129) }, "password", "request.invalid"],
    [{ email: "no address" }, "email", "request.invalid"],
    [{ username: "a b" }, "username", "request.invalid"],
    [{ company_name: " " }, "company_name", "request.invalid"],
    [{ company_name: "line\nbreak" }, "company_name", "request.invalid"],
    [{ first_name: undefined }, "first_name", "request.invalid"],
    [{ first_name: "\ud800" }, "first_name", "request.invalid"],
    [{ roles: ["owner"] }, "roles", "request.invalid"],
    [{ tenant_id: "x" }, "tenant_id", "request.invalid"],
  ])("refuses %j and names the field", async (more, field, reason) => {
    const answer = await register(more);
    expect([answer.status, answer.error.reason, Object.keys(answer.error.fields)]).toEqual([422, reason, [field]]);
  });

  it("reserves nothing when it is refused", async () => {
    const name = `Refused ${randomUUID().slice(0, 8)}`;
    await register({ company_name: name, password: "short" });
    expect(await sql("CONTROL", "select id from tenants where business_name = ?", name)).toEqual([]);
  });
});

describe("signing in", () => {
  let business: Business;
  let other: Business;
  beforeAll(async () => {
    [business, other] = await Promise.all([newBusiness(), newBusiness()]);
  });
  const logIn = (username: string, password: string, tenantId = business.tenantId) =>
    client({ "x-tenant-id": tenantId }).post("/auth/login", { username, password });

  it("takes the user name in any case and form", async () => {
    const full = business.username.replace("owner", "ＯＷＮＥＲ");
    for (const username of [business.username, business.username.toUpperCase(), ` ${full} `])
      expect((await logIn(username, PASSWORD)).status, username).toBe(200);
  });

  it("takes the business' id in capitals too", async () =>
    expect((await logIn(business.username, PASSWORD, business.tenantId.toUpperCase())).status).toBe(200));

  it("tells a wrong password, an unknown user and a wrong business apart to nobody", async () => {
    const answers = await Promise.all([
      logIn(business.username, `${PASSWORD}x`),
      logIn(business.username, ""),
      logIn("nobody-here", PASSWORD),
      logIn(business.username, PASSWORD, other.tenantId),
      logIn(business.username, PASSWORD, randomUUID()),
      logIn(business.username, PASSWORD, "not-an-id"),
    ]);
    const bodies = answers.map(({ status, text, error }) => `${status} ${text.replace(error.request_id, "")}`);
    expect(new Set(bodies).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, error: { reason: "auth.wrong_credentials" } });
  });

  it("asks for the business when no header names it", async () => {
    const answer = await client().post("/auth/login", { username: "admin", password: PASSWORD });
    expect([answer.status, answer.error.reason]).toEqual([400, "auth.tenant_missing"]);
  });

  it("is closed to a user who was deactivated", async () => {
    const { id } = await newTechnician(business, true);
    const [user] = await sql<{ username: string }>(
      business.shard,
      "update users set status = 'deactivated' where tenant_id = ? and technician_id = ? returning username",
      business.tenantId,
      id,
    );
    expect((await logIn(user?.username ?? "", PASSWORD)).error.reason).toBe("auth.wrong_credentials");
  });

  it("is refused while the business is suspended", async () => {
    const closed = await newBusiness();
    await sql(closed.shard, "update tenant_state set state = 'suspended' where tenant_id = ?", closed.tenantId);
    const answer = await logIn(closed.username, PASSWORD, closed.tenantId);
    expect([answer.status, answer.error.reason]).toEqual([403, "tenant.suspended"]);
  });

  it("stores neither password nor token in the clear", async () => {
    const kept = JSON.stringify(
      await Promise.all(
        ["users", "sessions", "refresh_tokens", "audit_log"].map((table) =>
          sql(business.shard, `select * from ${table} where tenant_id = ?`, business.tenantId),
        ),
      ),
    );
    for (const secret of [PASSWORD, business.refreshToken, business.accessToken]) expect(kept).not.toContain(secret);
    expect(kept).toContain("$argon2id$v=19$m=19456,t=2,p=1$");
  });
});

describe("refreshing", () => {
  let business: Business;
  beforeAll(async () => {
    business = await newBusiness();
  });
  const refresh = (token: string, tenantId = business.tenantId) =>
    client({ "x-tenant-id": tenantId }).post("/auth/refresh", { refresh_token: token });

  it("gives a new access token of the same session, as often as asked, and the refresh token stays usable", async () => {
    const sids = new Set([decodeJwt(business.accessToken).sid]);
    for (let i = 0; i < 3; i++) {
      const { status, data } = await refresh(business.refreshToken);
      expect([status, "refresh_token" in data]).toEqual([200, false]);
      sids.add(decodeJwt(data.access_token).sid);
      const api = client({ authorization: `Bearer ${data.access_token}` });
      expect((await api.get("/admin/items")).status).toBe(200);
    }
    expect(sids.size).toBe(1);
  });

  it.each([
    ["an access token", (of: Business) => of.accessToken],
    ["an unknown token of the right form", () => `rt_ses_${"0".repeat(26)}_${"a".repeat(43)}`],
    ["the right session with another secret", (of: Business) => of.refreshToken.slice(0, -3).concat("AAA")],
    ["nothing", () => ""],
    ["SQL", () => "' or 1=1 --"],
  ])("with %s is 401", async (_, token) => {
    const answer = await refresh(token(business));
    expect([answer.status, answer.error.reason]).toEqual([401, "auth.invalid_refresh_token"]);
  });

  it("within another business is 401", async () => {
    const other = await newBusiness();
    expect((await refresh(business.refreshToken, other.tenantId)).status).toBe(401);
    expect((await refresh(business.refreshToken, randomUUID())).status).toBe(401);
  });

  it("follows what the user may do now, and not what they might when they signed in", async () => {
    const hired = await newBusiness();
    await sql(hired.shard, "update users set roles = '[\"viewer\"]' where tenant_id = ?", hired.tenantId);
    const { data } = await refresh(hired.refreshToken, hired.tenantId);
    const api = client({ authorization: `Bearer ${data.access_token}` });
    expect((await api.get("/admin/items")).status).toBe(200);
    expect((await api.post("/admin/items", {})).status).toBe(403);
  });

  it.each([
    ["the session was ended", "update sessions set ended_at = created_at where tenant_id = ?"],
    ["90 days are over", "update sessions set expires_at = '2020-01-01T00:00:00.000Z' where tenant_id = ?"],
    [
      "it was not used for 30 days",
      "update sessions set last_used_at = '2020-01-01T00:00:00.000Z' where tenant_id = ?",
    ],
    ["the user was deactivated", "update users set status = 'deactivated' where tenant_id = ?"],
  ])("is 401 once %s", async (_, statement) => {
    const ended = await newBusiness();
    await sql(ended.shard, statement, ended.tenantId);
    const answer = await refresh(ended.refreshToken, ended.tenantId);
    expect([answer.status, answer.error.reason]).toEqual([401, "auth.invalid_refresh_token"]);
  });
});

it("a technician's log-in has their own jobs and nothing under /admin", async () => {
  const business = await newBusiness();
  const { id, api } = await newTechnician(business, true);
  for (const path of [
    "/admin/technicians",
    `/admin/technicians/${id}`,
    "/admin/items",
    "/admin/dispatch",
    "/admin/webhooks",
    "/sales",
  ])
    expect((await api.get(path)).error.reason, path).toBe("auth.permission_missing");
  expect((await api.get("/tech/dispatch/my-jobs")).status).toBe(200);
});

it("a user may be signed in from many devices, each with a session of its own", async () => {
  const business = await newBusiness();
  const [phone, laptop] = await Promise.all([signIn(business, business.username), signIn(business, business.username)]);
  const sid = (api: typeof phone) => decodeJwt(api.headers.authorization?.slice(7) ?? "").sid;
  await sql(
    business.shard,
    "update sessions set ended_at = created_at where tenant_id = ? and id = ?",
    business.tenantId,
    sid(phone),
  );
  expect((await phone.get("/admin/items")).error.reason).toBe("auth.session_ended");
  expect((await laptop.get("/admin/items")).status).toBe(200);
});
