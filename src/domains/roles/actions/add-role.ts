import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { allCustomRoles, type CustomRole, customRoles, roleNameTaken } from "#/domains/identity/index.ts";
import { roles } from "#/kernel/permissions.ts";
import { assertMayGrant } from "../authority.ts";
import { tooManyRoles } from "../errors.ts";

/** Every log-in reads them all, so their number is bounded. */
const MAX_ROLES = 100;

/** Makes a custom role: a named set of permissions, none that its maker lacks. */
export async function addRole(ctx: Ctx, input: Pick<CustomRole, "name" | "permissions">): Promise<CustomRole> {
  const { id, existing } = await load(ctx, { id: customRoles.nextId(ctx), existing: allCustomRoles(ctx) });
  assertMayGrant(ctx.actor, input.permissions, "permissions");
  if (Object.hasOwn(roles, input.name)) throw roleNameTaken(input.name);
  if (existing.length >= MAX_ROLES) throw tooManyRoles(MAX_ROLES);

  const part = customRoles.insert(ctx, { ...input, id });
  return await commit(ctx, { parts: [part], audit: { action: "add", of: part }, result: part.row });
}
