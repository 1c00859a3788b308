import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { localDateOf } from "#/kernel/time.ts";
import { periodNotOpen } from "../errors.ts";
import { type PayAdjustment, payAdjustments, payPeriods } from "../tables.ts";

type AddAdjustment = { id: number; technicianId: number; amountCents: number; memo: string };

/** Adds to a technician's pay in an open period, or takes from it. */
export async function addAdjustment(ctx: Ctx, { id, ...adjustment }: AddAdjustment): Promise<PayAdjustment> {
  const { period, adjustmentId } = await load(ctx, {
    period: payPeriods.one(ctx, id),
    technician: technicians.one(ctx, adjustment.technicianId, "technician_id"),
    adjustmentId: payAdjustments.nextId(ctx),
  });
  payPeriods.assertCurrent(ctx, period);
  if (period.status !== "open") throw periodNotOpen(period);
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  const countsOn = [period.startsOn, today, period.endsOn].toSorted()[1] ?? today; // today, within the period
  const part = payAdjustments.insert(ctx, { ...adjustment, id: adjustmentId, countsOn });
  return await commit(ctx, {
    parts: [payPeriods.hold(ctx, period), part],
    audit: { action: "add", of: part, details: { pay_period_id: id } },
    result: part.row,
  });
}
