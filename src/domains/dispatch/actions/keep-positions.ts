import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { type Position, positionUpsert } from "../repo.ts";

/** The live board stores the last positions of the technicians, so that they are known without the board. */
export const keepPositions = (ctx: Ctx, positions: readonly Position[]): Promise<void> =>
  record(ctx, { parts: [positionUpsert(ctx, positions)] });
