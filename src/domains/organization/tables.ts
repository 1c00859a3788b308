import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import { stamps } from "#/db/columns.ts";

/** What a business says of itself, and how it wants the API to behave. Absent settings have their documented defaults. */
export const organizations = sqliteTable("organizations", {
  tenantId: text("tenant_id").primaryKey(),
  settings: text("settings", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
  logoKey: text("logo_key"),
  ...stamps(),
});
