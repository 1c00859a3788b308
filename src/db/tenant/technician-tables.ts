import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { tenantId } from "../columns.ts";

/** Numbers by the id of a technician, and there by what they are of. */
export type TeamNumbers = Record<string, Record<string, number>>;
const numbers = (name: string) => text(name, { mode: "json" }).$type<TeamNumbers>().notNull();

/**
 * What all technicians did on a day or in a month (technician-sums.ts), kept with every change of a row: a scorecard reads one row for each, however
 * many technicians there are.
 */
export const teamSums = sqliteTable(
  "team_sums",
  {
    tenantId: tenantId(),
    /** A month (`m:2026-03`) or a day (`d:2026-03-28`). */
    bucket: text("bucket").notNull(),
    /** What is counted, by its place in the list of its names (kernel/technician-counts.ts); what is 0 is left out. */
    counts: numbers("counts"),
    /** How many jobs took how many minutes: a median cannot be summed, but follows from these. */
    durations: numbers("durations"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.bucket] })],
);

/** A row for each technician, from before `team_sums`: nothing reads or writes it. It is here because no migration drops a table. */
export const technicianSums = sqliteTable(
  "technician_sums",
  {
    tenantId: tenantId(),
    bucket: text("bucket").notNull(),
    technicianId: integer("technician_id").notNull(),
    completed: integer("completed").notNull(),
    cancelled: integer("cancelled").notNull(),
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
    durations: text("durations", { mode: "json" }).$type<Record<string, number>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.bucket, t.technicianId] })],
);
