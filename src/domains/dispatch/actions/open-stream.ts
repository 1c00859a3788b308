import { type Actor, actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { sessionEnded } from "#/db/tenant/entrance.ts";
import { checkCaller } from "#/db/tenant/load.ts";
import { openBoardStream } from "#/durable-objects/stubs.ts";
import { tooManyStreams } from "../errors.ts";
import { lastSeqOf } from "../rules.ts";

/** Opens the live board for a user or a machine. Their session or key is checked now: the stream itself asks no database later. */
export async function openStream(
  ctx: Ctx,
  { ticket, lastEventId }: { ticket: string | undefined; lastEventId: string | undefined },
): Promise<Response> {
  await checkCaller(ctx);
  const { actor } = ctx;
  // an API key has no session: the board knows it by its name
  const holder =
    actor.kind === "user"
      ? { sessionId: actor.sessionId, madeAt: Date.parse(actor.tokenMadeAt), endsBy: null }
      : { sessionId: actorName(actor), madeAt: 0, endsBy: expiryOf(actor) };
  const asked = { ...holder, ticket: ticket ?? null, lastSeq: lastSeqOf(lastEventId) };
  const stream = await openBoardStream(ctx.env, ctx.tenant.id, asked);
  if (stream.status === 429) throw tooManyStreams();
  if (!stream.ok) throw sessionEnded();
  return stream;
}

const expiryOf = (actor: Actor): number | null =>
  actor.kind === "api_key" && actor.expiresAt !== null ? Date.parse(actor.expiresAt) : null;
