import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { sessionEnded } from "#/db/tenant/entrance.ts";
import { checkCaller } from "#/db/tenant/load.ts";
import { openBoardStream } from "#/durable-objects/stubs.ts";
import { lastSeqOf } from "../rules.ts";

/** Opens the live board for a user or a machine. Their session or key is checked now: the stream itself asks no database later. */
export async function openStream(
  ctx: Ctx,
  { ticket, lastEventId }: { ticket: string | undefined; lastEventId: string | undefined },
): Promise<Response> {
  await checkCaller(ctx);
  // an API key has no session: the board ends its streams by its name
  const sessionId = ctx.actor.kind === "user" ? ctx.actor.sessionId : actorName(ctx.actor);
  const lastSeq = lastSeqOf(lastEventId);
  const stream = await openBoardStream(ctx.env, ctx.tenant.id, { sessionId, ticket: ticket ?? null, lastSeq });
  if (!stream.ok) throw sessionEnded();
  return stream;
}
