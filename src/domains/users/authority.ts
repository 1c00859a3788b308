import type { Actor } from "#/actor.ts";
import { type CustomRole, permissionsOfRoles, type User } from "#/domains/identity/index.ts";
import { assertMayGrant, lackedBy } from "#/domains/roles/index.ts";
import { roles as builtIn } from "#/kernel/permissions.ts";
import { mayDoMore, ownersOnly, unknownRole } from "./errors.ts";

/** The custom roles among these names; refuses an unknown name. */
export function customRolesAmong(names: readonly string[], custom: readonly CustomRole[]): CustomRole[] {
  const unknown = names.find((name) => !Object.hasOwn(builtIn, name) && !custom.some((role) => role.name === name));
  if (unknown !== undefined) throw unknownRole(unknown);
  return custom.filter(({ name }) => names.includes(name));
}

export const isOwner = (roles: readonly string[]): boolean => roles.includes("owner");

/** An admin may do as much as an owner, and still only owners make or change owners. */
function assertMayTouchOwner(actor: Actor, roles: readonly string[]): void {
  if (isOwner(roles) && !(actor.kind === "user" && isOwner(actor.roles))) throw ownersOnly();
}

/** Refuses to give roles that allow more than the giver may do. */
export function assertMayGive(actor: Actor, roles: readonly string[], custom: readonly CustomRole[]): void {
  assertMayTouchOwner(actor, roles);
  assertMayGrant(actor, permissionsOfRoles(roles, custom), "roles");
}

/** Refuses to change a user who may do more: another e-mail address and a reset of the password would hand their account over. */
export function assertMayManage(actor: Actor, { id, roles }: User, custom: readonly CustomRole[]): void {
  assertMayTouchOwner(actor, roles);
  const lacking = lackedBy(actor, permissionsOfRoles(roles, custom));
  if (lacking.length > 0) throw mayDoMore(id, lacking);
}
