import { and, type Column, eq, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Ctx } from "#/ctx.ts";
import { q, type Statement } from "./client.ts";
import { touched } from "./stamps.ts";

/** A table whose rows name a customer. */
export type TableWithCustomer = SQLiteTable & Record<"tenantId" | "customerId" | "updatedAt" | "version", SQLiteColumn>;

type Way = { from: number; to: number };
type Moving = (ctx: Ctx, way: Way) => Statement[];
const ownMoves = new WeakMap<SQLiteTable, Moving>();

/** The table, with what moves its rows where two customers cannot both keep theirs. */
export function movedBy<T extends TableWithCustomer>(table: T, move: Moving): T {
  ownMoves.set(table, move);
  return table;
}

/** SQL for the id of a customer, or of the one that they were merged into; null when there is no such customer. A merge leaves no chain behind. */
export const standingIdOf = (ctx: Ctx, id: number | SQL): SQL =>
  sql`(select coalesce(named.merged_into, named.id) from customers named where named.tenant_id = ${ctx.tenant.id} and named.id = ${id})`;

/** The rows of the customer with an id, or of the one that they were merged into: what every filter by customer means. */
export const ofCustomer = (ctx: Ctx, column: Column, id: number): SQL => sql`${column} = ${standingIdOf(ctx, id)}`;

/** Gives all rows of one customer to another. */
export const moveCustomerRows = (ctx: Ctx, table: TableWithCustomer, way: Way): Statement[] =>
  ownMoves.get(table)?.(ctx, way) ?? [
    q
      .update(table as SQLiteTable)
      .set({ customerId: way.to, ...touched(ctx, table) })
      .where(and(eq(table.tenantId, ctx.tenant.id), eq(table.customerId, way.from))),
  ];
