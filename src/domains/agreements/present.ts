import type { Ctx } from "#/ctx.ts";
import { daysBetween, type LocalDate, localDateOf } from "#/kernel/time.ts";
import { willAutoRenew } from "./rules.ts";
import type { AgreementPlan, ServiceAgreement } from "./tables.ts";

/** The local day of the business. */
export const todayOf = (ctx: Pick<Ctx, "now" | "tenant">): LocalDate => localDateOf(ctx.now, ctx.tenant.timezone);

export const presentPlan = ({ archivedAt, ...plan }: AgreementPlan) => ({ ...plan, isArchived: archivedAt !== null });

export const presented = (agreement: ServiceAgreement) => ({
  ...agreement,
  willAutoRenew: willAutoRenew(agreement),
});

/** With the days until its end. */
export const expiring = (agreement: ServiceAgreement, today: LocalDate) => ({
  ...presented(agreement),
  daysLeft: agreement.endsOn === null ? 0 : daysBetween(today, agreement.endsOn),
});
