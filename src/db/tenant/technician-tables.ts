import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { tenantId } from "../columns.ts";

/** What each technician did on a day or in a month (technician-sums.ts), kept with every change of a row: one row answers for all of it. */
export const technicianSums = sqliteTable(
  "technician_sums",
  {
    tenantId: tenantId(),
    /** A month (`m:2026-03`) or a day (`d:2026-03-28`). */
    bucket: text("bucket").notNull(),
    technicianId: integer("technician_id").notNull(),
    completed: integer("completed").notNull(),
    cancelled: integer("cancelled").notNull(),
    /** Completed jobs whose arrival is known and was promised. */
    promised: integer("promised").notNull(),
    onTime: integer("on_time").notNull(),
    recalled: integer("recalled").notNull(),
    reviews: integer("reviews").notNull(),
    stars: integer("stars").notNull(),
    offered: integer("offered").notNull(),
    accepted: integer("accepted").notNull(),
    clockedMinutes: integer("clocked_minutes").notNull(),
    revenueCents: integer("revenue_cents").notNull(),
    commissionCents: integer("commission_cents").notNull(),
    /** How many jobs took how many minutes, as JSON: a median cannot be summed, but follows from these. */
    durations: text("durations", { mode: "json" }).$type<Record<string, number>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.bucket, t.technicianId] })],
);
