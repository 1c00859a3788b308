import type { Ctx } from "#/ctx.ts";
import { type Commit, commit } from "#/db/tenant/commit.ts";
import type { z } from "#/kernel/fields.ts";
import type { LocalDate } from "#/kernel/time.ts";
import type { Inside } from "#/kernel/wire.ts";
import { periodOf, periodWith } from "../calendar.ts";
import { behindOnBills, endsAlready, refundNeedsNow, wrongStatus } from "../errors.ts";
import { agreementEvents } from "../events.ts";
import { presented, todayOf } from "../present.ts";
import { closePeriods } from "../repo.ts";
import { termOf } from "../rules.ts";
import type { CancelAgreement } from "../schemas.ts";
import { settlement } from "../settlement.ts";
import { standing } from "../standing.ts";
import { isOver } from "../statuses.ts";
import { agreements, recurringInvoices } from "../tables.ts";
import { upNext } from "../terms.ts";
import { cancelVisits } from "../visit-repo.ts";

type Input = Inside<z.output<typeof CancelAgreement>> & { id: number };
type Standing = Awaited<ReturnType<typeof standing>>;

/** Cancels an agreement, now or for the end of the period that runs, with its next term where there is one. */
export async function cancelAgreement(ctx: Ctx, { id, effective, refund, reason }: Input) {
  const found = await standing(ctx, id);
  const { agreement, recurring } = found;
  const today = todayOf(ctx);
  if (isOver(agreement.status)) throw wrongStatus(id, agreement.status, "draft, active or suspended");
  if (recurring && recurring.periodsLeft > 0) throw behindOnBills(id);
  if (effective === "period_end") {
    if (refund !== "none") throw refundNeedsNow();
    if (agreement.cancelsOn !== null) throw endsAlready(id, agreement.cancelsOn);
  }
  const period = periodWith(termOf(agreement), today);
  if (effective === "period_end" && period && agreement.status !== "draft")
    return await cancelLater(ctx, found, period.end, reason);

  const money = await settlement(ctx, found, { period, day: today, refund, reason });
  const part = agreements.change(ctx, agreement, {
    ...{ status: "cancelled", cancelledOn: today, lastDay: today, cancelReason: reason, cancelsOn: null },
    ...{ planVisitsOn: null, suspendedOn: null },
  });
  const row = presented(part.row);
  return await commit(ctx, {
    parts: [
      part,
      ...withNext(ctx, found, today, reason),
      ...endBilling(ctx, found),
      ...money.parts,
      closePeriods(ctx, id, today),
    ],
    events: [agreementEvents.cancelled(row, presented(agreement)), ...money.events],
    audit: [{ action: "cancel", of: part, details: { refund } }, ...money.audit],
    result: { ...row, ...money.told },
  });
}

/** The last day is known, and comes by itself: nothing behind it is billed or visited. */
async function cancelLater(ctx: Ctx, found: Standing, cancelsOn: LocalDate, cancelReason: string | null) {
  const { agreement, recurring } = found;
  const part = agreements.change(ctx, agreement, { cancelsOn, cancelReason, planVisitsOn: null });
  const next = recurring?.nextPeriodNo == null ? undefined : periodOf(termOf(part.row), recurring.nextPeriodNo);
  const result = { ...presented(part.row), refundedCents: 0, creditNoteId: null, invoiceId: null };
  const parts: Commit<void>["parts"] = [
    part,
    ...withNext(ctx, found, todayOf(ctx), cancelReason),
    recurring &&
      recurring.status !== "ended" &&
      recurringInvoices.change(ctx, recurring, { ...upNext(next), ...(!next && { status: "ended" }) }),
    cancelVisits(ctx, [agreement.id], cancelsOn),
  ];
  return await commit(ctx, {
    parts,
    events: [agreementEvents.updated(presented(part.row), presented(agreement))],
    audit: { action: "cancel", of: part },
    result,
  });
}

/** The next term goes with it. */
function withNext(ctx: Ctx, { next, nextRecurring }: Standing, day: LocalDate, cancelReason: string | null) {
  if (!next || isOver(next.status)) return [];
  const over = { status: "cancelled", cancelledOn: day, lastDay: day, cancelReason, planVisitsOn: null } as const;
  return [
    agreements.change(ctx, next, over),
    nextRecurring &&
      nextRecurring.status !== "ended" &&
      recurringInvoices.change(ctx, nextRecurring, { status: "ended", ...upNext(undefined) }),
    cancelVisits(ctx, [next.id]),
  ];
}

const endBilling = (ctx: Ctx, { agreement, recurring }: Standing) => [
  recurring &&
    recurring.status !== "ended" &&
    recurringInvoices.change(ctx, recurring, { status: "ended", ...upNext(undefined) }),
  cancelVisits(ctx, [agreement.id]),
];
