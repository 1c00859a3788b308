import type { PlatformCtx } from "#/ctx.ts";
import type { ReferralKey } from "#/db/control/schema/referrals.ts";
import { changeKey, getKey } from "../key-repo.ts";

/** A key stops working, at once and for good, and so does the one before its last rotation. Its jobs go on. Safe to repeat. */
export async function revokeKey(ctx: PlatformCtx, id: string): Promise<ReferralKey> {
  const key = await getKey(ctx, id);
  return key.revokedAt === null ? await changeKey(ctx, id, { revokedAt: ctx.realNow }) : key;
}
