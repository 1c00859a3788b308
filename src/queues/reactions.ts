import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load, read } from "#/db/tenant/load.ts";
import { cursorOf, eventsAfterCursor, moveCursor, type OutboxEvent } from "#/db/tenant/outbox.ts";
import { dropParked, PARKED_SCHEDULE, parked, parkReaction } from "#/db/tenant/parked.ts";
import { domainJobs } from "#/domains.ts";
import type { Effect, JobOf } from "#/jobs.ts";
import { retryAt } from "#/kernel/backoff.ts";
import { clockNow } from "#/kernel/clock.ts";
import { AppError } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";

type Reaction = JobOf<"reaction">;

/** All reactions of a tenant read the outbox by one cursor, so that an event that concerns none of them costs no write each. */
export const REACTIONS = "reactions";
const PAGE = 100;
const MAX_PAGES = 5;

const reactions = async (): Promise<Reaction[]> =>
  (await domainJobs()).filter((job): job is Reaction => job.kind === "reaction");

/** Carries out the reactions to the tenant's new events, in the order of the commits. Tells whether events are left for another turn. */
export async function react(ctx: Ctx): Promise<{ more: boolean }> {
  const all = await reactions();
  if (all.length === 0) return { more: false };
  for (let turn = 0; turn < MAX_PAGES; turn++) {
    const { cursor, events } = await read(ctx, {
      cursor: cursorOf(ctx, REACTIONS),
      events: eventsAfterCursor(ctx, REACTIONS, PAGE),
    });
    let seq = cursor?.seq ?? 0;
    for (const event of events) {
      const concerned = all.filter(({ types }) => types.includes(event.type));
      if (concerned.length === 0) continue;
      const answer = await reactTo(ctx, event, concerned, seq);
      if (answer === "overtaken") return { more: true };
      if (answer === "done") seq = event.seq;
    }
    const last = events.at(-1);
    if (last && last.seq > seq && !(await moved(ctx, seq, last.seq, []))) return { more: true };
    if (events.length < PAGE) return { more: false };
  }
  return { more: true };
}

/**
 * The effects of one event and the cursor behind it, in one commit: `nothing` without effects, of which the cursor keeps no mark. `overtaken`
 * when another worker has handled the event.
 */
async function reactTo(
  ctx: Ctx,
  event: OutboxEvent,
  concerned: readonly Reaction[],
  from: number,
): Promise<"done" | "nothing" | "overtaken"> {
  const planned = await Promise.allSettled(concerned.map(({ run }) => run(ctx, event)));
  const effects = planned.map((result, i): Effect | undefined => {
    if (result.status === "fulfilled") return result.value;
    return parking(ctx, event, concerned[i] as Reaction, result.reason); // as many results as reactions
  });
  if (effects.every((effect) => effect === undefined)) return "nothing";
  try {
    return (await moved(ctx, from, event.seq, effects)) ? "done" : "overtaken";
  } catch (error) {
    // something changed between plan and commit: each reaction goes on by itself
    const later = concerned.map((reaction) => parking(ctx, event, reaction, error));
    return (await moved(ctx, from, event.seq, later)) ? "done" : "overtaken";
  }
}

const parking = (ctx: Ctx, event: OutboxEvent, { name }: Reaction, error: unknown): Effect => {
  log("warn", "reaction failed; it is tried again", {
    tenant: ctx.tenant.id,
    reaction: name,
    event: event.id,
    error: errorText(error),
  });
  return { parts: [{ writes: [parkReaction(ctx, name, event, ctx.now)], wakes: true }] };
};

async function moved(ctx: Ctx, from: number, to: number, effects: readonly (Effect | undefined)[]): Promise<boolean> {
  const overtaken = new AppError("conflict", "reactions.overtaken", "Another worker has handled this event.");
  try {
    await record(ctx, {
      parts: [
        moveCursor(ctx, REACTIONS, from, to),
        must(overtaken),
        ...effects.flatMap((effect) => effect?.parts ?? []),
      ],
      events: effects.flatMap((effect) => effect?.events ?? []),
      audit: effects.flatMap((effect) => effect?.audit ?? []),
    });
    return true;
  } catch (error) {
    if (error === overtaken) return false;
    throw error;
  }
}

/** The alarm of a parked reaction has rung: tries it again. After the last attempt it stays, as failed. */
export async function retryReaction(ctx: Ctx, id: string): Promise<undefined> {
  const { row } = await load(ctx, { row: parked.claim(ctx, id) });
  if (!row) return;
  const reaction = (await reactions()).find(({ name }) => name === row.reaction);
  try {
    const effect = await reaction?.run(ctx, row.event);
    const done = parked.settle(ctx, row, { status: "done", nextAttemptAt: null });
    await record(ctx, { ...effect, parts: [done, dropParked(ctx, id), ...(effect?.parts ?? [])] });
  } catch (error) {
    const now = clockNow();
    const next = retryAt({ schedule: PARKED_SCHEDULE, attempts: row.attempts, now, random: Math.random() });
    log(next ? "warn" : "error", "parked reaction failed", { tenant: ctx.tenant.id, id, error: errorText(error) });
    await record(ctx, {
      parts: [
        parked.settle(ctx, row, {
          status: next ? "parked" : "failed",
          nextAttemptAt: next ?? null,
          error: errorText(error).slice(0, 500),
        }),
      ],
    });
    if (next) await parked.ringAt(ctx, id, next);
  }
}
