import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { wakeLanes } from "../lane-repo.ts";
import { present } from "../present.ts";
import { dueLanes, targets } from "../tables.ts";

/** Removes a target with its secret. What still waits to be sent there is skipped (work-lane.ts). */
export async function removeTarget(ctx: Ctx, id: number) {
  const { target } = await load(ctx, { target: targets.one(ctx, id) });
  targets.assertCurrent(ctx, target);

  const part = targets.remove(ctx, target);
  const result = await commit(ctx, {
    parts: [part, wakeLanes(ctx, [id])],
    audit: { action: "remove", of: part },
    result: present(target, ctx),
  });
  ctx.background(dueLanes.ringNow(ctx, [String(id)]));
  return result;
}
