import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { timesNow } from "#/kernel/clock.ts";
import { matches } from "#/kernel/event-filter.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { wakeLanes } from "../lane-repo.ts";
import { deliveriesAfter, startManyAgain } from "../replay-repo.ts";
import { dueLanes, dueReplays, type WebhookReplay } from "../tables.ts";
import { targetOf } from "../turn-repo.ts";

/** Deliveries that one transaction looks at. */
const SLICE = 500;
const LEASE_SECONDS = 60;

/** A replay goes on: slice after slice is put back to the beginning of its schedule, each in one commit with the place that is reached. */
export async function replaySlices(ctx: Ctx, id: string): Promise<(() => Promise<void>) | undefined> {
  const { replay } = await load(ctx, { replay: dueReplays.claim(ctx, id) });
  return replay && (() => goOn(ctx, replay));
}

async function goOn(first: Ctx, claimed: WebhookReplay): Promise<void> {
  for (let replay = claimed; replay.status === "running"; ) {
    const ctx = { ...first, ...timesNow() };
    const { endpointId, atSequence, since, until, events, statuses } = replay;
    const { rows, target } = await load(ctx, {
      rows: deliveriesAfter(ctx, endpointId, atSequence, SLICE),
      target: targetOf(ctx, endpointId),
    });
    const isOpen = target?.status === "active" && target.delivery === "push";
    const within = rows.filter(({ createdAt }) => createdAt >= since && createdAt < until);
    const chosen = isOpen
      ? within.filter(
          ({ status, eventType }) =>
            statuses.some((wanted) => wanted === status) && (!events || matches(events, eventType)),
        )
      : [];
    const last = rows.at(-1);
    const isOver = !last || rows.length < SLICE || last.createdAt >= until;
    const status = isOver ? "done" : "running";
    const change: Pick<WebhookReplay, "status" | "atSequence" | "queued" | "nextAttemptAt" | "updatedAt"> = {
      status: isOpen ? status : "stopped",
      atSequence: last?.sequence ?? atSequence,
      queued: replay.queued + chosen.length,
      nextAttemptAt: isOpen && !isOver ? plusSeconds(ctx.now, LEASE_SECONDS) : null,
      updatedAt: ctx.now,
    };
    await record(ctx, {
      parts: [
        dueReplays.settle(ctx, replay, change),
        chosen.length > 0 &&
          startManyAgain(
            ctx,
            chosen.map((row) => row.id),
          ),
        chosen.length > 0 && wakeLanes(ctx, [endpointId]),
      ],
    });
    if (chosen.length > 0) await dueLanes.ringNow(ctx, [String(endpointId)]);
    replay = { ...replay, ...change };
  }
}
