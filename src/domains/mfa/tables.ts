import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { instant, tenantId } from "#/db/columns.ts";

/** Codes for the day on which the phone is lost: shown once, each works once. */
export const backupCodes = sqliteTable(
  "backup_codes",
  {
    tenantId: tenantId(),
    userId: integer("user_id").notNull(),
    /** Argon2id: 60 bits are too few for a plain hash. */
    hash: text("hash").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.userId, t.hash] })],
);
