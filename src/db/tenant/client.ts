import { type Column, type GetColumnData, sql } from "drizzle-orm";
import type { BatchItem, BatchResponse } from "drizzle-orm/batch";
import { drizzle } from "drizzle-orm/d1";
import type { RunnableQuery } from "drizzle-orm/runnable-query";
import { AppError } from "#/kernel/errors.ts";
import type { D1Cost } from "../cost.ts";
import { type Field, rowMapper } from "./rows.ts";
import { WRITE_OUT, writeOutsBefore } from "./write-outs.ts";

/** SQL with its values, for those who only hand it on. */
export type { SQL } from "drizzle-orm";
/** A statement as a value: built anywhere, run only by `read`, `load` and `commit`, in one batch. */
export type Statement = BatchItem<"sqlite">;
export type Statements = readonly [Statement, ...Statement[]];
export type Results<T extends readonly Statement[]> = BatchResponse<T extends [Statement, ...Statement[]] ? T : never>;

type Row<Q extends Statement> = Q["_"]["result"] extends readonly (infer R)[] ? R : never;

/** A statement whose answer passes through `map`. What `map` throws is what the caller of the batch gets. */
export const mapped = <Q extends Statement, R>(statement: Q, map: (answer: Q["_"]["result"]) => R) =>
  ({
    _prepare(): Compiled {
      const inner = compile(statement);
      return { ...inner, map: (result) => map(inner.map(result)) };
    },
  }) as unknown as RunnableQuery<R, "sqlite">; // the part of a statement that a batch uses

type Rows<Q extends Statement> = readonly Row<Q>[];

/** The statement's first row, or undefined, instead of its rows. */
export const first = <Q extends Statement>(statement: Q) =>
  mapped(statement, (rows: Rows<Q>): Row<Q> | undefined => rows[0]);

/** The one row that a statement always answers. */
export const only = <Q extends Statement>(statement: Q) => mapped(statement, (rows: Rows<Q>) => rows[0] as Row<Q>);

/** A column under a name of its own, for joins whose tables share column names. */
export const named = <C extends Column>(column: C, name: string) =>
  sql<GetColumnData<C>>`${column}`.mapWith(column).as(name);

export type Compiled = {
  getQuery(): { sql: string; params: unknown[] };
  /** What the caller gets of D1's result. */
  map(result: D1Result<object>): unknown;
  fields?: Field[];
};
/** A prepared statement: drizzle's or our own. */
type Prepared =
  | Compiled
  | { getQuery: Compiled["getQuery"]; mapResult(result: unknown, isFromBatch: true): unknown; fields?: Field[] };

/** What drizzle makes of a statement: its text and parameters, and how its result becomes rows. */
export function compile(statement: Statement): Compiled {
  const made = (statement as unknown as { _prepare(): Prepared })._prepare();
  if ("map" in made) return made;
  const { fields } = made;
  const mapRows = fields && rowMapper(fields);
  return {
    getQuery: () => made.getQuery(),
    map: (result) => (mapRows ? mapRows(result.results) : made.mapResult(result, true)),
    ...(fields && { fields }),
  };
}

const builderOnly = { prepare: (sql: string) => ({ sql }) } as unknown as D1Database; // a builder never runs anything itself

/** Builds statements. It has no connection on purpose: what it builds can only be run in a batch of a tenant. */
export const q = drizzle(builderOnly);

/** A shard as one tenant sees it. Refuses every statement that is not bound to this tenant. */
export type TenantDb = {
  readonly tenantId: string;
  /** One trip, one transaction. */
  batch<T extends Statements>(statements: T): Promise<Results<[...T]>>;
  /** Where a later read must at least be, as the D1 Sessions API says; null without a session. */
  bookmark(): string | null;
};

/** `bookmark` or a constraint of the D1 Sessions API opens a session; without one everything goes to the primary. */
type Options = {
  cost: D1Cost;
  bookmark?: string;
  strict?: boolean;
  /** Throws where the shard must not be used; undefined: nothing to wait for. */
  ready?: () => Promise<void> | undefined;
};

export function openTenantDb(
  shard: D1Database,
  tenantId: string,
  { cost, bookmark, strict = false, ready }: Options,
): TenantDb {
  const session = bookmark === undefined ? undefined : shard.withSession(bookmark);
  const database = session ?? shard;
  return {
    tenantId,
    bookmark: () => session?.getBookmark() ?? null,
    async batch<T extends Statements>(statements: T) {
      const compiled = statements.map(compile);
      const texts: string[] = [];
      const bound = compiled.map((item) => {
        const { sql, params } = item.getQuery();
        texts.push(sql);
        assertBoundToTenant(sql, params, tenantId, strict);
        return database.prepare(sql).bind(...params);
      });
      const checked = ready?.();
      if (checked) await checked;
      cost.trips++;
      const places = writeOutsBefore(texts);
      const writeOut = places.size > 0 ? [database.prepare(WRITE_OUT)] : [];
      const answers = await database.batch<object>(
        bound.flatMap((statement, i) => (places.has(i) ? [...writeOut, statement] : statement)),
      );
      const results = texts.map(
        (_, i) => answers[i + [...places].filter((place) => place <= i).length] as D1Result<object>,
      );
      for (const { meta } of results) {
        cost.rowsRead += meta.rows_read;
        cost.rowsWritten += meta.rows_written;
      }
      return results.map((result, i) => {
        const item = compiled[i] as Compiled;
        if (strict) assertDistinctColumns(item, result.results);
        return item.map(result);
      }) as Results<[...T]>; // safe: one result per statement, mapped by the statement itself
    },
  };
}

/** Behind the repos' own predicates: a statement without the tenant's id among its parameters is a bug, never a query. */
function assertBoundToTenant(sql: string, params: readonly unknown[], tenantId: string, strict: boolean): void {
  if (sql.startsWith('insert into "must"')) return; // never keeps a row; names no tenant
  if (!params.includes(tenantId))
    throw new AppError("internal", "tenant.unbound_statement", `Statement not bound to a tenant: ${sql}`);
  if (!strict) return;
  const tables = sql.match(/\b(?:from|join|update|into) "(\w+)"/gi) ?? [];
  const mentions = sql.match(/"?tenant_id"?/g)?.length ?? 0;
  if (mentions < tables.length)
    throw new AppError("internal", "tenant.unscoped_table", `A table of this statement lacks its tenant_id: ${sql}`);
  // the builder leaves table names out where it selects from one table, so that a subquery may compare a column with itself: true for every tenant
  if (COMPARED_WITH_ITSELF.test(sql))
    throw new AppError("internal", "sql.compared_with_itself", `A column is compared with itself: ${sql}`);
}

const COMPARED_WITH_ITSELF = /(?<!\.)((?:"\w+"\.)?"\w+") = \1(?![.\w"])/;

/** D1 answers objects, so two result columns of one name would silently become one. */
function assertDistinctColumns(item: Compiled, rows: readonly unknown[]): void {
  const [row] = rows;
  if (item.fields && row && Object.keys(row).length !== item.fields.length)
    throw new AppError("internal", "sql.duplicate_columns", `Two result columns share a name: ${item.getQuery().sql}`);
}
