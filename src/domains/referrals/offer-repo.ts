import { and, eq, inArray, sql } from "drizzle-orm";
import type { OpenCtx } from "#/ctx.ts";
import { controlOf } from "#/db/control/client.ts";
import {
  type NetworkOfferStatus,
  type ReferralOffer,
  referralOffers,
  referralProviders,
} from "#/db/control/schema/referral-network.ts";
import { type Referral, referralDetails, referrals } from "#/db/control/schema/referrals.ts";
import { withRetry } from "#/db/retry.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { held, inOne, LEASE_SECONDS } from "./network-repo.ts";
import { OFFER_MINUTES } from "./offer-rules.ts";
import { mayFollow } from "./progress-rules.ts";
import { statusChange } from "./status-repo.ts";

/** An offer with its referral, what that says of people, and how long the business has to answer: one trip. */
export async function readOffer(open: OpenCtx, id: string) {
  const [[offer], [referral], [details], [provider]] = await withRetry(() => {
    const db = controlOf(open);
    const its = (column: typeof referralOffers.referralId | typeof referralOffers.tenantId) =>
      sql`(${db.select({ column }).from(referralOffers).where(eq(referralOffers.id, id))})`;
    return db.batch([
      db.select().from(referralOffers).where(eq(referralOffers.id, id)),
      db
        .select()
        .from(referrals)
        .where(eq(referrals.id, its(referralOffers.referralId))),
      db
        .select()
        .from(referralDetails)
        .where(eq(referralDetails.referralId, its(referralOffers.referralId))),
      db
        .select({ offerMinutes: referralProviders.offerMinutes })
        .from(referralProviders)
        .where(eq(referralProviders.tenantId, its(referralOffers.tenantId))),
    ]);
  });
  if (!offer || !referral) return undefined;
  return {
    offer,
    referral,
    sealed: details?.sealed ?? null,
    offerMinutes: provider?.offerMinutes ?? OFFER_MINUTES,
  };
}

const counted = { accepted: "accepted", declined: "declined", expired: "expired" } as const;

/** Ends or accepts an open offer, and moves its referral on. Not one whose homeowner has cancelled, although its business is not told yet. */
export const answerOffer = async (
  open: OpenCtx,
  { offer, referral }: { offer: ReferralOffer; referral: Referral },
  {
    as,
    change,
    isTold = false,
    ...fields
  }: {
    as: NetworkOfferStatus;
    change: Parameters<typeof statusChange>[3];
    reason?: string | null;
    /** The business knows already, or has nothing to know. */
    isTold?: boolean;
  },
): Promise<boolean> => {
  if (!mayFollow(referral.status, change.to)) return false;
  return await inOne(open, (db) => {
    const column = as in counted ? referralProviders[counted[as as keyof typeof counted]] : undefined;
    const stillRuns = as === "accepted" ? sql`coalesce(${referralOffers.expiresAt} > ${open.now}, 1)` : undefined;
    return [
      db
        .update(referralOffers)
        .set({
          ...fields,
          status: as,
          ...(isTold && { told: as }),
          answeredAt: open.now,
          // the request that accepts goes on itself: the sweep follows when it dies
          nextAttemptAt: isTold ? null : as === "accepted" ? plusSeconds(open.now, LEASE_SECONDS) : open.now,
          error: null,
        })
        .where(and(eq(referralOffers.id, offer.id), eq(referralOffers.status, offer.status), stillRuns)),
      held(db),
      ...statusChange(open, db, referral, change),
      ...(column
        ? [
            db
              .update(referralProviders)
              .set({ [as]: sql`${column} + 1` })
              .where(eq(referralProviders.tenantId, offer.tenantId)),
          ]
        : []),
    ];
  });
};

/** The homeowner has cancelled: the business that was asked, or has the work, must be told. Answers the offers that this is about. */
export async function withdrawOffers(open: OpenCtx, { id: referralId }: Referral): Promise<string[]> {
  const rows = await withRetry(() =>
    controlOf(open)
      .update(referralOffers)
      .set({
        status: "withdrawn",
        reason: "The homeowner has cancelled.",
        answeredAt: open.now,
        // a worker may be bringing it to the business just now: what it brings must be there before it is taken back
        nextAttemptAt: sql`iif(${referralOffers.told} is null, max(coalesce(${referralOffers.nextAttemptAt}, ''), ${open.now}), ${open.now})`,
        error: null,
      })
      .where(and(eq(referralOffers.referralId, referralId), inArray(referralOffers.status, ["open", "accepted"])))
      .returning({ id: referralOffers.id })
      .all(),
  );
  return rows.map(({ id }) => id);
}

/** The network learns that the business has made lead and job. */
export const learnJob = (
  open: OpenCtx,
  offer: ReferralOffer,
  { leadId, jobId }: { leadId: number | null; jobId: number | null },
) =>
  inOne(open, (db) => [
    db
      .update(referralOffers)
      .set({ told: "accepted", nextAttemptAt: null, error: null })
      .where(and(eq(referralOffers.id, offer.id), eq(referralOffers.status, "accepted"))),
    held(db),
    db
      .update(referrals)
      .set({ leadId, jobId, ...touched(open, referrals) })
      .where(
        and(
          eq(referrals.id, offer.referralId),
          eq(referrals.providerTenantId, offer.tenantId),
          sql`${referrals.jobId} is not ${jobId}`,
        ),
      ),
  ]);
