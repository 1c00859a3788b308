import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { listed } from "#/db/tenant/bulk.ts";
import { q } from "#/db/tenant/client.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { must, touch } from "#/db/tenant/guards.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { customerSites, customers } from "#/domains/customers/index.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { periodBilled } from "./errors.ts";
import { agreementTable, type RecurringInvoice, recurringTable } from "./tables.ts";

/** What is billed: the next that are due by a day, or one of them whatever it is behind. */
export type Due =
  | { day: LocalDate; limit: number }
  | { day: LocalDate; id: number }
  | { day: LocalDate; agreementId: number };

const picked = (ctx: Ctx, pick: Due): SQL =>
  "limit" in pick
    ? sql`tenant_id = ${ctx.tenant.id} and status = 'active' and next_invoice_on <= ${pick.day} and periods_left = 0 order by next_invoice_on, id limit ${pick.limit}`
    : "id" in pick
      ? sql`tenant_id = ${ctx.tenant.id} and id = ${pick.id} and status = 'active' and next_invoice_on <= ${pick.day}`
      : sql`tenant_id = ${ctx.tenant.id} and agreement_id = ${pick.agreementId} and status = 'active' and next_invoice_on <= ${pick.day} and periods_left = 0`;

const among = (ctx: Ctx, column: string, pick: Due): SQL =>
  sql`(select ${sql.raw(column)} from recurring_invoices where ${picked(ctx, pick)})`;

/** The recurring invoices that are due. */
export const dueOnes = (ctx: Ctx, pick: Due) =>
  q
    .select()
    .from(recurringTable)
    .where(and(eq(recurringTable.tenantId, ctx.tenant.id), sql`${recurringTable.id} in ${among(ctx, "id", pick)}`))
    .orderBy(recurringTable.nextInvoiceOn, recurringTable.id);

/** The recurring invoices that are due, with what their invoices are made of: one trip, however many they are. */
export const billable = (ctx: Ctx, pick: Due) => {
  const [customer, site] = [customers.table, customerSites.table];
  const { id: tenantId } = ctx.tenant;
  return {
    due: dueOnes(ctx, pick),
    agreements: q
      .select()
      .from(agreementTable)
      .where(
        and(eq(agreementTable.tenantId, tenantId), sql`${agreementTable.id} in ${among(ctx, "agreement_id", pick)}`),
      ),
    customers: q
      .select()
      .from(customer)
      .where(and(eq(customer.tenantId, tenantId), sql`${customer.id} in ${among(ctx, "customer_id", pick)}`)),
    sites: q
      .select()
      .from(site)
      .where(
        and(
          eq(site.tenantId, tenantId),
          sql`${site.id} in (select site_id from service_agreements where tenant_id = ${ctx.tenant.id} and site_id is not null and id in ${among(ctx, "agreement_id", pick)})`,
        ),
      ),
  };
};

export type Billed = Pick<RecurringInvoice, "nextPeriodNo" | "nextPeriodStart" | "nextPeriodEnd" | "nextInvoiceOn"> & {
  id: number;
  version: number;
  status: RecurringInvoice["status"];
  periodsLeft: number;
  made: number;
  lastInvoiceId: number;
  lastInvoicedOn: LocalDate;
};

/** Many recurring invoices moved to their next periods by one statement; all of it is refused when one of them was changed meanwhile. */
export function moveOn(ctx: Ctx, rows: readonly Billed[]): Write[] {
  const text = JSON.stringify(
    rows.map((row) => [
      ...[row.id, row.version, row.status, row.nextPeriodNo, row.nextPeriodStart, row.nextPeriodEnd],
      ...[row.nextInvoiceOn, row.periodsLeft, row.made, row.lastInvoiceId, row.lastInvoicedOn],
    ]),
  );
  const field = (i: number) => sql.raw(`r.value ->> ${i}`);
  const ofTenant = eq(recurringTable.tenantId, ctx.tenant.id);
  const billed = sql`(select count(*) from json_each(${text}) r cross join ${recurringTable} on ${ofTenant} and ${recurringTable.id} = r.value ->> 0 and ${recurringTable.lastInvoiceId} = r.value ->> 9)`;
  return [
    q
      .update(recurringTable)
      .set({
        status: field(2) as never,
        nextPeriodNo: field(3),
        nextPeriodStart: field(4) as never,
        nextPeriodEnd: field(5) as never,
        nextInvoiceOn: field(6) as never,
        periodsLeft: field(7),
        invoicesMade: sql`${recurringTable.invoicesMade} + (r.value ->> 8)`,
        lastInvoiceId: field(9),
        lastInvoicedOn: field(10) as never,
        ...touched(ctx, recurringTable),
      })
      .from(sql`${listed(text)} r`)
      .where(
        and(ofTenant, sql`${recurringTable.id} = r.value ->> 0`, sql`${recurringTable.version} = r.value ->> 1`),
      ) as never,
    // changes nothing; hits no row unless every one of them was moved on
    touch(recurringTable, and(ofTenant, eq(recurringTable.id, rows[0]?.id ?? 0), sql`${billed} = ${rows.length}`)),
    must(periodBilled(rows[0]?.id ?? 0)),
  ];
}
