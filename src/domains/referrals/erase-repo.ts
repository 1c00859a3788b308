import { and, inArray, isNull, sql } from "drizzle-orm";
import type { OpenCtx } from "#/ctx.ts";
import { controlOf } from "#/db/control/client.ts";
import { type Referral, referralDetails, referralHistory, referrals } from "#/db/control/schema/referrals.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { statusChange } from "./status-repo.ts";

/** The referrals of a phone, whoever made them. */
export const listOfPhone = (open: OpenCtx, hashes: readonly string[]): Promise<Referral[]> =>
  controlOf(open)
    .select()
    .from(referrals)
    .where(and(inArray(referrals.phoneHash, [...hashes]), isNull(referrals.erasedAt)))
    .limit(MOST)
    .all();
const MOST = 500;

/**
 * Deletes what referrals say of people, and what may lead to them: phone, place, the referrer's own ids, the reasons in the history. Those that are open are cancelled. What was
 * done and earned stays.
 */
export async function eraseReferrals(
  open: OpenCtx,
  all: readonly Referral[],
  cancelled: readonly Referral[],
  by: string,
): Promise<void> {
  const db = controlOf(open);
  const ids = sql`(select value from json_each(${JSON.stringify(all.map(({ id }) => id))}))`;
  await db.batch([
    db.delete(referralDetails).where(sql`${referralDetails.referralId} in ${ids}`),
    ...cancelled.flatMap((referral) =>
      statusChange(open, db, referral, { to: "HOMEOWNER_CANCELLED", by, set: { nextAttemptAt: open.now } }),
    ),
    db.update(referralHistory).set({ reason: null }).where(sql`${referralHistory.referralId} in ${ids}`),
    db
      .update(referrals)
      .set({
        ...{ phoneHash: "", latitude: null, longitude: null, externalIds: {}, erasedAt: open.now },
        ...touched(open, referrals),
      })
      .where(sql`${referrals.id} in ${ids}`),
  ]);
}
