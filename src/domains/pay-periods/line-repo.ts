import { and, asc, eq, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import type { PayrollSource } from "#/db/tenant/payroll-source.ts";
import { decodeCursor, encodeCursor } from "#/kernel/page.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { payrollSources } from "#/payroll-sources.ts";
import { isFinal, linesOf, type NamedStatement } from "./repo.ts";
import { type PayLine, type PayPeriod, payLines, payPeriods, payStatements } from "./tables.ts";

/** The line after which a page begins; `whose`: only of this technician. */
type After = { technicianId: number; line: string; whose: number | undefined };

/** The next lines of a closed period, by technician and then in the order of the statement. */
const storedLines = (ctx: Ctx, id: number, { technicianId, line, whose }: After, limit: number) =>
  q
    .select()
    .from(payLines)
    .where(
      and(
        eq(payLines.tenantId, ctx.tenant.id),
        eq(payLines.payPeriodId, id),
        // a comparison of rows is read from the key; one with `or` reads all lines before
        sql`(${payLines.technicianId}, ${payLines.line}) > (${technicianId}, ${line})`,
        whose === undefined ? undefined : eq(payLines.technicianId, whose),
      ),
    )
    .orderBy(asc(payLines.technicianId), asc(payLines.line))
    .limit(limit);

/** The same of a period that is not closed, by what has been posted up to now. */
const liveLines = (
  ctx: Ctx,
  id: number,
  { technicianId, line, whose }: After,
  limit: number,
  sources: readonly PayrollSource[],
) =>
  q
    .select({
      technicianId: sql<number>`l.technician_id`.as("technician_id"),
      line: sql<string>`l.line`.as("line"),
      kind: sql<PayLine["kind"]>`l.kind`.as("kind"),
      day: sql<LocalDate>`l.day`.as("day"),
      causedOn: sql<LocalDate>`l.caused_on`.as("caused_on"),
      reason: sql<string>`l.reason`.as("reason"),
      saleId: sql<number | null>`l.sale_id`.as("sale_id"),
      description: sql<string>`l.description`.as("description"),
      customerName: sql<string | null>`l.customer_name`.as("customer_name"),
      saleDate: sql<LocalDate | null>`l.sale_date`.as("sale_date"),
      salePriceCents: sql<number | null>`l.sale_price_cents`.as("sale_price_cents"),
      shareBps: sql<number | null>`l.share_bps`.as("share_bps"),
      role: sql<string | null>`l.role`.as("role"),
      amountCents: sql<number>`l.amount_cents`.as("amount_cents"),
      quantity: sql<number | null>`l.quantity / 1000.0`.as("quantity"),
      unit: sql<string | null>`l.unit`.as("unit"),
      rateCents: sql<number | null>`l.rate_cents`.as("rate_cents"),
      source: sql<string | null>`l.source`.as("source"),
    })
    .from(sql`(${linesOf(ctx, id, sources)}) l`)
    .where(
      and(
        sql`(l.technician_id, l.line) > (${technicianId}, ${line})`,
        whose === undefined ? undefined : sql`l.technician_id = ${whose}`,
      ),
    )
    .orderBy(sql`l.technician_id, l.line`)
    .limit(limit);

export type LineInput = { cursor?: string | undefined; limit?: number | undefined };

type Page = LineInput & { technicianId?: number | undefined };

/** One page of the lines of a period, or of one technician in it: stored and live, of which one is empty. For a load of its own. */
export async function linesFrom(ctx: Ctx, id: number, { cursor, limit = 50, technicianId }: Page) {
  const [after = "", line = ""] = cursor === undefined ? [] : decodeCursor(cursor, "line", 2);
  const from = { technicianId: cursor === undefined ? 0 : Number(after), line: String(line), whose: technicianId };
  const sources = await payrollSources();
  return {
    liveLines: liveLines(ctx, id, from, limit + 1, sources),
    storedLines: storedLines(ctx, id, from, limit + 1),
  };
}

type Found = { period: PayPeriod; liveLines: Line[]; storedLines: Line[] };
type Line = Omit<PayLine, "tenantId" | "payPeriodId">;

/** The page, in an order that never changes once the period is closed. */
export function pageOfLines(found: Found, { limit = 50 }: Page) {
  const all = isFinal(found.period) ? found.storedLines : found.liveLines;
  const items = all.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    limit,
    nextCursor: all.length > limit && last ? encodeCursor("line", [last.technicianId, last.line]) : null,
  };
}

export async function listLines(ctx: Ctx, id: number, page: Page) {
  return pageOfLines(await read(ctx, { period: payPeriods.one(ctx, id), ...(await linesFrom(ctx, id, page)) }), page);
}

/** Copies the lines of a closing period by value. */
export const copyLines = (ctx: Ctx, id: number, sources: readonly PayrollSource[]) =>
  q
    .insert(payLines)
    .select(sql`select ${ctx.tenant.id}, cast(${id} as integer), l.* from (${linesOf(ctx, id, sources)}) l`);

/** Stores the statements of a closing period. */
export const insertStatements = (ctx: Ctx, id: number, statements: readonly NamedStatement[]) =>
  q.insert(payStatements).select(sql`
    select ${ctx.tenant.id}, cast(${id} as integer), value ->> 'technicianId', value ->> 'technicianName', value ->> 'lines',
      value ->> 'commissionCents', value ->> 'adjustmentCents', value ->> 'broughtForwardCents', value ->> 'grossCents',
      value ->> 'payCents', value ->> 'carriedForwardCents', value ->> 'hoursCents', value ->> 'overtimeCents',
      value ->> 'reimbursementCents', value ->> 'regularMinutes', value ->> 'overtimeMinutes' from json_each(${JSON.stringify(statements)}) where true`);

/** Forgets what the close of a period has written. */
export const forget = (ctx: Ctx, id: number) =>
  [payLines, payStatements].map((table) =>
    q.delete(table).where(and(eq(table.tenantId, ctx.tenant.id), eq(table.payPeriodId, id))),
  );
