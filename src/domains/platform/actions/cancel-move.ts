import type { PlatformCtx } from "#/ctx.ts";
import { noMove } from "../errors.ts";
import { doneMove } from "../present.ts";
import { getTenant } from "../repo.ts";
import { undoMove } from "./advance-move.ts";

/** Cancels a move: the tenant stays where it was, and its copy is removed. The caller repeats it until the answer is `done`. */
export async function cancelMove(ctx: PlatformCtx, id: string) {
  const { tenant, move } = await getTenant(ctx, id);
  if (!move) throw noMove();
  return (await undoMove(ctx, tenant)) ?? doneMove(tenant.shard);
}
