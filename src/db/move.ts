import { is } from "drizzle-orm";
import type { RunnableQuery } from "drizzle-orm/runnable-query";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Ctx } from "#/ctx.ts";
import type { Compiled } from "./tenant/client.ts";
import type { TenantState } from "./tenant/schema/core.ts";
import * as schema from "./tenant/schema/index.ts";
import { runOnShard, whileInState } from "./tenant/state.ts";

// How the rows of a business get from one shard to another. What is done to a shard is guarded by the state that the business has
// there, in the same transaction: a worker that comes late, or a second time, does no harm.

export type MovedTable = { name: string; columns: string[]; key: string[] };
export type Key = readonly (string | number)[];
/** Rows as arrays of their columns. */
export type Page = { rows: unknown[][]; last: Key | null };

/** Neither is moved: the state tells the shards apart, and `must` never keeps a row. */
const staying = ["tenant_state", "must"];

/** Every other table of a shard, as the schema has them: a new one is moved from its first day. */
export const movedTables: readonly MovedTable[] = Object.values<unknown>(schema)
  .filter((value): value is SQLiteTable => is(value, SQLiteTable))
  .map(getTableConfig)
  .filter(({ name }) => !staying.includes(name))
  .map(({ name, columns, primaryKeys }) => ({
    name,
    columns: columns.map((column) => column.name),
    key: (primaryKeys[0]?.columns ?? columns.filter((column) => column.primary)).map((column) => column.name),
  }));

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");
const slots = (values: readonly unknown[]): string => values.map(() => "?").join(", ");

/** A statement for a table that is known by its name only. Drizzle builds what is known when it is compiled. */
const plain = <R>(sql: string, params: readonly unknown[], map: (result: D1Result<object>) => R) => {
  const compiled: Compiled = { getQuery: () => ({ sql, params: [...params] }), map };
  return { _prepare: () => compiled } as unknown as RunnableQuery<R, "sqlite">; // the part of a statement that a batch uses
};

/** Up to `limit` rows of a table after a key, in the order of the keys. */
export async function readPage(ctx: Ctx, table: MovedTable, after: Key | null, limit: number): Promise<Page> {
  const [beyond, params] = after ? [`and (${quoted(table.key)}) > (${slots(after)})`, after] : ["", []];
  const select = plain(
    `select ${quoted(table.columns)} from "${table.name}" where "tenant_id" = ? ${beyond} order by ${quoted(table.key)} limit ${limit}`,
    [ctx.tenant.id, ...params],
    ({ results }) => results.map((row) => table.columns.map((column) => (row as Record<string, unknown>)[column])),
  );
  const [rows] = (await runOnShard(ctx, [select])) as [unknown[][]];
  const lastRow = rows.at(-1);
  return { rows, last: lastRow ? keyOf(table, lastRow) : null };
}

const keyOf = ({ key, columns }: MovedTable, row: readonly unknown[]): Key =>
  key.map((column) => row[columns.indexOf(column)] as string | number); // a key holds texts and numbers, and no null

/** Makes the rows after a key the given ones, up to the last of them; to the end of the table when these are all there are. */
export async function writePage(ctx: Ctx, table: MovedTable, after: Key | null, page: Page, isLast: boolean) {
  const key = quoted(table.key);
  const bounds = [...(after ? [`and (${key}) > (${slots(after)})`] : [])];
  if (!isLast && page.last) bounds.push(`and (${key}) <= (${slots(page.last)})`);
  const params = [...(after ?? []), ...(isLast ? [] : (page.last ?? []))];
  const cleared = plain(
    `delete from "${table.name}" where "tenant_id" = ? ${bounds.join(" ")}`,
    [ctx.tenant.id, ...params],
    () => undefined,
  );
  const inserts = inChunks(page.rows).map((rows) => {
    const values = table.columns.map((_, i) => `value ->> ${i}`).join(", ");
    return plain(
      `insert into "${table.name}" (${quoted(table.columns)}) select ${values} from json_each(?) where value ->> ${table.columns.indexOf("tenant_id")} = ?`,
      [rows, ctx.tenant.id],
      () => undefined,
    );
  });
  await whileInState(ctx, "moving", [cleared, ...inserts]);
}

/** A parameter may have 2 MB; a character has up to three bytes. */
const CHUNK_LENGTH = 500_000;

/** The rows as JSON, in pieces that fit into a parameter each. */
function inChunks(rows: readonly unknown[][]): string[] {
  const chunks: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const row of rows.map((values) => JSON.stringify(values))) {
    length += row.length;
    if (length > CHUNK_LENGTH) {
      chunks.push([]);
      length = row.length;
    }
    chunks.at(-1)?.push(row);
  }
  return chunks.map((chunk) => `[${chunk.join(",")}]`);
}

/** Removes up to `limit` rows of each table from a shard where the business is in `state`. Answers how many it removed. */
export async function removeRows(ctx: Ctx, state: TenantState, limit: number): Promise<number> {
  const deletes = movedTables.map(({ name, key }) =>
    plain(
      `delete from "${name}" where "tenant_id" = ? and (${quoted(key)}) in (
        select ${quoted(key)} from "${name}" where "tenant_id" = ? limit ${limit})`,
      [ctx.tenant.id, ctx.tenant.id],
      ({ meta }) => meta.changes,
    ),
  );
  const removed = (await whileInState(ctx, state, deletes)) as number[];
  return removed.reduce((sum, n) => sum + n, 0);
}
