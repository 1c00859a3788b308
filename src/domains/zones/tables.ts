import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { cents, flag, id, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import { fold } from "#/kernel/fold.ts";
import { tooManyZones, zoneNameTaken } from "./errors.ts";
import { packZone } from "./pack-repo.ts";
import type { Polygon } from "./polygon-rules.ts";
import { measuresOf, type Rank, type ZoneKind } from "./rules.ts";

export const zoneTable = sqliteTable(
  "service_zones",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    /** The folded name: two zones have different ones. */
    nameKey: text("name_key").notNull(),
    kind: text("kind").$type<ZoneKind>().notNull(),
    /** As they are shown; the table of ZIPs has the same, to look them up. */
    zips: text("zips", { mode: "json" }).$type<string[]>().notNull(),
    polygon: text("polygon", { mode: "json" }).$type<Polygon>(),
    /** The middle of a zone of kind radius. */
    latitude: real("latitude"),
    longitude: real("longitude"),
    radiusM: integer("radius_m"),
    /** The box around what it covers, and how large that is: computed with each write. */
    minLatitude: real("min_latitude"),
    maxLatitude: real("max_latitude"),
    minLongitude: real("min_longitude"),
    maxLongitude: real("max_longitude"),
    areaM2: real("area_m2"),
    timezone: text("timezone"),
    /** Weekdays from 0, Sunday. */
    serviceDays: text("service_days", { mode: "json" }).$type<number[]>().notNull(),
    travelFeeCents: cents("travel_fee_cents").notNull(),
    minLeadMinutes: integer("min_lead_minutes").notNull(),
    color: text("color").notNull(),
    priority: integer("priority").notNull(),
    isActive: flag("is_active").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("service_zones_name").on(t.tenantId, t.nameKey),
    index("service_zones_by_update").on(t.tenantId, t.updatedAt, t.id),
    // zones of ZIPs have no box, so they are not looked at for a place
    index("service_zones_by_box").on(t.tenantId, t.minLatitude, t.maxLatitude, t.minLongitude, t.maxLongitude),
  ],
);

/** ZIP -> zones, to look one up. */
export const zoneZips = sqliteTable(
  "service_zone_zips",
  {
    tenantId: tenantId(),
    zip: text("zip").notNull(),
    zoneId: integer("zone_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.zip, t.zoneId] }),
    index("service_zone_zips_by_zone").on(t.tenantId, t.zoneId),
  ],
);

/** Who works in a zone. */
export const technicianZones = sqliteTable(
  "technician_zones",
  {
    tenantId: tenantId(),
    zoneId: integer("zone_id").notNull(),
    technicianId: integer("technician_id").notNull(),
    rank: text("rank").$type<Rank>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.zoneId, t.technicianId] }),
    index("technician_zones_by_technician").on(t.tenantId, t.technicianId),
  ],
);

/** Each is looked at when coverage is asked for. */
const MOST_ZONES = 500;
const boxColumns = ["minLatitude", "maxLatitude", "minLongitude", "maxLongitude"] as const;

/** The areas that a business serves. */
export const zones = resource("service_zone", zoneTable, {
  derived: (zone) => ({ nameKey: fold(zone.name), ...measuresOf(zone) }),
  unlogged: ["nameKey", "areaM2", ...boxColumns],
  keeps: (ctx, before, after) => [after ?? before].flatMap((zone) => (zone ? [packZone(ctx, zone.id)] : [])),
  limit: { most: MOST_ZONES, refusal: tooManyZones(MOST_ZONES) },
  refusals: ({ name }) => ({ "service_zones.tenant_id, service_zones.name_key": zoneNameTaken(name) }),
});
export type ServiceZone = typeof zoneTable.$inferSelect;
