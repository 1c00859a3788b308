import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { localDate, tenantId } from "#/db/columns.ts";

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
