import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { localDate, tenantId } from "#/db/columns.ts";
import type { Month } from "./terms.ts";

/** The four bounds between fifths, the lowest first: `>` a bound is one fifth higher. */
const bounds = <T>(name: string) => text(name, { mode: "json" }).$type<T[]>().notNull();

/** Where the fifths of a business' customers lie, of those who ever bought or were visited; computed each night. */
export const customerFifths = sqliteTable(
  "customer_fifths",
  {
    tenantId: tenantId(),
    day: localDate("day").notNull(),
    customers: integer("customers").notNull(),
    lastAt: bounds<string>("last_at"),
    occasions: bounds<number>("occasions"),
    spendCents: bounds<number>("spend_cents"),
  },
  (t) => [primaryKey({ columns: [t.tenantId] })],
);
export type CustomerFifths = typeof customerFifths.$inferSelect;

/**
 * How far a job of the night has counted a business' sums again from the beginning (actions/verify-months.ts): once for each business, and again when its
 * time zone changes, because by that rows count for other days.
 */
export const sumChecks = sqliteTable(
  "sum_checks",
  {
    tenantId: tenantId(),
    /** The job. */
    task: text("task").notNull(),
    /** The time zone in which it counts. */
    timezone: text("timezone").notNull(),
    /** The month that is counted next; null: all are. */
    nextMonth: text("next_month").$type<Month>(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.task] })],
);
