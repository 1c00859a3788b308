import { expect, it } from "vitest";
import { type Answer, type Business, newBusiness } from "../support/client.ts";

const outcome = ({ status, error }: Answer) => `${status} ${error?.reason}`;
const demand = ({ api }: Business, ...names: string[]) =>
  api.patch("/admin/organization", { mfa_required_roles: names });
const makeRole = async ({ api }: Business, name: string): Promise<number> =>
  (await api.post("/admin/roles", { name, permissions: ["sales:read"] })).data.id;

it("the setting mfa_required_roles takes roles that exist, and names those that do not", async () => {
  const business = await newBusiness();
  const unknown = await demand(business, "owner", "admins", "__proto__");
  expect([outcome(unknown), unknown.error.fields]).toEqual([
    "422 organization.unknown_role",
    {
      "mfa_required_roles.1": expect.stringContaining("not a role"),
      "mfa_required_roles.2": expect.stringContaining("not a role"),
    },
  ]);
  expect((await business.api.get("/admin/organization")).data.mfa_required_roles).toEqual([]);
  await makeRole(business, "clerk");
  const known = await demand(business, "admin", "clerk", "clerk");
  expect([known.status, known.data.mfa_required_roles]).toEqual([200, ["admin", "clerk", "clerk"]]);
  const other = await newBusiness();
  expect(outcome(await demand(other, "clerk"))).toBe("422 organization.unknown_role");
});

it("a role that mfa_required_roles names cannot be removed until it is taken out there", async () => {
  const business = await newBusiness();
  const id = await makeRole(business, "clerk");
  const remove = () => business.api.request("DELETE", `/admin/roles/${id}`);
  await demand(business, "clerk");
  expect(outcome(await remove())).toBe("409 role.named_in_settings");
  await demand(business);
  expect((await remove()).status).toBe(200);
});

it("a role is never both removed and named, however the two requests race", async () => {
  const business = await newBusiness();
  for (const name of ["first", "second", "third"]) {
    const id = await makeRole(business, name);
    const [removed, named] = await Promise.all([
      business.api.request("DELETE", `/admin/roles/${id}`),
      demand(business, name),
    ]);
    expect(
      [removed.status, named.status].filter((status) => status === 200),
      name,
    ).toHaveLength(1);
    await demand(business);
  }
});
