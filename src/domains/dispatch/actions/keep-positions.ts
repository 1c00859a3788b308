import type { Ctx } from "#/ctx.ts";
import { note } from "#/db/tenant/commit.ts";
import { upsertPositions } from "../position-repo.ts";
import type { Position } from "../repo.ts";

/** The live board hands over where the technicians were last, so that it is known without the board too. */
export const keepPositions = (ctx: Ctx, positions: readonly Position[]): Promise<void> =>
  note(ctx, [upsertPositions(ctx, positions)]);
