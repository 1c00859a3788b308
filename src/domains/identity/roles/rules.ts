import { type Actor, permissionsOfActor } from "#/ctx.ts";
import { type Permission, permissionsOf } from "#/kernel/permissions.ts";
import { type CustomRole, extraPermissions } from "./repo.ts";

/** All that these roles allow, what the business' own ones add included. */
export const permissionsOfRoles = (roles: readonly string[], custom: readonly CustomRole[]): ReadonlySet<Permission> =>
  permissionsOf(roles, extraPermissions(roles, custom));

/** What of these permissions the one who acts lacks: nobody gives what he does not have, or rules over who may do more than he. */
export function lackedBy(actor: Actor, wanted: Iterable<string>): string[] {
  const own: ReadonlySet<string> = permissionsOfActor(actor);
  return [...wanted].filter((permission) => !own.has(permission));
}

export const isOwner = (roles: readonly string[]): boolean => roles.includes("owner");
export const actsAsOwner = (actor: Actor): boolean => actor.kind === "user" && isOwner(actor.roles);
