import { generateSQLiteDrizzleJson, generateSQLiteMigration } from "drizzle-kit/api";
import { describe, expect, it } from "vitest";
import { sql } from "./support/back-door.ts";
import { readSource, sourceFiles } from "./support/source-tree.ts";
import { schemaModules } from "./support/tables.ts";

// Two data-loss traps of generated migrations are closed here (platform.md 2.4): a rebuild that fills new columns with their own
// names, and a rebuild that fires the cascade of its children. Migrations only add.

type Snapshot = Parameters<typeof generateSQLiteMigration>[0];
type Column = { name: string; type: string; notNull: boolean };
type Tables = Record<string, { columns: Record<string, Column>; indexes: Record<string, unknown> }>;
const sets = [
  { name: "tenant", database: "SHARD_00" },
  { name: "control", database: "CONTROL" },
] as const;
const filesOf = (set: string) => sourceFiles(`migrations/${set}/*.sql`);
const statementsOf = (set: string) =>
  filesOf(set).flatMap((path) =>
    readSource(path)
      .split("--> statement-breakpoint")
      .map((statement) => ({ path, statement: statement.trim() })),
  );

/** Dangerous in a migration, and why. */
const refused: [RegExp, string][] = [
  [/__new_/, "rebuilds a table: new columns would get their own names as values, and children would be deleted"],
  [/on\s+(delete|update)\s+(cascade|set\s+null|set\s+default)/i, "deletes or changes rows that nobody asked for"],
  [/\bdrop\s+(table|column|index|trigger)\b/i, "the Worker that is still running may need it"],
  [/\brename\s+(to|column)\b/i, "the Worker that is still running knows the old name"],
  [/\breferences\b/i, "a table that is referred to cannot be rebuilt"],
  [/^\s*(delete|update|pragma|attach|vacuum)\b/i, "migrations change the schema and no rows"],
];
const problems = (statement: string) => refused.filter(([pattern]) => pattern.test(statement)).map(([, why]) => why);

describe.each(sets)("the migrations of the $name databases", ({ name, database }) => {
  it("only add", () => {
    const wrong = statementsOf(name).flatMap(({ path, statement }) =>
      problems(statement).map((why) => `${path}: ${why}: ${statement}`),
    );
    expect(wrong).toEqual([]);
  });

  it("are the schema: generating again would change nothing", async () => {
    const modules = await schemaModules(name);
    // two modules may export one name: a table, and the resource of it
    const exported = modules.flatMap((module, i) =>
      Object.entries(module).map(([name, value]) => [`${i} ${name}`, value]),
    );
    const now = await generateSQLiteDrizzleJson(Object.fromEntries(exported) as Record<string, unknown>);
    const last = sourceFiles(`migrations/${name}/meta/*_snapshot.json`).at(-1) ?? "";
    expect(await generateSQLiteMigration(JSON.parse(readSource(last)) as Snapshot, now)).toEqual([]);
  });

  it("give the database the columns, keys and indexes that the snapshot names, though they are edited by hand", async () => {
    const last = sourceFiles(`migrations/${name}/meta/*_snapshot.json`).at(-1) ?? "";
    const { tables } = JSON.parse(readSource(last)) as { tables: Tables };
    for (const [table, { columns, indexes }] of Object.entries(tables)) {
      const real = await sql<{ name: string; type: string; notnull: number }>(
        database,
        'select name, lower(type) type, "notnull" from pragma_table_info(?)',
        table,
      );
      const named = Object.values(columns).map((column) => ({
        name: column.name,
        type: column.type,
        notnull: Number(column.notNull),
      }));
      expect(real.toSorted(byName), table).toEqual(named.toSorted(byName));
      const created = await sql<{ name: string }>(
        database,
        "select name from sqlite_master where type = 'index' and tbl_name = ? and sql is not null order by name",
        table,
      );
      expect(
        created.map((index) => index.name),
        table,
      ).toEqual(Object.keys(indexes).toSorted());
    }
  });

  it("are applied in the order of the journal, each once", async () => {
    const { entries } = JSON.parse(readSource(`migrations/${name}/meta/_journal.json`)) as {
      entries: { tag: string }[];
    };
    const applied = await sql<{ name: string }>(database, "select name from d1_migrations order by id");
    expect(applied.map((row) => row.name)).toEqual(entries.map(({ tag }) => `${tag}.sql`));
    expect(filesOf(name)).toEqual(entries.map(({ tag }) => `migrations/${name}/${tag}.sql`));
  });
});

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);

it("every table of a shard keeps its rows in its key: one row written for each, instead of two", () => {
  const reasoned: Record<string, string> = { must: "has no key and never keeps a row: its trigger aborts the batch" };
  const wrong = statementsOf("tenant").flatMap(({ statement }) => {
    const [, table = ""] = /^create table [`"]?(\w+)/i.exec(statement) ?? [];
    return table === "" || table in reasoned || /\)\s*without rowid;?$/i.test(statement) ? [] : [table];
  });
  expect(wrong).toEqual([]);
});

it("a guard's trigger is in place: an insert into `must` aborts with its reason", async () => {
  await expect(sql("SHARD_00", "insert into must values ('test.reason')")).rejects.toThrow(
    "test.reason: SQLITE_CONSTRAINT",
  );
  expect(await sql("SHARD_00", "select * from must")).toEqual([]);
});

it("what must not be in a migration is recognised", () => {
  const bad = [
    "CREATE TABLE `__new_sales` (`id` integer)",
    "ALTER TABLE `__new_sales` RENAME TO `sales`;",
    "DROP TABLE `sales`;",
    "ALTER TABLE `sales` DROP COLUMN `notes`;",
    "CREATE TABLE x (a integer REFERENCES y(id) ON DELETE CASCADE)",
    "PRAGMA foreign_keys=OFF;",
    "UPDATE sales SET notes = ''",
  ];
  expect(bad.filter((statement) => problems(statement).length === 0)).toEqual([]);
  expect(problems("ALTER TABLE `sales` ADD `tip_cents` integer;")).toEqual([]);
});
