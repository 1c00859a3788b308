import { userOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { isAdmin, permissionsOfRoles } from "./rules.ts";
import type { CustomRole, User } from "./tables.ts";

/** The user as they are now, whatever their access token still says. */
export const presentMe = (ctx: Ctx, user: User, customRoles: readonly CustomRole[]) => ({
  ...user,
  emailVerified: user.emailVerifiedAt !== null,
  isAdmin: isAdmin(user.roles),
  permissions: [...permissionsOfRoles(user.roles, customRoles)].toSorted(),
  mfaEnabled: user.mfaEnabledAt !== null,
  sessionId: userOf(ctx).sessionId,
  businessCode: ctx.tenant.businessCode,
  businessName: ctx.tenant.businessName,
});
