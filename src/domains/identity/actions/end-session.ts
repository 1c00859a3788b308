import { userOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { notFound } from "#/kernel/errors.ts";
import { closeSession, liveSessionOf } from "../session-repo.ts";

/** Signs out one of the caller's devices: its access tokens, refresh tokens and live streams end. */
export async function endSession(ctx: Ctx, id: string) {
  const { userId } = userOf(ctx);
  const { session } = await load(ctx, { session: liveSessionOf(ctx, userId, id) });
  if (!session) throw notFound("session", id);

  return await commit(ctx, {
    parts: [closeSession(ctx, id), must(notFound("session", id))],
    audit: { action: "log_out", entity: "session", id, details: { user_id: userId } },
    result: { sessionsEnded: 1 },
  });
}
