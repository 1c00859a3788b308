import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { present } from "../present.ts";
import { rotated } from "../signing.ts";
import { targets } from "../tables.ts";

/** Gives a target a new secret and key. Those of now sign beside them for another 24 hours; never more than two of each do. */
export async function rotateSecret(ctx: Ctx, id: number) {
  const { target } = await load(ctx, { target: targets.one(ctx, id) });
  targets.assertCurrent(ctx, target);

  const { secret, columns } = await rotated(ctx.env, target, ctx.realNow);
  const part = targets.change(ctx, target, columns);
  return await commit(ctx, {
    parts: [part],
    audit: { action: "rotate_secret", of: part },
    result: { ...present(part.row, ctx), secret },
  });
}
