import { userOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { demandsMfa, disableTotp, openSessionsOf, users } from "#/domains/identity/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { demandedByRole, notEnabled } from "../errors.ts";
import { deleteBackupCodes } from "../repo.ts";
import { changeSecondFactor } from "./change-second-factor.ts";

/** Gives up the second factor. Where the business demands one, it can only be replaced. */
export async function disableMfa(ctx: Ctx) {
  const { userId } = userOf(ctx);
  const { user, sessions, organization } = await load(ctx, {
    user: users.one(ctx, userId),
    sessions: openSessionsOf(ctx, userId),
    organization: organizationOf(ctx),
  });
  if (!user.mfaEnabledAt) throw notEnabled();
  if (demandsMfa(organization, user.roles)) throw demandedByRole();

  return await changeSecondFactor(ctx, {
    user,
    sessions,
    action: "disable_mfa",
    notice: "mfa-disabled",
    parts: [disableTotp(ctx, userId), must(notEnabled()), deleteBackupCodes(ctx, userId)],
    result: { mfaEnabled: false as const },
  });
}
