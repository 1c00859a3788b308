import { eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { forMany } from "#/db/tenant/bulk.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { zonePacks } from "./pack-tables.ts";

/** The packs that a statement names as `pack`, from their rows; those that stay the same are not written. */
const packedFrom = (tenantId: Slot<string>, packs: SQL) =>
  q
    .insert(zonePacks)
    .select(
      sql`select ${tenantId}, p.pack, (
          select json_group_array(json_object('id', id, 'name', name, 'kind', kind, 'zips', json(zips), 'polygon', json(polygon),
            'latitude', latitude, 'longitude', longitude, 'radiusM', radius_m, 'priority', priority, 'areaM2', area_m2)) filter (where is_active)
          from service_zones where tenant_id = ${tenantId} and id >= p.pack * 10 and id < p.pack * 10 + 10)
        from (${packs}) p where true`,
    )
    .onConflictDoUpdate({
      target: [zonePacks.tenantId, zonePacks.pack],
      set: { zones: sql`excluded.zones` },
      setWhere: sql`service_zone_packs.zones <> excluded.zones`,
    });
const packed = prepared((tenantId: Slot<string>, ids: Slot<string>) =>
  packedFrom(tenantId, sql`select distinct value / 10 as pack from json_each(${ids})`),
);
const allPacked = prepared((tenantId: Slot<string>) =>
  packedFrom(tenantId, sql`select distinct id / 10 as pack from service_zones where tenant_id = ${tenantId}`),
);
const many = forMany((ctx, ids: readonly number[]) => [packed(ctx, JSON.stringify(ids))], "last");

/** Packs this zone and those beside it again, from their rows. A pack of the largest zones is some 300 kB; a row of D1 may have 2 MB. */
export const packZone = (ctx: Ctx, id: number) => many(packed(ctx, JSON.stringify([id])), id);

/** Packs all zones again, in case code that knows no packs has changed some: that of before a deployment. */
export const packAllZones = (ctx: Ctx) => allPacked(ctx);

/** Every active zone, with its ZIPs. */
export const everyActiveZone = (ctx: Ctx) =>
  mapped(q.select({ zones: zonePacks.zones }).from(zonePacks).where(eq(zonePacks.tenantId, ctx.tenant.id)), (packs) =>
    packs.flatMap(({ zones }) => zones),
  );
