import { and, eq } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Ctx } from "#/ctx.ts";
import { q } from "./client.ts";
import { touched } from "./stamps.ts";

/** A table whose rows name a customer. */
export type TableWithCustomer = SQLiteTable & Record<"tenantId" | "customerId" | "updatedAt" | "version", SQLiteColumn>;

/** Gives all rows of one customer to another. */
export const moveCustomerRows = (ctx: Ctx, table: TableWithCustomer, { from, to }: { from: number; to: number }) =>
  q
    .update(table as SQLiteTable)
    .set({ customerId: to, ...touched(ctx, table) })
    .where(and(eq(table.tenantId, ctx.tenant.id), eq(table.customerId, from)));
