import { and, eq, sql } from "drizzle-orm";
import type { OpenCtx } from "#/ctx.ts";
import { controlOf } from "#/db/control/client.ts";
import {
  type ReferralProvider,
  referralAreas,
  referralFees,
  referralFeeTiers,
  referralProviders,
} from "#/db/control/schema/referral-network.ts";
import { referralCompanies, referrals } from "#/db/control/schema/referrals.ts";
import { withRetry } from "#/db/retry.ts";
import { touched } from "#/db/tenant/stamps.ts";
import type { Instant } from "#/kernel/time.ts";

/** How a business takes part; undefined: it never has. */
export const findProvider = (open: OpenCtx, tenantId: string): Promise<ReferralProvider | undefined> =>
  withRetry(() =>
    controlOf(open).select().from(referralProviders).where(eq(referralProviders.tenantId, tenantId)).get(),
  );

type Settings = Pick<
  ReferralProvider,
  | "takesReferrals"
  | "sectors"
  | "zipCodes"
  | "placeZip"
  | "latitude"
  | "longitude"
  | "radiusMiles"
  | "dailyLimit"
  | "offerMinutes"
  | "usesServiceZones"
>;

const due = (usesServiceZones: boolean, now: Instant) =>
  usesServiceZones
    ? { zonesDueAt: now, zonesAttempts: sql`${referralProviders.zonesAttempts} + 1` }
    : { zonesDueAt: null };

/** Sets how a business takes part, and where it is looked up. The same again changes nothing but the time. */
export const setProvider = (
  open: OpenCtx,
  tenantId: string,
  settings: Settings,
  areas: readonly string[],
): Promise<ReferralProvider | undefined> =>
  withRetry(async () => {
    const db = controlOf(open);
    const { now } = open;
    const listed = JSON.stringify(settings.takesReferrals ? areas : []);
    const [, , row] = await db.batch([
      db
        .delete(referralAreas)
        .where(
          and(
            eq(referralAreas.tenantId, tenantId),
            sql`${referralAreas.area} not in (select value from json_each(${listed}))`,
          ),
        ),
      db
        .insert(referralAreas)
        .select(sql`select value, ${tenantId} from json_each(${listed}) where true`)
        .onConflictDoNothing(),
      db
        .insert(referralProviders)
        .values({
          ...{ tenantId, ...settings, accepted: 0, declined: 0, expired: 0, lastOfferedAt: null },
          ...{ zonesDueAt: settings.usesServiceZones ? now : null, zonesAttempts: 0 },
          ...{ createdAt: now, updatedAt: now, version: 1 },
        })
        .onConflictDoUpdate({
          target: referralProviders.tenantId,
          set: { ...settings, ...due(settings.usesServiceZones, now), ...touched(open, referralProviders) },
        })
        .returning(),
    ]);
    return row[0];
  });

/** What a business is owed as a referrer: the sum of the ledgers of its companies. */
export async function feesReceived(open: OpenCtx, tenantId: string): Promise<number> {
  const row = await withRetry(() =>
    controlOf(open)
      .select({ cents: sql<number>`coalesce(sum(${referralFees.amountCents}), 0)` })
      .from(referralFees)
      .innerJoin(referralCompanies, eq(referralCompanies.id, referralFees.companyId))
      .where(eq(referralCompanies.tenantId, tenantId))
      .get(),
  );
  return row?.cents ?? 0;
}

export const listTiers = (open: OpenCtx) =>
  withRetry(() => controlOf(open).select().from(referralFeeTiers).orderBy(referralFeeTiers.sector).all());

/** Sets all tiers; a sector that is not named has none. */
export const setTiers = (
  open: OpenCtx,
  tiers: readonly { sector: string; tier: string; feeCents: number }[],
  updatedBy: string,
) =>
  withRetry(async () => {
    const db = controlOf(open);
    const rows = JSON.stringify(tiers);
    await db.batch([
      db
        .delete(referralFeeTiers)
        .where(sql`${referralFeeTiers.sector} not in (select value ->> 'sector' from json_each(${rows}))`),
      db
        .insert(referralFeeTiers)
        .select(
          sql`select value ->> 'sector', value ->> 'tier', value ->> 'feeCents', ${open.now}, ${updatedBy} from json_each(${rows}) where true`,
        )
        .onConflictDoUpdate({
          target: referralFeeTiers.sector,
          set: {
            tier: sql`excluded.tier`,
            feeCents: sql`excluded.fee_cents`,
            updatedAt: sql`excluded.updated_at`,
            updatedBy: sql`excluded.updated_by`,
          },
        }),
    ]);
  });

const columns = {
  rky: referralFees.keyId,
  rco: referralFees.companyId,
  rfr: referralFees.referrerId,
} as const;

/** The entries of a month for a key, a company or a person, by the prefix of the id. */
export const entriesOf = (open: OpenCtx, referrer: string, month: string) => {
  const column = columns[referrer.slice(0, 3) as keyof typeof columns] ?? referralFees.keyId;
  return withRetry(() =>
    controlOf(open)
      .select({
        publicId: referrals.publicId,
        number: referralFees.number,
        kind: referralFees.kind,
        amountCents: referralFees.amountCents,
        sector: referralFees.sector,
        tier: referralFees.tier,
        at: referralFees.at,
      })
      .from(referralFees)
      .innerJoin(referrals, eq(referrals.id, referralFees.referralId))
      .where(and(eq(column, referrer), eq(referralFees.month, month)))
      .orderBy(referralFees.at, referralFees.referralId, referralFees.number)
      .all(),
  );
};
