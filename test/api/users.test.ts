import { randomUUID } from "node:crypto";
import { decodeJwt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { read } from "#/db/tenant/load.ts";
import { openSession, users } from "#/domains/identity/index.ts";
import { sql } from "../support/back-door.ts";
import {
  type Answer,
  type Api,
  type Business,
  client,
  eventually,
  newBusiness,
  newTechnician,
  PASSWORD,
  signIn,
  timed,
} from "../support/client.ts";
import { ctxOf, thrownBy } from "../support/ctx.ts";
import { linkIn, mailsTo } from "../support/mails.ts";
import { testSecrets } from "../support/settings.ts";
import { watch } from "../support/stream.ts";
import { tokenAs } from "../support/tokens.ts";

const outcome = ({ status, error }: Answer) => `${status} ${error?.reason}`;
const newName = () => `user-${randomUUID().slice(0, 8)}`;
const invitation = (more: object = {}) => {
  const username = newName();
  return { email: `${username}@example.com`, name: "Maria Lopez", username, roles: ["dispatcher"], ...more };
};
const as = async (business: Business, ...roles: string[]): Promise<Api> =>
  client({ authorization: `Bearer ${await tokenAs(business, roles)}` });
const accept = (token: string, password = PASSWORD) => client().post("/auth/invitations/accept", { token, password });

/** The token of the newest invitation to an address, once there is another one than `before`. */
const mailedToken = (address: string, before?: string): Promise<string> =>
  eventually(async () => {
    const [mail] = await mailsTo(address);
    const token = mail && new URL(linkIn(mail)).hash.slice(1);
    return token !== before && token;
  }, `an invitation to ${address}`);

type Member = { id: number; username: string; email: string; api: Api; refreshToken: string };

/** A user with their own log-in. */
async function newMember({ api, tenantId, shard }: Business, roles: string[]): Promise<Member> {
  const asked = invitation({ roles });
  const { id } = (await api.post("/admin/users", asked)).data;
  // as if they had accepted; what a mail and a password hash cost is paid in the tests of the invitation
  await sql(
    shard,
    `update users set status = 'active', password_changed_at = created_at,
       password_hash = (select password_hash from users where tenant_id = ?1 and id = 1) where tenant_id = ?1 and id = ?2`,
    tenantId,
    id,
  );
  const { data } = await client({ "x-tenant-id": tenantId }).post("/auth/login", {
    username: asked.username,
    password: PASSWORD,
  });
  const member = client({ authorization: `Bearer ${data.access_token}`, "x-tenant-id": tenantId });
  return { id, username: asked.username, email: asked.email, api: member, refreshToken: data.refresh_token };
}

const refreshed = async ({ tenantId }: Business, { refreshToken }: Member): Promise<Api> => {
  const { data } = await client({ "x-tenant-id": tenantId }).post("/auth/refresh", { refresh_token: refreshToken });
  return client({ authorization: `Bearer ${data.access_token}` });
};

describe("inviting somebody", () => {
  let business: Business;
  beforeAll(async () => {
    business = await newBusiness();
  });

  it("shows them as invited, with nothing of a password, and lets nobody sign in as them yet", async () => {
    const asked = invitation();
    const made = await business.api.post("/admin/users", asked);
    expect(made.data).toMatchObject({ ...asked, status: "invited", technician_id: null, mfa_enabled: false });
    expect((await business.api.get(`/admin/users/${made.data.id}`)).data).toEqual(made.data);
    for (const password of [PASSWORD, ""]) {
      const attempt = await client({ "x-tenant-id": business.tenantId }).post("/auth/login", {
        username: asked.username,
        password,
      });
      expect(outcome(attempt)).toBe("401 auth.wrong_credentials");
    }
  });

  it("mails a link by which they set their password once and are signed in with their roles", async () => {
    const asked = invitation();
    const { id } = (await business.api.post("/admin/users", asked)).data;
    const token = await mailedToken(asked.email);
    expect(token.startsWith(`lnk_${business.tenantId}_`)).toBe(true);
    expect(outcome(await accept(token, "short"))).toBe("422 auth.weak_password");
    const accepted = await accept(token);
    expect(accepted.data.user).toMatchObject({ id, username: asked.username, roles: ["dispatcher"] });
    const api = client({ authorization: `Bearer ${accepted.data.access_token}` });
    expect((await api.get("/admin/dispatch")).status).toBe(200);
    expect((await business.api.get(`/admin/users/${id}`)).data).toMatchObject({ status: "active", version: 2 });
    expect(outcome(await accept(token))).toBe("401 auth.invalid_link");
    await signIn(business, asked.username);
    const kept = await sql(business.shard, "select * from mailed_links where tenant_id = ?", business.tenantId);
    expect(JSON.stringify(kept)).not.toContain(token.slice(-43));
  });

  it("lets one of two who use the link at the same moment in", async () => {
    const asked = invitation();
    await business.api.post("/admin/users", asked);
    const token = await mailedToken(asked.email);
    const answers = await Promise.all([accept(token), accept(token), accept(token)]);
    expect(answers.map(outcome).toSorted()).toEqual([
      "200 undefined",
      "401 auth.invalid_link",
      "401 auth.invalid_link",
    ]);
  });

  it("opens nothing after 7 days, with a made-up link, or with another business' name in it", async () => {
    const asked = invitation();
    const { result: made, isAfter } = await timed(() => business.api.post("/admin/users", asked));
    const { id } = made.data;
    const token = await mailedToken(asked.email);
    const other = await newBusiness();
    const secret = token.slice(-43);
    for (const wrong of [`lnk_${other.tenantId}_${secret}`, `lnk_${randomUUID()}_${secret}`, `${token}x`, "garbage"])
      expect(outcome(await accept(wrong))).toBe("401 auth.invalid_link");
    const [link] = await sql<{ expires_at: string }>(
      business.shard,
      "select expires_at from mailed_links where tenant_id = ? and user_id = ?",
      business.tenantId,
      id,
    );
    expect(isAfter(link?.expires_at ?? "", 7 * 86_400)).toBe(true);
    await sql(
      business.shard,
      "update mailed_links set expires_at = '2020-01-01T00:00:00.000Z' where tenant_id = ? and user_id = ?",
      business.tenantId,
      id,
    );
    expect(outcome(await accept(token))).toBe("401 auth.invalid_link");
  });

  it("again voids the link before; who is no longer invited gets none", async () => {
    const asked = invitation();
    const { id } = (await business.api.post("/admin/users", asked)).data;
    const first = await mailedToken(asked.email);
    expect((await business.api.post(`/admin/users/${id}/resend-invitation`)).data.version).toBe(2);
    const second = await mailedToken(asked.email, first);
    expect(outcome(await accept(first))).toBe("401 auth.invalid_link");
    expect((await accept(second)).status).toBe(200);
    expect(outcome(await business.api.post(`/admin/users/${id}/resend-invitation`))).toBe("409 user.not_invited");
  });

  it("asks for a second factor to be enrolled first where their role demands one", async () => {
    const strict = await newBusiness();
    await sql(
      strict.shard,
      `insert into organizations (tenant_id, settings, created_at, updated_at, version)
       values (?, '{"mfa_required_roles":["dispatcher"]}', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 1)
       on conflict do update set settings = excluded.settings`,
      strict.tenantId,
    );
    const asked = invitation();
    await strict.api.post("/admin/users", asked);
    const accepted = await accept(await mailedToken(asked.email));
    expect(accepted.data).toMatchObject({ mfa_enrollment_required: true });
    expect("access_token" in accepted.data).toBe(false);
  });

  it("takes no user name twice, no role that there is not, and no odd field", async () => {
    const asked = invitation();
    await business.api.post("/admin/users", asked);
    const taken = await business.api.post("/admin/users", { ...asked, username: asked.username.toUpperCase() });
    expect([outcome(taken), taken.error.fields]).toEqual(["409 user.username_taken", { username: "is taken" }]);
    for (const roles of [["boss"], ["viewer", "__proto__"], ["toString"]])
      expect(outcome(await business.api.post("/admin/users", invitation({ roles })))).toBe("422 user.unknown_role");
    for (const odd of [{ roles: [] }, { email: "maria" }, { status: "active" }, { id: 1 }, { password: PASSWORD }])
      expect(outcome(await business.api.post("/admin/users", invitation(odd)))).toBe("422 request.invalid");
  });
});

describe("nobody gives what they do not have", () => {
  let business: Business;
  beforeAll(async () => {
    business = await newBusiness();
  });

  it("only an owner makes owners, changes them or shuts them out", async () => {
    const admin = await as(business, "admin");
    const second = await newMember(business, ["owner"]);
    expect(outcome(await admin.post("/admin/users", invitation({ roles: ["owner"] })))).toBe("403 user.owners_only");
    const dispatcher = await newMember(business, ["dispatcher"]);
    const raised = await admin.patch(`/admin/users/${dispatcher.id}`, { roles: ["owner"] });
    expect(outcome(raised)).toBe("403 user.owners_only");
    for (const change of [{ roles: ["viewer"] }, { email: "mine@example.com" }, { name: "X" }])
      expect(outcome(await admin.patch(`/admin/users/${second.id}`, change))).toBe("403 user.owners_only");
    expect(outcome(await admin.post(`/admin/users/${second.id}/deactivate`))).toBe("403 user.owners_only");
    expect((await business.api.patch(`/admin/users/${second.id}`, { roles: ["viewer"] })).status).toBe(200);
  });

  it("a user who may less than another neither gives their roles nor changes them", async () => {
    await business.api.post("/admin/roles", { name: "hr", permissions: ["users:read", "users:write", "items:read"] });
    const hr = await newMember(business, ["hr"]);
    const given = await hr.api.post("/admin/users", invitation({ roles: ["dispatcher"] }));
    expect([outcome(given), Object.keys(given.error.fields)]).toEqual(["403 auth.cannot_grant", ["roles"]]);
    expect((await hr.api.post("/admin/users", invitation({ roles: ["hr"] }))).status).toBe(201);
    const self = await hr.api.patch(`/admin/users/${hr.id}`, { roles: ["hr", "admin"] });
    expect(outcome(self)).toBe("403 auth.cannot_grant");
    const manager = await newMember(business, ["manager"]);
    for (const [path, body] of [
      ["", { email: "mine@example.com" }],
      ["/deactivate", undefined],
    ] as const) {
      const method = path === "" ? "PATCH" : "POST";
      const answer = await hr.api.request(method, `/admin/users/${manager.id}${path}`, body);
      expect(outcome(answer)).toBe("403 user.beyond_your_permissions");
    }
  });
});

describe("changing a user", () => {
  let business: Business;
  beforeAll(async () => {
    business = await newBusiness();
  });

  it("changes what is named, under the version that was read", async () => {
    const { id } = await newMember(business, ["viewer"]);
    const read = await business.api.get(`/admin/users/${id}`);
    const etag = { "if-match": read.headers.get("etag") ?? "" };
    const changed = await business.api.request("PATCH", `/admin/users/${id}`, { name: "Maria Diaz" }, etag);
    expect(changed.data).toEqual({ ...read.data, name: "Maria Diaz", version: 2, updated_at: expect.any(String) });
    const stale = await business.api.request("PATCH", `/admin/users/${id}`, { name: "Maria" }, etag);
    expect(outcome(stale)).toBe("412 user.version_mismatch");
    for (const odd of [{}, { username: "boss" }, { status: "active" }, { mfa_enabled: false }, { email: null }])
      expect((await business.api.patch(`/admin/users/${id}`, odd)).status).toBe(422);
  });

  it("makes other roles hold at once: the old access token is refused until it is refreshed", async () => {
    const member = await newMember(business, ["dispatcher"]);
    expect((await member.api.get("/admin/dispatch")).status).toBe(200);
    await business.api.patch(`/admin/users/${member.id}`, { roles: ["accountant"] });
    expect(outcome(await member.api.get("/admin/dispatch"))).toBe("401 auth.token_stale");
    const api = await refreshed(business, member);
    expect((await api.get("/sales")).status).toBe(200);
    expect(outcome(await api.get("/admin/dispatch"))).toBe("403 auth.permission_missing");
  });

  it("lets a token live when only the name changes", async () => {
    const member = await newMember(business, ["dispatcher"]);
    await business.api.patch(`/admin/users/${member.id}`, { name: "Maria Diaz" });
    expect((await member.api.get("/admin/dispatch")).status).toBe(200);
  });

  it("to another e-mail address needs a fresh log-in, and voids what was mailed to the old one", async () => {
    const asked = invitation();
    const { id } = (await business.api.post("/admin/users", asked)).data;
    const token = await mailedToken(asked.email);
    const { sub, sid } = decodeJwt(business.accessToken);
    expect([sub, typeof sid]).toEqual(["1", "string"]);
    const old = client({ authorization: `Bearer ${await tokenAs(business, ["owner"], null, 601)}` });
    const email = `${newName()}@example.com`;
    const refused = await old.patch(`/admin/users/${id}`, { email });
    expect(outcome(refused)).toBe("403 auth.reauthentication_required");
    expect((await old.patch(`/admin/users/${id}`, { email: asked.email, name: "Same" })).status).toBe(200);
    expect((await business.api.patch(`/admin/users/${id}`, { email })).data.email).toBe(email);
    expect(outcome(await accept(token))).toBe("401 auth.invalid_link");
    await business.api.post(`/admin/users/${id}/resend-invitation`);
    expect((await accept(await mailedToken(email))).status).toBe(200);
  });

  it("by two at the same moment lets one through", async () => {
    const { id } = await newMember(business, ["viewer"]);
    const answers = await Promise.all(
      ["A", "B", "C"].map((name) =>
        business.api.request("PATCH", `/admin/users/${id}`, { name }, { "if-match": '"1"' }),
      ),
    );
    expect(answers.map(outcome).toSorted()).toEqual([
      "200 undefined",
      "412 user.version_mismatch",
      "412 user.version_mismatch",
    ]);
  });
});

describe("the technician that a user is", () => {
  it("names them and is named by them, is nobody else's, and can be changed", async () => {
    const business = await newBusiness();
    const [first, second, taken] = await Promise.all([
      newTechnician(business),
      newTechnician(business),
      newTechnician(business, true),
    ]);
    const asked = invitation({ roles: ["technician"], technician_id: first?.id });
    const user = (await business.api.post("/admin/users", asked)).data;
    expect(user.technician_id).toBe(first?.id);
    const technician = async (id: number) => (await business.api.get(`/admin/technicians/${id}`)).data;
    expect(await technician(first.id)).toMatchObject({ user_id: user.id, username: asked.username, version: 2 });
    for (const technician_id of [first.id, taken.id])
      expect(outcome(await business.api.post("/admin/users", invitation({ technician_id })))).toBe(
        "409 user.technician_taken",
      );
    const path = `/admin/users/${user.id}`;
    expect(outcome(await business.api.patch(path, { technician_id: taken.id }))).toBe("409 user.technician_taken");
    const missing = await business.api.patch(path, { technician_id: 9 });
    expect([outcome(missing), Object.keys(missing.error.fields)]).toEqual([
      "404 technician.not_found",
      ["technician_id"],
    ]);
    expect((await business.api.patch(path, { technician_id: second.id })).data.technician_id).toBe(second.id);
    expect(await technician(first.id)).toMatchObject({ user_id: null, username: null });
    expect(await technician(second.id)).toMatchObject({ user_id: user.id, username: asked.username });
    expect((await business.api.patch(path, { technician_id: null })).data.technician_id).toBeNull();
    expect(await technician(second.id)).toMatchObject({ user_id: null, username: null });
  });

  it("is in their access token after the next refresh", async () => {
    const business = await newBusiness();
    const member = await newMember(business, ["technician"]);
    expect(outcome(await member.api.get("/tech/dispatch/my-jobs"))).toBe("403 technician.not_linked");
    const { id } = await newTechnician(business);
    await business.api.patch(`/admin/users/${member.id}`, { technician_id: id });
    expect(outcome(await member.api.get("/tech/dispatch/my-jobs"))).toBe("403 technician.not_linked");
    expect((await (await refreshed(business, member)).get("/tech/dispatch/my-jobs")).status).toBe(200);
  });
});

describe("shutting a user out", () => {
  it("ends all their sessions and streams at once, and every way back in", async () => {
    const business = await newBusiness();
    const member = await newMember(business, ["dispatcher"]);
    const phone = await signIn(business, member.username);
    const stream = await watch(phone);
    expect((await business.api.post(`/admin/users/${member.id}/deactivate`)).data.status).toBe("deactivated");
    await stream.ended;
    for (const api of [member.api, phone])
      expect(outcome(await api.get("/admin/dispatch"))).toBe("401 auth.session_ended");
    const signingIn = await client({ "x-tenant-id": business.tenantId }).post("/auth/login", {
      username: member.username,
      password: PASSWORD,
    });
    expect(outcome(signingIn)).toBe("401 auth.wrong_credentials");
    const refreshing = await client({ "x-tenant-id": business.tenantId }).post("/auth/refresh", {
      refresh_token: member.refreshToken,
    });
    expect(outcome(refreshing)).toBe("401 auth.invalid_refresh_token");
    expect(outcome(await business.api.post(`/admin/users/${member.id}/deactivate`))).toBe(
      "409 user.already_deactivated",
    );
  });

  it.each([
    ["shut out", "/deactivate", "POST", undefined],
    ["given other roles", "", "PATCH", { roles: ["viewer"] }],
  ] as const)("lets no log-in through that was under way when they were %s", async (_, path, method, body) => {
    const business = await newBusiness();
    const { id } = await newMember(business, ["dispatcher"]);
    const ctx = ctxOf(business);
    const inWorker = { ...ctx, env: { ...ctx.env, ...testSecrets } };
    const { user } = await read(inWorker, { user: users.byId(inWorker, id) });
    if (!user) throw new Error("no user");
    await business.api.request(method, `/admin/users/${id}${path}`, body);
    const signingIn = openSession(inWorker, { user, customRoles: [], by: "password" });
    expect(await thrownBy(signingIn)).toMatchObject({ kind: "conflict", reason: "user.changed_meanwhile" });
  });

  it("can be taken back: they sign in as before, and their old sessions stay ended", async () => {
    const business = await newBusiness();
    const member = await newMember(business, ["dispatcher"]);
    expect(outcome(await business.api.post(`/admin/users/${member.id}/reactivate`))).toBe("409 user.not_deactivated");
    await business.api.post(`/admin/users/${member.id}/deactivate`);
    expect((await business.api.post(`/admin/users/${member.id}/reactivate`)).data.status).toBe("active");
    await signIn(business, member.username);
    expect(outcome(await member.api.get("/admin/dispatch"))).toBe("401 auth.session_ended");
  });

  it("withdraws an invitation; taken back, it must be sent again", async () => {
    const business = await newBusiness();
    const asked = invitation();
    const { id } = (await business.api.post("/admin/users", asked)).data;
    const token = await mailedToken(asked.email);
    await business.api.post(`/admin/users/${id}/deactivate`);
    expect(outcome(await accept(token))).toBe("401 auth.invalid_link");
    expect((await business.api.post(`/admin/users/${id}/reactivate`)).data.status).toBe("invited");
    expect(outcome(await accept(token))).toBe("401 auth.invalid_link");
  });
});

describe("the last active owner", () => {
  it("can be neither demoted nor shut out, whoever else is invited or deactivated", async () => {
    const business = await newBusiness();
    const invited = (await business.api.post("/admin/users", invitation({ roles: ["owner"] }))).data;
    const gone = await newMember(business, ["owner"]);
    expect((await business.api.post(`/admin/users/${gone.id}/deactivate`)).status).toBe(200);
    expect(invited.status).toBe("invited");
    const demoted = await business.api.patch("/admin/users/1", { roles: ["admin"] });
    const shutOut = await business.api.post("/admin/users/1/deactivate");
    expect([outcome(demoted), outcome(shutOut)]).toEqual(["409 user.last_owner", "409 user.last_owner"]);
    expect((await business.api.patch("/admin/users/1", { roles: ["owner", "dispatcher"] })).status).toBe(200);
  });

  it.each([
    ["demote each other", "PATCH", "", { roles: ["admin"] }],
    ["shut each other out", "POST", "/deactivate", undefined],
  ] as const)("remains when two owners %s at the same moment", async (_, method, path, body) => {
    for (let round = 0; round < 3; round++) {
      const business = await newBusiness();
      const second = await newMember(business, ["owner"]);
      await Promise.all([
        business.api.request(method, `/admin/users/${second.id}${path}`, body),
        second.api.request(method, `/admin/users/1${path}`, body),
      ]);
      const owners = await sql(
        business.shard,
        "select id from users where tenant_id = ? and status = 'active' and roles like '%owner%'",
        business.tenantId,
      );
      expect(owners).toHaveLength(1);
    }
  });
});

it("lists users by status and by role, page by page", async () => {
  const business = await newBusiness();
  const ids = { first: 1, maria: 0, joe: 0 };
  ids.maria = (await business.api.post("/admin/users", invitation({ roles: ["viewer", "dispatcher"] }))).data.id;
  ids.joe = (await newMember(business, ["viewer"])).id;
  const listed = async (query: string) =>
    (await business.api.get(`/admin/users?${query}`)).data.items.map(({ id }: { id: number }) => id);
  expect(await listed("")).toEqual([1, ids.maria, ids.joe]);
  expect(await listed("sort=-id")).toEqual([ids.joe, ids.maria, 1]);
  expect(await listed("status=invited")).toEqual([ids.maria]);
  expect(await listed("role=viewer")).toEqual([ids.maria, ids.joe]);
  expect(await listed("role=viewer&status=active")).toEqual([ids.joe]);
  expect(await listed("role=no-such-role")).toEqual([]);
  const page = (await business.api.get("/admin/users?page=2&limit=2")).data;
  expect(page).toMatchObject({ total: 3, page: 2, total_pages: 2 });
});
