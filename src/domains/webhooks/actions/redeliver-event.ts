import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { attemptUnderWay, notPushed, targetInactive } from "../errors.ts";
import { probeNow, wakeLanes } from "../lane-repo.ts";
import { deliveryById, startAgain } from "../repo.ts";
import { type Delivery, dueLanes } from "../tables.ts";
import { targetOf } from "../turn-repo.ts";

/** Sends a delivery once more, whatever became of it, under the same webhook-id and with the whole schedule before it; one that waits is sent now. */
export async function redeliverEvent(ctx: Ctx, id: string): Promise<Delivery> {
  const { delivery, target } = await load(ctx, {
    delivery: deliveryById(ctx, id),
    target: targetOf(ctx, { ofDelivery: id }),
  });
  if (delivery.status === "sending") throw attemptUnderWay();
  if (target?.delivery === "poll") throw notPushed();
  if (target?.status !== "active") throw targetInactive();

  const { endpointId, attemptCount } = delivery;
  const result = await commit(ctx, {
    parts: [
      startAgain(ctx, delivery),
      must(attemptUnderWay()),
      probeNow(ctx, [endpointId]), // who asks for it knows that the receiver works again
      wakeLanes(ctx, [endpointId]),
    ],
    audit: { action: "redeliver", entity: "webhook_delivery", id, details: { endpoint_id: endpointId } },
    result: { ...delivery, status: "pending" as const, nextAttemptAt: ctx.now, scheduleStart: attemptCount },
  });
  ctx.background(dueLanes.ringNow(ctx, [String(endpointId)]));
  return result;
}
