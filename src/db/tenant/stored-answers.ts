import { and, eq, lte } from "drizzle-orm";
import { actorName } from "#/actor.ts";
import type { Ctx, Idempotency } from "#/ctx.ts";
import { AppError } from "#/kernel/errors.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { withRetry } from "../retry.ts";
import { first, mapped, q, type Statement } from "./client.ts";
import { entrance } from "./entrance.ts";
import { insertInto, prepared, type Slot } from "./prepared.ts";
import { idempotencyKeys } from "./tables.ts";

// The answers under Idempotency-Keys. A key's row is written in the same transaction as what the request does (architecture.md 7).

/** How long a key is remembered (spec: Record a Sale). */
const KEPT_SECONDS = 24 * 3600;

/** The stored answer to a request that was already carried out under the same Idempotency-Key. */
export class Replay extends Error {
  readonly status: number;
  readonly body: string;
  constructor(stored: { status: number; body: string }) {
    super("replay");
    this.status = stored.status;
    this.body = stored.body;
  }
}

export const keyReused = () =>
  new AppError(
    "invalid",
    "idempotency.key_reused",
    "This Idempotency-Key was used for a different request. Use a new key for a new request.",
  );
export const keyInProgress = () =>
  new AppError(
    "conflict",
    "idempotency.in_progress",
    "A request with this Idempotency-Key is being carried out. Send it again.",
    { retryAfter: 1 },
  );

/** Keys of two principals never meet. All strangers of a tenant are one: their fingerprints hold what only one of them knows. */
const principalOf = ({ actor }: Ctx): string =>
  actor.kind === "anonymous" || actor.kind === "system" ? actor.kind : actorName(actor);

/** In a load batch: throws the stored answer as a `Replay`, or 422 when the key was used for something else. */
export const replayStored = (ctx: Ctx, { key, fingerprint }: Idempotency) =>
  mapped(answerUnder(ctx, principalOf(ctx), key), (stored) => {
    if (!stored || stored.expiresAt <= ctx.now) return;
    if (stored.fingerprint !== fingerprint) throw keyReused();
    throw new Replay(stored);
  });

const answerUnder = prepared((tenantId: Slot<string>, principal: Slot<string>, key: Slot<string>) =>
  first(
    q
      .select({
        fingerprint: idempotencyKeys.fingerprint,
        status: idempotencyKeys.status,
        body: idempotencyKeys.body,
        expiresAt: idempotencyKeys.expiresAt,
      })
      .from(idempotencyKeys)
      .where(
        and(
          eq(idempotencyKeys.tenantId, tenantId),
          eq(idempotencyKeys.principal, principal),
          eq(idempotencyKeys.key, key),
        ),
      ),
  ),
);

/** The statements that store an answer. First in a batch: a second request with the key fails here and not on a guard behind it. */
export async function storeAnswer(ctx: Ctx, idempotency: Idempotency, body: string): Promise<Statement[]> {
  const { key, fingerprint, status, protect } = idempotency;
  const principal = principalOf(ctx);
  return [
    dropExpired(ctx, principal, key, ctx.now),
    insertKey({
      tenantId: ctx.tenant.id,
      principal,
      key,
      fingerprint,
      status,
      body: await protect(body),
      expiresAt: plusSeconds(ctx.now, KEPT_SECONDS),
    }),
  ];
}

const insertKey = insertInto(idempotencyKeys);
const dropExpired = prepared((tenantId: Slot<string>, principal: Slot<string>, key: Slot<string>, now: Slot<Instant>) =>
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

/** The column that `storeAnswer` violates when another request with the key was faster. */
export const isKeyTaken = (constraint: string | undefined): boolean =>
  constraint?.includes("idempotency_keys.key") ?? false;

/** Two requests with one key at the same moment: the other one was carried out, and its answer is the answer. */
export async function answerOfOther(ctx: Ctx, idempotency: Idempotency): Promise<unknown> {
  try {
    await withRetry(() => ctx.db.batch([entrance(ctx, true), replayStored(ctx, idempotency)]));
  } catch (answer) {
    return answer;
  }
  return keyInProgress();
}
