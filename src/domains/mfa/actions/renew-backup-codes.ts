import { userOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { openSessionsOf, touchEnrolled, users } from "#/domains/identity/index.ts";
import { newBackupCodes } from "../codes.ts";
import { notEnabled } from "../errors.ts";
import { replaceBackupCodes } from "../repo.ts";
import { changeSecondFactor } from "./change-second-factor.ts";

/** Gives the user ten new codes in place of the old ones, which were used up, or seen by somebody. */
export async function renewBackupCodes(ctx: Ctx) {
  const { userId } = userOf(ctx);
  const { user, sessions } = await load(ctx, { user: users.one(ctx, userId), sessions: openSessionsOf(ctx, userId) });
  if (!user.mfaEnabledAt) throw notEnabled();

  const codes = await newBackupCodes(ctx.env);
  return await changeSecondFactor(ctx, {
    user,
    sessions,
    action: "renew_backup_codes",
    parts: [touchEnrolled(ctx, userId), must(notEnabled()), replaceBackupCodes(ctx, userId, codes.hashes)],
    result: { backupCodes: codes.shown },
  });
}
