import type { MovedTable } from "#/db/move.ts";

type Tables = readonly MovedTable[];

/** Names of the tables that two shards do not have alike. */
export function differingTables(some: Tables, others: Tables): string[] {
  const [a, b] = [byName(some), byName(others)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name));
}

const byName = (tables: Tables) => new Map(tables.map((table) => [table.name, JSON.stringify(table)]));
