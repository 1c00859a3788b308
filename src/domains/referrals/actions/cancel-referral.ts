import type { ReferrerCtx } from "#/ctx.ts";
import { ringControlAt } from "#/db/control/alarms.ts";
import { firedGuard } from "#/db/tenant/guards.ts";
import { REFERRAL } from "../alarms.ts";
import { changedByAnother, notCancellable } from "../errors.ts";
import { getJob, getOriginal } from "../job-repo.ts";
import { CHANGED_MEANWHILE, changeStatus } from "../status-repo.ts";
import { mayCancel } from "../statuses.ts";
import { deliverStatuses } from "./deliver-statuses.ts";

/** The homeowner no longer wants it. The network then withdraws offers, and tells the provider who has it. Safe to repeat. */
export async function cancelReferral(ctx: ReferrerCtx, publicId: string, { reason }: { reason: string }) {
  const referral = await getOriginal(ctx, publicId);
  if (referral.status === "HOMEOWNER_CANCELLED") return await getJob(ctx, publicId);
  if (!mayCancel(referral.status)) throw notCancellable(referral.status);
  try {
    await changeStatus(ctx, referral, {
      to: "HOMEOWNER_CANCELLED",
      by: `key:${ctx.referrer.keyId}`,
      reason,
      set: { nextAttemptAt: referral.isTest ? null : ctx.now }, // the network has something to undo
    });
  } catch (error) {
    if (firedGuard(error) === CHANGED_MEANWHILE) throw changedByAnother();
    throw error;
  }
  ctx.afterAnswer(() => deliverStatuses(ctx));
  if (!referral.isTest) ctx.afterAnswer(() => ringControlAt(ctx, { job: REFERRAL, id: referral.id }, ctx.now));
  return await getJob(ctx, publicId);
}
