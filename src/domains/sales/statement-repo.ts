import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import { entriesWithin } from "#/domains/commissions/index.ts";
import { itemNames } from "#/domains/items/index.ts";
import { saleTable } from "./tables.ts";

/**
 * SQL that selects what the sales put on the statements of a pay period, a line for each entry of the ledger: technician_id, line, kind, day,
 * caused_on, reason, sale_id, description, customer_name, sale_date, sale_price_cents, share_bps, role, amount_cents.
 */
export const saleLines = (tenantId: string, from: SQL, to: SQL): SQL => sql`
  select e.technician_id, printf('1/%s/%012d/%04d', e.counts_on, e.sale_id, e.n) as line, 'commission' as kind, e.counts_on as day,
    e.caused_on, e.reason, e.sale_id, i.name as description, s.customer_name, s.sale_date, s.sale_price_cents, e.share_bps, e.role,
    e.amount_cents
  from ${entriesWithin(tenantId, from, to)} e
  join sales s on s.tenant_id = ${tenantId} and s.id = e.sale_id
  join ${itemNames(tenantId)} i on i.id = s.item_id`;

/** How many sales of these days wait for an approval; the days may be SQL. */
export const pendingWithin = (ctx: Ctx, from: SQL, to: SQL) =>
  mapped(
    q
      .select({ n: sql<number>`count(*)`.as("n") })
      .from(saleTable)
      .where(
        // literals, so that the partial index serves it
        sql`${saleTable.tenantId} = ${ctx.tenant.id} and ${saleTable.approvalStatus} = 'pending' and ${saleTable.voided} = 0
          and ${saleTable.saleDate} between ${from} and ${to}`,
      ),
    (rows) => rows[0]?.n ?? 0,
  );
