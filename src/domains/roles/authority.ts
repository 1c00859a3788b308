import { type Actor, permissionsOfActor } from "#/actor.ts";
import { cannotGrant } from "./errors.ts";

/** The permissions among these that the actor lacks. */
export function lackedBy(actor: Actor, wanted: Iterable<string>): string[] {
  const own: ReadonlySet<string> = permissionsOfActor(actor);
  return [...wanted].filter((permission) => !own.has(permission));
}

/** Refuses to give permissions that the giver lacks. `field` is the one that asks for them. */
export function assertMayGrant(
  actor: Actor,
  wanted: Iterable<string>,
  field: "permissions" | "roles" | "scopes",
): void {
  const lacking = lackedBy(actor, wanted);
  if (lacking.length > 0) throw cannotGrant(lacking, field);
}
