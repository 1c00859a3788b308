import { readdirSync, readFileSync } from "node:fs";
import { databases } from "#/tools/config.ts";

type Migratable = { exec: (sql: string) => Promise<unknown> };

const BREAKPOINT = "--> statement-breakpoint";

/** D1's `exec` takes a statement a line. */
const onOneLine = (statement: string): string =>
  statement
    .split("\n")
    .filter((line) => !line.startsWith("--"))
    .join(" ")
    .trim();

/**
 * Applies all migrations to empty databases, with the ledger that wrangler keeps of them. Each database by one call: every `prepare` of Miniflare's
 * stands still until it is answered, and hundreds of them let other connections die, which the next call hears of too late.
 */
export async function migrateAll(open: (binding: string) => Migratable | Promise<Migratable>): Promise<void> {
  for (const { binding, migrations } of databases()) {
    const files = readdirSync(migrations).filter((name) => name.endsWith(".sql"));
    const statements = files
      .toSorted()
      .flatMap((name) => readFileSync(`${migrations}/${name}`, "utf8").split(BREAKPOINT));
    const ledger = "CREATE TABLE d1_migrations(id INTEGER PRIMARY KEY, name TEXT UNIQUE)";
    const applied = `INSERT INTO d1_migrations (name) SELECT value FROM json_each('${JSON.stringify(files)}')`;
    const database = await open(binding);
    await database.exec([...statements, ledger, applied].map(onOneLine).join("\n"));
  }
}
