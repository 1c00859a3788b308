import { and, eq, sql } from "drizzle-orm";
import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import type { AppError } from "#/kernel/errors.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import { newId } from "#/kernel/ids.ts";
import { withRetry } from "../retry.ts";
import { merged } from "./bulk.ts";
import { q, type Statement, type Statements } from "./client.ts";
import { guardEntrance, whyClosed } from "./entrance.ts";
import { abortIfUnchanged, firedGuard, type Guard, guardOpen, isWrongState, violatedConstraint } from "./guards.ts";
import { appendEvents, eventRows, newsOf } from "./outbox.ts";
import { insertInto } from "./prepared.ts";
import { nextId } from "./sequences.ts";
import { answerOfOther, isKeyTaken, storeAnswer } from "./stored-answers.ts";
import { auditLog, type Changes, tenantState } from "./tables.ts";
import { holdsAny, idsFrom, settled, settledText, type TakenId, withTakenIds } from "./taken-ids.ts";

export type Write = Statement | Guard;

/** What one table, or another domain, puts into a commit. */
export type Part = {
  /** In order; a `must(...)` belongs to the statement right before it. */
  writes: readonly Write[];
  events?: readonly DomainEvent[];
  /** Refusals by the constraint that a write may violate: `items.tenant_id, items.sku` or a CHECK's name. */
  refusals?: Record<string, AppError>;
  /** The id of its new row is a stand-in, and this commit takes it. */
  takes?: TakenId;
  /** The relay has work even without events: a mail to send. */
  wakes?: boolean;
  /** Takes rights away, or may do so: the live board reads the rights of its viewers again. */
  endsRights?: boolean;
};

/** What the audit log keeps of a part: the thing, and what changed of it. */
export type Audited = { entity: string; id: string | number; changes: Changes | null };
export type AuditedPart = Part & { audited: Audited };

type Details = Record<string, unknown>;
/** The audit entry: the business' verb and the thing, named or taken from the part that changes it. */
export type Audit =
  | { action: string; of: AuditedPart; details?: Details }
  | { action: string; entity: string; id: string | number; changes?: Changes; details?: Details };

/** Parts and single writes in their order; absent ones are left out. */
export type Parts = readonly (Part | Write | false | null | undefined)[];

export type Commit<R> = {
  parts: Parts;
  events?: readonly DomainEvent[];
  /** One entry, or one for each of several things. */
  audit: Audit | readonly Audit[];
  /** What the caller answers; stored under the Idempotency-Key, if there is one. */
  result: R;
  /** The batch that opens a tenant on its shard: the first of all, so there is no state yet to guard on. */
  opensTenant?: boolean;
};

/**
 * The one way to write: idempotency record, writes with their guards, events and audit entry in a single batch, which is one
 * transaction. All of it happens, or none. A lost answer is repeated safely: the id of the audit entry shows whether it happened.
 */
export async function commit<R>(ctx: Ctx, { result, ...work }: Commit<R>): Promise<R> {
  const { idempotency } = ctx.asked;
  const body = idempotency?.serialize(result);
  const stored = idempotency && body !== undefined ? await storeAnswer(ctx, idempotency, body) : [];
  const ids = await run(ctx, stored, work);
  const answer = ids.size > 0 ? settled(result, ids) : result;
  if (idempotency && body !== undefined) idempotency.stored = settledText(body, ids);
  return answer;
}

/**
 * Writes a fact beside the answer: a wrong password, a lease, a cursor. Guarded and in one transaction like a commit, but stored under no
 * Idempotency-Key. Without an audit entry nothing shows whether a lost batch happened, so a guard must refuse the second time.
 */
export const record = async (ctx: Ctx, work: Recorded): Promise<void> => {
  await run(ctx, [], work);
};
type Recorded = Pick<Commit<void>, "parts" | "events"> & { audit?: Audit | readonly Audit[] };

/** Stores the answer of a write that changed nothing, so that its Idempotency-Key is remembered too. */
export async function storeUnchanged(ctx: Ctx, result: unknown): Promise<void> {
  const { idempotency } = ctx.asked;
  if (!idempotency || idempotency.stored !== undefined) return;
  const body = idempotency.serialize(result);
  await run(ctx, await storeAnswer(ctx, idempotency, body), { parts: [] });
  idempotency.stored = body;
}

type Work = Recorded & Pick<Commit<void>, "opensTenant">;

/** Answers the ids that it took, by their stand-ins. */
async function run(
  ctx: Ctx,
  stored: readonly Statement[],
  { parts, audit = [], opensTenant, ...more }: Work,
): Promise<Map<number, number>> {
  const whole = wholeParts(parts);
  const writes = whole.flatMap((part) => part.writes);
  const taken = whole.flatMap((part) => part.takes ?? []);
  const events = [...whole.flatMap((part) => part.events ?? []), ...(more.events ?? [])];
  const rows = eventRows(ctx, events);
  const entries = [audit].flat().map((entry) => auditEntry(ctx, entry));
  const changes = [
    ...stored,
    opensTenant
      ? insertState({ tenantId: ctx.tenant.id, state: "active" })
      : taken.length > 0
        ? guardEntrance(ctx) // nothing was loaded, so nobody has asked yet
        : guardOpen(ctx),
    ...writes.map((write, i) => ("must" in write ? abortIfUnchanged(ctx, guardName(i)) : write)),
  ];
  const statements = [...changes, ...appendEvents(ctx, rows), ...merged(ctx, entries.map(insertAudit))];
  const batch = [
    ...taken.map(({ sequence }) => nextId(ctx, sequence)),
    ...(taken.length > 0 ? statements.map((statement) => withTakenIds(ctx, statement, taken)) : statements),
  ] as unknown as Statements; // never empty: the guard is in it
  const took = (answers: readonly unknown[]): Taken => ({
    ids: new Map(taken.map(({ standIn }, i) => [standIn, Number(answers[i])])),
    lastSeq: rows.length > 0 ? Number(answers[taken.length + changes.length]) : undefined,
  });
  // what tells, after a lost answer, that the commit happened, and which ids it took
  const told = entries.filter((entry, i) => i === 0 || holdsAny(entry, taken));
  try {
    const { ids, lastSeq } = await withRetry(
      () => ctx.db.batch(batch).then(took),
      told.length > 0 ? async () => await idsOfCommitted(ctx, told, taken) : undefined,
    );
    const endsRights = whole.some((part) => part.endsRights);
    const news = lastSeq === undefined ? undefined : newsOf(ctx, rows, lastSeq, (data) => settledText(data, ids));
    if (rows.length > 0 || endsRights || whole.some((part) => part.wakes)) ctx.announce(endsRights, news);
    return ids;
  } catch (error) {
    throw await refusalOf(ctx, error, writes, whole);
  }
}

/** What a commit took: ids by their stand-ins, and the number of its last event; after a lost answer only the ids are known. */
type Taken = { ids: Map<number, number>; lastSeq?: number | undefined };

/** The parts of many things as one part, with few statements. */
export function together(ctx: Ctx, parts: Parts): Part {
  const whole = wholeParts(parts);
  return {
    writes: merged(
      ctx,
      whole.flatMap(({ writes }) => writes),
    ),
    events: whole.flatMap(({ events = [] }) => events),
    refusals: Object.assign({}, ...whole.map(({ refusals }) => refusals)),
    wakes: whole.some(({ wakes }) => wakes),
    endsRights: whole.some(({ endsRights }) => endsRights),
  };
}

/** Parts, with each single write as one of its own. */
const wholeParts = (parts: Parts): Part[] =>
  parts.filter(isPresent).map((part) => ("writes" in part ? part : { writes: [part] }));
const isPresent = <T>(part: T | false | null | undefined): part is T => Boolean(part);

// A guard goes by its place among the writes: two guards may refuse with one reason, and each names its own row.
const guardName = (place: number): string => `guard.${place}`;

/** What a failed batch means: the guard that fired, the constraint that was violated, or the key that was already used. */
async function refusalOf(ctx: Ctx, error: unknown, writes: readonly Write[], parts: readonly Part[]): Promise<unknown> {
  if (isWrongState(error)) return await whyClosed(ctx);
  const fired = firedGuard(error);
  const guard = writes.find((write, i): write is Guard => "must" in write && guardName(i) === fired);
  if (guard) return guard.must;
  const constraint = violatedConstraint(error);
  const { idempotency } = ctx.asked;
  if (idempotency && isKeyTaken(constraint)) return await answerOfOther(ctx, idempotency);
  const refusals: Record<string, AppError> = Object.assign({}, ...parts.map((part) => part.refusals));
  return (constraint && refusals[constraint]) ?? error;
}

function auditEntry(ctx: Ctx, audit: Audit): AuditEntry {
  const { entity, id, changes } = "of" in audit ? audit.of.audited : audit;
  return {
    tenantId: ctx.tenant.id,
    id: newId("aud"),
    at: ctx.now,
    actor: actorName(ctx.actor),
    action: audit.action,
    entity,
    entityId: String(id),
    requestId: ctx.requestId,
    changes: changes ?? null,
    details: audit.details ?? null,
  };
}
type AuditEntry = typeof auditLog.$inferSelect;

const insertState = insertInto(tenantState);
const insertAudit = insertInto(auditLog);

/** After a lost answer: what the commit took when its audit entries are there, undefined when they are not. */
async function idsOfCommitted(
  ctx: Ctx,
  entries: readonly AuditEntry[],
  taken: readonly TakenId[],
): Promise<Taken | undefined> {
  const ids = JSON.stringify(entries.map(({ id }) => id));
  const [rows] = await ctx.db.batch([
    q
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.tenantId, ctx.tenant.id), sql`${auditLog.id} in (select value from json_each(${ids}))`)),
  ]);
  const found = new Map((rows as AuditEntry[]).map((row) => [row.id, row]));
  if (found.size === 0) return undefined;
  const stored = entries.map(({ id }) => found.get(id));
  return { ids: idsFrom(JSON.stringify(entries), JSON.stringify(stored), taken) };
}
