import { type Ctx, userOf } from "#/ctx.ts";
import { must } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { findUser } from "../../repo.ts";
import { openSessionIds } from "../../session-repo.ts";
import { newBackupCodes } from "../codes.ts";
import { notEnabled } from "../errors.ts";
import { deleteBackupCodes, insertBackupCodes, touchEnrolled } from "../repo.ts";
import { changeSecondFactor } from "./change-second-factor.ts";

/** Ten new codes in place of the old ones: those were used up, or somebody has seen them. */
export async function renewBackupCodes(ctx: Ctx) {
  const { userId } = userOf(ctx);
  const [user, sessions] = await load(ctx, [findUser(ctx, userId), openSessionIds(ctx, userId)]);
  if (!user?.mfaEnabledAt) throw notEnabled();

  const codes = await newBackupCodes(ctx.env);
  return await changeSecondFactor(ctx, {
    user,
    sessions,
    action: "renew_backup_codes",
    writes: [
      touchEnrolled(ctx, userId),
      must(notEnabled()),
      deleteBackupCodes(ctx, userId),
      insertBackupCodes(ctx, userId, codes.hashes),
    ],
    result: { backupCodes: codes.shown },
  });
}
