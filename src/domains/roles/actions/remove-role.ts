import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { type CustomRole, customRoles, holdUnnamedRole, removeUnusedRole } from "#/domains/identity/index.ts";
import { roleInUse, roleRequiresMfa } from "../errors.ts";

/** Removes a role that no user has and no setting names. */
export async function removeRole(ctx: Ctx, id: number): Promise<CustomRole> {
  const { role } = await load(ctx, { role: customRoles.one(ctx, id) });
  customRoles.assertCurrent(ctx, role);

  const part = removeUnusedRole(ctx, role, roleInUse(role.name));
  return await commit(ctx, {
    parts: [holdUnnamedRole(ctx, role), must(roleRequiresMfa(role.name)), part],
    audit: { action: "remove", of: part },
    result: role,
  });
}
