import { and, eq, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import type { Queries } from "#/db/tenant/load.ts";
import { agreements } from "#/domains/agreements/index.ts";
import { type Customer, type CustomerSite, customerSites, customers } from "#/domains/customers/index.ts";
import { dispatchJobs } from "#/domains/dispatch/index.ts";
import { estimates } from "#/domains/estimates/index.ts";
import { invoices } from "#/domains/invoices/index.ts";
import { leads } from "#/domains/leads/index.ts";
import { technicians } from "#/domains/technicians/index.ts";
import type { EntityType } from "./statuses.ts";
import { type Found, type Thing, thingOf, type Visits } from "./things.ts";

type Keyed = SQLiteTable & Record<"tenantId" | "id", SQLiteColumn>;
const tables = {
  estimate: estimates.table,
  invoice: invoices.table,
  job: dispatchJobs.table,
  lead: leads.table,
  agreement: agreements.table,
  customer: customers.table,
} satisfies Record<EntityType, Keyed>;
const sqlNames: Record<EntityType, string> = {
  estimate: "estimates",
  invoice: "invoices",
  job: "dispatch_jobs",
  lead: "leads",
  agreement: "service_agreements",
  customer: "customers",
};
/** The tables with a place of service. */
const hasSite = (type: EntityType): boolean => type !== "lead" && type !== "customer";

const rowsIn = (ctx: Ctx, table: Keyed, ids: SQL) =>
  q
    .select()
    .from(table as SQLiteTable)
    .where(and(eq(table.tenantId, ctx.tenant.id), sql`${table.id} in (${ids})`));

/** Everything about things of one kind, for a load. Their customers, places and technicians come by the things' own rows. */
export function thingQueries(ctx: Ctx, type: EntityType, ids: readonly number[]) {
  const text = JSON.stringify(ids);
  const listed = sql`select value from json_each(${text})`;
  const named = (column: string) =>
    sql`select e.${sql.raw(column)} from ${sql.raw(sqlNames[type])} e where e.tenant_id = ${ctx.tenant.id} and e.id in (${listed})`;
  return {
    things: rowsIn(ctx, tables[type], listed),
    customers: type === "customer" ? undefined : rowsIn(ctx, customers.table, named("customer_id")),
    sites: hasSite(type) ? rowsIn(ctx, customerSites.table, named("site_id")) : undefined,
    technicians: type === "job" ? rowsIn(ctx, technicians.table, named("technician_id")) : undefined,
    visits: type === "customer" ? visitsOf(ctx, text) : undefined,
  } satisfies Queries;
}
type Answers = {
  things: unknown;
  customers: unknown;
  sites: unknown;
  technicians: unknown;
  visits: unknown;
};

/** The last visit to each customer, and the jobs that are not finished. */
const visitsOf = (ctx: Ctx, ids: string) =>
  q
    .select({
      id: sql<number>`j.customer_id`.as("customer"),
      last: sql<string | null>`max(case when j.status = 'completed' then j.completed_at end)`.as("last"),
      open: sql<number>`sum(j.status not in ('completed', 'cancelled'))`.as("open"),
    })
    .from(
      sql`json_each(${ids}) one join dispatch_jobs j on j.tenant_id = ${ctx.tenant.id} and j.customer_id = one.value`,
    )
    .groupBy(sql`j.customer_id`);

/** The things that a load has found, by their ids. */
export async function thingsOf(ctx: Ctx, type: EntityType, found: Answers): Promise<Map<number, Thing>> {
  const byId = <T extends { id: number }>(rows: unknown) =>
    new Map((rows as T[] | undefined)?.map((row) => [row.id, row]));
  const [owners, sites] = [byId<Customer>(found.customers), byId<CustomerSite>(found.sites)];
  const names = byId<{ id: number; name: string }>(found.technicians);
  const visits = byId<Visits & { id: number }>(found.visits);
  const things = (found.things as Found["row"][]).map(async (row) => {
    const { customerId, siteId, technicianId } = row as Partial<
      Record<"customerId" | "siteId" | "technicianId", number>
    >;
    return await thingOf(ctx, { type, row } as Found, {
      customer: type === "customer" ? (row as Customer) : owners.get(customerId ?? 0),
      site: sites.get(siteId ?? 0),
      visits: visits.get(row.id),
      technicianName: names.get(technicianId ?? 0)?.name,
    });
  });
  return new Map((await Promise.all(things)).map((thing) => [thing.entityId, thing]));
}
