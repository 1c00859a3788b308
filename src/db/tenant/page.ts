import { and, eq, getTableColumns, gte, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Ctx } from "#/ctx.ts";
import type { AppError } from "#/kernel/errors.ts";
import { decodeCursor, encodeCursor, type Page, type PageInput, pageWindow } from "#/kernel/page.ts";
import type { Instant } from "#/kernel/time.ts";
import { q, type Statement } from "./client.ts";
import { total } from "./counters.ts";
import { read } from "./load.ts";
import { selectFrom } from "./prepared.ts";

/** A table of a resource: every list can be filtered and sorted by these. */
type ResourceTable = SQLiteTable & { tenantId: SQLiteColumn; id: SQLiteColumn; updatedAt: SQLiteColumn };
type SortColumns = readonly [SQLiteColumn, ...SQLiteColumn[]];

export type ListInput = PageInput & { updatedSince?: Instant; sort?: string };

export type ListOf<T extends ResourceTable> = {
  table: T;
  /** Conditions beyond the tenant; undefined ones are left out. */
  filters?: readonly (SQL | undefined)[];
  /** Further orders beside `id` and `updated_at`, by name: the columns of the index that serves each. */
  sorts?: Record<string, SortColumns>;
  /** Order when the caller names none; `-` before a name means descending. */
  defaultSort?: string;
  /** For a list below another resource: what finds that one, in the same trip, and the refusal when it is not there. */
  parent?: { find: Statement; missing: AppError };
  /** Total of this very selection where a counter knows it; otherwise its rows are counted. */
  total: Statement | undefined;
};

/** The maintained total of a list, or nothing when filters are in force that no counter covers. */
export const totalUnless = (ctx: Ctx, entity: string, filters: readonly (SQL | undefined)[]): Statement | undefined =>
  filters.some((filter) => filter !== undefined) ? undefined : total(ctx, entity);

/**
 * One page of a tenant's rows in one trip: by number with a total, or by cursor without. One row more than asked for tells whether
 * more follow.
 */
export async function listRows<T extends ResourceTable>(
  ctx: Ctx,
  { updatedSince, sort, ...input }: ListInput,
  { table, parent, filters = [], sorts = {}, defaultSort = "id", total: known }: ListOf<T>,
): Promise<Page<T["$inferSelect"]>> {
  const { page, limit, offset } = pageWindow(input);
  const order = orderOf(table, sorts, sort ?? (updatedSince ? "updated_at" : defaultSort));
  const mine = and(eq(table.tenantId, ctx.tenant.id), ...filters, updatedSince && gte(table.updatedAt, updatedSince));
  const after =
    input.cursor === undefined
      ? undefined
      : afterKey(order, decodeCursor(input.cursor, order.name, order.columns.length));
  const keys = order.columns.map((column) => (order.descending ? sql`${column} desc` : sql`${column} asc`));
  const rows = selectFrom(
    table,
    sql`where ${and(mine, after)} order by ${sql.join(keys, sql`, `)} limit ${limit + 1} offset ${offset}`,
  );
  const count = (!updatedSince && known) || countWhere(table, mine);
  const results: unknown[] = await read(ctx, [
    rows,
    ...(parent ? [parent.find] : []),
    ...(input.cursor === undefined ? [count] : []),
  ]);
  if (parent && results.splice(1, 1)[0] === undefined) throw parent.missing;
  const [found, totals] = results as [T["$inferSelect"][], { n: number }[]?];

  const items = found.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = found.length > limit && last ? encodeCursor(order.name, keyOf(table, order.columns, last)) : null;
  if (!totals) return { items, limit, nextCursor };
  const n = totals[0]?.n ?? 0;
  return { items, total: n, page, limit, totalPages: Math.ceil(n / limit), nextCursor };
}

/** Where a log is continued, and how much of it is asked for. */
export type LogInput = Pick<PageInput, "cursor" | "limit">;

export type LogOf<T extends SQLiteTable> = {
  table: T;
  /** What follows the tenant in the table's key. */
  key: SQLiteColumn;
  order: "asc" | "desc";
  /** The index to read by: left alone, SQLite reads a log by its primary key whatever the filter, since that has the order already. */
  index?: string | undefined;
  /** Conditions beyond the tenant; undefined and empty ones are left out. */
  filters?: readonly (SQL | "" | undefined)[];
};

/** One page of what only grows, in the order of its key and by cursor alone: a count would bill every row of it. One trip. */
export async function listLog<T extends SQLiteTable & { tenantId: SQLiteColumn }>(
  ctx: Ctx,
  { cursor, limit = 50 }: LogInput,
  { table, key, order, index, filters = [] }: LogOf<T>,
): Promise<Page<T["$inferSelect"]>> {
  const by: Order = { name: order === "desc" ? "-key" : "key", columns: [key], descending: order === "desc" };
  const after = cursor === undefined ? undefined : afterKey(by, decodeCursor(cursor, by.name, 1));
  const where = and(eq(table.tenantId, ctx.tenant.id), ...filters.filter((filter) => filter !== ""), after);
  const hint = sql.raw(index ? `indexed by ${index}` : "");
  const [found] = await read(ctx, [
    selectFrom(table, sql`${hint} where ${where} order by ${key} ${sql.raw(order)} limit ${limit + 1}`),
  ]);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = found.length > limit && last ? encodeCursor(by.name, keyOf(table, by.columns, last)) : null;
  return { items, limit, nextCursor };
}

type Order = { name: string; columns: SortColumns; descending: boolean };

function orderOf(table: ResourceTable, sorts: Record<string, SortColumns>, name: string): Order {
  const known: Record<string, SortColumns> = { id: [table.id], updated_at: [table.updatedAt, table.id], ...sorts };
  const columns = known[name.replace(/^-/, "")];
  if (!columns) throw new Error(`No such sort: ${name}`); // the query's schema lets no other name in
  return { name, columns, descending: name.startsWith("-") };
}

/** Rows after the cursor's key, as a row value comparison, which SQLite answers from the index. */
function afterKey({ columns, descending }: Order, key: readonly (string | number)[]): SQL {
  const names = sql.join([...columns], sql`, `);
  const values = sql.join(
    key.map((part) => sql`${part}`),
    sql`, `,
  );
  return descending ? sql`(${names}) < (${values})` : sql`(${names}) > (${values})`;
}

function keyOf(table: SQLiteTable, columns: SortColumns, row: Record<string, unknown>): (string | number)[] {
  const properties = Object.entries(getTableColumns(table));
  return columns.map((column) => row[properties.find(([, own]) => own === column)?.[0] ?? ""] as string | number); // keys are never null
}

/** Counts by scanning: for filters that no counter covers. */
const countWhere = (table: SQLiteTable, where: SQL | undefined): Statement =>
  q.select({ n: sql<number>`count(*)` }).from(table).where(where);
