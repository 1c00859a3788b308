import { type Ctx, userOf } from "#/ctx.ts";
import { commit, must } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { notFound } from "#/kernel/errors.ts";
import { endSession as endRow, findOwnSession } from "../session-repo.ts";
import { tellBoard } from "../sessions.ts";

/** Signs one of the caller's own devices out: his access tokens, refresh tokens and live streams of that session end. */
export async function endSession(ctx: Ctx, { id }: { id: string }) {
  const { userId } = userOf(ctx);
  const [session] = await load(ctx, [findOwnSession(ctx, userId, id)]);
  if (!session) throw notFound("session", id);

  const result = await commit(ctx, {
    writes: [endRow(ctx, id), must(notFound("session", id))],
    audit: { action: "log_out", entity: "session", id, changes: { user_id: userId } },
    result: { sessionsEnded: 1 },
  });
  tellBoard(ctx, [session]);
  return result;
}
