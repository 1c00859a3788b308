import { type Ctx, userOf } from "#/ctx.ts";
import { permissionsOf } from "#/kernel/permissions.ts";
import type { User } from "./repo.ts";
import { type CustomRole, extraPermissions } from "./roles/repo.ts";
import { isAdmin } from "./rules.ts";
import type { Session } from "./session-repo.ts";

/** The user as he stands now, whatever his access token still says. */
export function presentMe(ctx: Ctx, user: User, customRoles: readonly CustomRole[]) {
  const { id, username, name, email, roles, technicianId, createdAt } = user;
  return {
    id,
    username,
    name,
    email,
    emailVerified: user.emailVerifiedAt !== null,
    isAdmin: isAdmin(roles),
    roles,
    permissions: [...permissionsOf(roles, extraPermissions(roles, customRoles))].toSorted(),
    technicianId,
    mfaEnabled: user.mfaEnabledAt !== null,
    passwordChangedAt: user.passwordChangedAt,
    createdAt,
    sessionId: userOf(ctx).sessionId,
    tenantId: ctx.tenant.id,
    businessCode: ctx.tenant.businessCode,
    businessName: ctx.tenant.businessName,
  };
}

export const presentSession = (ctx: Ctx, session: Session) => ({
  ...session,
  current: session.id === userOf(ctx).sessionId,
});
