import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import type { Position } from "#/kernel/position.ts";
import { trailInsert } from "../position-repo.ts";
import { positionUpsert } from "../repo.ts";

/** The live board stores the last positions of the technicians, so that they are known without the board, and the trails of their jobs. */
export const keepPositions = (ctx: Ctx, positions: readonly Position[], trail: readonly Position[]): Promise<void> =>
  record(ctx, {
    parts: [positions.length > 0 && positionUpsert(ctx, positions), trail.length > 0 && trailInsert(ctx, trail)],
  });
