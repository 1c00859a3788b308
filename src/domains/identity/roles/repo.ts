import { eq } from "drizzle-orm";
import { q } from "#/db/tenant/client.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { customRoles } from "#/db/tenant/schema/identity.ts";

export type CustomRole = typeof customRoles.$inferSelect;

/** The roles that the business made for itself; there are few. */
export const allCustomRoles = prepared((tenantId: Slot<string>) =>
  q.select().from(customRoles).where(eq(customRoles.tenantId, tenantId)).orderBy(customRoles.id),
);

/** What these roles add to the built-in ones, for the access token. */
export const extraPermissions = (roles: readonly string[], custom: readonly CustomRole[]): string[] => [
  ...new Set(custom.filter(({ name }) => roles.includes(name)).flatMap(({ permissions }) => permissions)),
];
