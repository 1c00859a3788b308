import { userOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { endSessionsOf, openSessionsOf } from "../session-repo.ts";

/** Signs the caller out on all devices, this one included. */
export async function endAllSessions(ctx: Ctx) {
  const { userId } = userOf(ctx);
  const { open } = await load(ctx, { open: openSessionsOf(ctx, userId) });
  return await commit(ctx, {
    parts: [endSessionsOf(ctx, userId)],
    audit: { action: "log_out_everywhere", entity: "user", id: userId, details: { sessions_ended: open.length } },
    result: { sessionsEnded: open.length },
  });
}
