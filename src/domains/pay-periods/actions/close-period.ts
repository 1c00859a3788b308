import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit, record } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { openFrom } from "#/domains/commissions/index.ts";
import { pendingWithin } from "#/domains/sales/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { localDateOf, plusDays } from "#/kernel/time.ts";
import { payrollSources } from "#/payroll-sources.ts";
import { earlierOpen, periodNotOver, salesPending } from "../errors.ts";
import { periodClosed } from "../events.ts";
import { copyLines, insertStatements } from "../line-repo.ts";
import { boundsOf, isFinal, liveStatements, unclosedBefore } from "../repo.ts";
import { totalsOf } from "../rules.ts";
import { type PayPeriod, payPeriods } from "../tables.ts";

/** Another request may close the same period; each step finds what the other has done. */
const ATTEMPTS = 6;

/**
 * Closes a pay period, for ever. First nothing more may be posted into it: what comes later counts in the next one. Then, in one transaction, all
 * its lines are copied by value and its statements written. Whatever stops in between, closing again goes on from there; again after that
 * answers the same.
 */
export async function closePeriod(
  ctx: Ctx,
  { id, force = false }: { id: number; force?: boolean | undefined },
): Promise<PayPeriod> {
  const bounds = boundsOf(ctx, id);
  const sources = await payrollSources();
  const waiting = sources.flatMap((source) => source.waiting ?? []);
  for (let attempt = 1; ; attempt++) {
    try {
      const { period, earlier, pending, ...others } = await load(ctx, {
        period: payPeriods.one(ctx, id),
        earlier: unclosedBefore(ctx, id),
        pending: pendingWithin(ctx, bounds.from, bounds.to),
        ...Object.fromEntries(waiting.map(({ count }, i) => [`waiting ${i}`, count(ctx, bounds.from, bounds.to)])),
      });
      if (isFinal(period)) return period;
      payPeriods.assertCurrent(ctx, period);
      if (period.status === "open") {
        if (earlier) throw earlierOpen(earlier);
        if (!force && period.endsOn >= localDateOf(ctx.now, ctx.tenant.timezone)) throw periodNotOver(period);
        if (!force && pending > 0) throw salesPending(pending);
        for (const [i, { refusal }] of waiting.entries()) {
          const n = (others as Record<string, number>)[`waiting ${i}`] ?? 0; // safe: each is a count
          if (!force && n > 0) throw refusal(n);
        }
        const closing = payPeriods.change(ctx, period, { status: "closing" });
        await record(ctx, { parts: [closing, openFrom(ctx, plusDays(period.endsOn, 1))] });
      }
      return await writeStatements(ctx, id);
    } catch (error) {
      const isOvertaken = error instanceof AppError && error.reason === "pay_period.changed_meanwhile";
      if (!isOvertaken || attempt === ATTEMPTS) throw error;
    }
  }
}

async function writeStatements(ctx: Ctx, id: number): Promise<PayPeriod> {
  const sources = await payrollSources();
  const { period, statements } = await load(ctx, {
    period: payPeriods.one(ctx, id),
    statements: liveStatements(ctx, id, sources),
  });
  if (isFinal(period)) return period;
  const part = payPeriods.change(ctx, period, {
    status: "closed",
    closedAt: ctx.now,
    closedBy: actorName(ctx.actor),
    totals: totalsOf(statements),
  });
  return await commit(ctx, {
    parts: [
      copyLines(ctx, id, sources),
      insertStatements(ctx, id, statements),
      ...sources.map((source) => source.lock?.(ctx, period)),
      part, // last: the lines are those of a period that is not closed
    ],
    events: [periodClosed(part.row, period)],
    audit: { action: "close", of: part },
    result: part.row,
  });
}
