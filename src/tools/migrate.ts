import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unstable_splitSqlQuery as statementsOf } from "wrangler";
import { type Database, databases } from "./config.ts";
import { withLocalDatabases } from "./local-databases.ts";
import { fail, wrangler } from "./project.ts";
import { remoteConfig } from "./remote.ts";
import { rollOut } from "./rollout.ts";

// The table that `wrangler d1 migrations apply` keeps, so that it and this tool agree on what has been applied.
const LEDGER =
  "CREATE TABLE IF NOT EXISTS d1_migrations(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)";

/** Applies what is missing to the local databases, all of them in one process; answers what was applied. */
export const migrateLocal = (): Promise<string[]> =>
  withLocalDatabases(async (byBinding) => {
    const applied = await Promise.all(
      databases().map(async (database) => {
        const local = byBinding[database.binding];
        return local ? await applyTo(local, database) : [];
      }),
    );
    return applied.flat();
  });

async function applyTo(local: D1Database, { name, migrations }: Database): Promise<string[]> {
  await local.prepare(LEDGER).run();
  const { results } = await local.prepare("SELECT name FROM d1_migrations").all<{ name: string }>();
  const known = new Set(results.map((row) => row.name));
  const missing = readdirSync(migrations)
    .filter((file) => file.endsWith(".sql") && !known.has(file))
    .toSorted();
  for (const file of missing)
    await local.batch([
      ...statementsOf(readFileSync(join(migrations, file), "utf8")).map((statement) => local.prepare(statement)),
      local.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(file),
    ]);
  return missing.map((file) => `${name}: ${file}`);
}

/** Applies what is missing to the databases in production. The old code must run on the new schema: only additions. */
export async function migrateRemote(): Promise<void> {
  const config = await remoteConfig();
  const results = await rollOut(
    databases(),
    (name) => wrangler("d1", "migrations", "apply", name, "--remote", "--config", config),
    ({ name, error }) => console.log(error ? `✗ ${name}\n${error}` : `✓ ${name}`),
  );
  const untouched = databases().length - results.length;
  if (results.some(({ error }) => error))
    throw new Error(
      `The migration stopped at the first failure; ${untouched} databases were not begun. Run it again when mended.`,
    );
}

if (import.meta.main) {
  if (process.argv.includes("--remote")) await migrateRemote().catch(fail);
  else {
    const applied = await migrateLocal().catch(fail);
    console.log(applied.length > 0 ? applied.join("\n") : "All local databases are up to date.");
  }
}
