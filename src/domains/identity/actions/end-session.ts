import { userOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { sessionEnded } from "#/db/tenant/entrance.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { notFound } from "#/kernel/errors.ts";
import { closeSession, liveSessionOf } from "../session-repo.ts";

/** Signs out one of the caller's devices: its access tokens, refresh tokens and live streams end. */
export async function endSession(ctx: Ctx, id: string) {
  const { userId, sessionId } = userOf(ctx);
  // of two log-outs at the same moment, the second is refused as any later request is
  const gone = id === sessionId ? sessionEnded() : notFound("session", id);
  const { session } = await load(ctx, { session: liveSessionOf(ctx, userId, id) });
  if (!session) throw gone;

  return await commit(ctx, {
    parts: [closeSession(ctx, id), must(gone)],
    audit: { action: "log_out", entity: "session", id, details: { user_id: userId } },
    result: { sessionsEnded: 1 },
  });
}
