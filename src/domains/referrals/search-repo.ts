import { and, eq, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { OpenCtx } from "#/ctx.ts";
import { controlOf } from "#/db/control/client.ts";
import {
  type ReferralOffer,
  referralAreas,
  referralFeeTiers,
  referralOffers,
  referralProviders,
  referralZoneAreas,
  referralZones,
} from "#/db/control/schema/referral-network.ts";
import { type Referral, referralCompanies } from "#/db/control/schema/referrals.ts";
import { tenants } from "#/db/control/schema/tenants.ts";
import { withRetry } from "#/db/retry.ts";
import { newId } from "#/kernel/ids.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import type { Provider, Ranked } from "./matching-rules.ts";
import { held, inOne } from "./network-repo.ts";
import { statusChange } from "./status-repo.ts";

/** The most businesses that are compared for one referral, and the time whose offers count for their limits: longer than any local day. */
const MOST_PROVIDERS = 500;
const DAY_SECONDS = 26 * 3600;

const usesZones = alias(referralProviders, "uses_zones");

/** All that decides who is asked next: one trip. */
export async function readSearch(open: OpenCtx, referral: Referral, areas: readonly string[]) {
  const [providers, before, tiers, own, zones] = await withRetry(() => {
    const db = controlOf(open);
    const taken = sql<string>`(select json_group_array(o.offered_at) from ${referralOffers} o where o.tenant_id = ${referralProviders.tenantId}
      and o.offered_at > ${plusSeconds(open.now, -DAY_SECONDS)} and o.status in ('open', 'accepted'))`;
    const there = db
      .selectDistinct({ tenantId: referralAreas.tenantId })
      .from(referralAreas)
      .where(inArray(referralAreas.area, [...areas]))
      .union(
        db
          .selectDistinct({ tenantId: referralZoneAreas.tenantId })
          .from(referralZoneAreas)
          .innerJoin(
            usesZones,
            and(eq(usesZones.tenantId, referralZoneAreas.tenantId), eq(usesZones.usesServiceZones, true)),
          )
          .where(inArray(referralZoneAreas.area, [...areas])),
      );
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
      db
        .select()
        .from(referralZones)
        .where(
          sql`(tenant_id, zone_id) in (select tenant_id, zone_id from ${referralZoneAreas} where ${inArray(referralZoneAreas.area, [...areas])})`,
        ),
    ]);
  });
  const byProvider = Map.groupBy(zones, ({ tenantId }) => tenantId);
  return {
    providers: providers.map(
      ({ provider, timezone, taken }): Provider => ({
        ...{ ...provider, timezone, takenAt: JSON.parse(taken) as Instant[] },
        zones: provider.usesServiceZones ? (byProvider.get(provider.tenantId) ?? []) : [],
      }),
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
