import { type Column, getTableColumns } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Changes } from "./tables.ts";

/** Columns that the audit log never shows: secrets, keys for look-up, and the stamps of the row itself. */
const UNLOGGED = /^(tenant_id|id|created_at|updated_at|created_by|version)$|_key$|hash|secret|sealed|pending/;

type Logged = { name: string; column: string };
const logged = new WeakMap<SQLiteTable, readonly Logged[]>();

function loggedColumns(table: SQLiteTable): readonly Logged[] {
  let columns = logged.get(table);
  if (!columns) {
    const all: Record<string, Column> = getTableColumns(table);
    columns = Object.entries(all)
      .filter(([, column]) => !UNLOGGED.test(column.name))
      .map(([name, column]) => ({ name, column: column.name }));
    logged.set(table, columns);
  }
  return columns;
}

/** What differs between two versions of a row, by the names of the wire. `null` stands for a row that is not there. */
export function changesOf(
  table: SQLiteTable,
  before: object | null | undefined,
  after: object | null | undefined,
  unlogged: readonly PropertyKey[] = [],
): Changes {
  const changes: Changes = {};
  for (const { name, column } of loggedColumns(table)) {
    const [was, is] = [fieldOf(before, name), fieldOf(after, name)];
    if (!same(was, is) && !unlogged.includes(name)) changes[column] = { before: was, after: is };
  }
  return changes;
}

const fieldOf = (row: object | null | undefined, name: string): unknown =>
  (row as Record<string, unknown> | null | undefined)?.[name] ?? null;
const same = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b));
