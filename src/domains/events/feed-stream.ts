import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { lastSeq, oldestSeq } from "#/db/tenant/outbox.ts";
import { issueTicket, openViewer } from "#/domains/dispatch/index.ts";
import { badLastEventId, tooManyFeeds } from "./errors.ts";
import { assertStanding, logOf, readableTypes } from "./feed.ts";

type Asked = { ticket?: string | undefined; lastEventId?: string | undefined; types?: string[] | undefined };

/** Opens the feed as a stream. Their session or key and their position are checked now: once it is open, it cannot refuse. */
export async function openFeedStream(
  ctx: Ctx,
  { ticket, types, lastEventId: fromQuery }: Asked,
  lastEventId = fromQuery,
): Promise<Response> {
  const open = await readableTypes(ctx.actor, types);
  const { last, oldest } = await read(ctx, { last: lastSeq(ctx), oldest: oldestSeq(ctx) });
  const position = positionOf(lastEventId);
  if (position !== null) assertStanding(ctx, position, logOf(last, oldest));
  const filter = { technicianIds: [], zoneId: null, isOwn: false, types: open };
  return await openViewer(ctx, { ticket: ticket ?? null, lastSeq: position, filter }, { tooMany: tooManyFeeds() });
}

/** The number that a client says they have seen last; null: they are new. */
function positionOf(text: string | undefined): number | null {
  if (text === undefined || text === "") return null;
  if (!/^\d{1,15}$/.test(text)) throw badLastEventId();
  return Number(text);
}

/** A ticket that opens the feed in a browser. An access token must never be part of a URL. */
export async function issueFeedTicket(ctx: Ctx) {
  const issued = await issueTicket(ctx);
  return { ...issued, url: `${ctx.env.PUBLIC_URL}/api/v1/admin/events/stream?ticket=${issued.ticket}` };
}
