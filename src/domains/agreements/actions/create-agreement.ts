import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { holdCustomer, matchCustomer } from "#/domains/customers/index.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { notFound } from "#/kernel/errors.ts";
import type { z } from "#/kernel/fields.ts";
import type { LocalDate } from "#/kernel/time.ts";
import type { Inside } from "#/kernel/wire.ts";
import { onlyDrafts, planArchived, wrongStatus } from "../errors.ts";
import { agreementEvents } from "../events.ts";
import { presented, todayOf } from "../present.ts";
import type { ChangeServiceAgreement, CreateServiceAgreement } from "../schemas.ts";
import { isOver } from "../statuses.ts";
import { agreementPlans, agreements, type ServiceAgreement } from "../tables.ts";
import { fromPlan, lastDayOf } from "../terms.ts";

const daysFrom = (startsOn: LocalDate, termMonths: number | null) => {
  const days = { anchorOn: startsOn, offsetMonths: 0, termMonths };
  return { ...days, startsOn, endsOn: lastDayOf(days) };
};

/** Makes a draft of an agreement from a plan, whose terms it keeps as they are now. */
export async function createAgreement(ctx: Ctx, input: Inside<z.output<typeof CreateServiceAgreement>>) {
  const { planId, customerId, siteId, startsOn = todayOf(ctx), soldBy } = input;
  const { plan, customer, customerSite } = await load(ctx, {
    plan: agreementPlans.one(ctx, planId, "plan_id"),
    ...matchCustomer(ctx, { customerId, siteId }),
    seller: soldBy ? technicians.one(ctx, soldBy, "sold_by") : undefined,
  });
  if (plan.archivedAt !== null) throw planArchived(planId);
  if (!customer) throw notFound("customer", customerId, "customer_id");
  const part = agreements.insert(ctx, {
    ...fromPlan(plan),
    ...(input.priceCents !== undefined && { priceCents: input.priceCents }),
    ...daysFrom(startsOn, plan.termMonths),
    ...{ id: agreements.newId(), status: "draft", termNo: 1, visitMonths: 0 },
    ...{ customerId: customer.id, customerName: customer.name, siteId: customerSite?.id ?? null },
    ...{ autoRenew: input.autoRenew ?? plan.autoRenew, soldBy: soldBy ?? null },
    ...{ paymentMethodRef: input.paymentMethodRef ?? null, notes: input.notes ?? null },
  });
  return await commit(ctx, {
    parts: [part, ...holdCustomer(ctx, customer.id)],
    events: [agreementEvents.created(presented(part.row))],
    audit: { action: "create", of: part },
    result: presented(part.row),
  });
}

type Change = Inside<z.output<typeof ChangeServiceAgreement>> & { id: number };
/** Changes an agreement: what was agreed in a draft only, the rest until it is over. */
export async function changeAgreement(ctx: Ctx, { id, startsOn, priceCents, siteId, ...change }: Change) {
  const { agreement } = await load(ctx, {
    agreement: agreements.one(ctx, id),
    seller: change.soldBy ? technicians.one(ctx, change.soldBy, "sold_by") : undefined,
  });
  agreements.assertCurrent(ctx, agreement);
  if (isOver(agreement.status)) throw wrongStatus(id, agreement.status, "draft, active or suspended");
  if (agreement.status !== "draft" && startsOn !== undefined) throw onlyDrafts("starts_on");
  if (agreement.status !== "draft" && priceCents !== undefined) throw onlyDrafts("price_cents");
  if (siteId) await assertSiteOf(ctx, agreement, siteId);
  const part = agreements.change(ctx, agreement, {
    ...change,
    ...(siteId !== undefined && { siteId }),
    ...(priceCents !== undefined && { priceCents }),
    ...(startsOn !== undefined && daysFrom(startsOn, agreement.termMonths)),
  });
  return await commit(ctx, {
    parts: [part],
    events: [agreementEvents.updated(presented(part.row), presented(agreement))],
    audit: { action: "change", of: part },
    result: presented(part.row),
  });
}

/** A site of another customer is none of this one. */
async function assertSiteOf(ctx: Ctx, { customerId }: ServiceAgreement, siteId: number): Promise<void> {
  await load(ctx, { site: matchCustomer(ctx, { customerId, siteId }).customerSite });
}
