import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { nextId } from "#/db/tenant/sequences.ts";
import { roles } from "#/kernel/permissions.ts";
import { cannotGrant, roleNameTaken, tooManyRoles } from "../errors.ts";
import { allCustomRoles, type CustomRole, insertCustomRole } from "../repo.ts";
import { lackedBy } from "../rules.ts";

/** Every log-in reads them all, so their number is bounded. */
const MAX_ROLES = 100;

/** Makes a role of the business' own: a named set of permissions, none that its maker lacks. */
export async function addRole(
  ctx: Ctx,
  { name, permissions }: Pick<CustomRole, "name" | "permissions">,
): Promise<CustomRole> {
  const [{ id }, existing] = await load(ctx, [nextId(ctx, "custom_role"), allCustomRoles(ctx)]);
  const lacking = lackedBy(ctx.actor, permissions);
  if (lacking.length > 0) throw cannotGrant(lacking, "permissions");
  if (Object.hasOwn(roles, name)) throw roleNameTaken(name);
  if (existing.length >= MAX_ROLES) throw tooManyRoles(MAX_ROLES);

  const role: CustomRole = {
    tenantId: ctx.tenant.id,
    id,
    name,
    permissions,
    createdAt: ctx.now,
    updatedAt: ctx.now,
    version: 1,
  };
  return await commit(ctx, {
    writes: [insertCustomRole(role)],
    audit: { action: "add", entity: "role", id, changes: { name, permissions } },
    result: role,
    refusals: { "custom_roles.tenant_id, custom_roles.name": roleNameTaken(name) },
  });
}
