import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { must, touch } from "#/db/tenant/guards.ts";
import { nextStamps, touched } from "#/db/tenant/stamps.ts";
import { changedMeanwhile } from "#/kernel/errors.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { type Invoice, invoiceTable } from "./tables.ts";

/** Many loaded invoices marked by one statement; all of it is refused when one of them was changed meanwhile. */
function mark(ctx: Ctx, rows: readonly Invoice[], set: Record<string, unknown>, isMarked: SQL): Write[] {
  const versions = JSON.stringify(rows.map(({ id, version }) => [id, version]));
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const ofTenant = eq(invoiceTable.tenantId, ctx.tenant.id);
  const among = sql`${invoiceTable.id} in (select value from json_each(${ids}))`;
  const unchanged = sql`(${invoiceTable.id}, ${invoiceTable.version}) in (select value ->> 0, value ->> 1 from json_each(${versions}))`;
  const marked = sql`(select count(*) from ${invoiceTable} where ${and(ofTenant, among, isMarked)})`;
  return [
    q
      .update(invoiceTable)
      .set({ ...set, ...touched(ctx, invoiceTable) })
      .where(and(ofTenant, among, unchanged)),
    // changes nothing; hits no row unless every one of them was marked
    touch(invoiceTable, and(ofTenant, eq(invoiceTable.id, rows[0]?.id ?? 0), sql`${marked} = ${rows.length}`)),
    must(changedMeanwhile("invoice", rows[0]?.id ?? 0, false)),
  ];
}

/** Notes of invoices that they are overdue, and how they are then. */
export const markOverdue = (ctx: Ctx, rows: readonly Invoice[], day: LocalDate) => ({
  writes: mark(ctx, rows, { overdueOn: day }, sql`${invoiceTable.overdueOn} = ${day}`),
  rows: rows.map((row): Invoice => ({ ...row, ...nextStamps(ctx, row), overdueOn: day })),
});

/** Notes of invoices that their customers were reminded. */
export const markReminded = (ctx: Ctx, rows: readonly Invoice[], day: LocalDate): Write[] =>
  mark(
    ctx,
    rows,
    { lastRemindedOn: day, remindersSent: sql`${invoiceTable.remindersSent} + 1` },
    sql`${invoiceTable.lastRemindedOn} = ${day}`,
  );
