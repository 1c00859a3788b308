import type { PlatformCtx } from "#/ctx.ts";
import { noMove } from "../errors.ts";
import { doneMove, presentMove } from "../present.ts";
import { getTenant } from "../repo.ts";
import { undoMove } from "./advance-move.ts";

/** Gives a move up: the business stays where it was, and its copy is removed. To be repeated until the answer is `done`. */
export async function cancelMove(ctx: PlatformCtx, { id }: { id: string }) {
  const { tenant, move } = await getTenant(ctx, id);
  if (!move) throw noMove();
  const left = await undoMove(ctx, tenant);
  return left ? presentMove(left) : doneMove(tenant.shard);
}
