import { type Actor, actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { sessionEnded } from "#/db/tenant/entrance.ts";
import { checkCaller } from "#/db/tenant/load.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { openBoardStream, type StreamRequest } from "#/durable-objects/stubs.ts";
import type { AppError } from "#/kernel/errors.ts";
import { tooManyStreams, upgradeRequired } from "../errors.ts";
import { lastSeqOf } from "../rules.ts";

type Asked = {
  ticket?: string | undefined;
  lastEventId?: string | undefined;
  zoneId?: number | undefined;
};

/** What the client's headers say, and the technicians of the query. */
export type Handshake = { technicianIds: number[]; lastEventId: string | undefined; upgrade: string | undefined };

/** Opens the live board for a user or a machine, as a stream or a socket. Their session or key is checked now: the stream itself asks no database later. */
export async function openStream(ctx: Ctx, kind: "stream" | "socket", asked: Asked, handshake: Handshake) {
  const filter = { technicianIds: handshake.technicianIds, zoneId: asked.zoneId ?? null, isOwn: false };
  return await open(ctx, kind, asked, handshake, filter);
}

/** Opens a technician's own part of the live board. */
export async function openOwnStream(ctx: Ctx, kind: "stream" | "socket", asked: Asked, handshake: Handshake) {
  const filter = { technicianIds: [technicianOf(ctx)], zoneId: null, isOwn: true };
  return await open(ctx, kind, asked, handshake, filter);
}

async function open(
  ctx: Ctx,
  kind: "stream" | "socket",
  { ticket, lastEventId }: Asked,
  handshake: Handshake,
  filter: StreamRequest["filter"],
): Promise<Response> {
  await checkCaller(ctx);
  const isSocket = kind === "socket";
  if (isSocket && handshake.upgrade?.toLowerCase() !== "websocket") throw upgradeRequired();
  const lastSeq = lastSeqOf(handshake.lastEventId ?? lastEventId);
  return await openViewer(ctx, { ticket: ticket ?? null, lastSeq, filter }, { isSocket, tooMany: tooManyStreams() });
}

/** Opens a stream or socket at the board's object for a caller whose session or key has been checked. `tooMany` refuses one more than a caller may have. */
export async function openViewer(
  { env, tenant, actor }: Ctx,
  request: Pick<StreamRequest, "ticket" | "lastSeq" | "filter">,
  { isSocket = false, tooMany }: { isSocket?: boolean; tooMany: AppError },
): Promise<Response> {
  // an API key has no session: the board knows it by its name
  const holder =
    actor.kind === "user"
      ? { sessionId: actor.sessionId, madeAt: Date.parse(actor.tokenMadeAt), endsBy: null }
      : { sessionId: actorName(actor), madeAt: 0, endsBy: expiryOf(actor) };
  const stream = await openBoardStream(env, tenant.id, { ...holder, ...request }, isSocket);
  if (stream.status === 429) throw tooMany;
  if (!stream.ok && stream.status !== 101) throw sessionEnded();
  return stream;
}

const expiryOf = (actor: Actor): number | null =>
  actor.kind === "api_key" && actor.expiresAt !== null ? Date.parse(actor.expiresAt) : null;
