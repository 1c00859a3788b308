import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { type CustomRole, customRoles, staleTokensOfRole } from "#/domains/identity/index.ts";
import { assertMayGrant } from "../authority.ts";

/** Changes what everybody with this role may do, from their next request on. Nobody adds what they lack themselves. */
export async function changeRole(ctx: Ctx, { id, permissions }: Pick<CustomRole, "id" | "permissions">) {
  const { role } = await load(ctx, { role: customRoles.one(ctx, id) });
  customRoles.assertCurrent(ctx, role);
  const added = permissions.filter((permission) => !role.permissions.includes(permission));
  assertMayGrant(ctx.actor, added, "permissions");

  const part = customRoles.change(ctx, role, { permissions });
  return await commit(ctx, {
    parts: [part, staleTokensOfRole(ctx, role)],
    audit: { action: "change", of: part },
    result: part.row,
  });
}
