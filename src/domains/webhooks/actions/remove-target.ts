import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { type Target, targets } from "../tables.ts";

/** Removes a target with its secret. What still waits to be sent there is dropped when its time comes (attempt-delivery.ts). */
export async function removeTarget(ctx: Ctx, id: number): Promise<Target> {
  const { target } = await load(ctx, { target: targets.one(ctx, id) });
  targets.assertCurrent(ctx, target);

  const part = targets.remove(ctx, target);
  return await commit(ctx, { parts: [part], audit: { action: "remove", of: part }, result: target });
}
