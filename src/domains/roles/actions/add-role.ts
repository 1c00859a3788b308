import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { type CustomRole, customRoles, roleNameTaken } from "#/domains/identity/index.ts";
import { roles } from "#/kernel/permissions.ts";
import { assertMayGrant } from "../authority.ts";

/** Makes a custom role: a named set of permissions, none that its maker lacks. */
export async function addRole(ctx: Ctx, input: Pick<CustomRole, "name" | "permissions">): Promise<CustomRole> {
  const { id } = await load(ctx, { id: customRoles.nextId(ctx) });
  assertMayGrant(ctx.actor, input.permissions, "permissions");
  if (Object.hasOwn(roles, input.name)) throw roleNameTaken(input.name);

  const part = customRoles.insert(ctx, { ...input, id });
  return await commit(ctx, { parts: [part], audit: { action: "add", of: part }, result: part.row });
}
