import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { type LocalDate, localDateOf } from "#/kernel/time.ts";
import { costInFuture, jobFrozen, vehicleRateMissing, wayWorthNothing } from "../errors.ts";
import { costAdded, costRemoved } from "../events.ts";
import { costedJob, costingOf, holdUnfrozen } from "../repo.ts";
import { type ManualKind, wayCents } from "../rules.ts";
import { type ManualCost, manualCosts } from "../tables.ts";

type NewCost = {
  jobId: number;
  kind: ManualKind;
  description: string;
  amountCents?: number | undefined;
  miles?: number | undefined;
  incurredOn?: LocalDate | undefined;
};

/** Enters what a job has cost and no other part of the product knows of. Miles count at the rate of today. */
export async function addCost(
  ctx: Ctx,
  { jobId, miles, amountCents, incurredOn, ...cost }: NewCost,
): Promise<ManualCost> {
  const { costing, organization } = await load(ctx, {
    job: costedJob(ctx, jobId),
    costing: costingOf(ctx, jobId),
    organization: organizationOf(ctx),
  });
  if (costing?.frozenAt) throw jobFrozen(jobId);
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  if (incurredOn && incurredOn > today) throw costInFuture();
  const rateMillicents = miles === undefined ? null : settingOf(organization, "vehicle_rate_millicents");
  if (miles !== undefined && rateMillicents === null) throw vehicleRateMissing();
  const cents = amountCents ?? wayCents(miles ?? 0, rateMillicents ?? 0);
  if (cents === 0) throw wayWorthNothing();
  const part = manualCosts.insert(ctx, {
    ...{ ...cost, id: manualCosts.newId(), jobId, miles, rateMillicents, amountCents: cents },
    incurredOn: incurredOn ?? today,
  });
  return await commit(ctx, {
    parts: [part, ...holdUnfrozen(ctx, jobId)],
    events: [costAdded(part.row)],
    audit: { action: "add", of: part },
    result: part.row,
  });
}

/** Removes a cost that was entered by hand; the audit log keeps what it was. */
export async function removeCost(ctx: Ctx, { jobId, id }: { jobId: number; id: number }): Promise<ManualCost> {
  const { cost, costing } = await load(ctx, { cost: manualCosts.one(ctx, id), costing: costingOf(ctx, jobId) });
  if (cost.jobId !== jobId) throw notFound("job_cost", id);
  if (costing?.frozenAt) throw jobFrozen(jobId);
  manualCosts.assertCurrent(ctx, cost);
  const part = manualCosts.remove(ctx, cost);
  return await commit(ctx, {
    parts: [part, ...holdUnfrozen(ctx, jobId)],
    events: [costRemoved(cost)],
    audit: { action: "remove", of: part },
    result: cost,
  });
}
