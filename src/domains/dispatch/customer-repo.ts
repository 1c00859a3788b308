import { and, desc, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import { customers, customerWith } from "#/domains/customers/index.ts";
import { jobTable } from "./tables.ts";

/** The customer of a job. */
export const customerOfJob = (ctx: Ctx, jobId: number) =>
  customerWith(
    ctx,
    sql`(select one.customer_id from dispatch_jobs one where one.tenant_id = ${ctx.tenant.id} and one.id = ${jobId})`,
  );

const { table } = customers;
/** The customers of all jobs that come again. */
export const customersOfRecurring = (ctx: Ctx) =>
  q
    .selectDistinct({ id: table.id, archivedAt: table.archivedAt, doNotService: table.doNotService })
    .from(jobTable)
    .innerJoin(table, and(eq(table.tenantId, jobTable.tenantId), eq(table.id, jobTable.customerId)))
    .where(and(eq(jobTable.tenantId, ctx.tenant.id), isNotNull(jobTable.recurrence)));

const MOST_SHOWN = 100;

/** The jobs of a customer, those that are to come first, then the latest. */
export const jobsOfCustomer = (ctx: Ctx, customerId: number | SQL<number>) =>
  q
    .select()
    .from(jobTable)
    .where(and(eq(jobTable.tenantId, ctx.tenant.id), eq(jobTable.customerId, customerId)))
    .orderBy(desc(jobTable.slot), desc(jobTable.id))
    .limit(MOST_SHOWN);
