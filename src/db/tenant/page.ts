import { and, getTableColumns, getTableName, gte, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Ctx } from "#/ctx.ts";
import {
  countedUpTo,
  decodeCursor,
  encodeCursor,
  type Page,
  type PageInput,
  pageWindow,
  totalOf,
} from "#/kernel/page.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import type { Statement } from "./client.ts";
import { type AnyOf, byIndex, countSome, countWhere, type TenantTable, type Total } from "./count-rows.ts";
import { read } from "./load.ts";
import { selectFrom, type Text, textOf } from "./prepared.ts";

/**
 * A write commits a moment after the time that it stamps its rows with, so a reader may get a later mark before it. An answer to
 * `updated_since` therefore goes back by more than any write takes, and rows may come twice.
 */
const OVERLAP_SECONDS = 60;

/** A table of a resource: every list can be filtered and sorted by these. */
type ResourceTable = SQLiteTable & { tenantId: SQLiteColumn; id: SQLiteColumn; updatedAt: SQLiteColumn };
type SortColumns = readonly [SQLiteColumn, ...SQLiteColumn[]];

export type ListInput = PageInput & { updatedSince?: Instant; sort?: string };

export type ListOf<T extends ResourceTable> = {
  table: T;
  /** Conditions beyond the tenant; undefined ones are left out. */
  filters?: readonly (SQL | undefined)[];
  anyOf?: AnyOf | undefined;
  /** Further orders beside `id` and `updated_at`, by name: the columns of the index that serves each. */
  sorts?: Record<string, SortColumns>;
  /** Order when the caller names none; `-` before a name means descending. */
  defaultSort?: string;
  /** For a list below another resource: the statement that refuses when that one is missing, in the same trip. */
  parent?: Statement;
  /** The index to read by, where SQLite would choose another. */
  index?: string | undefined;
  /**
   * Total of this very selection where a counter knows it; otherwise its rows are counted. `none`: nobody asks for it. `some`: no counter can
   * follow it, so its rows are counted to the page and 1,000 further.
   */
  total: Total | "none" | "some" | undefined;
};

/**
 * One page of a tenant's rows in one trip: by number with a total, or by cursor without. One row more than asked for tells whether
 * more follow.
 */
export async function listRows<T extends ResourceTable>(
  ctx: Ctx,
  { updatedSince, sort, ...input }: ListInput,
  { table, parent, filters = [], anyOf, index, sorts = {}, defaultSort = "id", total: known }: ListOf<T>,
): Promise<Page<T["$inferSelect"]>> {
  const window = pageWindow(input);
  const { limit, offset } = window;
  const order = orderOf(table, sorts, sort ?? (updatedSince ? "updated_at" : defaultSort));
  const conditions = and(...filters, updatedSince && gte(table.updatedAt, plusSeconds(updatedSince, -OVERLAP_SECONDS)));
  const key = input.cursor === undefined ? [] : decodeCursor(input.cursor, order.name, order.columns.length);
  const isCounted = input.cursor === undefined && known !== "none";
  const most = known === "some" ? countedUpTo(window) : undefined;
  const total = most
    ? countSome(ctx, table, { index, condition: conditions }, most)
    : (!updatedSince && (known as Total)) || countWhere(ctx, table, conditions, anyOf); // safe: `none` is not counted
  const { found, n } = await read(ctx, {
    parent,
    found: selectFrom(table, pageText(ctx, table, { order, key, conditions, anyOf, index, limit: limit + 1, offset })),
    n: isCounted ? total : undefined,
  });

  const items = found.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = found.length > limit && last ? encodeCursor(order.name, keyOf(table, order, last)) : null;
  return { items, limit, nextCursor, ...(n !== undefined && totalOf(window, n, most)) };
}

/** Where a log is continued, and how much of it is asked for. */
export type LogInput = Pick<PageInput, "cursor" | "limit" | "page">;

export type LogOf<T extends SQLiteTable> = {
  table: T;
  /** What follows the tenant in the table's key. */
  key: SQLiteColumn;
  order: "asc" | "desc";
  /** The index to read by: left alone, SQLite reads a log by its primary key whatever the filter, since that has the order already. */
  index?: string | undefined;
  /** For a log of a resource: the statement that refuses when that one is missing, in the same trip. */
  parent?: Statement;
  /** Conditions beyond the tenant; undefined and empty ones are left out. */
  filters?: readonly (SQL | "" | undefined)[];
  /** It pages by number too, and its rows are counted to the page and 1,000 further. Without it, by cursor alone: a count bills every row. */
  total?: "some";
};

/** One page of what only grows, in the order of its key. One trip. */
export async function listLog<T extends SQLiteTable & { tenantId: SQLiteColumn }>(
  ctx: Ctx,
  input: LogInput,
  { table, key, order, index, parent, filters = [], total }: LogOf<T>,
): Promise<Page<T["$inferSelect"]>> {
  const { cursor } = input;
  const window = pageWindow(input);
  const { limit, offset } = window;
  const by: Order = { name: order === "desc" ? "-key" : "key", columns: [key], descending: order === "desc" };
  const conditions = and(...filters.filter((filter) => filter !== ""));
  const after = cursor === undefined ? [] : decodeCursor(cursor, by.name, 1);
  const text = pageText(ctx, table, { order: by, key: after, conditions, limit: limit + 1, offset, index });
  const most = countedUpTo(window);
  const isCounted = total === "some" && cursor === undefined;
  const { found, n } = await read(ctx, {
    parent,
    found: selectFrom(table, text),
    n: isCounted ? countSome(ctx, table, { index, condition: conditions }, most) : undefined,
  });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = found.length > limit && last ? encodeCursor(by.name, keyOf(table, by, last)) : null;
  return { items, limit, nextCursor, ...(n !== undefined && totalOf(window, n, most)) };
}

/** All rows of which one of these conditions holds, and `filter` too, in the order of `columns`. */
export function rowsOf<T extends ResourceTable>(
  ctx: Ctx,
  table: T,
  { anyOf, filter, columns }: { anyOf: AnyOf; filter: SQL | undefined; columns: SortColumns },
) {
  const order = { name: "", columns, descending: false };
  return selectFrom(
    table,
    pageText(ctx, table, { order, key: [], conditions: filter, anyOf, limit: NO_LIMIT, offset: 0 }),
  );
}
const NO_LIMIT = -1;

type Order = { name: string; columns: SortColumns; descending: boolean };

function orderOf(table: ResourceTable, sorts: Record<string, SortColumns>, name: string): Order {
  const known: Record<string, SortColumns> = { id: [table.id], updated_at: [table.updatedAt, table.id], ...sorts };
  const columns = known[name.replace(/^-/, "")];
  if (!columns) throw new Error(`No such sort: ${name}`); // the query's schema lets no other name in
  return { name, columns, descending: name.startsWith("-") };
}

type Selection = {
  order: Order;
  /** Key of the last row before the page; empty for the first page. */
  key: readonly (string | number)[];
  conditions: SQL | undefined;
  anyOf?: AnyOf | undefined;
  limit: number;
  offset: number;
  index?: string | undefined;
};

/**
 * Everything of a page's select behind `from`. Written by hand: drizzle would build it again for each request, which costs more than reading
 * the query string. The cursor is a row value comparison, which SQLite answers from the index.
 */
function pageText(ctx: Ctx, table: TenantTable, selection: Selection): Text {
  const { order, key, conditions, anyOf, limit, offset, index } = selection;
  const names = order.columns.map(nameOf);
  const orderBy = (columns: string[]) =>
    `order by ${columns.map((name) => `${name} ${order.descending ? "desc" : "asc"}`).join()}`;
  const where = (condition: SQL | undefined): { text: string; params: unknown[] } => {
    const more = condition && textOf(condition);
    const text = [
      `where ${nameOf(table.tenantId)} = ?`,
      more ? `and ${more.text}` : "",
      key.length > 0 ? `and (${names.join()}) ${order.descending ? "<" : ">"} (${key.map(() => "?").join()})` : "",
    ];
    return { text: text.join(" "), params: [ctx.tenant.id, ...(more?.params ?? []), ...key] };
  };
  if (!anyOf) {
    const { text, params } = where(conditions);
    return { text: `${byIndex(index)}${text} ${orderBy(names)} limit ? offset ?`, params: [...params, limit, offset] };
  }
  const columns = Object.values(getTableColumns(table as SQLiteTable)).map(({ name }) => `"${name}"`);
  const select = (from: string) => `union all select ${columns.join()} from ${from}`;
  const name = `"${getTableName(table)}"`;
  const main = where(and(conditions, anyOf.mainly));
  const also = anyOf.also.map(({ condition, index }) => ({ ...where(and(conditions, condition)), by: byIndex(index) }));
  const rest = [
    ...also.map(({ text, by }) => select(`${name} ${by}${text}`)),
    orderBy(order.columns.map((column) => `"${column.name}"`)),
  ].join(" ");
  const alsoParams = also.flatMap(({ params }) => params);
  // `select ... from` stands before this text
  if (limit === NO_LIMIT) return { text: `${main.text} ${rest}`, params: [...main.params, ...alsoParams] };
  const first = select(`(select ${columns.join()} from ${name} ${main.text} ${orderBy(names)} limit ?)`);
  return {
    text: `where false ${first} ${rest} limit ? offset ?`,
    params: [...main.params, limit + offset, ...alsoParams, limit, offset],
  };
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
