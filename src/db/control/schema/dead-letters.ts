import { sql } from "drizzle-orm";
import { index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { instant } from "../../columns.ts";

/** What an administrator did with a dead letter. */
export const deadLetterEnds = ["replayed", "discarded"] as const;

/** Queue messages that failed in every attempt. Nothing is lost with them (the truth is in the shards), but an operator should look. */
export const deadLetters = sqliteTable(
  "dead_letters",
  {
    id: text("id").primaryKey(),
    queue: text("queue").notNull(),
    body: text("body").notNull(),
    at: instant("at").notNull(),
    /** What was done with it, when, and by which administrator; null: it waits. */
    handledAs: text("handled_as").$type<(typeof deadLetterEnds)[number]>(),
    handledAt: instant("handled_at"),
    handledBy: text("handled_by"),
  },
  (t) => [index("dead_letters_unhandled").on(t.at).where(sql`handled_as is null`)],
);
