import type { PlatformCtx } from "#/ctx.ts";
import { isShard, type ShardName } from "#/db/directory.ts";
import { moveBeingCancelled, moveUnderWay, noSuchShard, tenantNotActive } from "../errors.ts";
import { beginMove } from "../move-repo.ts";
import { doneMove } from "../present.ts";
import { getTenant } from "../repo.ts";
import { advanceMove, tablesOfBoth } from "./advance-move.ts";

/** Begins to move a tenant to another shard, or does the next piece of its move. The caller repeats it until the answer is `done`. */
export async function moveTenant(ctx: PlatformCtx, { id, shard }: { id: string; shard: ShardName }) {
  if (!isShard(ctx.env, shard)) throw noSuchShard(shard);
  const { tenant, move } = await getTenant(ctx, id);
  if (move && move.toShard !== shard) throw moveUnderWay(move.toShard);
  if (move?.step === "undoing") throw moveBeingCancelled();
  if (!move && tenant.shard === shard) return doneMove(shard);
  if (!move) {
    if (tenant.status !== "active") throw tenantNotActive(tenant.status);
    await tablesOfBoth(ctx, tenant.shard, shard);
    await beginMove(ctx, { tenantId: id, fromShard: tenant.shard, toShard: shard });
  }
  return (await advanceMove(ctx, tenant)) ?? doneMove(shard);
}
