import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { daysBetween, plusDays } from "#/kernel/time.ts";
import { firstBilledFrom, periodOf, termStart } from "../calendar.ts";
import { behindOnBills, wrongStatus } from "../errors.ts";
import { agreementEvents } from "../events.ts";
import { presented, todayOf } from "../present.ts";
import { askRun } from "../repo.ts";
import { termOf } from "../rules.ts";
import { standing } from "../standing.ts";
import { agreements, type RecurringInvoice, recurringInvoices, type ServiceAgreement } from "../tables.ts";
import { lastDayOf, upNext } from "../terms.ts";
import { shiftVisits } from "../visit-repo.ts";

type Suspended = { id: number; reason: string | null };
/** From today on an agreement, and its next term where there is one, bills nothing, makes no visits and gives no discount. Its end stays. */
export async function suspendAgreement(ctx: Ctx, { id, reason }: Suspended) {
  const { agreement, recurring, next, nextRecurring } = await standing(ctx, id);
  if (agreement.status !== "active") throw wrongStatus(id, agreement.status, "active");
  if (recurring && recurring.periodsLeft > 0) throw behindOnBills(id);
  const suspendedOn = todayOf(ctx);
  const [part, ...more] = [agreement, ...(next?.status === "active" ? [next] : [])].map((row) =>
    agreements.change(ctx, row, { status: "suspended", suspendedOn, suspendReason: reason }),
  );
  const result = presented(part?.row ?? agreement);
  const bills = [recurring, nextRecurring].filter((row) => row?.status === "active");
  return await commit(ctx, {
    parts: [
      part,
      ...more,
      ...bills.map((row) => recurringInvoices.change(ctx, row as RecurringInvoice, { status: "suspended" })), // present: the filter
    ],
    events: [agreementEvents.suspended(result, presented(agreement))],
    audit: part ? { action: "suspend", of: part } : [],
    result,
  });
}

type Resumed = { id: number; extend: boolean };
/**
 * A suspended agreement goes on. What came due meanwhile is not billed later. With `extend` the days of the suspension are added: the rest of the term,
 * with its periods, its planned visits and the next term, moves by as many days.
 */
export async function resumeAgreement(ctx: Ctx, { id, extend }: Resumed) {
  const { agreement, recurring, next, nextRecurring } = await standing(ctx, id);
  if (agreement.status !== "suspended") throw wrongStatus(id, agreement.status, "suspended");
  const today = todayOf(ctx);
  const days = extend ? daysBetween(agreement.suspendedOn ?? today, today) : 0;
  const own = days > 0 ? moved(agreement, days) : {};
  const nextDays = days > 0 && next ? movedNext(next, { ...agreement, ...own }) : {};
  const ended = { status: "active", suspendedOn: null, suspendReason: null } as const;
  const part = agreements.change(ctx, agreement, { ...ended, ...own });
  const nextPart = next?.status === "suspended" ? agreements.change(ctx, next, { ...ended, ...nextDays }) : undefined;
  const goesOn = (row: RecurringInvoice | undefined, term: ServiceAgreement) => {
    if (row?.status !== "suspended") return undefined;
    const no = row.nextPeriodNo ?? 1;
    const period = days > 0 ? periodOf(termOf(term), no) : firstBilledFrom(termOf(term), no, today);
    return recurringInvoices.change(ctx, row, { status: period ? "active" : "ended", ...upNext(period) });
  };
  const result = presented(part.row);
  return await commit(ctx, {
    parts: [
      ...[part, nextPart, goesOn(recurring, part.row), nextPart && goesOn(nextRecurring, nextPart.row)],
      days > 0 && shiftVisits(ctx, [id, ...(next ? [next.id] : [])], days),
      askRun(ctx, today),
    ],
    events: [agreementEvents.resumed(result, presented(agreement))],
    audit: { action: "resume", of: part },
    result,
  });
}

/** The days of a term that moves: they are counted from another anchor. */
const moved = (agreement: ServiceAgreement, days: number) => {
  const calendar = {
    anchorOn: plusDays(termStart(agreement), days),
    offsetMonths: 0,
    termMonths: agreement.termMonths,
  };
  const { cancelsOn, planVisitsOn } = agreement;
  return {
    ...calendar,
    endsOn: lastDayOf(calendar),
    cancelsOn: cancelsOn && plusDays(cancelsOn, days),
    planVisitsOn: planVisitsOn && plusDays(planVisitsOn, days),
  };
};
const movedNext = (next: ServiceAgreement, { anchorOn, offsetMonths, termMonths }: ServiceAgreement) => {
  const calendar = { anchorOn, offsetMonths: offsetMonths + (termMonths ?? 0), termMonths: next.termMonths };
  return { ...calendar, startsOn: termStart(calendar), endsOn: lastDayOf(calendar) };
};
