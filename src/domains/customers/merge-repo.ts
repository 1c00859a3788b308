import { and, eq } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { customerHistory } from "#/customer-history.ts";
import { q } from "#/db/tenant/client.ts";
import { moveCustomerRows } from "#/db/tenant/customer-rows.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { attachmentTable, customerTable, noteTable, siteTable } from "./tables.ts";

type Way = { from: number; to: number };

/** Gives all that was kept under a customer to another, in every domain. */
export const moveHistory = async (ctx: Ctx, way: Way) =>
  [siteTable, noteTable, attachmentTable, ...(await customerHistory())].flatMap((table) =>
    moveCustomerRows(ctx, table, way),
  );

/** Whoever was merged into a customer that is merged now leads to the end of the way at once. */
export const redirect = (ctx: Ctx, { from, to }: Way) =>
  q
    .update(customerTable)
    .set({ mergedInto: to, ...touched(ctx, customerTable) })
    .where(and(eq(customerTable.tenantId, ctx.tenant.id), eq(customerTable.mergedInto, from)));
