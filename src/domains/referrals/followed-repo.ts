import { and, eq, ne, sql } from "drizzle-orm";
import type { OpenCtx } from "#/ctx.ts";
import { controlOf } from "#/db/control/client.ts";
import { referralFees, referralOffers } from "#/db/control/schema/referral-network.ts";
import { type Referral, referrals } from "#/db/control/schema/referrals.ts";
import { withRetry } from "#/db/retry.ts";
import { touched } from "#/db/tenant/stamps.ts";
import type { FeeEntry } from "./fee-rules.ts";
import { held, inOne } from "./network-repo.ts";
import { statusChange } from "./status-repo.ts";

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
    const { id, version } = referral;
    const noted = db
      .update(referrals)
      .set({ eventsSequence: sequence, ...touched(open, referrals) })
      .where(and(eq(referrals.id, id), eq(referrals.version, version)));
    return [
      ...(steps.length === 0 ? [noted, held(db)] : []),
      ...steps.flatMap((to, i) => statusChange(open, db, { id, version: version + i }, { to, by, reason, set })),
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
