import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { type LocalDate, plusDays } from "#/kernel/time.ts";
import { todayOf } from "./present.ts";
import { periodsOf, recurringOf, successorOf } from "./repo.ts";
import { settleAgreement } from "./run.ts";
import { RENEWAL_DAYS } from "./statuses.ts";
import { agreements, type RecurringInvoice, type ServiceAgreement } from "./tables.ts";
import { visitsOfAgreement } from "./visit-repo.ts";
import type { AgreementVisit } from "./visit-tables.ts";

const queries = (ctx: Ctx, id: number) => ({
  agreement: agreements.one(ctx, id),
  recurring: recurringOf(ctx, id),
  visits: visitsOfAgreement(ctx, id),
  periods: periodsOf(ctx, id),
  ...successorOf(ctx, id),
});

/** An agreement with all that hangs on it, as it should be by today: whatever a late run has left undone is done first. */
export async function standing(ctx: Ctx, id: number) {
  const found = await load(ctx, queries(ctx, id));
  agreements.assertCurrent(ctx, found.agreement);
  if (!isLate(found, todayOf(ctx))) return found;
  await settleAgreement(ctx, id);
  return await load(ctx, queries(ctx, id));
}

type Found = {
  agreement: ServiceAgreement;
  recurring: RecurringInvoice | undefined;
  visits: readonly AgreementVisit[];
};
function isLate({ agreement, recurring, visits }: Found, day: LocalDate): boolean {
  const { status, endsOn, cancelsOn, autoRenew, renewedToId, planVisitsOn } = agreement;
  if (status !== "active" && status !== "suspended") return false;
  const last = cancelsOn ?? endsOn;
  if (last !== null && last < day) return true;
  if (recurring?.status === "active" && recurring.periodsLeft === 0 && (recurring.nextInvoiceOn ?? "~") <= day)
    return true;
  if (visits.some((visit) => isOpen(visit.status) && visit.windowEnd < day)) return true;
  if (status !== "active") return false;
  if (planVisitsOn !== null && planVisitsOn <= day) return true;
  if (visits.some((visit) => visit.status === "planned" && visit.scheduleOn <= day)) return true;
  return (
    autoRenew && renewedToId === null && cancelsOn === null && endsOn !== null && endsOn <= plusDays(day, RENEWAL_DAYS)
  );
}
const isOpen = (status: AgreementVisit["status"]): boolean => status === "planned" || status === "scheduled";
