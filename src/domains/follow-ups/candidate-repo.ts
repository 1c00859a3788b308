import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import { workedUntil } from "#/domains/dispatch/index.ts";
import { type LocalDate, localTime, plusDays } from "#/kernel/time.ts";
import type { Trigger } from "./statuses.ts";

type Days = { from: LocalDate; to: LocalDate };

/**
 * Things whose trigger began on one of these local days, by their ids from one on: more than those of which anything is planned, since each is judged
 * by itself.
 */
export function candidates(ctx: Ctx, trigger: Trigger, { from, to }: Days, afterId: number, limit: number) {
  const zone = ctx.tenant.timezone;
  const start = localTime(from, "00:00", zone);
  const end = localTime(plusDays(to, 1), "00:00", zone);
  const sources: Record<Trigger, { table: string; condition: SQL; id?: string }> = {
    "estimate.sent": {
      table: "estimates",
      condition: sql`status in ('sent', 'viewed') and sent_at >= ${start} and sent_at < ${end}`,
    },
    "estimate.viewed": {
      table: "estimates",
      condition: sql`status = 'viewed' and first_viewed_at >= ${start} and first_viewed_at < ${end}`,
    },
    "invoice.sent": {
      table: "invoices",
      condition: sql`status in ('sent', 'viewed', 'partially_paid') and sent_at >= ${start} and sent_at < ${end}`,
    },
    "invoice.due": {
      table: "invoices",
      condition: sql`status in ('sent', 'viewed', 'partially_paid') and due_slot >= ${from} and due_slot <= ${to}`,
    },
    "job.completed": {
      table: "dispatch_jobs",
      condition: sql`${workedUntil} >= ${start} and ${workedUntil} < ${end} and status = 'completed'`,
    },
    "lead.created": {
      table: "leads",
      condition: sql`created_on >= ${from} and created_on <= ${to} and status in ('new', 'contacted', 'qualified', 'estimate_sent')`,
    },
    "agreement.expiring": {
      table: "service_agreements",
      condition: sql`status = 'active' and ends_on >= ${from} and ends_on <= ${to} and renewed_to_id is null and cancels_on is null`,
    },
    "customer.inactive": {
      table: "dispatch_jobs",
      id: "customer_id",
      condition: sql`${workedUntil} >= ${start} and ${workedUntil} < ${end} and status = 'completed' and customer_id is not null`,
    },
  };
  const { table, condition, id = "id" } = sources[trigger];
  // by no index of its order: that would be the key of the table, and read all of it
  const column = sql.raw(`+${id}`);
  return mapped(
    q
      .selectDistinct({ id: sql<number>`${column}`.as("thing") })
      .from(sql.raw(table) as never)
      .where(sql`tenant_id = ${ctx.tenant.id} and ${condition} and ${column} > ${afterId}`)
      .orderBy(column)
      .limit(limit),
    (rows: readonly { id: number }[]) => rows.map((row) => Number(row.id)),
  );
}
