import { and, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { only, q } from "#/db/tenant/client.ts";
import { customerSums } from "#/domains/customers/index.ts";

// The sums of customers counted again from the rows of which they are, of the customers with ids from one on, up to but without the other.

type Ids = { from: number; before: number };
/** What a table adds to a customer's sums. */
export type Counted = Partial<typeof customerSums.$inferSelect> & { id: number };

/** The lowest and the highest id of a customer; 0 where there are none. */
export const idsOfCustomers = (ctx: Ctx) => {
  const edge = (order: "asc" | "desc", name: string) =>
    sql<number>`coalesce((select id from customers where tenant_id = ${ctx.tenant.id} order by id ${sql.raw(order)} limit 1), 0)`.as(
      name,
    );
  return only(q.select({ first: edge("asc", "first_id"), last: edge("desc", "last_id") }).from(sql`(select 1)`));
};

const own = (ctx: Ctx, { from, before }: Ids): SQL =>
  sql`tenant_id = ${ctx.tenant.id} and customer_id >= ${from} and customer_id < ${before}`;
const id = sql<number>`customer_id`.as("id");
const n = (text: string, name: string) => sql<number>`${sql.raw(text)}`.as(name);
const t = <T>(text: string, name: string) => sql<T>`${sql.raw(text)}`.as(name);

export const salesOfCustomers = (ctx: Ctx, ids: Ids) =>
  q
    .select({
      id,
      sales: n("count(*)", "sales"),
      spendCents: n("sum(paid_cents - refunded_cents)", "spend"),
      outstandingCents: n(
        "sum(case when payment_status in ('unpaid', 'partial') then sale_price_cents - paid_cents else 0 end)",
        "outstanding",
      ),
      firstSaleOn: t<Counted["firstSaleOn"]>("min(sale_date)", "first"),
      lastSaleOn: t<Counted["lastSaleOn"]>("max(sale_date)", "last"),
    })
    .from(sql`sales`)
    .where(sql`${own(ctx, ids)} and voided = 0`)
    .groupBy(sql`customer_id`);

export const visitsOfCustomers = (ctx: Ctx, ids: Ids) =>
  q
    .select({
      id,
      visits: n("count(*)", "visits"),
      firstVisitAt: t<Counted["firstVisitAt"]>("min(completed_at)", "first"),
      lastVisitAt: t<Counted["lastVisitAt"]>("max(completed_at)", "last"),
    })
    .from(sql`dispatch_jobs`)
    .where(sql`${own(ctx, ids)} and status = 'completed' and completed_at is not null`)
    .groupBy(sql`customer_id`);

export const invoicesOfCustomers = (ctx: Ctx, ids: Ids) =>
  q
    .select({
      id,
      invoicedCents: n("sum(total_cents - credit_notes_cents)", "invoiced"),
      outstandingCents: n("sum(balance_cents)", "outstanding"),
    })
    .from(sql`invoices`)
    .where(sql`${own(ctx, ids)} and status not in ('draft', 'void')`)
    .groupBy(sql`customer_id`);

export const paymentsOfCustomers = (ctx: Ctx, ids: Ids) =>
  q
    .select({ id, spendCents: n("sum(amount_cents - refunded_cents)", "spend") })
    .from(sql`invoice_payments`)
    .where(sql`${own(ctx, ids)} and reversed_at is null`)
    .groupBy(sql`customer_id`);

export const creditOfCustomers = (ctx: Ctx, ids: Ids) =>
  q
    .select({ id, spendCents: n("-sum(refunded_cents)", "spend") })
    .from(sql`credit_notes`)
    .where(own(ctx, ids))
    .groupBy(sql`customer_id`);

export const keptOfCustomers = (ctx: Ctx, { from, before }: Ids) =>
  q
    .select()
    .from(customerSums)
    .where(and(eq(customerSums.tenantId, ctx.tenant.id), gte(customerSums.id, from), lt(customerSums.id, before)));
