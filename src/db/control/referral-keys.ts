import { and, eq, gt, isNull, lt, or } from "drizzle-orm";
import { type Instant, plusMs } from "#/kernel/time.ts";
import { type ControlDb, controlOf } from "./client.ts";
import { referralKeys } from "./schema/referrals.ts";

type Open = Parameters<typeof controlOf>[0] & { realNow: Instant };

const NOTE_EVERY_MS = 60_000;

/** The key of a referrer by its SHA-256, or by that of the key before its last rotation while that one works. */
export const findReferralKey = (open: Open, hash: string) =>
  controlOf(open)
    .select({
      keyId: referralKeys.id,
      source: referralKeys.source,
      isTest: referralKeys.isTest,
      companyId: referralKeys.companyId,
      lastUsedAt: referralKeys.lastUsedAt,
    })
    .from(referralKeys)
    .where(
      and(
        or(
          eq(referralKeys.hash, hash),
          and(eq(referralKeys.previousHash, hash), gt(referralKeys.previousEndsAt, open.realNow)),
        ),
        isNull(referralKeys.revokedAt),
      ),
    )
    .get();

/** Whether to note the use of a key: once a minute is enough. */
export const isUseNews = ({ realNow }: Open, lastUsedAt: Instant | null): boolean =>
  lastUsedAt === null || lastUsedAt < plusMs(realNow, -NOTE_EVERY_MS);

/** Notes that a key was used now. */
export const noteReferralKeyUse = (db: ControlDb, { realNow }: Pick<Open, "realNow">, keyId: string) =>
  db
    .update(referralKeys)
    .set({ lastUsedAt: realNow })
    .where(and(eq(referralKeys.id, keyId), or(isNull(referralKeys.lastUsedAt), lt(referralKeys.lastUsedAt, realNow))));
