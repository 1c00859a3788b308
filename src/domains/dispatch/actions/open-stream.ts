import { actorName, type Ctx } from "#/ctx.ts";
import { checkCaller, sessionEnded } from "#/db/tenant/load.ts";
import { openBoardStream } from "#/durable-objects/stubs.ts";
import { lastSeqOf } from "../stream-rules.ts";

/** Shows the live board to a dispatcher, or to a machine. His session or its key is checked now, because the stream asks no database for him later. */
export async function openStream(
  ctx: Ctx,
  { ticket, lastEventId }: { ticket: string | undefined; lastEventId: string | undefined },
): Promise<Response> {
  await checkCaller(ctx);
  // a key has no session: its name is what the board ends its streams by when it is revoked
  const sessionId = ctx.actor.kind === "user" ? ctx.actor.sessionId : actorName(ctx.actor);
  const lastSeq = lastSeqOf(lastEventId);
  const stream = await openBoardStream(ctx.env, ctx.tenant.id, { sessionId, ticket: ticket ?? null, lastSeq });
  if (!stream.ok) throw sessionEnded();
  return new Response(stream.body, stream); // what an object answers has fixed headers, and the middlewares have theirs to add
}
