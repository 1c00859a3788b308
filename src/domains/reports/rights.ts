import { type CustomRole, permissionsOfRoles, type User } from "#/domains/identity/index.ts";
import type { Definition } from "./definition.ts";
import { missingFor } from "./definitions.ts";

/** Whether somebody may read a report now: they are active, and their roles reach that far. */
export const mayRead = (user: User, roles: readonly CustomRole[], definition: Definition): boolean => {
  const held = permissionsOfRoles(user.roles, roles);
  return user.status === "active" && held.has("reports:read") && missingFor(definition, held) === undefined;
};

/** Those of the users who may get a report by mail. */
export const readersAmong = (users: readonly User[], roles: readonly CustomRole[], definition: Definition) =>
  users.flatMap((user) =>
    user.email !== null && mayRead(user, roles, definition) ? [{ id: user.id, email: user.email }] : [],
  );
