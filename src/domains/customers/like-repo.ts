import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { tenantState } from "#/db/tenant/tables.ts";
import { contactTakenMeanwhile } from "./errors.ts";
import { customerTable } from "./tables.ts";

/** What a customer may be known again by: values, or SQL of another domain that tells them. Names are folded, e-mails in lower case. */
export type Likeness = { [K in "phone" | "email" | "nameKey" | "zip"]: SQL | string };

/** More are not told apart by anybody. */
const MOST = 20;

/** The customers who have the phone, the e-mail, or both the name and the ZIP of the billing address; by id. */
export const customersLike = (ctx: Ctx, { phone, email, nameKey, zip }: Likeness) =>
  q
    .select()
    .from(customerTable)
    .where(
      and(
        eq(customerTable.tenantId, ctx.tenant.id),
        isNull(customerTable.mergedInto),
        sql`${customerTable.id} in (
          select customer_id from customer_contacts where tenant_id = ${ctx.tenant.id} and value in (${phone}, ${email})
          union all select id from customers where tenant_id = ${ctx.tenant.id} and name_key = ${nameKey} and billing_zip = ${zip})`,
      ),
    )
    .orderBy(customerTable.id)
    .limit(MOST);

/**
 * Refuses when somebody of this name and ZIP is a customer by now: of two requests at the same moment one makes the customer. It comes before the
 * customer is written: the full-text index writes what it still holds when the guard's own statement begins, and that counts as a change.
 */
export const holdNoNamesake = (ctx: Ctx, nameKey: string, zip: string): Write[] => [
  q
    .update(tenantState)
    .set({ state: sql`${tenantState.state}` })
    .where(
      and(
        eq(tenantState.tenantId, ctx.tenant.id),
        sql`not exists (select 1 from customers had where had.tenant_id = ${ctx.tenant.id} and had.name_key = ${nameKey} and had.billing_zip = ${zip} and had.merged_into is null)`,
      ),
    ),
  must(contactTakenMeanwhile()),
];
