import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import { instant } from "../../columns.ts";

/** Queue messages that failed in every attempt. Nothing is lost with them (the truth is in the shards), but an operator should look. */
export const deadLetters = sqliteTable("dead_letters", {
  id: text("id").primaryKey(),
  queue: text("queue").notNull(),
  body: text("body").notNull(),
  at: instant("at").notNull(),
});
