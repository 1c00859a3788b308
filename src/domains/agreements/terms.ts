import type { Ctx } from "#/ctx.ts";
import type { Parts } from "#/db/tenant/commit.ts";
import { plusDays, plusMonths } from "#/kernel/time.ts";
import { frozen, thawed } from "#/kernel/wire.ts";
import { type Period, type PlannedVisit, termEnd, visitsOf } from "./calendar.ts";
import { PlanTerms } from "./plan-schemas.ts";
import { type AgreementPlan, recurringInvoices, type ServiceAgreement } from "./tables.ts";
import { agreementVisits } from "./visit-tables.ts";

/** The terms of a plan, frozen. */
export const snapshotOf = (plan: AgreementPlan) => frozen(PlanTerms, plan);
export const termsIn = ({ planSnapshot }: Pick<ServiceAgreement, "planSnapshot">) => thawed(PlanTerms, planSnapshot);

/** The columns of an agreement that follow from its plan. */
export const fromPlan = (plan: AgreementPlan) => {
  const { id: planId, name: planName, priceCents, billingFrequency, billingTiming, visitsPerYear } = plan;
  const { discountBps, termMonths } = plan;
  return {
    ...{ planId, planName, priceCents, billingFrequency, billingTiming, visitsPerYear, discountBps, termMonths },
    planSnapshot: snapshotOf(plan),
  };
};

type Days = Pick<ServiceAgreement, "anchorOn" | "offsetMonths" | "termMonths">;
export const lastDayOf = (days: Days) => termEnd(days);

/** What a recurring invoice says of its next period. */
export const upNext = (period: Period | undefined) => ({
  nextPeriodNo: period?.no ?? null,
  nextPeriodStart: period?.start ?? null,
  nextPeriodEnd: period?.end ?? null,
  nextInvoiceOn: period?.billOn ?? null,
});

/** How a new term is billed. */
export const newRecurring = (ctx: Ctx, agreement: ServiceAgreement, id: number, first: Period | undefined) => {
  const { id: agreementId, customerId, customerName, planName: title, priceCents } = agreement;
  const { billingFrequency, billingTiming } = agreement;
  return recurringInvoices.insert(ctx, {
    ...{ id, agreementId, customerId, customerName, title, priceCents, billingFrequency, billingTiming },
    ...{ status: first ? "active" : "ended", periodsLeft: 0, invoicesMade: 0 },
    ...upNext(first),
  });
};

/** A term without an end is planned a year at a time, and the next one this many days ahead. */
const YEAR = 12;
/** The months of a term whose visits are planned next: all of them, or another year of a term without an end. */
export const monthsPlanned = ({ termMonths, visitMonths }: Pick<ServiceAgreement, "termMonths" | "visitMonths">) =>
  termMonths ?? visitMonths + YEAR;

type Visiting = Days & Pick<ServiceAgreement, "planSnapshot" | "visitMonths">;
/** The visits of the months of a term that are not planned yet. */
export function furtherVisits(agreement: Visiting): PlannedVisit[] {
  const terms = termsIn(agreement);
  const until = monthsPlanned(agreement);
  const visits: PlannedVisit[] = [];
  for (let from = agreement.visitMonths; from < until; from += YEAR)
    visits.push(...visitsOf(agreement, terms, { from, months: Math.min(YEAR, until - from) }));
  return visits;
}

/** The months whose visits are planned, and when those of another year are. */
export function visitsPlanned(agreement: Visiting & Pick<ServiceAgreement, "visitsPerYear">) {
  const visitMonths = monthsPlanned(agreement);
  const isEndless = agreement.termMonths === null && agreement.visitsPerYear > 0;
  const { leadDays } = termsIn(agreement);
  return {
    visitMonths,
    planVisitsOn: isEndless
      ? plusDays(plusMonths(agreement.anchorOn, agreement.offsetMonths + visitMonths), -leadDays)
      : null,
  };
}

/** Visits as rows, numbered behind those that are there. */
export const visitParts = (
  ctx: Ctx,
  agreementId: number,
  visits: readonly PlannedVisit[],
  { firstId, before }: { firstId: number; before: number },
): Parts =>
  visits.map((visit, i) =>
    agreementVisits.insert(ctx, { ...visit, agreementId, id: firstId + i, seq: before + 1 + i, status: "planned" }),
  );
