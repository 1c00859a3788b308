import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { wallClock } from "#/kernel/wall-clock.ts";
import { timeOffApproved, timeOffRequested } from "../events.ts";
import { type WhenInput, whenOf } from "../rules.ts";
import { type TimeOff, timeOffs } from "../tables.ts";

type RecordTimeOff = WhenInput & {
  technicianId: number;
  kind: TimeOff["kind"];
  status: "requested" | "approved";
  note?: string | undefined;
};

/** Enters time off of any technician. What the office enters is approved with that, unless it says otherwise. */
export async function recordTimeOff(ctx: Ctx, input: RecordTimeOff): Promise<TimeOff> {
  const { id } = await load(ctx, {
    technician: technicians.one(ctx, input.technicianId, "technician_id"),
    id: timeOffs.nextId(ctx),
  });
  return await enter(ctx, { ...input, id });
}

/** Asks for time off for the caller themselves. Reads nothing first: its commit takes the id. */
export const requestTimeOff = (ctx: Ctx, input: Omit<RecordTimeOff, "status">): Promise<TimeOff> =>
  enter(ctx, { ...input, status: "requested", id: timeOffs.newId() });

async function enter(ctx: Ctx, input: RecordTimeOff & { id: number }): Promise<TimeOff> {
  const { id, technicianId, kind, status, note, ...when } = input;
  const isApproved = status === "approved";
  const part = timeOffs.insert(ctx, {
    ...{ id, technicianId, kind, status, note },
    ...whenOf(when, wallClock(ctx.tenant.timezone)),
    ...(isApproved && { decidedAt: ctx.now, decidedBy: actorName(ctx.actor) }),
  });
  return await commit(ctx, {
    parts: [part],
    events: [isApproved ? timeOffApproved(part.row) : timeOffRequested(part.row)],
    audit: { action: isApproved ? "enter" : "request", of: part },
    result: part.row,
  });
}
