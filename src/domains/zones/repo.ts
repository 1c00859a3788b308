import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { technicianNames } from "#/domains/technicians/index.ts";
import { postcodeOf } from "#/kernel/postcode.ts";
import { presented } from "./present.ts";
import type { Place, Rank, ZoneKind } from "./rules.ts";
import { technicianZones, zones, zoneTable, zoneZips } from "./tables.ts";

export async function listZones(
  ctx: Ctx,
  { kind, isActive, ...input }: ListInput & { kind?: ZoneKind | undefined; isActive?: boolean | undefined },
) {
  const page = await zones.list(ctx, input, { equals: { kind, isActive } });
  return { ...page, items: page.items.map(presented) };
}

/**
 * The active zones that may cover a place: those with its ZIP, and those whose box it lies in. `resolveZone` picks one of them. A part of any load:
 * no trip of its own.
 */
export const zonesFor = (ctx: Ctx, { zip, latitude, longitude }: Place) =>
  mapped(candidates(ctx, zip ? postcodeOf(zip) : "", latitude ?? null, longitude ?? null), (rows) =>
    rows.map((zone) => ({ ...zone, servesZip: zone.kind === "zips" })),
  );
const candidates = prepared(
  (tenantId: Slot<string>, zip: Slot<string>, latitude: Slot<number | null>, longitude: Slot<number | null>) => {
    const ofTenant = sql`tenant_id = ${tenantId}`;
    // one condition with `or` would look at every zone
    const ids = sql`(select zone_id from service_zone_zips where ${ofTenant} and zip = ${zip}
      union all select id from service_zones where ${ofTenant} and min_latitude <= ${latitude} and max_latitude >= ${latitude}
      and min_longitude <= ${longitude} and max_longitude >= ${longitude})`;
    return q
      .select()
      .from(zoneTable)
      .where(and(eq(zoneTable.tenantId, tenantId), sql`${zoneTable.id} in ${ids}`, eq(zoneTable.isActive, true)));
  },
);

/** The zones whose version is another than somebody knows, by id, after one of them. */
export const zonesUnlike = (
  ctx: Ctx,
  known: readonly { id: number; version: number }[],
  after: number,
  limit: number,
) =>
  q
    .select()
    .from(zoneTable)
    .where(
      and(
        eq(zoneTable.tenantId, ctx.tenant.id),
        gt(zoneTable.id, after),
        sql`(${zoneTable.id}, ${zoneTable.version}) not in
          (select value ->> 'id', value ->> 'version' from json_each(${JSON.stringify(known)}))`,
      ),
    )
    .orderBy(asc(zoneTable.id))
    .limit(limit);

/** Writes the ZIPs of a zone, in place of those that it had. */
export const setZips = (ctx: Ctx, zoneId: number, zips: readonly string[]) => [
  q.delete(zoneZips).where(and(eq(zoneZips.tenantId, ctx.tenant.id), eq(zoneZips.zoneId, zoneId))),
  addZips(ctx, zoneId, zips),
];
export const addZips = (ctx: Ctx, zoneId: number, zips: readonly string[]) =>
  q
    .insert(zoneZips)
    .select(sql`select ${ctx.tenant.id}, z.value, ${zoneId} from json_each(${JSON.stringify(zips)}) z where true`)
    .onConflictDoNothing();

/** The names of all zones; there are few (tables.ts). */
export const zoneNames = (ctx: Ctx) =>
  q
    .select({ id: zoneTable.id, name: zoneTable.name, isActive: zoneTable.isActive })
    .from(zoneTable)
    .where(eq(zoneTable.tenantId, ctx.tenant.id))
    .orderBy(asc(zoneTable.id));

/** The zones with one of these folded names. */
export const zonesNamed = (ctx: Ctx, nameKeys: readonly string[]) =>
  q
    .select()
    .from(zoneTable)
    .where(
      and(
        eq(zoneTable.tenantId, ctx.tenant.id),
        sql`${zoneTable.nameKey} in (select value from json_each(${JSON.stringify(nameKeys)}))`,
      ),
    );

/** Who works in a zone, primary ones first. */
export const techniciansOfZone = (ctx: Ctx, zoneId: number) =>
  q
    .select({
      technicianId: technicianZones.technicianId,
      rank: technicianZones.rank,
      name: sql<string>`person.name`.as("name"),
      isActive: sql<boolean>`person.is_active`.mapWith(Boolean).as("is_active"),
    })
    .from(technicianZones)
    .innerJoin(sql`${technicianNames(ctx.tenant.id)} person`, sql`person.id = ${technicianZones.technicianId}`)
    .where(and(eq(technicianZones.tenantId, ctx.tenant.id), eq(technicianZones.zoneId, zoneId)))
    .orderBy(asc(technicianZones.rank), asc(technicianZones.technicianId));

/** Who works where: the rank of each technician in each zone, for suggestions and plans. */
export const zoneRanks = (ctx: Ctx) =>
  q
    .select({
      technicianId: technicianZones.technicianId,
      zoneId: technicianZones.zoneId,
      rank: technicianZones.rank,
    })
    .from(technicianZones)
    .where(eq(technicianZones.tenantId, ctx.tenant.id));

/** Writes who works in a zone, in place of those who did. */
export const setTechnicians = (ctx: Ctx, zoneId: number, all: readonly { technicianId: number; rank: Rank }[]) => [
  q.delete(technicianZones).where(and(eq(technicianZones.tenantId, ctx.tenant.id), eq(technicianZones.zoneId, zoneId))),
  q.insert(technicianZones).select(sql`
    select ${ctx.tenant.id}, ${zoneId}, t.value ->> 'technicianId', t.value ->> 'rank' from json_each(${JSON.stringify(all)}) t`),
];

/** ZIPs of more than one active zone, with the ids of those zones. */
export const sharedZips = (ctx: Ctx, limit: number) =>
  mapped(
    q
      .select({ zip: zoneZips.zip, zoneIds: sql<string>`json_group_array(${zoneZips.zoneId})`.as("zone_ids") })
      .from(zoneZips)
      .innerJoin(
        zoneTable,
        and(eq(zoneTable.tenantId, zoneZips.tenantId), eq(zoneTable.id, zoneZips.zoneId), eq(zoneTable.isActive, true)),
      )
      .where(eq(zoneZips.tenantId, ctx.tenant.id))
      .groupBy(zoneZips.zip)
      .having(sql`count(*) > 1`)
      .orderBy(asc(zoneZips.zip))
      .limit(limit),
    (rows) => rows.map(({ zip, zoneIds }) => ({ zip, zoneIds: JSON.parse(zoneIds) as number[] })),
  );
