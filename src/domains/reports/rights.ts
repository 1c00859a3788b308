import { type CustomRole, permissionsOfRoles, type User } from "#/domains/identity/index.ts";
import type { Permission } from "#/kernel/permissions.ts";
import type { Definition } from "./definition.ts";
import { missingFor } from "./definitions.ts";

/** The permission that somebody's roles lack to read a report. */
const missedBy = (user: User, roles: readonly CustomRole[], definition: Definition): Permission | undefined => {
  const held = permissionsOfRoles(user.roles, roles);
  return held.has("reports:read") ? missingFor(definition, held)?.permission : "reports:read";
};

/** Whether somebody may read a report now: they are active, and their roles reach that far. */
export const mayRead = (user: User, roles: readonly CustomRole[], definition: Definition): boolean =>
  user.status === "active" && missedBy(user, roles, definition) === undefined;

/** What somebody lacks to get a report by mail. */
export function lackOf(user: User, roles: readonly CustomRole[], definition: Definition): string | undefined {
  if (user.status !== "active") return "active again";
  if (user.email === null) return "an e-mail address";
  const permission = missedBy(user, roles, definition);
  return permission && `the permission ${permission}`;
}

/** Those of the users who may get a report by mail. */
export const readersAmong = (users: readonly User[], roles: readonly CustomRole[], definition: Definition) =>
  users.flatMap((user) =>
    user.email !== null && mayRead(user, roles, definition) ? [{ id: user.id, email: user.email }] : [],
  );
