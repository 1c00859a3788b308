import { sql } from "drizzle-orm";
import type { ControlDb } from "./client.ts";
import { must } from "./schema/must.ts";

/**
 * Directly after a write: if that write changed no row, the whole batch is undone. `firedGuard` of db/tenant/guards.ts reads the reason from
 * what the batch then throws.
 */
export const abortIfUnchanged = (db: ControlDb, reason: string) =>
  db.insert(must).select(sql`select ${reason} where changes() = 0`);
