import { AppError } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";
import control from "../../migrations/control/meta/_journal.json" with { type: "json" };
import tenant from "../../migrations/tenant/meta/_journal.json" with { type: "json" };
import type { ShardName } from "./directory.ts";

// A column that a database lacks reads as its own name (platform.md 2.4): code that is newer than its shard would answer wrong data without
// an error. So the migrations of the build are compared with those that the shard has had.

const filesOf = ({ entries }: { entries: readonly { tag: string }[] }) => entries.map(({ tag }) => `${tag}.sql`);
/** The migrations that this build needs, as the ledger of wrangler names them. */
const needed = { control: filesOf(control), tenant: filesOf(tenant) };

/** The migrations of the build that a database lacks. */
export async function missingMigrations(database: D1Database, kind: keyof typeof needed): Promise<string[]> {
  try {
    const { results } = await database.prepare("select name from d1_migrations").all<{ name: string }>();
    const applied = new Set(results.map(({ name }) => name));
    return needed[kind].filter((name) => !applied.has(name));
  } catch (error) {
    if (/no such table/i.test(errorText(error))) return needed[kind];
    throw error;
  }
}

const RETRY_SECONDS = 10;

export const shardBehind = () =>
  new AppError(
    "unavailable",
    "shard.behind",
    "The database is being upgraded. Nothing was done; send the same request again.",
    { retryAfter: RETRY_SECONDS },
  );

/** What a shard lacked when it was asked. Only answers are kept: a request that is broken off would leave a question behind that others wait for. */
type Judged = { missing: readonly string[]; at: number };
const judged = new Map<string, Judged>();

/**
 * Resolves when the shard has every migration of the build, and throws 503 when it lacks one. Asks the shard once per isolate, and one that is
 * behind again after some seconds; a shard that is ready answers undefined, for nothing has to be waited for.
 */
export function servesBuild(name: ShardName, database: D1Database): Promise<void> | undefined {
  const known = judged.get(name);
  if (known?.missing.length === 0) return undefined;
  const isFresh = known && Date.now() - known.at < RETRY_SECONDS * 1000;
  return isFresh ? Promise.reject(shardBehind()) : judge(name, database);
}

async function judge(name: ShardName, database: D1Database): Promise<void> {
  let missing: readonly string[];
  try {
    missing = await missingMigrations(database, "tenant");
  } catch (error) {
    log("warn", "migrations of a shard unknown", { shard: name, error: errorText(error) });
    return; // the shard does not answer: the caller's own statements find that out, and how to go on
  }
  judged.set(name, { missing, at: Date.now() });
  if (missing.length === 0) return;
  log("error", "shard behind the build", { shard: name, missing });
  throw shardBehind();
}
