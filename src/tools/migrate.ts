import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unstable_splitSqlQuery as statementsOf } from "wrangler";
import { type Database, databases } from "./config.ts";
import { withLocalDatabases } from "./local-databases.ts";
import { fail, wrangler } from "./project.ts";
import { remoteConfig } from "./remote.ts";
import { rollOut } from "./rollout.ts";
import { readArguments } from "./usage.ts";

const USAGE = `npm run migrate               applies missing migrations to the local databases
npm run migrate -- --remote   applies them in production: control, a canary shard, then the other shards`;

// The table of `wrangler d1 migrations apply`, so wrangler and this tool agree on the applied migrations.
const LEDGER =
  "CREATE TABLE IF NOT EXISTS d1_migrations(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)";

/** Applies missing migrations to the local databases. Returns their names. */
export const migrateLocal = (): Promise<string[]> =>
  withLocalDatabases(async (open) => {
    const applied = await Promise.all(databases().map((database) => applyTo(open(database.binding), database)));
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

/** Applies missing migrations to the databases in production. They must be additions only, because the old code still runs. */
export async function migrateRemote(): Promise<void> {
  const config = await remoteConfig();
  const all = databases();
  const results = await rollOut(
    all,
    (name) => wrangler("d1", "migrations", "apply", name, "--remote", "--config", config),
    ({ name, error }) => console.log(error ? `✗ ${name}\n${error}` : `✓ ${name}`),
  );
  const unchanged = all.length - results.length;
  if (results.some(({ error }) => error))
    throw new Error(
      `The migration stopped at the first error; ${unchanged} databases are unchanged. Correct the error and run it again.`,
    );
}

if (import.meta.main) {
  const { values } = readArguments(USAGE, { options: { remote: { type: "boolean" } } });
  if (values.remote) await migrateRemote().catch(fail);
  else {
    const applied = await migrateLocal().catch(fail);
    console.log(applied.length > 0 ? applied.join("\n") : "All local databases are up to date.");
  }
}
