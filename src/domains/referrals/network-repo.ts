import { and, asc, eq, inArray, lte, ne, sql } from "drizzle-orm";
import type { OpenCtx } from "#/ctx.ts";
import { type ControlDb, controlOf } from "#/db/control/client.ts";
import { abortIfUnchanged } from "#/db/control/guards.ts";
import {
  type NetworkOfferStatus,
  type ReferralOffer,
  referralAreas,
  referralFees,
  referralFeeTiers,
  referralOffers,
  referralProviders,
} from "#/db/control/schema/referral-network.ts";
import { type Referral, referralCompanies, referralDetails, referrals } from "#/db/control/schema/referrals.ts";
import { tenants } from "#/db/control/schema/tenants.ts";
import { withRetry } from "#/db/retry.ts";
import { firedGuard } from "#/db/tenant/guards.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { newId } from "#/kernel/ids.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import type { FeeEntry } from "./fee-rules.ts";
import type { Provider, Ranked } from "./matching-rules.ts";
import { OFFER_MINUTES } from "./offer-rules.ts";
import { CHANGED_MEANWHILE, statusChange } from "./status-repo.ts";

// The network's side: every change is one batch of the control database, guarded by what was loaded, so that of two workers one goes on.

type Batch = Parameters<ControlDb["batch"]>[0];
type Statements = readonly Batch[number][];

/** One transaction. False: a guard has undone it, since somebody else has changed the thing meanwhile. */
async function inOne(open: OpenCtx, build: (db: ControlDb) => Statements): Promise<boolean> {
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

const held = (db: ControlDb) => abortIfUnchanged(db, CHANGED_MEANWHILE);

/** Longer than a step can take: when its worker dies, the sweep starts another one after this. */
const LEASE_SECONDS = 60;

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

/** The most businesses that are compared for one referral, and the time whose offers count for their limits: longer than any local day. */
const MOST_PROVIDERS = 500;
const DAY_SECONDS = 26 * 3600;

/** All that decides to whom a referral is offered next: one trip. */
export async function readSearch(open: OpenCtx, referral: Referral, areas: readonly string[]) {
  const [providers, before, tiers, own] = await withRetry(() => {
    const db = controlOf(open);
    const taken = sql<string>`(select json_group_array(o.offered_at) from ${referralOffers} o where o.tenant_id = ${referralProviders.tenantId}
      and o.offered_at > ${plusSeconds(open.now, -DAY_SECONDS)} and o.status in ('open', 'accepted'))`;
    const there = db
      .selectDistinct({ tenantId: referralAreas.tenantId })
      .from(referralAreas)
      .where(inArray(referralAreas.area, [...areas]));
    return db.batch([
      db
        .select({ provider: referralProviders, timezone: tenants.timezone, taken: taken.as("taken") })
        .from(referralProviders)
        .innerJoin(tenants, and(eq(tenants.id, referralProviders.tenantId), eq(tenants.status, "active")))
        .where(and(eq(referralProviders.takesReferrals, true), inArray(referralProviders.tenantId, there)))
        .limit(MOST_PROVIDERS),
      db
        .select({ tenantId: referralOffers.tenantId })
        .from(referralOffers)
        .where(eq(referralOffers.referralId, referral.id)),
      db.select().from(referralFeeTiers),
      db
        .select({ tenantId: referralCompanies.tenantId })
        .from(referralCompanies)
        .where(eq(referralCompanies.id, referral.companyId ?? "")),
    ]);
  });
  return {
    providers: providers.map(
      ({ provider, timezone, taken }): Provider => ({ ...provider, timezone, takenAt: JSON.parse(taken) as Instant[] }),
    ),
    asked: before.map(({ tenantId }) => tenantId),
    own: own.flatMap(({ tenantId }) => tenantId ?? []),
    tiers,
  };
}

/** Offers a referral to the best of those who were found. Answers the offer; undefined when somebody else has changed the referral. */
export async function offerTo(
  open: OpenCtx,
  referral: Referral,
  { tenantId, score, parts, dayStart }: Ranked,
  fee: Pick<ReferralOffer, "feeCents" | "feeTier">,
): Promise<string | undefined> {
  const id = newId("rof");
  const done = await inOne(open, (db) => [
    ...statusChange(open, db, referral, {
      to: "OFFERED",
      by: "network",
      set: { offeredTo: tenantId, providerTenantId: null, eventsSequence: 0, ...fee },
    }),
    db.insert(referralOffers).values({
      ...{ id, referralId: referral.id, tenantId, status: "open", told: null, score, scoreParts: [...parts], ...fee },
      ...{ offeredAt: open.now, expiresAt: null, answeredAt: null, reason: null },
      ...{ nextAttemptAt: open.now, attempts: 0, error: null },
    }),
    // the day's room is counted here: searches side by side cannot pass the limit
    db
      .update(referralProviders)
      .set({ lastOfferedAt: open.now })
      .where(
        and(
          eq(referralProviders.tenantId, tenantId),
          eq(referralProviders.takesReferrals, true),
          sql`${referralProviders.dailyLimit} >= (select count(*) from ${referralOffers} o where o.tenant_id = ${tenantId}
            and o.offered_at >= ${dayStart} and o.status in ('open', 'accepted'))`,
        ),
      ),
    held(db),
  ]);
  return done ? id : undefined;
}

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

/** Ends or accepts an open offer, and moves its referral on. */
export const answerOffer = (
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
) =>
  inOne(open, (db) => {
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

/** The homeowner has cancelled: whoever was asked, or has the work, is to be told. Answers the offers that this is about. */
export async function withdrawOffers(open: OpenCtx, { id: referralId }: Referral): Promise<string[]> {
  const rows = await withRetry(() =>
    controlOf(open)
      .update(referralOffers)
      .set({
        status: "withdrawn",
        reason: "The homeowner has cancelled.",
        answeredAt: open.now,
        nextAttemptAt: open.now,
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

/** Referrals of a provider with the state of their ledgers. */
export async function readFollowed(open: OpenCtx, tenantId: string, ids: readonly string[]) {
  return await withRetry(() => {
    const db = controlOf(open);
    const entries = sql`from ${referralFees} f where f.referral_id = ${referrals.id}`;
    return db
      .select({
        referral: referrals,
        count: sql<number>`(select count(*) ${entries})`.as("entry_count"),
        sumCents: sql<number>`(select coalesce(sum(f.amount_cents), 0) ${entries})`.as("entry_sum"),
      })
      .from(referrals)
      .where(
        and(
          sql`${referrals.id} in (select value from json_each(${JSON.stringify(ids)}))`,
          eq(referrals.providerTenantId, tenantId),
        ),
      )
      .all();
  });
}

type Followed = Awaited<ReturnType<typeof readFollowed>>[number];

/** What a provider's business has done with a referral: the statuses that it passes, and the entries of its ledger. */
export const follow = (
  open: OpenCtx,
  { referral, count }: Followed,
  {
    steps,
    fees,
    sequence,
    reason,
  }: { steps: readonly Referral["status"][]; fees: readonly FeeEntry[]; sequence: number; reason: string | null },
) =>
  inOne(open, (db) => {
    const by = `tenant:${referral.providerTenantId}`;
    const isReturned = steps.includes("PROVIDER_DECLINED");
    const set = {
      eventsSequence: sequence,
      ...(isReturned && { providerTenantId: null, leadId: null, jobId: null, nextAttemptAt: open.now }),
    };
    const entries = fees.map((entry, i) => ({
      ...{ referralId: referral.id, number: count + 1 + i, ...entry },
      ...{ sector: referral.sector, tier: referral.feeTier },
      ...{ keyId: referral.keyId, companyId: referral.companyId, referrerId: referral.referrerId },
      ...{ providerTenantId: referral.providerTenantId ?? "", at: open.now, month: open.now.slice(0, 7) },
    }));
    return [
      db
        .update(referrals)
        .set({ eventsSequence: sequence, ...touched(open, referrals) })
        .where(and(eq(referrals.id, referral.id), eq(referrals.version, referral.version))),
      held(db),
      ...steps.flatMap((to, i) =>
        statusChange(open, db, { id: referral.id, version: referral.version + 1 + i }, { to, by, reason, set }),
      ),
      ...(entries.length > 0 ? [db.insert(referralFees).values(entries)] : []),
      ...(isReturned
        ? [
            db
              .update(referralOffers)
              .set({ status: "returned", told: "returned", reason, nextAttemptAt: null })
              .where(
                and(
                  eq(referralOffers.referralId, referral.id),
                  eq(referralOffers.tenantId, referral.providerTenantId ?? ""),
                  ne(referralOffers.status, "returned"),
                ),
              ),
          ]
        : []),
    ];
  });
