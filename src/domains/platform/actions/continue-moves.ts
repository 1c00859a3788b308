import type { OpenCtx } from "#/ctx.ts";
import { timesNow } from "#/kernel/clock.ts";
import { AppError } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";
import { getTenant, listMoves } from "../repo.ts";
import { advanceMove } from "./advance-move.ts";

/** Pieces of one move in one run; the next minute goes on. */
const MAX_PIECES = 100;

/** Carries on every move that no other worker has: a tenant must not stay closed because an administrator shut their laptop. */
export async function continueMoves(open: OpenCtx): Promise<{ moves: number }> {
  const moves = await listMoves(open);
  for (const { tenantId } of moves)
    try {
      const { tenant } = await getTenant(open, tenantId);
      for (let piece = 0; piece < MAX_PIECES; piece++)
        if (!(await advanceMove({ ...open, ...timesNow() }, tenant))) break;
    } catch (error) {
      const isOthers = error instanceof AppError && error.reason.startsWith("platform.move_"); // another worker has it
      log(isOthers ? "info" : "error", "move not carried on", { tenant: tenantId, error: errorText(error) });
    }
  return { moves: moves.length };
}
