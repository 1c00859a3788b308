import type { Actor } from "#/ctx.ts";
import { roles as builtIn } from "#/kernel/permissions.ts";
import type { User } from "../repo.ts";
import { cannotGrant } from "../roles/errors.ts";
import type { CustomRole } from "../roles/repo.ts";
import { actsAsOwner, isOwner, lackedBy, permissionsOfRoles } from "../roles/rules.ts";
import { mayDoMore, ownersOnly, unknownRole } from "./errors.ts";

/** An invitation waits so long. */
export const INVITATION_SECONDS = 7 * 86_400;

/** The business' own roles among these names; refuses a name that is no role. */
export function customRolesAmong(names: readonly string[], custom: readonly CustomRole[]): CustomRole[] {
  const unknown = names.find((name) => !Object.hasOwn(builtIn, name) && !custom.some((role) => role.name === name));
  if (unknown !== undefined) throw unknownRole(unknown);
  return custom.filter(({ name }) => names.includes(name));
}

/** Refuses to give roles that allow more than the giver may, and `owner` by anybody but an owner. */
export function assertMayGive(actor: Actor, roles: readonly string[], custom: readonly CustomRole[]): void {
  if (isOwner(roles) && !actsAsOwner(actor)) throw ownersOnly();
  const lacking = lackedBy(actor, permissionsOfRoles(roles, custom));
  if (lacking.length > 0) throw cannotGrant(lacking, "roles");
}

/**
 * Refuses to change somebody who may do more: by another e-mail address and a reset of the password he could be made one's own. An
 * admin may as much as an owner, and still only owners change owners.
 */
export function assertMayManage(actor: Actor, user: User, custom: readonly CustomRole[]): void {
  if (isOwner(user.roles) && !actsAsOwner(actor)) throw ownersOnly();
  const lacking = lackedBy(actor, permissionsOfRoles(user.roles, custom));
  if (lacking.length > 0) throw mayDoMore(user.id, lacking);
}

/** One who has never proved who he is goes back to his invitation. */
export const statusAfterReactivation = (user: User, hasSso: boolean): User["status"] =>
  user.passwordChangedAt !== null || hasSso ? "active" : "invited";
