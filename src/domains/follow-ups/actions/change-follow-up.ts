import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { notOpen, notScheduled, notToDo } from "../errors.ts";
import { followUpDone } from "../events.ts";
import { ended } from "../planning.ts";
import { type FollowUp, followUps } from "../tables.ts";

type Noted = { id: number; note?: string | undefined };

/** Cancels a follow-up that is still to come, or a task that is not done. */
export async function cancelFollowUp(ctx: Ctx, { id, note }: Noted): Promise<FollowUp> {
  const { row } = await load(ctx, { row: followUps.one(ctx, id) });
  followUps.assertCurrent(ctx, row);
  if (row.status !== "scheduled" && row.status !== "to_do") throw notOpen(id, row.status);
  const part = ended(ctx, row, "office", note);
  return await commit(ctx, { parts: [part], audit: { action: "cancel", of: part }, result: part.row });
}

/** Sends a follow-up now instead of at its time. It is judged like any other: what must not go out is skipped. */
export async function sendNow(ctx: Ctx, id: number): Promise<FollowUp> {
  const { row } = await load(ctx, { row: followUps.one(ctx, id) });
  followUps.assertCurrent(ctx, row);
  if (row.status !== "scheduled") throw notScheduled(id, row.status);
  const part = followUps.change(ctx, row, { dueAt: ctx.now, nextAttemptAt: ctx.now });
  return await commit(ctx, {
    parts: [{ ...part, wakes: true }],
    audit: { action: "send_now", of: part },
    result: part.row,
  });
}

/** The office has done the task. */
export async function finishTask(ctx: Ctx, { id, note }: Noted): Promise<FollowUp> {
  const { row } = await load(ctx, { row: followUps.one(ctx, id) });
  followUps.assertCurrent(ctx, row);
  if (row.status !== "to_do") throw notToDo(id, row.status);
  const part = followUps.change(ctx, row, {
    ...{ status: "done", doneAt: ctx.now, doneBy: actorName(ctx.actor) },
    ...(note !== undefined && { note }),
  });
  return await commit(ctx, {
    parts: [part],
    events: [followUpDone(part.row, row)],
    audit: { action: "finish", of: part },
    result: part.row,
  });
}
