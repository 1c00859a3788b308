import { and, eq, getTableColumns, is, Param, Placeholder, type SQL, sql } from "drizzle-orm";
import type { RunnableQuery } from "drizzle-orm/runnable-query";
import { SQLiteAsyncDialect, type SQLiteColumn, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { forMany, inTexts } from "./bulk.ts";
import { type Compiled, compile, q, type Statement } from "./client.ts";

// Building the text of a statement costs more CPU than the rest of a request (`npm run bench`), so a frequent statement is built
// once per isolate, with slots where the values of each call go.

/** A placeholder for a value in a prepared statement. */
export type Slot<T> = Placeholder<string, T>;
type Slots<A extends readonly unknown[]> = { [K in keyof A]: Slot<A[K]> };
type Runnable<S extends Statement> = RunnableQuery<S["_"]["result"], "sqlite">;

/**
 * A statement that is built on its first use and then only filled in. `build` gets a slot for the tenant's id and one for each
 * argument: `prepared((tenantId: Slot<string>, id: Slot<number>) => q.select()...)` makes `(ctx, id) => statement`.
 */
export function prepared<A extends unknown[], S extends Statement>(
  build: (tenantId: Slot<string>, ...slots: Slots<A>) => S,
): (ctx: { tenant: { id: string } }, ...args: A) => Runnable<S> {
  const slots = Array.from({ length: build.length }, (_, i) => sql.placeholder(String(i)));
  const fill = template(() => build(...(slots as [Slot<string>, ...Slots<A>]))); // safe: a slot is the same whatever it stands for
  return (ctx, ...args) => {
    const values = [ctx.tenant.id, ...args];
    return fill((slot) => values[Number(slot)]) as Runnable<S>;
  };
}

/** Inserts one whole row of this table: `insertInto(sales)` makes `(sale) => statement`. */
export function insertInto<T extends SQLiteTable>(table: T): (row: T["$inferSelect"]) => Runnable<Statement> {
  const columns = Object.entries(getTableColumns(table));
  const fill = template(() => {
    const row = columns.map(([name]) => [name, sql.placeholder(name)]);
    return q.insert(table).values(Object.fromEntries(row));
  });
  const many = forMany(({ tenant }, rows: readonly Record<string, unknown>[]) =>
    inTexts(rows.map((row) => columns.map(([name, column]) => driven(row[name], column)))).map((text) => {
      const values = columns.map(([, { name }], i) =>
        name === "tenant_id" ? sql`${tenant.id}` : sql.raw(`r.value ->> ${i}`),
      );
      return q.insert(table).select(sql`select ${sql.join(values, sql`, `)} from json_each(${text}) r`);
    }),
  );
  return (row: Record<string, unknown>) => many(fill((slot) => row[slot]) as Runnable<Statement>, row);
}

/** Updates some columns of one row, as long as it is at a version: `updateOf(sales)(key, { paymentStatus, ... })`. Hits no row otherwise. */
export function updateOf<T extends VersionedTable>(
  table: T,
): (row: Key, fields: Partial<T["$inferSelect"]>) => Runnable<Statement> {
  const fills = new Map<string, ReturnType<typeof template>>();
  return ({ tenantId, id, version }, fields: Record<string, unknown>) => {
    const names = Object.keys(fields).sort();
    const shape = names.join();
    let fill = fills.get(shape);
    if (!fill) {
      const set = Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]));
      const [ofTenant, ofRow, ofVersion] = ["of tenant", "of row", "of version"].map((slot) => sql.placeholder(slot));
      fill = template(() =>
        q
          .update(table as SQLiteTable)
          .set(set)
          .where(and(eq(table.tenantId, ofTenant), eq(table.id, ofRow), eq(table.version, ofVersion))),
      );
      fills.set(shape, fill);
    }
    const values: Record<string, unknown> = { ...fields, "of tenant": tenantId, "of row": id, "of version": version };
    return fill((slot) => values[slot]) as Runnable<Statement>;
  };
}
type VersionedTable = SQLiteTable & Record<"tenantId" | "id" | "version", SQLiteColumn>;
type Key = { tenantId: string; id: number; version: number };

const dialect = new SQLiteAsyncDialect();
/** An expression as text with its parameters. */
export const textOf = (expression: SQL): Text => {
  const { sql: text, params } = dialect.sqlToQuery(expression);
  return { text, params };
};
export type Text = { text: string; params: readonly unknown[] };

const selects = new WeakMap<SQLiteTable, Compiled>();

/** `select` of all columns of a table, built once per table, with an end (`where ... order by ...`) that differs from call to call. */
export function selectFrom<T extends SQLiteTable>(
  table: T,
  { text, params }: Text,
): RunnableQuery<T["$inferSelect"][], "sqlite"> {
  const statement = {
    _prepare(): Compiled {
      const select = selects.get(table) ?? compile(q.select().from(table as SQLiteTable));
      selects.set(table, select);
      return { ...select, getQuery: () => ({ sql: `${select.getQuery().sql} ${text}`, params: [...params] }) };
    },
  };
  return statement as unknown as RunnableQuery<T["$inferSelect"][], "sqlite">;
}

/** The value of a slot in one call. */
type ValueIn = (slot: string) => unknown;

function template(build: () => Statement): (valueIn: ValueIn) => unknown {
  let once: { compiled: Compiled; text: string; params: ((valueIn: ValueIn) => unknown)[] } | undefined;
  return (valueIn) => ({
    _prepare(): Compiled {
      once ??= made(compile(build()));
      const { compiled, text, params } = once;
      return { ...compiled, getQuery: () => ({ sql: text, params: params.map((param) => param(valueIn)) }) };
    },
  });
}

function made(compiled: Compiled) {
  const { sql: text, params } = compiled.getQuery();
  return { compiled, text, params: params.map(paramOf) };
}

/** How a parameter gets its value: as it stands, or from its slot, encoded as the column that it belongs to wants it. */
function paramOf(param: unknown): (valueIn: ValueIn) => unknown {
  if (is(param, Placeholder)) return (valueIn) => valueIn(param.name);
  if (!is(param, Param) || !is(param.value, Placeholder)) return () => param;
  const { encoder } = param;
  const { name } = param.value;
  return (valueIn) => driven(valueIn(name), encoder);
}

/** A value as the driver wants it. */
const driven = (value: unknown, encoder: { mapToDriverValue(value: unknown): unknown }): unknown =>
  value === null ? null : encoder.mapToDriverValue(value);
