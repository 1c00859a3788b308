import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { termUnfit } from "../errors.ts";
import { type AddAgreementPlan, type ChangeAgreementPlan, termFits } from "../plan-schemas.ts";
import { presentPlan } from "../present.ts";
import { agreementPlans } from "../tables.ts";

/** Adds a plan that agreements are made from. */
export async function addPlan(ctx: Ctx, input: Inside<z.output<typeof AddAgreementPlan>>) {
  const part = agreementPlans.insert(ctx, { ...input, id: agreementPlans.newId() });
  return await commit(ctx, { parts: [part], audit: { action: "add", of: part }, result: presentPlan(part.row) });
}

type Change = Inside<z.output<typeof ChangeAgreementPlan>> & { id: number };
/** Changes or archives a plan. Agreements keep it as it was when they were made. */
export async function changePlan(ctx: Ctx, { id, isArchived, ...change }: Change) {
  const { plan } = await load(ctx, { plan: agreementPlans.one(ctx, id) });
  agreementPlans.assertCurrent(ctx, plan);
  const { termMonths = plan.termMonths, billingFrequency = plan.billingFrequency } = change;
  if (!termFits(termMonths, billingFrequency)) throw termUnfit();
  const isGone = isArchived ?? plan.archivedAt !== null;
  const part = agreementPlans.change(ctx, plan, {
    ...change,
    archivedAt: isGone ? (plan.archivedAt ?? ctx.now) : null,
  });
  return await commit(ctx, { parts: [part], audit: { action: "change", of: part }, result: presentPlan(part.row) });
}
