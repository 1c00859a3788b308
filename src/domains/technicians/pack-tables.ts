import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { tenantId } from "#/db/columns.ts";

/** The names of technicians, and whether they work here, a hundred ids to a row: a scorecard names everybody. Kept in the commit of each change (pack-repo.ts). */
export const technicianPacks = sqliteTable(
  "technician_packs",
  {
    tenantId: tenantId(),
    /** The ids divided by a hundred. */
    pack: integer("pack").notNull(),
    /** By id: the name, and 1 for who works here or 0. */
    names: text("names", { mode: "json" }).$type<Record<string, [name: string, isActive: 0 | 1]>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.pack] })],
);
