import { and, asc, eq, lte, sql } from "drizzle-orm";
import type { OpenCtx } from "#/ctx.ts";
import { type ControlDb, controlOf } from "#/db/control/client.ts";
import { abortIfUnchanged } from "#/db/control/guards.ts";
import { type ReferralOffer, referralOffers } from "#/db/control/schema/referral-network.ts";
import { type Referral, referralDetails, referrals } from "#/db/control/schema/referrals.ts";
import { withRetry } from "#/db/retry.ts";
import { firedGuard } from "#/db/tenant/guards.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { CHANGED_MEANWHILE, statusChange } from "./status-repo.ts";

// The network's side: every change is one batch of the control database, guarded by what was loaded, so that of two workers one goes on.

type Batch = Parameters<ControlDb["batch"]>[0];
type Statements = readonly Batch[number][];

/** One transaction. False: a guard has undone it, since somebody else has changed the thing meanwhile. */
export async function inOne(open: OpenCtx, build: (db: ControlDb) => Statements): Promise<boolean> {
  try {
    await withRetry(async () => {
      const db = controlOf(open);
      await db.batch(build(db) as unknown as Batch); // never empty
    });
    return true;
  } catch (error) {
    if (firedGuard(error) !== undefined) return false;
    throw error;
  }
}

/** Undoes the batch when the statement before it has changed nothing. */
export const held = (db: ControlDb) => abortIfUnchanged(db, CHANGED_MEANWHILE);

/** Longer than a step can take: when its worker dies, the sweep starts another one after this. */
export const LEASE_SECONDS = 60;

/** Takes the next step of a referral if it is due: of many workers one gets it. */
export const claimReferral = (open: OpenCtx, id: string): Promise<Referral | undefined> =>
  withRetry(() =>
    controlOf(open)
      .update(referrals)
      .set({ nextAttemptAt: plusSeconds(open.now, LEASE_SECONDS), attempts: sql`${referrals.attempts} + 1` })
      .where(and(eq(referrals.id, id), lte(referrals.nextAttemptAt, open.now)))
      .returning()
      .get(),
  );

/** Ends a claim without a change of the status. */
export const settleReferral = (
  open: OpenCtx,
  { id, attempts, version }: Referral,
  fields: Partial<Pick<Referral, "nextAttemptAt" | "error" | "leadId">>,
) =>
  inOne(open, (db) => [
    db
      .update(referrals)
      .set(fields)
      .where(and(eq(referrals.id, id), eq(referrals.attempts, attempts), eq(referrals.version, version))),
  ]);

export const claimOffer = (open: OpenCtx, id: string): Promise<ReferralOffer | undefined> =>
  withRetry(() =>
    controlOf(open)
      .update(referralOffers)
      .set({ nextAttemptAt: plusSeconds(open.now, LEASE_SECONDS), attempts: sql`${referralOffers.attempts} + 1` })
      .where(and(eq(referralOffers.id, id), lte(referralOffers.nextAttemptAt, open.now)))
      .returning()
      .get(),
  );

const loadedOffer = ({ id, attempts, status }: Pick<ReferralOffer, "id" | "attempts" | "status">) =>
  and(eq(referralOffers.id, id), eq(referralOffers.attempts, attempts), eq(referralOffers.status, status));

/** Ends the claim of an offer that stands as it was loaded. */
export const settleOffer = (
  open: OpenCtx,
  offer: ReferralOffer,
  fields: Partial<Pick<ReferralOffer, "nextAttemptAt" | "error" | "told" | "expiresAt">>,
) => inOne(open, (db) => [db.update(referralOffers).set(fields).where(loadedOffer(offer)), held(db)]);

export const overdueReferrals = async (open: OpenCtx, before: Instant, limit: number): Promise<string[]> => {
  const rows = await controlOf(open)
    .select({ id: referrals.id })
    .from(referrals)
    .where(lte(referrals.nextAttemptAt, before))
    .orderBy(asc(referrals.nextAttemptAt))
    .limit(limit)
    .all();
  return rows.map(({ id }) => id);
};
export const overdueOffers = async (open: OpenCtx, before: Instant, limit: number): Promise<string[]> => {
  const rows = await controlOf(open)
    .select({ id: referralOffers.id })
    .from(referralOffers)
    .where(lte(referralOffers.nextAttemptAt, before))
    .orderBy(asc(referralOffers.nextAttemptAt))
    .limit(limit)
    .all();
  return rows.map(({ id }) => id);
};

/** A change of the referral alone. */
export const moveReferral = (open: OpenCtx, referral: Referral, change: Parameters<typeof statusChange>[3]) =>
  inOne(open, (db) => [...statusChange(open, db, referral, change)]);

/** A referral with what it says of people; `sealed` is null when that was erased. */
export async function readReferral(open: OpenCtx, id: string) {
  const [row] = await withRetry(() =>
    controlOf(open)
      .select({ referral: referrals, sealed: referralDetails.sealed })
      .from(referrals)
      .leftJoin(referralDetails, eq(referralDetails.referralId, referrals.id))
      .where(eq(referrals.id, id))
      .all(),
  );
  return row;
}
