import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { newId } from "#/kernel/ids.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { knownEvents } from "../catalogue.ts";
import { notPushed, replayEmptyRange, replayTooOld, targetInactive } from "../errors.ts";
import { firstSequenceSince, insertReplay } from "../replay-repo.ts";
import { dueReplays, type EndState, targets, type WebhookReplay } from "../tables.ts";

const KEPT_DAYS = 30;
type ReplayInput = {
  since: Instant;
  until?: Instant;
  events?: string[];
  statuses?: EndState[];
};

/** Sends the deliveries of a range of time once more, those that failed or were skipped unless others are asked for. They are found in slices. */
export async function replayEvents(ctx: Ctx, endpointId: number, input: ReplayInput): Promise<WebhookReplay> {
  const { since, until = ctx.now, statuses = ["failed", "skipped"] } = input;
  const events = input.events ? await knownEvents(input.events) : null;
  const { target, first } = await load(ctx, {
    target: targets.one(ctx, endpointId),
    first: firstSequenceSince(ctx, since),
  });
  if (since < plusSeconds(ctx.now, -KEPT_DAYS * 24 * 3600)) throw replayTooOld(KEPT_DAYS);
  if (until <= since) throw replayEmptyRange();
  if (target.delivery === "poll") throw notPushed();
  if (target.status !== "active") throw targetInactive();

  const nothing = first === null;
  const replay: WebhookReplay = {
    ...{ tenantId: ctx.tenant.id, id: newId("rpl"), endpointId, since, until, events, statuses: [...statuses] },
    status: nothing ? "done" : "running",
    atSequence: nothing ? 0 : first - 1,
    queued: 0,
    attempts: 0,
    nextAttemptAt: nothing ? null : ctx.now,
    createdBy: actorName(ctx.actor),
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  const result = await commit(ctx, {
    parts: [insertReplay(replay)],
    audit: { action: "replay", entity: targets.entity, id: endpointId, details: { since, until, events, statuses } },
    result: replay,
  });
  if (!nothing) ctx.background(dueReplays.ringNow(ctx, [replay.id]));
  return result;
}
