import { and, asc, eq, gt, inArray, or, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { isDevelopment } from "#/kernel/environment.ts";
import { assertFits, type DomainEvent, type News } from "#/kernel/events.ts";
import { stringify } from "#/kernel/frozen.ts";
import { newId } from "#/kernel/ids.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import type { ShardDb } from "../shards.ts";
import { inTexts } from "./bulk.ts";
import { first, q, type Statement } from "./client.ts";
import { prepared, type Slot, selectFrom } from "./prepared.ts";
import { nextId } from "./sequences.ts";
import { outbox, outboxCursors, sequences, tenantState } from "./tables.ts";

// The log of events. A commit appends to it; each consumer keeps a cursor of its own and reads on from there, in order.

export type OutboxEvent = typeof outbox.$inferSelect;

/** How long events are kept, so that who reads them can go on where they stopped. */
const KEPT_SECONDS = 7 * 24 * 3600;

/** The events of one commit as rows of the log, except for their numbers. */
export function eventRows(ctx: Ctx, events: readonly DomainEvent[]) {
  const rows = events.map(({ kind: { type, entity, idIn }, data, previous }, at) => {
    const [id, entityId] = [newId("evt"), String(idIn(data))];
    return {
      at,
      id,
      type,
      data: stringify(data),
      entity,
      entityId,
      ...(previous && { previous: stringify(previous) }),
    };
  });
  for (const [at, event] of events.entries()) if (isDevelopment(ctx.env)) assertFits(event, rows[at]?.data ?? "");
  return rows;
}
type EventRow = ReturnType<typeof eventRows>[number];

/**
 * In a commit: the events get the tenant's next numbers, so the order of `seq` is the order of commits, without gaps. The first statement answers
 * the last number.
 */
export const appendEvents = (ctx: Ctx, rows: readonly EventRow[]): Statement[] =>
  rows.length === 0
    ? []
    : [
        nextId(ctx, "event", rows.length),
        ...inTexts(rows).map((text) => insertEvents(ctx, rows.length, text, ctx.now)),
      ];

/** What a commit has written: `last` is the number of its last event, and `data` puts ids into the text of an event. */
export function newsOf(ctx: Ctx, rows: readonly EventRow[], last: number, settle: (data: string) => string): News {
  const first = last - rows.length + 1;
  const events = rows.map(({ at, type, data }) => ({ seq: first + at, type, occurredAt: ctx.now, data: settle(data) }));
  return { first, last, events };
}

const insertEvents = prepared((tenantId: Slot<string>, n: Slot<number>, rows: Slot<string>, now: Slot<Instant>) =>
  q.insert(outbox).select(sql`
    select ${tenantId}, s.last_id - ${n} + (e.value ->> 'at') + 1, e.value ->> 'id', e.value ->> 'type', e.value ->> 'data', ${now},
      e.value ->> 'entity', e.value ->> 'entityId', e.value ->> 'previous'
    from json_each(${rows}) e join sequences s on s.tenant_id = ${tenantId} and s.entity = 'event'`),
);

/** Number of the tenant's last event; no row before the first. Other reads of the same batch contain all events up to it. */
export const lastSeq = (ctx: Ctx) =>
  first(
    q
      .select({ seq: sequences.lastId })
      .from(sequences)
      .where(and(eq(sequences.tenantId, ctx.tenant.id), eq(sequences.entity, "event"))),
  );

const cursor = (tenantId: Slot<string>, consumer: Slot<string>) =>
  q
    .select({ seq: outboxCursors.seq })
    .from(outboxCursors)
    .where(and(eq(outboxCursors.tenantId, tenantId), eq(outboxCursors.consumer, consumer)));

/** The consumer's cursor; no row means that it has read nothing yet. */
export const cursorOf = prepared((tenantId: Slot<string>, consumer: Slot<string>) => first(cursor(tenantId, consumer)));

/** The next events after the consumer's cursor, oldest first. */
export const eventsAfterCursor = prepared((tenantId: Slot<string>, consumer: Slot<string>, limit: Slot<number>) =>
  q
    .select()
    .from(outbox)
    .where(and(eq(outbox.tenantId, tenantId), gt(outbox.seq, sql`coalesce(${cursor(tenantId, consumer)}, 0)`)))
    .orderBy(asc(outbox.seq))
    .limit(limit),
);

/** Hits no row when another worker moved the cursor meanwhile. */
export const moveCursor = prepared(
  (tenantId: Slot<string>, consumer: Slot<string>, from: Slot<number>, to: Slot<number>) =>
    q
      .insert(outboxCursors)
      .values({ tenantId, consumer, seq: to })
      .onConflictDoUpdate({
        target: [outboxCursors.tenantId, outboxCursors.consumer],
        set: { seq: sql`${to}` },
        setWhere: eq(outboxCursors.seq, from),
      }),
);

/** Drops up to `limit` events that are old enough and that every consumer has read. */
export const pruneOutbox = (ctx: Ctx, limit: number) =>
  q.delete(outbox).where(
    and(
      eq(outbox.tenantId, ctx.tenant.id),
      sql`${outbox.seq} in (
        select seq from outbox where tenant_id = ${ctx.tenant.id} order by seq limit ${limit})`,
      sql`${outbox.seq} <= (select min(seq) from outbox_cursors where tenant_id = ${ctx.tenant.id})`,
      sql`${outbox.occurredAt} < ${plusSeconds(ctx.now, -KEPT_SECONDS)}`,
    ),
  );

/** Tenants of a whole shard with events that one of these consumers has not read: their nudge was lost, or is on its way. */
export const tenantsBehind = (shard: ShardDb, consumers: readonly string[], limit: number) => {
  const oldestCursor = shard
    .select({ seq: sql`case when count(*) < ${consumers.length} then 0 else min(${outboxCursors.seq}) end` })
    .from(outboxCursors)
    .where(and(eq(outboxCursors.tenantId, sequences.tenantId), inArray(outboxCursors.consumer, [...consumers])));
  return shard
    .select({ tenantId: sequences.tenantId })
    .from(sequences)
    .innerJoin(tenantState, and(eq(tenantState.tenantId, sequences.tenantId), eq(tenantState.state, "active")))
    .where(and(eq(sequences.entity, "event"), gt(sequences.lastId, sql`${oldestCursor}`)))
    .limit(limit);
};

/** The oldest event that is still kept; undefined when none is. */
export const oldestSeq = (ctx: Ctx) =>
  first(
    q
      .select({ seq: outbox.seq })
      .from(outbox)
      .where(eq(outbox.tenantId, ctx.tenant.id))
      .orderBy(asc(outbox.seq))
      .limit(1),
  );

/** Where to begin among the events that are kept: after a number, or at the oldest. */
export type Section = {
  after: number | undefined;
  /** How many numbers at most are looked at. */
  span: number;
  types?: readonly string[] | undefined;
  /** Only events of this thing, by an index of their own, so that all of them are looked at. */
  of?: { entity: string; entityId: string } | undefined;
  limit: number;
};

/** The next events, oldest first. However few of them fit, no more than `span` rows are read. */
export function eventsIn(ctx: Ctx, { after, span, types, of, limit }: Section) {
  const id = ctx.tenant.id;
  const [start, started] =
    after === undefined ? ["(select coalesce(min(seq), 1) - 1 from outbox where tenant_id = ?)", [id]] : ["?", [after]];
  const place = of
    ? {
        text: `indexed by outbox_by_entity where tenant_id = ? and entity = ? and entity_id = ? and seq > ${start}`,
        params: [id, of.entity, of.entityId, ...started],
      }
    : {
        text: `where tenant_id = ? and seq > ${start} and seq <= ${start} + ?`,
        params: [id, ...started, ...started, span],
      };
  // a list of values would be read row by row, and billed
  const ofTypes = types
    ? { text: " and instr(?, ',' || type || ',') > 0", params: [`,${types.join()},`] }
    : { text: "", params: [] };
  return selectFrom(outbox, {
    text: `${place.text}${ofTypes.text} order by seq limit ?`,
    params: [...place.params, ...ofTypes.params, limit],
  });
}

const API_VERSION = "v1";
type ToldEvent = Omit<OutboxEvent, "entity" | "entityId" | "previous"> & { previous?: string | null };

/** An event as every receiver gets it, by webhook, feed and stream: JSON text. */
export const eventText = ({ id, type, occurredAt, tenantId, seq, data, previous = null }: ToldEvent): string =>
  `{"id":"${id}","type":"${type}","timestamp":"${occurredAt}","tenant_id":"${tenantId}","sequence":${seq},"api_version":"${API_VERSION}","data":${data}${previous === null ? "" : `,"previous":${previous}`}}`;

const after = prepared(
  (tenantId: Slot<string>, seq: Slot<number>, area: Slot<string>, types: Slot<string>, limit: Slot<number>) =>
    q
      .select()
      .from(outbox)
      .where(
        and(
          eq(outbox.tenantId, tenantId),
          gt(outbox.seq, seq),
          or(sql`${outbox.type} glob ${area} || '*'`, sql`${outbox.type} in (select value from json_each(${types}))`),
        ),
      )
      .orderBy(asc(outbox.seq))
      .limit(limit),
);
/** The next events of one area (`dispatch.` ...) and of some types beside it after a number that the caller keeps, oldest first. */
export const eventsAfter = (ctx: Ctx, seq: number, { area, types }: { area: string; types: string[] }, limit: number) =>
  after(ctx, seq, area, JSON.stringify(types), limit);
