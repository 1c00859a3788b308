import type { Ctx } from "#/ctx.ts";
import type { Part, Write } from "#/db/tenant/commit.ts";
import { plusSeconds } from "#/kernel/time.ts";

export const endLinks = (_ctx: Ctx, _id: number): Write[] => [];
export const newLink = async (
  ctx: Ctx,
  id: number,
): Promise<{ link: string; expiresAt: ReturnType<typeof plusSeconds>; part: Part }> => ({
  link: `${ctx.env.PUBLIC_URL}/i/${id}`,
  expiresAt: plusSeconds(ctx.now, 14 * 24 * 3600),
  part: { writes: [] },
});
