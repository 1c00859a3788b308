import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import { standingIdOf } from "#/db/tenant/customer-rows.ts";
import { mailSuppressionsAmong } from "#/domains/mail/index.ts";
import { suppressionTable } from "./tables.ts";

/** Which numbers and addresses of a customer get nothing, whatever they allow. */
export const suppressionsOfCustomer = (ctx: Ctx, customerId: number) => {
  const those = (column: string, field: string) =>
    sql`select lower(json_extract(one.value, ${field})) from customers c, json_each(${sql.raw(`c.${column}`)}) one where c.tenant_id = ${ctx.tenant.id} and c.id = ${standingIdOf(ctx, customerId)}`;
  return {
    phones: q
      .select()
      .from(suppressionTable)
      .where(
        and(
          eq(suppressionTable.tenantId, ctx.tenant.id),
          sql`${suppressionTable.phone} in (${those("phones", "$.e164")})`,
        ),
      ),
    addresses: mailSuppressionsAmong(ctx, those("emails", "$.address")),
  };
};
