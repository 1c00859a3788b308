import { sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Always empty: its trigger aborts the batch that inserts into it, with the reason as the message (guards.ts). */
export const must = sqliteTable("must", { reason: text("reason").notNull() });
