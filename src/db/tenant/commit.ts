import { and, eq, lte, sql } from "drizzle-orm";
import { actorName, type Ctx } from "#/ctx.ts";
import { AppError, changedMeanwhile } from "#/kernel/errors.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import { newId } from "#/kernel/ids.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { withRetry } from "../retry.ts";
import { first, q, type Statement } from "./client.ts";
import { answerFromStore, guardTenant, isTenantClosed, principalOf, storedAnswer, whyClosed } from "./load.ts";
import { insertInto, prepared, type Slot } from "./prepared.ts";
import { auditLog, idempotencyKeys, must as mustTable, outbox, sequences, tenantState } from "./schema/core.ts";

/** How long an Idempotency-Key is remembered (spec: Record a Sale). */
export const IDEMPOTENCY_SECONDS = 24 * 3600;

export type Guard = { must: AppError };
/** Directly after a write: if that write hit no row, the whole batch is undone and this is thrown. */
export const must = (refusal: AppError): Guard => ({ must: refusal });

/** Refuses with 412 when the caller's If-Match names another version than the one that was loaded. */
export function assertVersion(ctx: Ctx, entity: string, row: { id: string | number; version: number }): void {
  if (ctx.ifMatch !== undefined && ctx.ifMatch !== row.version) throw changedMeanwhile(entity, row.id, true);
}

/** `must` for an update that names the loaded version: somebody else was faster. */
export const mustBeCurrent = (ctx: Ctx, entity: string, id: string | number): Guard =>
  must(changedMeanwhile(entity, id, ctx.ifMatch !== undefined));

export type Commit<R> = {
  /** In order; a `must(...)` belongs to the statement right before it. */
  writes: readonly (Statement | Guard)[];
  events?: readonly DomainEvent[];
  /** There is work for the consumers even without events: a mail to send. */
  announce?: boolean;
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
  { writes, events = [], announce = events.length > 0, audit, result, opensTenant = false, refusals = {} }: Commit<R>,
): Promise<R> {
  const auditId = newId("aud");
  const batch = [
    ...(await rememberKey(ctx, result)),
    opensTenant ? insertState({ tenantId: ctx.tenant.id, state: "active" }) : guardTenant(ctx),
    ...writes.map((write) => asStatement(ctx, write)),
    ...logEvents(ctx, events),
    insertAudit({
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
    throw await refusalOf(ctx, error, guardsOf(writes), refusals);
  }
  if (announce) ctx.announce();
  return result;
}

/**
 * What machines note about their own work (cursors, leases, attempts): guarded and in one transaction like a commit, but nobody's act, so
 * without audit row, events and idempotency record. When the answer is lost it is repeated, so a guard must refuse the second time.
 */
export async function note(ctx: Ctx, writes: Writes): Promise<void> {
  const batch = [guardTenant(ctx), ...writes.map((write) => asStatement(ctx, write))] as unknown as [
    Statement,
    ...Statement[],
  ];
  try {
    await withRetry(() => ctx.db.batch(batch).then(() => true));
  } catch (error) {
    throw await refusalOf(ctx, error, guardsOf(writes), {});
  }
}

type Writes = Commit<never>["writes"];
const asStatement = (ctx: Ctx, write: Writes[number]) =>
  "must" in write ? ifNothingChanged(ctx, write.must.reason) : write;
const guardsOf = (writes: Writes) =>
  new Map(writes.flatMap((write) => ("must" in write ? [[write.must.reason, write.must] as const] : [])));

/** First in the batch, so that a second request with the key fails here and not on a guard behind it. */
async function rememberKey(ctx: Ctx, result: unknown) {
  if (!ctx.idempotency) return [];
  const { key, fingerprint, status, serialize } = ctx.idempotency;
  const row = { tenantId: ctx.tenant.id, principal: principalOf(ctx), key };
  return [
    forgetExpired(ctx, row.principal, key, ctx.now),
    insertKey({
      ...row,
      fingerprint,
      status,
      body: await serialize(result),
      expiresAt: plusSeconds(ctx.now, IDEMPOTENCY_SECONDS),
    }),
  ];
}

const forgetExpired = prepared(
  (tenantId: Slot<string>, principal: Slot<string>, key: Slot<string>, now: Slot<Instant>) =>
    q
      .delete(idempotencyKeys)
      .where(
        and(
          eq(idempotencyKeys.tenantId, tenantId),
          eq(idempotencyKeys.principal, principal),
          eq(idempotencyKeys.key, key),
          lte(idempotencyKeys.expiresAt, now),
        ),
      ),
);
const insertKey = insertInto(idempotencyKeys);
const insertState = insertInto(tenantState);
const insertAudit = insertInto(auditLog);

const ifNothingChanged = prepared((_tenantId: Slot<string>, reason: Slot<string>) =>
  q.insert(mustTable).select(sql`select ${reason} where changes() = 0`),
);

/** The events get the tenant's next numbers inside this same transaction: the order of `seq` is the order of commits, without gaps. */
function logEvents(ctx: Ctx, events: readonly DomainEvent[]) {
  if (events.length === 0) return [];
  const rows = events.map(({ type, data }) => ({ id: newId("evt"), type, data: JSON.stringify(data) }));
  return [takeNumbers(ctx, rows.length), appendEvents(ctx, rows.length, JSON.stringify(rows), ctx.now)];
}

const takeNumbers = prepared((tenantId: Slot<string>, n: Slot<number>) =>
  q
    .insert(sequences)
    .values({ tenantId, entity: "event", lastId: n })
    .onConflictDoUpdate({
      target: [sequences.tenantId, sequences.entity],
      set: { lastId: sql`${sequences.lastId} + ${n}` },
    }),
);

const appendEvents = prepared((tenantId: Slot<string>, n: Slot<number>, rows: Slot<string>, now: Slot<Instant>) =>
  q.insert(outbox).select(sql`
    select ${tenantId}, s.last_id - ${n} + e.key + 1, e.value ->> 'id', e.value ->> 'type', e.value ->> 'data', ${now}
    from json_each(${rows}) e join sequences s on s.tenant_id = ${tenantId} and s.entity = 'event'`),
);

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
  if (isTenantClosed(error)) return await whyClosed(ctx);
  const reason = /D1_ERROR: ([\w.-]+): SQLITE_CONSTRAINT/.exec(message)?.[1];
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
