import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { plusSeconds } from "#/kernel/time.ts";
import type { ShardDb } from "../shards.ts";
import { first, q } from "./client.ts";
import { outbox, outboxCursors, sequences, tenantState } from "./schema/core.ts";

// The reading side of the outbox: each consumer keeps a cursor of its own and takes what lies after it, in order.

export type OutboxEvent = typeof outbox.$inferSelect;

/** How long events are kept, so that a live board can resume. */
const KEPT_SECONDS = 7 * 24 * 3600;

/** Number of the tenant's last event; no row before the first. What stands in the same batch contains all events up to it. */
export const findLastSeq = (ctx: Ctx) =>
  first(
    q
      .select({ seq: sequences.lastId })
      .from(sequences)
      .where(and(eq(sequences.tenantId, ctx.tenant.id), eq(sequences.entity, "event"))),
  );

const mine = (ctx: Ctx, consumer: string) =>
  and(eq(outboxCursors.tenantId, ctx.tenant.id), eq(outboxCursors.consumer, consumer));

/** The consumer's cursor; no row means that it has read nothing yet. */
export const findCursor = (ctx: Ctx, consumer: string) =>
  first(q.select({ seq: outboxCursors.seq }).from(outboxCursors).where(mine(ctx, consumer)));

/** The next events after the consumer's cursor, oldest first. */
export const listEventsAfterCursor = (ctx: Ctx, consumer: string, limit: number) => {
  const cursor = q.select({ seq: outboxCursors.seq }).from(outboxCursors).where(mine(ctx, consumer));
  return q
    .select()
    .from(outbox)
    .where(and(eq(outbox.tenantId, ctx.tenant.id), gt(outbox.seq, sql`coalesce(${cursor}, 0)`)))
    .orderBy(asc(outbox.seq))
    .limit(limit);
};

/** Hits no row when another worker moved the cursor meanwhile. */
export const moveCursor = (ctx: Ctx, consumer: string, from: number, to: number) =>
  q
    .insert(outboxCursors)
    .values({ tenantId: ctx.tenant.id, consumer, seq: to })
    .onConflictDoUpdate({
      target: [outboxCursors.tenantId, outboxCursors.consumer],
      set: { seq: to },
      setWhere: eq(outboxCursors.seq, from),
    });

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

/** Businesses of a whole shard with events that the consumer has not read: their nudge was lost, or is just on its way. */
export const listTenantsBehind = (shard: ShardDb, consumer: string, limit: number) =>
  shard
    .select({ tenantId: sequences.tenantId })
    .from(sequences)
    .innerJoin(tenantState, and(eq(tenantState.tenantId, sequences.tenantId), eq(tenantState.state, "active")))
    .leftJoin(outboxCursors, and(eq(outboxCursors.tenantId, sequences.tenantId), eq(outboxCursors.consumer, consumer)))
    .where(and(eq(sequences.entity, "event"), gt(sequences.lastId, sql`coalesce(${outboxCursors.seq}, 0)`)))
    .limit(limit)
    .all();

/** The oldest event that is still kept; undefined when none is. */
export const findOldestSeq = (ctx: Ctx) =>
  first(
    q
      .select({ seq: outbox.seq })
      .from(outbox)
      .where(eq(outbox.tenantId, ctx.tenant.id))
      .orderBy(asc(outbox.seq))
      .limit(1),
  );

/** The next events of one area (`dispatch.` ...) after a number that the caller keeps himself, oldest first. */
export const listEventsAfter = (ctx: Ctx, seq: number, area: string, limit: number) =>
  q
    .select()
    .from(outbox)
    .where(and(eq(outbox.tenantId, ctx.tenant.id), gt(outbox.seq, seq), sql`${outbox.type} glob ${`${area}*`}`))
    .orderBy(asc(outbox.seq))
    .limit(limit);
