import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { timesNow } from "#/kernel/clock.ts";
import { log } from "#/kernel/log.ts";
import { disableGoneTarget, targetOf } from "../repo.ts";
import { fateOfDelivery, isGone, retrySchedule } from "../rules.ts";
import type { LoggedAttempt } from "../schemas.ts";
import { send } from "../send.ts";
import { openSecret } from "../signing.ts";
import { type Delivery, dueDeliveries, type Target } from "../tables.ts";
import { urlPolicy } from "../url-rules.ts";

/** The time of a delivery has come: claims the attempt, and answers with the rest of it. Nothing happens when the delivery is not due, finished or claimed. */
export async function attemptDelivery(ctx: Ctx, id: string): Promise<(() => Promise<void>) | undefined> {
  const { delivery, target } = await load(ctx, { delivery: dueDeliveries.claim(ctx, id), target: targetOf(ctx, id) });
  if (!delivery) return undefined;
  return () => (target?.status === "active" ? deliver(ctx, delivery, target) : skip(ctx, delivery));
}

/** Its target is disabled, or removed. */
const skip = (ctx: Ctx, delivery: Delivery): Promise<void> =>
  record(ctx, {
    parts: [dueDeliveries.settle(ctx, delivery, { status: "skipped", nextAttemptAt: null, updatedAt: ctx.now })],
  });

/** Sends the claimed attempt, and writes its outcome and the time of the next one in one transaction. */
async function deliver(ctx: Ctx, delivery: Delivery, target: Target): Promise<void> {
  const { id, eventId, body, attemptCount } = delivery;
  const secret = await openSecret(ctx.env, target);
  const { retryAfter, ...outcome } = await send(
    { url: target.url, secrets: [secret], eventId, body, at: ctx.realNow },
    urlPolicy(ctx.env),
  );

  const end = { ...ctx, ...timesNow() };
  const retry = { schedule: retrySchedule(ctx.env), attempts: attemptCount, now: end.now, random: Math.random() };
  const { status, nextAttemptAt } = fateOfDelivery({ ...outcome, retryAfter }, retry);
  const attempt: LoggedAttempt = { attempt: attemptCount, at: ctx.now, ...outcome, nextAttemptAt };
  const settled = dueDeliveries.settle(end, delivery, {
    status,
    attempts: [...delivery.attempts, attempt],
    nextAttemptAt,
    deliveredAt: status === "delivered" ? end.now : null,
    updatedAt: end.now,
  });
  const disabled = isGone(outcome) && disableGoneTarget(end, target);
  await record(end, { parts: [settled, disabled], audit: disabled ? { action: "disable", of: disabled } : [] });
  if (nextAttemptAt) await dueDeliveries.ringAt(end, id, nextAttemptAt);
  log("info", "webhook attempt", {
    tenant: ctx.tenant.id,
    delivery: id,
    attempt: attemptCount,
    response_status: outcome.responseStatus,
    error: outcome.error,
    duration_ms: outcome.durationMs,
    result: status,
  });
}
