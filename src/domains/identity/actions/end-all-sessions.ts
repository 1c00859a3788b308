import { type Ctx, userOf } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { endSessionsOf, openSessionIds } from "../session-repo.ts";
import { tellBoard } from "../sessions.ts";

/** Signs the caller out on all devices, this one included. */
export async function endAllSessions(ctx: Ctx) {
  const { userId } = userOf(ctx);
  const [open] = await load(ctx, [openSessionIds(ctx, userId)]);
  const result = await commit(ctx, {
    writes: [endSessionsOf(ctx, userId)],
    audit: { action: "log_out_everywhere", entity: "user", id: userId, changes: { sessions: open.length } },
    result: { sessionsEnded: open.length },
  });
  tellBoard(ctx, open);
  return result;
}
