import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { invoiceTable } from "./tables.ts";

/** The invoice that a link of this hash is for, whether the link has ended or not. */
export const invoiceOfLink = (ctx: Ctx, hash: string) =>
  first(
    q
      .select()
      .from(invoiceTable)
      .where(
        and(
          eq(invoiceTable.tenantId, ctx.tenant.id),
          sql`${invoiceTable.id} = (select document_id from document_links where tenant_id = ${ctx.tenant.id} and hash = ${hash} and kind = 'invoice')`,
        ),
      ),
  );
