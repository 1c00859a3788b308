import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { laneOf } from "./lane-repo.ts";
import { targets } from "./tables.ts";

/** How the receiver of a target does. One that nothing was sent to yet does well. */
export async function readHealth(ctx: Ctx, id: number) {
  const { lane } = await read(ctx, { target: targets.one(ctx, id), lane: laneOf(ctx, id) });
  const { failures = 0, failingSince = null, holdUntil = null, lastFailure = null } = lane ?? {};
  const waiting = holdUntil !== null && holdUntil > ctx.now ? ("open" as const) : ("half_open" as const);
  return {
    circuit: holdUntil === null ? ("closed" as const) : waiting,
    failures,
    failingSince,
    nextProbeAt: holdUntil,
    lastFailure,
  };
}
