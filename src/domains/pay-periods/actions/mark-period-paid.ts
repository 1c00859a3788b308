import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { type LocalDate, localDateOf } from "#/kernel/time.ts";
import { paidInFuture, periodNotClosed } from "../errors.ts";
import { periodPaidOut } from "../events.ts";
import { type PayPeriod, payPeriods } from "../tables.ts";

/** Says that a closed period is paid out: it can no longer be reopened. */
export async function markPeriodPaid(
  ctx: Ctx,
  { id, paidOn }: { id: number; paidOn?: LocalDate | undefined },
): Promise<PayPeriod> {
  const { period } = await load(ctx, { period: payPeriods.one(ctx, id) });
  if (period.status === "paid") return period;
  payPeriods.assertCurrent(ctx, period);
  if (period.status !== "closed") throw periodNotClosed(period);
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  if (paidOn && paidOn > today) throw paidInFuture(today);
  const part = payPeriods.change(ctx, period, { status: "paid", paidOn: paidOn ?? today });
  return await commit(ctx, {
    parts: [part],
    events: [periodPaidOut(part.row, period)],
    audit: { action: "mark paid", of: part },
    result: part.row,
  });
}
