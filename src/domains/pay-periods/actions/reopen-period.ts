import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { openFrom } from "#/domains/commissions/index.ts";
import { payrollSources } from "#/payroll-sources.ts";
import { laterClosed, periodNotClosed, periodPaid } from "../errors.ts";
import { periodReopened } from "../events.ts";
import { forget } from "../line-repo.ts";
import { settledAfter } from "../repo.ts";
import { type PayPeriod, payPeriods } from "../tables.ts";

/** Opens the last closed period again, as long as it is not paid. What came meanwhile and went to the next period stays there. */
export async function reopenPeriod(ctx: Ctx, { id, reason }: { id: number; reason: string }): Promise<PayPeriod> {
  const { period, later } = await load(ctx, { period: payPeriods.one(ctx, id), later: settledAfter(ctx, id) });
  payPeriods.assertCurrent(ctx, period);
  if (period.status === "open") throw periodNotClosed(period);
  if (period.status === "paid") throw periodPaid(period);
  if (later) throw laterClosed(later);
  const sources = await payrollSources();
  const part = payPeriods.change(ctx, period, { status: "open", closedAt: null, closedBy: null, totals: null });
  return await commit(ctx, {
    parts: [
      part,
      openFrom(ctx, period.startsOn),
      ...forget(ctx, id),
      ...sources.map((source) => source.unlock?.(ctx, period)),
    ],
    events: [periodReopened(part.row, period)],
    audit: { action: "reopen", of: part, details: { reason } },
    result: part.row,
  });
}
