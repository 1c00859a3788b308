import { type Actor, permissionsOfActor } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { eventsIn, eventText, lastSeq, oldestSeq } from "#/db/tenant/outbox.ts";
import { eventCatalogue, promisedEvents } from "#/events.ts";
import { notFound } from "#/kernel/errors.ts";
import { assertKnown } from "#/kernel/event-filter.ts";
import { Frozen } from "#/kernel/frozen.ts";
import {
  entityIncomplete,
  eventExpired,
  eventNotReadable,
  eventsExpired,
  notReadable,
  positionAhead,
} from "./errors.ts";
import { type Log, readable, seenUpTo, standingOf } from "./rules.ts";

/** How many events one page looks at to find those that were asked for: what it costs, however rare they are. */
const SPAN = 1000;

type Asked = {
  after?: number | "now" | undefined;
  types?: string[] | undefined;
  limit?: number | undefined;
  entity?: string | undefined;
  entityId?: string | undefined;
};

/** The next events after a position that this caller may read, and the position to go on from. One trip. */
export async function readFeed(ctx: Ctx, { after, types, limit = 50, entity, entityId }: Asked) {
  const open = await readableTypes(ctx.actor, types);
  if (entity !== undefined && entityId === undefined) throw entityIncomplete("entity_id");
  if (entityId !== undefined && entity === undefined) throw entityIncomplete("entity");
  const of = entity !== undefined && entityId !== undefined ? { entity, entityId } : undefined;
  const {
    last,
    oldest,
    found = [],
  } = await read(ctx, {
    last: lastSeq(ctx),
    oldest: oldestSeq(ctx),
    found: after === "now" ? undefined : eventsIn(ctx, { after, span: SPAN, types: open, of, limit: limit + 1 }),
  });

  const log = logOf(last, oldest);
  const start = after === "now" ? log.head : (after ?? log.oldest - 1);
  assertStanding(ctx, start, log);
  const items = found.slice(0, limit);
  const lastOfFull = found.length > limit ? items.at(-1)?.seq : undefined;
  const nextAfter = seenUpTo(start, log.head, of ? Number.POSITIVE_INFINITY : SPAN, lastOfFull);
  return { items: items.map((event) => new Frozen<never>(eventText(event))), nextAfter, hasMore: nextAfter < log.head };
}

/** One event, whole: for those who were only told that it happened. One trip. */
export async function getEvent(ctx: Ctx, sequence: number): Promise<Frozen<never>> {
  const kinds = await eventCatalogue();
  const {
    last,
    oldest,
    found: [event],
  } = await read(ctx, {
    last: lastSeq(ctx),
    oldest: oldestSeq(ctx),
    found: eventsIn(ctx, { after: sequence - 1, span: 1, limit: 1 }),
  });
  if (!event) {
    const { head, oldest: kept } = logOf(last, oldest);
    throw sequence <= head && sequence < kept ? eventExpired(sequence) : notFound("event", sequence);
  }
  const kind = kinds.find(({ type }) => type === event.type);
  if (kind && !permissionsOfActor(ctx.actor).has(kind.permission)) throw eventNotReadable(kind.permission);
  return new Frozen<never>(eventText(event));
}

/** The types of events that a caller may read of those asked for; refuses what does not exist, and what they may read nothing of. */
export async function readableTypes(actor: Actor, filters: readonly string[] = ["*"]): Promise<string[]> {
  const kinds = await eventCatalogue();
  const types = kinds.map(({ type }) => type);
  assertKnown(filters, [...types, ...Object.keys(promisedEvents)]);
  const { types: open, lacking } = readable(kinds, filters, permissionsOfActor(actor));
  if (lacking.length > 0) throw notReadable(lacking);
  return open;
}

type Numbered = { seq: number } | undefined;
export const logOf = (last: Numbered, oldest: Numbered): Log => {
  const head = last?.seq ?? 0;
  return { head, oldest: oldest?.seq ?? head + 1 };
};

/** Refuses a position from which nobody can go on without a gap. */
export function assertStanding(ctx: Ctx, start: number, log: Log): void {
  const standing = standingOf(start, log);
  if (standing === "expired") throw eventsExpired(log.oldest - 1);
  if (standing === "ahead" && ctx.bookmark !== "any") throw positionAhead(log.head); // the nearest replica may be behind
}
