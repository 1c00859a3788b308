import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import control from "../../migrations/control.config.ts";
import tenant from "../../migrations/tenant.config.ts";
import { sql } from "./back-door.ts";
import type { Business } from "./client.ts";
import { sourceFiles } from "./source-tree.ts";

// The tables, from the files that the migrations are made of: a new one is there from its first day.

type Module = Record<string, unknown>;

/** The modules with the tables of the shards, or of the control database. */
export async function schemaModules(of: "tenant" | "control"): Promise<Module[]> {
  const { schema = [] } = of === "tenant" ? tenant : control;
  const paths = [schema].flat().flatMap((pattern) => sourceFiles(pattern.replace(/^\.\//, "")));
  return await Promise.all(
    paths.map((path) => import(/* @vite-ignore */ new URL(`../../${path}`, import.meta.url).href) as Promise<Module>),
  );
}

/** Every table of a shard. A module may hand on another's. */
export const tenantTables = [
  ...new Set(
    (await schemaModules("tenant"))
      .flatMap((module) => Object.values(module))
      .filter((value) => value instanceof SQLiteTable),
  ),
].map((table) => getTableConfig(table));

export function columnsOf(table: string) {
  const found = tenantTables.find(({ name }) => name === table);
  if (!found) throw new Error(`No table is called ${table}.`);
  return found.columns;
}

/** All rows of a tenant in all tables, as text: two equal texts mean that nothing was touched. */
export async function rowsOf({ tenantId, shard }: Pick<Business, "tenantId" | "shard">): Promise<string> {
  const owned = tenantTables.filter((table) => table.columns.some((column) => column.name === "tenant_id"));
  const rows = await Promise.all(
    owned.map(async ({ name }) => [name, await sql(shard, `select * from ${name} where tenant_id = ?`, tenantId)]),
  );
  return JSON.stringify(rows);
}

function fillerOf({ name, dataType }: { name: string; dataType: string }): string | number {
  if (dataType === "number") return 1;
  if (dataType === "json") return "[]";
  return name.endsWith("_at") ? new Date().toISOString() : "1"; // of today: crons clear away what is old
}

/** A row as a statement; required columns that are not given get a value of their type. */
export function insertOf(table: string, row: Record<string, string | number>) {
  const filled = columnsOf(table)
    .filter((column) => column.notNull || column.name in row)
    .map((column) => [column.name, row[column.name] ?? fillerOf(column)] as const);
  const names = filled.map(([column]) => column).join();
  const slots = filled.map(() => "?").join();
  return { text: `insert into ${table} (${names}) values (${slots})`, params: filled.map(([, value]) => value) };
}

/** A row by SQL, for what only the system makes. Answers its id. */
export async function insertRow(
  { shard, tenantId }: Pick<Business, "shard" | "tenantId">,
  table: string,
  given: Record<string, string | number>,
): Promise<string | number> {
  const { text, params } = insertOf(table, { ...given, tenant_id: tenantId });
  await sql(shard, text, ...params);
  return given.id ?? "";
}
