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

type Judged = { missing: Promise<readonly string[]>; isReady: boolean; at: number };
const judged = new Map<string, Judged>();

/**
 * Resolves when the shard has every migration of the build, and throws 503 when it lacks one. Asks the shard once per isolate, and one that is
 * behind again after some seconds; a shard that is ready answers undefined, for nothing has to be waited for.
 */
export function servesBuild(name: ShardName, database: D1Database): Promise<void> | undefined {
  const known = judged.get(name);
  if (known?.isReady) return undefined;
  const isFresh = known && Date.now() - known.at < RETRY_SECONDS * 1000;
  return settle(isFresh ? known : judge(name, database));
}

function judge(name: ShardName, database: D1Database): Judged {
  const entry: Judged = { missing: missingMigrations(database, "tenant"), isReady: false, at: Date.now() };
  judged.set(name, entry);
  entry.missing.then(
    (missing) => {
      entry.isReady = missing.length === 0;
      if (!entry.isReady) log("error", "shard behind the build", { shard: name, missing });
    },
    (error: unknown) => {
      if (judged.get(name) === entry) judged.delete(name);
      log("warn", "migrations of a shard unknown", { shard: name, error: errorText(error) });
    },
  );
  return entry;
}

async function settle({ missing }: Judged): Promise<void> {
  let lacking: readonly string[];
  try {
    lacking = await missing;
  } catch {
    return; // the shard does not answer: the caller's own statements find that out, and how to go on
  }
  if (lacking.length > 0) throw shardBehind();
}
