import type { Ctx } from "#/ctx.ts";
import { assertVersion, commit, mustBeCurrent } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { notFound } from "#/kernel/errors.ts";
import { cannotGrant } from "../errors.ts";
import { type CustomRole, findCustomRole, staleTokensOfRole, updateCustomRole } from "../repo.ts";
import { lackedBy } from "../rules.ts";

/** Changes what everybody with this role may do, from his next request on. Nobody adds what he lacks himself. */
export async function changeRole(
  ctx: Ctx,
  { id, permissions }: Pick<CustomRole, "id" | "permissions">,
): Promise<CustomRole> {
  const [role] = await load(ctx, [findCustomRole(ctx, id)]);
  if (!role) throw notFound("role", id);
  assertVersion(ctx, "role", role);
  const added = permissions.filter((permission) => !role.permissions.includes(permission));
  const lacking = lackedBy(ctx.actor, added);
  if (lacking.length > 0) throw cannotGrant(lacking, "permissions");

  return await commit(ctx, {
    writes: [
      updateCustomRole(ctx, role, { permissions }),
      mustBeCurrent(ctx, "role", id),
      staleTokensOfRole(ctx, role),
    ],
    audit: { action: "change", entity: "role", id, changes: { before: role.permissions, permissions } },
    result: { ...role, permissions, updatedAt: ctx.now, version: role.version + 1 },
  });
}
