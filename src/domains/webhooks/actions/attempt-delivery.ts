import type { Ctx } from "#/ctx.ts";
import { type Commit, commit, must, note } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { Attempt } from "#/db/tenant/schema/webhooks.ts";
import { AppError } from "#/kernel/errors.ts";
import { log } from "#/kernel/log.ts";
import { type Instant, toInstant } from "#/kernel/time.ts";
import { ringAt } from "../alarm.ts";
import {
  claimDelivery,
  type Delivery,
  disableGoneEndpoint,
  type Endpoint,
  findEndpointOfDelivery,
  settleDelivery,
} from "../repo.ts";
import { judge, type Outcome, retrySchedule, type Verdict } from "../rules.ts";
import { send } from "../send.ts";
import { openSecret } from "../signing.ts";
import { urlPolicy } from "../url-rules.ts";

/** Longer than an attempt can take. If its worker dies, cron starts another attempt after this. */
const LEASE_SECONDS = 60;

export type Claim = { delivery: Delivery; endpoint: Endpoint };

/** Takes a delivery's next attempt. Undefined when it is not due, done with, or taken: so however often the alarm rings, it is sent once. */
export async function claimAttempt(ctx: Ctx, deliveryId: string): Promise<Claim | undefined> {
  const [delivery, endpoint] = await load(ctx, [
    claimDelivery(ctx, deliveryId, LEASE_SECONDS),
    findEndpointOfDelivery(ctx, deliveryId),
  ]);
  return delivery && endpoint && { delivery, endpoint };
}

/** Sends the claimed attempt, and writes its outcome and the time of the next one in one transaction. */
export async function carryOut(ctx: Ctx, { delivery, endpoint }: Claim): Promise<void> {
  if (endpoint.status === "disabled") {
    await note(ctx, settled(ctx, delivery, { status: "skipped", nextAttemptAt: null, updatedAt: ctx.now }));
    return;
  }
  const secret = await openSecret(ctx.env, endpoint);
  const letter = { url: endpoint.url, secret, eventId: delivery.eventId, body: delivery.body, at: ctx.now };
  const outcome = await send(letter, urlPolicy(ctx.env));

  const now = toInstant(Date.now());
  const schedule = retrySchedule(ctx.env);
  const verdict = judge(outcome, { attempt: delivery.attemptCount, schedule, now, random: Math.random() });
  await record(ctx, { delivery, endpoint }, { outcome, verdict, now });
  if (verdict.status === "pending") await ringAt(ctx, delivery.id, verdict.nextAttemptAt);
  log("info", "webhook attempt", {
    tenant: ctx.tenant.id,
    delivery: delivery.id,
    attempt: delivery.attemptCount,
    response_status: outcome.responseStatus,
    error: outcome.error,
    duration_ms: outcome.durationMs,
    result: verdict.status,
  });
}

type Result = { outcome: Outcome; verdict: Verdict; now: Instant };

async function record(ctx: Ctx, { delivery, endpoint }: Claim, { outcome, verdict, now }: Result): Promise<void> {
  const nextAttemptAt = verdict.status === "pending" ? verdict.nextAttemptAt : null;
  const { responseStatus, error, durationMs, responseExcerpt } = outcome;
  const attempt: Attempt = {
    attempt: delivery.attemptCount,
    at: ctx.now,
    responseStatus,
    error,
    durationMs,
    responseExcerpt,
    nextAttemptAt,
  };
  const writes = settled(ctx, delivery, {
    status: verdict.status,
    attempts: [...delivery.attempts, attempt],
    nextAttemptAt,
    deliveredAt: verdict.status === "delivered" ? now : null,
    updatedAt: now,
  });
  if (verdict.status !== "failed" || !verdict.gone) return await note(ctx, writes);
  await commit(ctx, {
    writes: [...writes, disableGoneEndpoint(ctx, endpoint.id)],
    audit: { action: "disable", entity: "webhook_endpoint", id: endpoint.id, changes: { disabled_reason: "gone" } },
    result: undefined,
  });
}

/** The end of a claim; refused when the lease ran out and another worker has the delivery now. */
const settled = (ctx: Ctx, delivery: Delivery, change: Partial<Delivery>): Commit<void>["writes"] => [
  settleDelivery(ctx, delivery, change),
  must(new AppError("conflict", "webhook.claim_lost", `Delivery ${delivery.id} was claimed by another worker.`)),
];
