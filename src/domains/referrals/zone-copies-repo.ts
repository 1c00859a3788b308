import { and, asc, eq, lte, sql } from "drizzle-orm";
import type { OpenCtx } from "#/ctx.ts";
import { controlOf } from "#/db/control/client.ts";
import { referralProviders, referralZoneAreas, referralZones } from "#/db/control/schema/referral-network.ts";
import { withRetry } from "#/db/retry.ts";
import type { ServiceZone } from "#/domains/zones/index.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { areasOfZone } from "./matching-rules.ts";
import { LEASE_SECONDS } from "./network-repo.ts";

// The network's copies of service zones. A copy has the version of its zone, so that one that comes late or twice changes nothing.

const counted = { zonesAttempts: sql`${referralProviders.zonesAttempts} + 1` };

/** Zones of a business have changed. Answers whether the network has to learn it: the business is looked up by them. */
export const wakeZones = async (open: OpenCtx, tenantId: string): Promise<boolean> => {
  const rows = await withRetry(() =>
    controlOf(open)
      .update(referralProviders)
      .set({ zonesDueAt: open.now, ...counted })
      .where(and(eq(referralProviders.tenantId, tenantId), eq(referralProviders.usesServiceZones, true)))
      .returning({ tenantId: referralProviders.tenantId })
      .all(),
  );
  return rows.length > 0;
};

/** Takes the copy of a business' zones if it is due: of many workers one gets it. Answers which attempt it is. */
export const claimZones = async (open: OpenCtx, tenantId: string): Promise<number | undefined> => {
  const row = await withRetry(() =>
    controlOf(open)
      .update(referralProviders)
      .set({ zonesDueAt: plusSeconds(open.now, LEASE_SECONDS), ...counted })
      .where(and(eq(referralProviders.tenantId, tenantId), lte(referralProviders.zonesDueAt, open.now)))
      .returning({ attempt: referralProviders.zonesAttempts })
      .get(),
  );
  return row?.attempt;
};

/** Ends an attempt, unless zones have changed since it began. */
export const settleZones = (open: OpenCtx, tenantId: string, attempt: number, dueAt: Instant | null) =>
  withRetry(() =>
    controlOf(open)
      .update(referralProviders)
      .set({ zonesDueAt: dueAt })
      .where(and(eq(referralProviders.tenantId, tenantId), eq(referralProviders.zonesAttempts, attempt)))
      .run(),
  );

export const copiedVersions = (open: OpenCtx, tenantId: string): Promise<{ id: number; version: number }[]> =>
  withRetry(() =>
    controlOf(open)
      .select({ id: referralZones.zoneId, version: referralZones.version })
      .from(referralZones)
      .where(eq(referralZones.tenantId, tenantId))
      .all(),
  );

/** Copies zones as they were read, each only over an older copy of it. */
export const keepZones = (open: OpenCtx, tenantId: string, zones: readonly ServiceZone[]) =>
  withRetry(async () => {
    const db = controlOf(open);
    const rows = JSON.stringify(
      zones.map((zone) => {
        const { id, version, kind, polygon, latitude, longitude, radiusM } = zone;
        return { id, version, kind, polygon, latitude, longitude, radiusM, areas: areasOfZone(zone) };
      }),
    );
    /** The zones of which the network has this version by now. */
    const kept = sql`json_each(${rows}) r join ${referralZones} z on z.tenant_id = ${tenantId} and z.zone_id = r.value ->> 'id'
      and z.version = r.value ->> 'version'`;
    await db.batch([
      db
        .insert(referralZones)
        .select(sql`
          select ${tenantId}, value ->> 'id', value ->> 'version', value ->> 'kind', value ->> 'polygon', value ->> 'latitude',
            value ->> 'longitude', value ->> 'radiusM' from json_each(${rows}) where true`)
        .onConflictDoUpdate({
          target: [referralZones.tenantId, referralZones.zoneId],
          set: {
            version: sql`excluded.version`,
            kind: sql`excluded.kind`,
            polygon: sql`excluded.polygon`,
            latitude: sql`excluded.latitude`,
            longitude: sql`excluded.longitude`,
            radiusM: sql`excluded.radius_m`,
          },
          setWhere: sql`excluded.version > ${referralZones.version}`,
        }),
      db.delete(referralZoneAreas).where(
        and(
          eq(referralZoneAreas.tenantId, tenantId),
          sql`${referralZoneAreas.zoneId} in (select z.zone_id from ${kept})`,
          sql`(${referralZoneAreas.zoneId}, ${referralZoneAreas.area}) not in
            (select r.value ->> 'id', a.value from json_each(${rows}) r, json_each(r.value, '$.areas') a)`,
        ),
      ),
      db
        .insert(referralZoneAreas)
        .select(sql`select a.value, ${tenantId}, z.zone_id from ${kept}, json_each(r.value, '$.areas') a where true`)
        .onConflictDoNothing(),
    ]);
  });

/** Businesses whose copies are overdue. */
export const overdueZones = async (open: OpenCtx, before: Instant, limit: number): Promise<string[]> => {
  const rows = await controlOf(open)
    .select({ tenantId: referralProviders.tenantId })
    .from(referralProviders)
    .where(lte(referralProviders.zonesDueAt, before))
    .orderBy(asc(referralProviders.zonesDueAt))
    .limit(limit)
    .all();
  return rows.map(({ tenantId }) => tenantId);
};
