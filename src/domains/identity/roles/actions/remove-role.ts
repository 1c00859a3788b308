import type { Ctx } from "#/ctx.ts";
import { assertVersion, commit, must } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { notFound } from "#/kernel/errors.ts";
import { roleInUse } from "../errors.ts";
import { type CustomRole, deleteUnusedRole, findCustomRole } from "../repo.ts";

/** Removes a role that no user has any more. */
export async function removeRole(ctx: Ctx, id: number): Promise<CustomRole> {
  const [role] = await load(ctx, [findCustomRole(ctx, id)]);
  if (!role) throw notFound("role", id);
  assertVersion(ctx, "role", role);

  return await commit(ctx, {
    writes: [deleteUnusedRole(ctx, role), must(roleInUse(role.name))],
    audit: { action: "remove", entity: "role", id, changes: { name: role.name, permissions: role.permissions } },
    result: role,
  });
}
