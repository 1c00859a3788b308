import { and, eq, type SQL, sql } from "drizzle-orm";
import type { RunnableQuery } from "drizzle-orm/runnable-query";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Ctx } from "#/ctx.ts";
import { mapped, only, q } from "./client.ts";

/** A statement that answers a number of rows. */
export type Total = RunnableQuery<number, "sqlite">;
export type TenantTable = SQLiteTable & { tenantId: SQLiteColumn };

/**
 * Conditions of which one at most holds for a row. Each is read by an index of its own, which one condition with `or` is not. `also` picks few
 * rows, so these are read whole; those of `mainly` in the order of the page, and no further than it can reach.
 */
export type AnyOf = { mainly: SQL; also: readonly Also[] };
/** `index` names the index to read by, where SQLite would choose another. */
export type Also = { index?: string; condition: SQL };

export const byIndex = (index: string | undefined): string => (index ? `indexed by ${index} ` : "");

/** Counts by scanning: for filters that no counter covers. */
export const countWhere = (
  ctx: Ctx,
  table: TenantTable,
  conditions: SQL | undefined,
  anyOf: AnyOf | undefined,
): Total => {
  const each = anyOf ? [{ condition: anyOf.mainly }, ...anyOf.also] : [{ condition: undefined }];
  const counts = each.map((one) => sql`(select count(*) ${fromWhere(ctx, table, one, conditions)})`);
  const n = sql<number>`${sql.join(counts, sql` + `)}`;
  return mapped(only(q.select({ n }).from(sql`(select 1)`)), (row) => row.n);
};

/** Counts by scanning, one row further than `most` at the furthest. */
export const countSome = (
  ctx: Ctx,
  table: TenantTable,
  by: { index?: string | undefined; condition: SQL | undefined },
  most: number,
): Total => countRows(sql`select 1 ${fromWhere(ctx, table, by, undefined)} limit ${most + 1}`);

/** How many rows a select gives. */
export const countRows = (select: SQL): Total =>
  mapped(only(q.select({ n: sql<number>`count(*)`.as("n") }).from(sql`(${select})`)), ({ n }) => n);

const fromWhere = (
  ctx: Ctx,
  table: TenantTable,
  { index, condition }: { index?: string | undefined; condition: SQL | undefined },
  filters: SQL | undefined,
): SQL =>
  sql`from ${table} ${sql.raw(byIndex(index))}where ${and(eq(table.tenantId, ctx.tenant.id), filters, condition)}`;
