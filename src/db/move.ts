import type { RunnableQuery } from "drizzle-orm/runnable-query";
import type { Ctx, OpenCtx } from "#/ctx.ts";
import type { ShardName } from "./directory.ts";
import { withRetry } from "./retry.ts";
import type { Compiled } from "./tenant/client.ts";
import { runInState, runOnShard } from "./tenant/state.ts";
import type { TenantState } from "./tenant/tables.ts";

// Copies a tenant's rows from one shard to another. Each write is guarded by the tenant's state on its shard, in the same transaction, so a
// worker that comes late or twice does no harm.

/** A table as its shard has it: columns in their order, and the columns of its primary key. */
export type MovedTable = { name: string; columns: string[]; key: string[] };
export type Key = readonly (string | number)[];
/** Rows as arrays of their columns. */
export type Page = { rows: unknown[][]; last: Key | null };

/** One row for each table that has a tenant. D1 refuses to describe its own `_cf_*` tables. */
const TABLES = `
  select m.name, json_group_array(c.name order by c.cid) "columns", json_group_array(c.name order by c.pk) filter (where c.pk > 0) "key"
  from sqlite_master m cross join pragma_table_info(m.name) c
  where m.type = 'table' and m.name not glob '_cf_*' and m.name <> 'tenant_state'
  group by m.name having sum(c.name = 'tenant_id') > 0 order by m.name`;

/**
 * The tables that a move copies, read from the shard itself: all that have a tenant, but for `tenant_state`, which tells the shards apart.
 * Not cached: an isolate that is older than a migration would not copy the new column.
 */
export async function movedTables({ env, cost }: OpenCtx, shard: ShardName): Promise<MovedTable[]> {
  cost.d1.trips++;
  const { results } = await withRetry(() => env[shard].prepare(TABLES).all<Record<keyof MovedTable, string>>());
  return results.map(({ name, columns, key }) => ({
    name,
    columns: JSON.parse(columns) as string[],
    key: JSON.parse(key) as string[],
  }));
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");
const slots = (values: readonly unknown[]): string => values.map(() => "?").join(", ");

/** A statement for a table that is known only when it runs. */
const plain = <R>(sql: string, params: readonly unknown[], map: (result: D1Result<object>) => R) => {
  const compiled: Compiled = { getQuery: () => ({ sql, params: [...params] }), map };
  return { _prepare: () => compiled } as unknown as RunnableQuery<R, "sqlite">; // the part of a statement that a batch uses
};

/** Reads up to `limit` rows of a table after a key, in the order of the keys. */
export async function readPage(ctx: Ctx, table: MovedTable, after: Key | null, limit: number): Promise<Page> {
  const [beyond, params] = after ? [`and (${quoted(table.key)}) > (${slots(after)})`, after] : ["", []];
  const select = plain(
    `select ${quoted(table.columns)} from "${table.name}" where "tenant_id" = ? ${beyond} order by ${quoted(table.key)} limit ${limit}`,
    [ctx.tenant.id, ...params],
    ({ results }) => results.map((row) => table.columns.map((column) => (row as Record<string, unknown>)[column])),
  );
  const [rows] = await runOnShard(ctx, [select]);
  const lastRow = rows.at(-1);
  return { rows, last: lastRow ? keyOf(table, lastRow) : null };
}

const keyOf = ({ key, columns }: MovedTable, row: readonly unknown[]): Key =>
  key.map((column) => row[columns.indexOf(column)] as string | number); // a key holds texts and numbers, and no null

/** Replaces the rows after a key, up to the last row of the page; of the last page, all rows to the end of the table. */
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
  const values = table.columns.map((_, i) => `value ->> ${i}`).join(", ");
  const inserts = inChunks(page.rows).map((rows) =>
    plain(
      `insert into "${table.name}" (${quoted(table.columns)}) select ${values} from json_each(?) where value ->> ${table.columns.indexOf("tenant_id")} = ?`,
      [rows, ctx.tenant.id],
      () => undefined,
    ),
  );
  await runInState(ctx, "moving", [cleared, ...inserts]);
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

/** Removes up to `limit` rows of each table from a shard where the tenant is in `state`. Answers how many it removed. */
export async function removeRows(
  ctx: Ctx,
  tables: readonly MovedTable[],
  state: TenantState,
  limit: number,
): Promise<number> {
  const deletes = tables.map(({ name, key }) =>
    plain(
      `delete from "${name}" where "tenant_id" = ? and (${quoted(key)}) in (
        select ${quoted(key)} from "${name}" where "tenant_id" = ? limit ${limit})`,
      [ctx.tenant.id, ctx.tenant.id],
      ({ meta }) => meta.changes,
    ),
  );
  const removed = await runInState(ctx, state, deletes);
  return removed.reduce((sum, n) => sum + n, 0);
}
