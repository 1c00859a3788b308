import { and, eq, lte, sql } from "drizzle-orm";
import { actorName, type Ctx } from "#/ctx.ts";
import { AppError, changedMeanwhile } from "#/kernel/errors.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import { newId } from "#/kernel/ids.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { withRetry } from "../retry.ts";
import { first, q, type Statement } from "./client.ts";
import { answerFromStore, principalOf, storedAnswer, tenantMoving } from "./load.ts";
import { auditLog, idempotencyKeys, must as mustTable, outbox, sequences, tenantState } from "./schema/core.ts";

/** How long an Idempotency-Key is remembered (spec: Record a Sale). */
export const IDEMPOTENCY_SECONDS = 24 * 3600;

export type Guard = { must: AppError };
/** Directly after a write: if that write hit no row, the whole batch is undone and this is thrown. */
export const must = (refusal: AppError): Guard => ({ must: refusal });

/** Refuses with 412 when the caller's If-Match names another version than the one that was loaded. */
export function assertVersion(ctx: Ctx, entity: string, row: { id: number; version: number }): void {
  if (ctx.ifMatch !== undefined && ctx.ifMatch !== row.version) throw changedMeanwhile(entity, row.id, true);
}

/** `must` for an update that names the loaded version: somebody else was faster. */
export const mustBeCurrent = (ctx: Ctx, entity: string, id: number): Guard =>
  must(changedMeanwhile(entity, id, ctx.ifMatch !== undefined));

export type Commit<R> = {
  /** In order; a `must(...)` belongs to the statement right before it. */
  writes: readonly (Statement | Guard)[];
  events?: readonly DomainEvent[];
  /** What the audit log keeps: the business' verb, the thing, and what changed. */
  audit: { action: string; entity: string; id: string | number; changes?: Record<string, unknown> };
  /** What the caller answers; stored under the Idempotency-Key, if there is one. */
  result: R;
  /** The batch that opens a tenant on its shard: the first of all, so there is no state yet to guard on. */
  opensTenant?: boolean;
  /** Refusals by the constraint that a write may violate: `items.tenant_id, items.sku` or a CHECK's name. */
  refusals?: Record<string, AppError>;
};

/**
 * The one way to write: idempotency record, writes with their guards, events and audit row in a single batch, which is one
 * transaction. All of it happens, or none. A lost answer is repeated safely, since the audit row's id is made here.
 */
export async function commit<R>(
  ctx: Ctx,
  { writes, events = [], audit, result, opensTenant = false, refusals = {} }: Commit<R>,
): Promise<R> {
  const auditId = newId("aud");
  const guards = new Map(
    writes.flatMap((write) => ("must" in write ? [[write.must.reason, write.must] as const] : [])),
  );
  const batch = [
    ...rememberKey(ctx, result),
    opensTenant ? q.insert(tenantState).values({ tenantId: ctx.tenant.id, state: "active" }) : guardTenant(ctx),
    ...writes.map((write) => ("must" in write ? ifNothingChanged(write.must.reason) : write)),
    ...logEvents(ctx, events),
    q.insert(auditLog).values({
      tenantId: ctx.tenant.id,
      id: auditId,
      at: ctx.now,
      actor: actorName(ctx.actor),
      action: audit.action,
      entity: audit.entity,
      entityId: String(audit.id),
      requestId: ctx.requestId,
      changes: audit.changes ?? null,
    }),
  ] as unknown as [Statement, ...Statement[]];
  try {
    await withRetry(
      () => ctx.db.batch(batch).then(() => true),
      () => isCommitted(ctx, auditId),
    );
  } catch (error) {
    throw await refusalOf(ctx, error, guards, refusals);
  }
  if (events.length > 0) ctx.announce();
  return result;
}

/** First in the batch, so that a second request with the key fails here and not on a guard behind it. */
function rememberKey(ctx: Ctx, result: unknown) {
  if (!ctx.idempotency) return [];
  const { key, fingerprint, status, serialize } = ctx.idempotency;
  const row = { tenantId: ctx.tenant.id, principal: principalOf(ctx), key };
  return [
    q
      .delete(idempotencyKeys)
      .where(
        and(
          eq(idempotencyKeys.tenantId, row.tenantId),
          eq(idempotencyKeys.principal, row.principal),
          eq(idempotencyKeys.key, key),
          lte(idempotencyKeys.expiresAt, ctx.now),
        ),
      ),
    q.insert(idempotencyKeys).values({
      ...row,
      fingerprint,
      status,
      body: serialize(result),
      expiresAt: plusSeconds(ctx.now, IDEMPOTENCY_SECONDS),
    }),
  ];
}

const TENANT_CLOSED = "tenant.closed";
/** No stale isolate or token may write to a shard that the tenant has left. */
const guardTenant = (ctx: Ctx) =>
  q
    .insert(mustTable)
    .select(
      sql`select ${TENANT_CLOSED} where not exists (select 1 from tenant_state where tenant_id = ${ctx.tenant.id} and state = 'active')`,
    );

const ifNothingChanged = (reason: string) => q.insert(mustTable).select(sql`select ${reason} where changes() = 0`);

/** The events get the tenant's next numbers inside this same transaction: the order of `seq` is the order of commits, without gaps. */
function logEvents(ctx: Ctx, events: readonly DomainEvent[]) {
  if (events.length === 0) return [];
  const tenantId = ctx.tenant.id;
  const rows = JSON.stringify(events.map(({ type, data }) => ({ id: newId("evt"), type, data: JSON.stringify(data) })));
  const next = sql`${sequences.lastId} + ${events.length}`;
  return [
    q
      .insert(sequences)
      .values({ tenantId, entity: "event", lastId: events.length })
      .onConflictDoUpdate({ target: [sequences.tenantId, sequences.entity], set: { lastId: next } }),
    q.insert(outbox).select(sql`
      select ${tenantId}, s.last_id - ${events.length} + e.key + 1, e.value ->> 'id', e.value ->> 'type', e.value ->> 'data', ${ctx.now}
      from json_each(${rows}) e join sequences s on s.tenant_id = ${tenantId} and s.entity = 'event'`),
  ];
}

async function isCommitted(ctx: Ctx, auditId: string): Promise<true | undefined> {
  const [row] = await ctx.db.batch([
    first(
      q
        .select({ id: auditLog.id })
        .from(auditLog)
        .where(and(eq(auditLog.tenantId, ctx.tenant.id), eq(auditLog.id, auditId))),
    ),
  ]);
  return row ? true : undefined;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.message} ${messageOf(error.cause)}` : "";

/** What a failed batch means: the guard that fired, the constraint that was violated, or the key that was already used. */
async function refusalOf(
  ctx: Ctx,
  error: unknown,
  guards: Map<string, AppError>,
  refusals: Record<string, AppError>,
): Promise<unknown> {
  const message = messageOf(error);
  if (message.includes("idempotency_keys.key")) return await lostRace(ctx);
  const reason = /D1_ERROR: ([\w.-]+): SQLITE_CONSTRAINT/.exec(message)?.[1];
  if (reason === TENANT_CLOSED) return tenantMoving();
  const constraint = /constraint failed: ([\w., ]+?)(?:: SQLITE|$|\s*$)/.exec(message)?.[1];
  return (reason && guards.get(reason)) ?? (constraint && refusals[constraint]) ?? error;
}

/** Two requests with one key at the same moment: the other one was carried out, so its answer is ours too. */
async function lostRace(ctx: Ctx): Promise<unknown> {
  if (!ctx.idempotency) return undefined;
  const [stored] = await ctx.db.batch([storedAnswer(ctx, ctx.idempotency.key)]);
  try {
    answerFromStore(ctx, stored);
  } catch (answer) {
    return answer;
  }
  return new AppError(
    "conflict",
    "idempotency.in_progress",
    "A request with this Idempotency-Key is being carried out. Send it again.",
    { retryAfter: 1 },
  );
}
