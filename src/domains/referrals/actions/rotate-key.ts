import type { PlatformCtx } from "#/ctx.ts";
import { makeReferralKey } from "#/kernel/api-keys.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { keyRevoked } from "../errors.ts";
import { changeKey, getKey } from "../key-repo.ts";
import { presentKey } from "../present-platform.ts";

const HOUR = 3600;

/** A referrer gets another key in the place of theirs, which goes on working for a while. Only this answer shows it. */
export async function rotateKey(ctx: PlatformCtx, id: string, { overlapHours }: { overlapHours: number }) {
  const before = await getKey(ctx, id);
  if (before.revokedAt !== null) throw keyRevoked();
  const { key, prefix } = await makeReferralKey(before.isTest);
  const rotated = await changeKey(ctx, id, {
    prefix,
    hash: await sha256(key),
    previousHash: before.hash,
    previousEndsAt: plusSeconds(ctx.realNow, overlapHours * HOUR),
  });
  return { ...presentKey(rotated), key };
}
