import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { cents, id, instant, localDate, tenantId } from "#/db/columns.ts";

export const segments = ["champion", "at_risk", "lost", "new", "regular"] as const;

const count = (name: string) => integer(name).notNull().default(0);
const sum = (name: string) => cents(name).notNull().default(0);

/** What each customer adds up to, kept in the commit of every change (sum-repo.ts). Customers who were merged into another have none. */
export const customerSums = sqliteTable(
  "customer_sums",
  {
    tenantId: tenantId(),
    /** The customer's id. */
    id: id(),
    /** Sales that are not voided, and completed jobs. */
    sales: count("sales"),
    visits: count("visits"),
    /** What they paid, less what was given back. */
    spendCents: sum("spend_cents"),
    /** Invoices that were sent and not voided, less their credit notes. */
    invoicedCents: sum("invoiced_cents"),
    outstandingCents: sum("outstanding_cents"),
    firstSaleOn: localDate("first_sale_on"),
    lastSaleOn: localDate("last_sale_on"),
    firstVisitAt: instant("first_visit_at"),
    lastVisitAt: instant("last_visit_at"),
    /** What lists are sorted by: the later of the last sale and the last visit (empty: there is none), and the spend by visit. */
    lastAt: text("last_at").notNull().default(""),
    avgTicketCents: sum("avg_ticket_cents"),
    /** Renewed at night (domains/analytics/actions/renew-fifths.ts); null where there is none. */
    segment: text("segment").$type<(typeof segments)[number]>(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("customer_sums_by_spend").on(t.tenantId, t.spendCents, t.id),
    index("customer_sums_by_visits").on(t.tenantId, t.visits, t.id),
    index("customer_sums_by_last").on(t.tenantId, t.lastAt, t.id),
    index("customer_sums_by_ticket").on(t.tenantId, t.avgTicketCents, t.id),
    index("customer_sums_by_segment").on(t.tenantId, t.segment, t.spendCents, t.id).where(sql`segment is not null`),
  ],
);
export type CustomerSums = typeof customerSums.$inferSelect;
