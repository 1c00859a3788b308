import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { tenantId } from "#/db/columns.ts";
import type { Shape } from "./rules.ts";

/** What an active zone covers, for the map. */
export type PackedZone = Shape & {
  id: number;
  name: string;
  zips: string[];
  priority: number;
  areaM2: number | null;
};

/** The active zones, ten ids to a row: the map reads all zones of a business, which may be 500. Renewed in the commit of each change (pack-repo.ts). */
export const zonePacks = sqliteTable(
  "service_zone_packs",
  {
    tenantId: tenantId(),
    /** The ids divided by ten. */
    pack: integer("pack").notNull(),
    zones: text("zones", { mode: "json" }).$type<PackedZone[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.pack] })],
);
