import { and, eq, getTableColumns, gte, type SQL, sql } from "drizzle-orm";
import type { RunnableQuery } from "drizzle-orm/runnable-query";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Ctx } from "#/ctx.ts";
import { decodeCursor, encodeCursor, type Page, type PageInput, pageWindow } from "#/kernel/page.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { mapped, only, q, type Statement } from "./client.ts";
import { read } from "./load.ts";
import { selectFrom, type Text, textOf } from "./prepared.ts";

/**
 * A write commits a moment after the time that it stamps its rows with, so a reader may get a later mark before it. An answer to
 * `updated_since` therefore goes back by more than any write takes, and rows may come twice.
 */
const OVERLAP_SECONDS = 60;

/** A statement that answers a number of rows. */
type Total = RunnableQuery<number, "sqlite">;
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
  /** For a list below another resource: the statement that refuses when that one is missing, in the same trip. */
  parent?: Statement;
  /** Total of this very selection where a counter knows it; otherwise its rows are counted. */
  total: Total | undefined;
};

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
  const conditions = and(...filters, updatedSince && gte(table.updatedAt, plusSeconds(updatedSince, -OVERLAP_SECONDS)));
  const key = input.cursor === undefined ? [] : decodeCursor(input.cursor, order.name, order.columns.length);
  const { found, n } = await read(ctx, {
    parent,
    found: selectFrom(table, pageText(ctx, table, { order, key, conditions, limit: limit + 1, offset })),
    n: input.cursor === undefined ? (!updatedSince && known) || countWhere(ctx, table, conditions) : undefined,
  });

  const items = found.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = found.length > limit && last ? encodeCursor(order.name, keyOf(table, order, last)) : null;
  if (n === undefined) return { items, limit, nextCursor };
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
  const conditions = and(...filters.filter((filter) => filter !== ""));
  const after = cursor === undefined ? [] : decodeCursor(cursor, by.name, 1);
  const text = pageText(ctx, table, { order: by, key: after, conditions, limit: limit + 1, offset: 0, index });
  const { found } = await read(ctx, { found: selectFrom(table, text) });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = found.length > limit && last ? encodeCursor(by.name, keyOf(table, by, last)) : null;
  return { items, limit, nextCursor };
}

type Order = { name: string; columns: SortColumns; descending: boolean };

function orderOf(table: ResourceTable, sorts: Record<string, SortColumns>, name: string): Order {
  const known: Record<string, SortColumns> = { id: [table.id], updated_at: [table.updatedAt, table.id], ...sorts };
  const columns = known[name.replace(/^-/, "")];
  if (!columns) throw new Error(`No such sort: ${name}`); // the query's schema lets no other name in
  return { name, columns, descending: name.startsWith("-") };
}

type TenantTable = SQLiteTable & { tenantId: SQLiteColumn };
type Selection = {
  order: Order;
  /** Key of the last row before the page; empty for the first page. */
  key: readonly (string | number)[];
  conditions: SQL | undefined;
  limit: number;
  offset: number;
  index?: string | undefined;
};

/**
 * Everything of a page's select behind `from`. Written by hand: drizzle would build it again for each request, which costs more than reading
 * the query string. The cursor is a row value comparison, which SQLite answers from the index.
 */
function pageText(ctx: Ctx, table: TenantTable, { order, key, conditions, limit, offset, index }: Selection): Text {
  const names = order.columns.map(nameOf);
  const more = conditions && textOf(conditions);
  const text = [
    index ? `indexed by ${index}` : "",
    `where ${nameOf(table.tenantId)} = ?`,
    more ? `and ${more.text}` : "",
    key.length > 0 ? `and (${names.join()}) ${order.descending ? "<" : ">"} (${key.map(() => "?").join()})` : "",
    `order by ${names.map((name) => `${name} ${order.descending ? "desc" : "asc"}`).join()}`,
    "limit ? offset ?",
  ];
  return { text: text.join(" "), params: [ctx.tenant.id, ...(more?.params ?? []), ...key, limit, offset] };
}

const names = new WeakMap<SQLiteColumn, string>();
/** The name of a column in SQL. */
function nameOf(column: SQLiteColumn): string {
  const name = names.get(column) ?? textOf(sql`${column}`).text;
  names.set(column, name);
  return name;
}

function keyOf(table: SQLiteTable, { columns }: Order, row: Record<string, unknown>): (string | number)[] {
  const properties = Object.entries(getTableColumns(table));
  return columns.map((column) => row[properties.find(([, own]) => own === column)?.[0] ?? ""] as string | number); // keys are never null
}

/** Counts by scanning: for filters that no counter covers. */
const countWhere = (ctx: Ctx, table: TenantTable, conditions: SQL | undefined): Total =>
  mapped(
    only(
      q
        .select({ n: sql<number>`count(*)` })
        .from(table as SQLiteTable)
        .where(and(eq(table.tenantId, ctx.tenant.id), conditions)),
    ),
    ({ n }) => n,
  );
