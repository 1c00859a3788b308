import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { wrongStatus } from "../errors.ts";
import { timeOffApproved, timeOffRejected } from "../events.ts";
import { inZone } from "../present.ts";
import { mayBecome, whoMayBecome } from "../rules.ts";
import { type TimeOff, timeOffs } from "../tables.ts";

type Decision = { id: number; status: "approved" } | { id: number; status: "rejected"; reason: string };

/** Approves time off, rejects it, or takes an approval back. The same decision again changes nothing. */
export async function decideTimeOff(ctx: Ctx, { id, ...decision }: Decision): Promise<TimeOff> {
  const { timeOff } = await load(ctx, { timeOff: timeOffs.one(ctx, id) });
  const { status } = decision;
  if (timeOff.status === status) return inZone(ctx, timeOff);
  timeOffs.assertCurrent(ctx, timeOff);
  if (!mayBecome(timeOff.status, status)) throw wrongStatus(timeOff, status, whoMayBecome(status));
  const part = timeOffs.change(ctx, timeOff, { ...decision, decidedAt: ctx.now, decidedBy: actorName(ctx.actor) });
  const result = inZone(ctx, part.row);
  return await commit(ctx, {
    parts: [part],
    events: [(status === "approved" ? timeOffApproved : timeOffRejected)(result, timeOff)],
    audit: { action: status === "approved" ? "approve" : "reject", of: part },
    result,
  });
}
