import { eq, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { zonePacks } from "./pack-tables.ts";

/** Packs the zones beside this one again, from their rows. A pack of the largest zones is some 300 kB; a row of D1 may have 2 MB. */
export const packZone = prepared((tenantId: Slot<string>, id: Slot<number>) => {
  const pack = sql`cast(${id} as integer) / 10`; // a number of JavaScript may arrive as a fraction
  return q
    .insert(zonePacks)
    .select(
      sql`select ${tenantId}, ${pack}, json_group_array(json_object('id', id, 'name', name, 'kind', kind, 'zips', json(zips),
        'polygon', json(polygon), 'latitude', latitude, 'longitude', longitude, 'radiusM', radius_m, 'priority', priority, 'areaM2', area_m2))
        filter (where is_active)
        from service_zones where tenant_id = ${tenantId} and id >= ${pack} * 10 and id < ${pack} * 10 + 10`,
    )
    .onConflictDoUpdate({ target: [zonePacks.tenantId, zonePacks.pack], set: { zones: sql`excluded.zones` } });
});

/** Every active zone, with its ZIPs. */
export const everyActiveZone = (ctx: Ctx) =>
  mapped(q.select({ zones: zonePacks.zones }).from(zonePacks).where(eq(zonePacks.tenantId, ctx.tenant.id)), (packs) =>
    packs.flatMap(({ zones }) => zones),
  );
