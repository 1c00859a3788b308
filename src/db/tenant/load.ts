import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { AppError } from "#/kernel/errors.ts";
import type { Instant } from "#/kernel/time.ts";
import { withRetry } from "../retry.ts";
import { first, q, type Results, type Statement, type Statements } from "./client.ts";
import { prepared, type Slot } from "./prepared.ts";
import { idempotencyKeys, type TenantState, tenantState } from "./schema/core.ts";
import { sessions } from "./schema/identity.ts";

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

export const sessionEnded = () =>
  new AppError("unauthorized", "auth.session_ended", "This session has ended. Sign in again.", {
    headers: { "WWW-Authenticate": "Bearer" },
  });

/** Reads in one trip, with the tenant's state and the caller's session checked in the same batch. */
export const read = <T extends Statements>(ctx: Ctx, statements: T): Promise<Results<[...T]>> =>
  run(ctx, statements, false);

/** As `read`, for a write to come: refused while the tenant moves, and answered from the store when the key was used before. */
export const load = <T extends Statements>(ctx: Ctx, statements: T): Promise<Results<[...T]>> =>
  run(ctx, statements, true);

/** For what reads no row of the tenant: only the checks that `read` makes. */
export const checkCaller = async (ctx: Ctx): Promise<void> => {
  await run(ctx, [], false);
};

async function run<T extends readonly Statement[]>(
  ctx: Ctx,
  statements: T,
  forWrite: boolean,
): Promise<Results<[...T]>> {
  const stored = forWrite && ctx.idempotency ? [storedAnswer(ctx, ctx.idempotency.key)] : [];
  const batch: [Statement, ...Statement[]] = [gate(ctx), ...stored, ...statements];
  const [entrance, ...rest] = (await withRetry(() => ctx.db.batch(batch))) as [
    { state: TenantState; live: number } | undefined,
    ...unknown[],
  ];
  assertOpen(ctx, entrance, forWrite);
  if (stored.length > 0) answerFromStore(ctx, rest.shift() as StoredAnswer | undefined);
  return rest as Results<[...T]>; // safe: the results of our own statements were taken off
}

const gate = (ctx: Ctx) =>
  ctx.actor.kind === "user" ? gateOfSession(ctx, ctx.actor.sessionId, ctx.now) : gateOfTenant(ctx);

const gateWith = (tenantId: Slot<string>, live: SQL<number>) =>
  first(
    q
      .select({ state: tenantState.state, live: live.as("live") })
      .from(tenantState)
      .where(eq(tenantState.tenantId, tenantId)),
  );
const gateOfTenant = prepared((tenantId: Slot<string>) => gateWith(tenantId, sql`1`));
const gateOfSession = prepared((tenantId: Slot<string>, sessionId: Slot<string>, now: Slot<Instant>) => {
  const live = q
    .select({ n: sql`1` })
    .from(sessions)
    .where(
      and(
        eq(sessions.tenantId, tenantId),
        eq(sessions.id, sessionId),
        isNull(sessions.endedAt),
        gt(sessions.expiresAt, now),
      ),
    );
  return gateWith(tenantId, sql`exists ${live}`);
});

export const tenantSuspended = () =>
  new AppError("forbidden", "tenant.suspended", "This business is suspended. Contact support.");
export const tenantMoving = () =>
  new AppError(
    "unavailable",
    "tenant.moving",
    "This business is being moved to another database. Try again in a moment.",
    { retryAfter: 2 },
  );

function assertOpen(ctx: Ctx, entrance: { state: TenantState; live: number } | undefined, forWrite: boolean): void {
  if (!entrance || entrance.state === "moved" || (forWrite && entrance.state === "moving")) throw tenantMoving();
  if (entrance.state === "suspended" && ctx.actor.kind !== "system") throw tenantSuspended();
  if (!entrance.live) throw sessionEnded();
}

type StoredAnswer = Pick<typeof idempotencyKeys.$inferSelect, "fingerprint" | "status" | "body" | "expiresAt">;

export const principalOf = (ctx: Ctx): string =>
  ctx.actor.kind === "user" ? `user:${ctx.actor.userId}` : ctx.actor.kind;

export const storedAnswer = (ctx: Ctx, key: string) => answerUnder(ctx, principalOf(ctx), key);

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

/** Throws the stored answer, or 422 when the key was used for something else. Returns when the key is free. */
export function answerFromStore(ctx: Ctx, stored: StoredAnswer | undefined): void {
  if (!stored || stored.expiresAt <= ctx.now) return;
  if (stored.fingerprint !== ctx.idempotency?.fingerprint)
    throw new AppError(
      "invalid",
      "idempotency.key_reused",
      "This Idempotency-Key was used for a different request. Use a new key for a new request.",
    );
  throw new Replay(stored);
}
