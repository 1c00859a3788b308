import type { Ctx } from "#/ctx.ts";
import { localDateOf } from "#/kernel/time.ts";
import { daysOverdue, shownStatus } from "./rules.ts";
import type { Invoice } from "./tables.ts";

/** The local day of the business. */
export const todayOf = (ctx: Pick<Ctx, "now" | "tenant">) => localDateOf(ctx.now, ctx.tenant.timezone);

/** An invoice as it is shown today: what is owed behind its due day is overdue. */
export function presented(ctx: Pick<Ctx, "now" | "tenant">, invoice: Invoice) {
  const today = todayOf(ctx);
  return { ...invoice, status: shownStatus(invoice, today), daysOverdue: daysOverdue(invoice, today) };
}
