import { index, integer, primaryKey, real, sqliteTable } from "drizzle-orm/sqlite-core";
import { instant, tenantId } from "#/db/columns.ts";

/** Last known position of each technician, flushed in bulk by the board. */
export const technicianPositions = sqliteTable(
  "technician_positions",
  {
    tenantId: tenantId(),
    technicianId: integer("technician_id").notNull(),
    latitude: real("latitude").notNull(),
    longitude: real("longitude").notNull(),
    /** Unit as the reporting device sends it (the spec names none). */
    speed: real("speed"),
    /** Degrees clockwise from north, 0 to 359. */
    heading: real("heading"),
    /** Radius in metres within which the device believes itself to be. */
    accuracy: real("accuracy"),
    at: instant("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.technicianId] })],
);

/** Where a technician was while a job was under way, thinned. Flushed in bulk by the board, dropped after 30 days. */
export const positionTrail = sqliteTable(
  "position_trail",
  {
    tenantId: tenantId(),
    jobId: integer("job_id").notNull(),
    at: instant("at").notNull(),
    technicianId: integer("technician_id").notNull(),
    latitude: real("latitude").notNull(),
    longitude: real("longitude").notNull(),
    speed: real("speed"),
    heading: real("heading"),
    accuracy: real("accuracy"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.jobId, t.at, t.technicianId] }),
    index("position_trail_by_time").on(t.at), // the upkeep of a whole shard
  ],
);
