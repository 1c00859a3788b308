import { randomUUID } from "node:crypto";
import { decodeJwt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { permissions, roles } from "#/kernel/permissions.ts";
import { sql } from "../support/back-door.ts";
import { type Answer, type Api, type Business, client, newBusiness } from "../support/client.ts";
import { tokenAs } from "../support/tokens.ts";

const outcome = ({ status, error }: Answer) => `${status} ${error?.reason}`;
const as = async (business: Business, ...names: string[]): Promise<Api> =>
  client({ authorization: `Bearer ${await tokenAs(business, names)}` });
const clerk = { name: "clerk", permissions: ["items:read", "sales:read"] };

/** Gives the owner, as which the test is signed in, another role beside their own: the owner is the only user without an invitation. */
async function newSession(business: Business, ...names: string[]): Promise<{ api: Api; refresh: () => Promise<Api> }> {
  const changed = await business.api.patch("/admin/users/1", { roles: ["owner", ...names] });
  expect(changed.status, changed.text).toBe(200);
  const refresh = async () => {
    const answer = await client({ "x-tenant-id": business.tenantId }).post("/auth/refresh", {
      refresh_token: business.refreshToken,
    });
    return client({ authorization: `Bearer ${answer.data.access_token}` });
  };
  return { api: await refresh(), refresh };
}

const claims = (api: Api) => decodeJwt<{ perms?: string[] }>(api.headers.authorization?.slice(7) ?? "");

describe("a custom role", () => {
  let business: Business;
  beforeAll(async () => {
    business = await newBusiness();
  });

  it("is made of permissions, listed behind the built-in ones and read by its id", async () => {
    const business = await newBusiness();
    const made = await business.api.post("/admin/roles", {
      ...clerk,
      permissions: ["items:read", "sales:read", "items:read"],
    });
    expect(made.data).toMatchObject({ ...clerk, version: 1 });
    expect((await business.api.get(`/admin/roles/${made.data.id}`)).data).toEqual(made.data);
    const { data } = await business.api.get("/admin/roles");
    const builtIn = Object.entries(roles).map(([name, all]) => ({ id: null, name, built_in: true, permissions: all }));
    expect(data.items).toEqual([...builtIn, { id: made.data.id, built_in: false, ...clerk }]);
    const page = await business.api.get("/admin/roles?page=2&limit=7");
    expect(page.data).toMatchObject({ items: [{ name: "clerk" }], total: 8, page: 2, total_pages: 2 });
  });

  it("has a name that no other role has", async () => {
    await business.api.post("/admin/roles", clerk);
    for (const name of ["clerk", "owner", "viewer"]) {
      const taken = await business.api.post("/admin/roles", { ...clerk, name });
      expect([outcome(taken), taken.error.fields]).toEqual(["409 role.name_taken", { name: "is taken" }]);
    }
    for (const odd of [
      { name: "Clerk" },
      { name: "__proto__" },
      { name: "x" },
      { permissions: [] },
      { permissions: ["sales:fly"] },
      { built_in: true },
    ])
      expect(outcome(await business.api.post("/admin/roles", { ...clerk, name: "odd", ...odd }))).toBe(
        "422 request.invalid",
      );
  });

  it("is made by two at the same moment only once", async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() => business.api.post("/admin/roles", { ...clerk, name: "twice" })),
    );
    expect(answers.map(outcome).toSorted()).toEqual(["201 undefined", "409 role.name_taken", "409 role.name_taken"]);
  });

  it("allows nothing that its maker lacks", async () => {
    const { id } = (await business.api.post("/admin/roles", { name: "hr", permissions: ["items:read"] })).data;
    const limited = client({
      authorization: `Bearer ${await tokenAs(business, [], null, 0, ["roles:write", "items:read"])}`,
    });
    for (const answer of [
      await limited.post("/admin/roles", { ...clerk, name: "more" }),
      await limited.patch(`/admin/roles/${id}`, { permissions: [...permissions] }),
    ])
      expect([outcome(answer), Object.keys(answer.error.fields)]).toEqual(["403 auth.cannot_grant", ["permissions"]]);
    expect((await limited.post("/admin/roles", { name: "less", permissions: ["items:read"] })).status).toBe(201);
  });

  it("may lose what its changer lacks, but gains nothing of it", async () => {
    const { id } = (
      await business.api.post("/admin/roles", { name: "wide", permissions: ["mails:read", "items:read", "sales:read"] })
    ).data;
    const limited = client({
      authorization: `Bearer ${await tokenAs(business, [], null, 0, ["roles:write", "users:read"])}`,
    });
    const smaller = await limited.patch(`/admin/roles/${id}`, { permissions: ["mails:read"] });
    expect(smaller.data).toMatchObject({ permissions: ["mails:read"], version: 2 });
    expect(outcome(await limited.patch(`/admin/roles/${id}`, { permissions: ["mails:read", "sales:read"] }))).toBe(
      "403 auth.cannot_grant",
    );
  });

  it("cannot be changed under a version that somebody else has replaced", async () => {
    const { id } = (await business.api.post("/admin/roles", { ...clerk, name: "versioned" })).data;
    const patch = (permission: string) =>
      business.api.request("PATCH", `/admin/roles/${id}`, { permissions: [permission] }, { "if-match": '"1"' });
    const answers = await Promise.all([patch("items:read"), patch("sales:read")]);
    expect(answers.map(outcome).toSorted()).toEqual(["200 undefined", "412 role.version_mismatch"]);
    const removing = await business.api.request("DELETE", `/admin/roles/${id}`, undefined, { "if-match": '"1"' });
    expect(outcome(removing)).toBe("412 role.version_mismatch");
  });
});

it("what a role allows holds for its users at once, after a refresh of their access token", async () => {
  const business = await newBusiness();
  await business.api.post("/admin/roles", { name: "clerk", permissions: ["items:read"] });
  const [{ id } = { id: 0 }] = await sql<{ id: number }>(
    business.shard,
    "select id from custom_roles where tenant_id = ?",
    business.tenantId,
  );
  const { api, refresh } = await newSession(business, "clerk");
  expect(claims(api).perms).toEqual(["items:read"]);
  expect((await api.patch(`/admin/roles/${id}`, { permissions: ["sales:read"] })).status).toBe(200);
  expect(outcome(await api.get("/admin/items"))).toBe("401 auth.token_stale");
  const fresh = await refresh();
  expect(claims(fresh).perms).toEqual(["sales:read"]);
  expect((await fresh.get("/sales")).status).toBe(200);
});

it("a change of a role leaves the tokens of users who do not have it alone", async () => {
  const business = await newBusiness();
  const { id } = (await business.api.post("/admin/roles", clerk)).data;
  await business.api.patch(`/admin/roles/${id}`, { permissions: ["items:read"] });
  expect((await business.api.get("/admin/items")).status).toBe(200);
});

describe("removing a role", () => {
  it("needs that no user has it, not even an invited or deactivated user", async () => {
    const business = await newBusiness();
    const { id } = (await business.api.post("/admin/roles", clerk)).data;
    const username = `user-${randomUUID().slice(0, 8)}`;
    const invited = await business.api.post("/admin/users", {
      email: `${username}@example.com`,
      name: "Maria Lopez",
      username,
      roles: ["clerk"],
    });
    expect(outcome(await business.api.request("DELETE", `/admin/roles/${id}`))).toBe("409 role.in_use");
    await business.api.post(`/admin/users/${invited.data.id}/deactivate`);
    expect(outcome(await business.api.request("DELETE", `/admin/roles/${id}`))).toBe("409 role.in_use");
    await business.api.patch(`/admin/users/${invited.data.id}`, { roles: ["viewer"] });
    expect((await business.api.request("DELETE", `/admin/roles/${id}`)).data).toMatchObject(clerk);
    expect(outcome(await business.api.get(`/admin/roles/${id}`))).toBe("404 role.not_found");
    expect(outcome(await business.api.request("DELETE", `/admin/roles/${id}`))).toBe("404 role.not_found");
  });

  it("at the moment in which it is given leaves nobody with a role that there is not", async () => {
    const business = await newBusiness();
    for (let round = 0; round < 5; round++) {
      const name = `clerk-${round}`;
      const { id } = (await business.api.post("/admin/roles", { ...clerk, name })).data;
      const username = `user-${randomUUID().slice(0, 8)}`;
      const asked = { email: `${username}@example.com`, name: "Maria Lopez", username, roles: [name] };
      const [given, removed] = await Promise.all([
        business.api.post("/admin/users", asked),
        business.api.request("DELETE", `/admin/roles/${id}`),
      ]);
      const known = ["201 undefined", "422 user.unknown_role", "409 role.changed_meanwhile"];
      expect(known).toContain(outcome(given));
      expect(removed.status === 200).toBe(given.status !== 201);
    }
  });
});

it("a business has at most a hundred roles of its own", async () => {
  const business = await newBusiness();
  await sql(
    business.shard,
    `with recursive series(n) as (select 1 union all select n + 1 from series where n < 100)
     insert into custom_roles (tenant_id, id, name, permissions, created_at, updated_at, version)
     select ?, n, 'role-' || n, '[]', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 1 from series`,
    business.tenantId,
  );
  await sql(business.shard, "insert into counters values (?, 'role', 'all', 100)", business.tenantId);
  expect(outcome(await business.api.post("/admin/roles", clerk))).toBe("409 role.too_many");
});

it("an admin makes roles, a manager only sees them", async () => {
  const business = await newBusiness();
  const [admin, manager] = await Promise.all([as(business, "admin"), as(business, "manager")]);
  expect((await admin.post("/admin/roles", clerk)).status).toBe(201);
  expect((await manager.get("/admin/roles")).status).toBe(200);
  expect(outcome(await manager.post("/admin/roles", { ...clerk, name: "other" }))).toBe("403 auth.permission_missing");
});
