import { readdirSync, readFileSync } from "node:fs";
import { databases } from "#/tools/config.ts";

type Statement = { bind: (...values: unknown[]) => Statement };
type Migratable = { prepare: (sql: string) => Statement; batch: (statements: never[]) => Promise<unknown> };

const BREAKPOINT = "--> statement-breakpoint";

/** Applies all migrations to empty databases, each in one transaction, with the ledger that wrangler keeps of them. */
export async function migrateAll(open: (binding: string) => Migratable | Promise<Migratable>): Promise<void> {
  for (const { binding, migrations } of databases()) {
    const files = readdirSync(migrations).filter((name) => name.endsWith(".sql"));
    const statements = files
      .toSorted()
      .flatMap((name) => readFileSync(`${migrations}/${name}`, "utf8").split(BREAKPOINT));
    const ledger = "CREATE TABLE d1_migrations(id INTEGER PRIMARY KEY, name TEXT UNIQUE)";
    const database = await open(binding);
    const applied = database.prepare("INSERT INTO d1_migrations (name) SELECT value FROM json_each(?)");
    const all = [...[...statements, ledger].map((text) => database.prepare(text)), applied.bind(JSON.stringify(files))];
    await database.batch(all as never[]); // of this database
  }
}
