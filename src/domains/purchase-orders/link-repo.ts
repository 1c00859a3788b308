import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { purchaseOrderTable } from "./tables.ts";

/** SQL that selects the id of the order that a link of this hash is for, whether the link has ended or not. */
export const orderIdOfLink = (ctx: Ctx, hash: string): SQL =>
  sql`(select document_id from document_links where tenant_id = ${ctx.tenant.id} and hash = ${hash} and kind = 'purchase_order')`;

/** That order. */
export const orderOfLink = (ctx: Ctx, hash: string) =>
  first(
    q
      .select()
      .from(purchaseOrderTable)
      .where(and(eq(purchaseOrderTable.tenantId, ctx.tenant.id), eq(purchaseOrderTable.id, orderIdOfLink(ctx, hash)))),
  );
