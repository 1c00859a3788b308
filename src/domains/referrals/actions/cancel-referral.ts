import type { ReferrerCtx } from "#/ctx.ts";
import { ringControlAt } from "#/db/control/alarms.ts";
import { REFERRAL } from "../alarms.ts";
import { changedByAnother, notCancellable } from "../errors.ts";
import { getJob, getOriginal } from "../job-repo.ts";
import { moveReferral } from "../network-repo.ts";
import { mayCancel } from "../statuses.ts";
import { deliverStatuses } from "./deliver-statuses.ts";

/** The homeowner no longer wants it. The network then withdraws offers, and tells the provider who has it. Safe to repeat. */
export async function cancelReferral(ctx: ReferrerCtx, publicId: string, { reason }: { reason: string }) {
  const referral = await getOriginal(ctx, publicId);
  if (referral.status === "HOMEOWNER_CANCELLED") return await getJob(ctx, publicId);
  if (!mayCancel(referral.status)) throw notCancellable(referral.status);
  const change = {
    to: "HOMEOWNER_CANCELLED",
    ...{ by: `key:${ctx.referrer.keyId}`, reason },
    set: { nextAttemptAt: referral.isTest ? null : ctx.now }, // the network has something to undo
  } as const;
  // one that happened, and whose answer was lost, is refused the second time
  if (!(await moveReferral(ctx, referral, change)) && !(await isCancelled(ctx, publicId))) throw changedByAnother();
  ctx.afterAnswer(() => deliverStatuses(ctx));
  if (!referral.isTest) ctx.afterAnswer(() => ringControlAt(ctx, { job: REFERRAL, id: referral.id }, ctx.now));
  return await getJob(ctx, publicId);
}

const isCancelled = async (ctx: ReferrerCtx, publicId: string): Promise<boolean> =>
  (await getOriginal(ctx, publicId)).status === "HOMEOWNER_CANCELLED";
