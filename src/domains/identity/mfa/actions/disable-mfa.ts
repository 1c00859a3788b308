import { type Ctx, userOf } from "#/ctx.ts";
import { must } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { findOrganization } from "#/domains/settings/index.ts";
import { findUser } from "../../repo.ts";
import { openSessionIds } from "../../session-repo.ts";
import { demandsMfa } from "../../sign-in.ts";
import { demandedByRole, notEnabled } from "../errors.ts";
import { deleteBackupCodes, disableTotp } from "../repo.ts";
import { changeSecondFactor } from "./change-second-factor.ts";

/** Gives the second factor up. Where the business demands one, it can only be replaced. */
export async function disableMfa(ctx: Ctx) {
  const { userId } = userOf(ctx);
  const [user, sessions, organization] = await load(ctx, [
    findUser(ctx, userId),
    openSessionIds(ctx, userId),
    findOrganization(ctx),
  ]);
  if (!user?.mfaEnabledAt) throw notEnabled();
  if (demandsMfa(organization, user.roles)) throw demandedByRole();

  return await changeSecondFactor(ctx, {
    user,
    sessions,
    action: "disable_mfa",
    notice: "mfa-disabled",
    writes: [disableTotp(ctx, userId), must(notEnabled()), deleteBackupCodes(ctx, userId)],
    result: { mfaEnabled: false as const },
  });
}
