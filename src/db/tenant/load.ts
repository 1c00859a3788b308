import { and, eq, gt, isNull, or, type SQL, sql } from "drizzle-orm";
import { actorName, type Ctx } from "#/ctx.ts";
import { AppError } from "#/kernel/errors.ts";
import type { Instant } from "#/kernel/time.ts";
import { forgetTenant } from "../directory.ts";
import { withRetry } from "../retry.ts";
import { first, q, type Results, type Statement, type Statements } from "./client.ts";
import { prepared, type Slot } from "./prepared.ts";
import { idempotencyKeys, must as mustTable, type TenantState, tenantState } from "./schema/core.ts";
import { apiKeys, sessions } from "./schema/identity.ts";

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
  const guard = forWrite ? [guardTenant(ctx)] : []; // ids are handed out in this batch already
  const stored = forWrite && ctx.idempotency ? [storedAnswer(ctx, ctx.idempotency.key)] : [];
  const batch = [...guard, gate(ctx), ...stored, ...statements] as unknown as [Statement, ...Statement[]];
  const results: unknown[] = await withRetry(() => ctx.db.batch(batch)).catch(async (error: unknown) => {
    throw isTenantClosed(error) ? await whyClosed(ctx) : error;
  });
  const [entrance, ...rest] = results.slice(guard.length) as [Entrance | undefined, ...unknown[]];
  const refusal = refusalAt(ctx, entrance, forWrite);
  if (refusal) throw refusal;
  if (stored.length > 0) answerFromStore(ctx, rest.shift() as StoredAnswer | undefined);
  return rest as Results<[...T]>; // safe: the results of our own statements were taken off
}

const TENANT_CLOSED = "tenant.closed";
/** First in every batch that writes: no stale isolate or token may write to a shard that the tenant has left. */
export const guardTenant = prepared((tenantId: Slot<string>) =>
  q
    .insert(mustTable)
    .select(
      sql`select ${TENANT_CLOSED} where not exists (select 1 from tenant_state where tenant_id = ${tenantId} and state = 'active')`,
    ),
);

/** Whether it was `guardTenant` that undid a batch. */
export const isTenantClosed = (error: unknown): boolean =>
  error instanceof Error &&
  (error.message.includes(`${TENANT_CLOSED}: SQLITE_CONSTRAINT`) || isTenantClosed(error.cause));

/** The refusal behind it. Where the tenant is open by now, the same request will pass. */
export async function whyClosed(ctx: Ctx): Promise<AppError> {
  const [entrance] = await ctx.db.batch([gate(ctx)]);
  return refusalAt(ctx, entrance as Entrance | undefined, true) ?? tenantMoving();
}

type Entrance = { state: TenantState; live: number };

function gate(ctx: Ctx) {
  const { actor, now } = ctx;
  if (actor.kind === "user") return gateOfSession(ctx, actor.sessionId, now, actor.tokenMadeAt);
  return actor.kind === "api_key" ? gateOfApiKey(ctx, actor.keyId, now) : gateOfTenant(ctx);
}

const gateWith = (tenantId: Slot<string>, live: SQL<number>) =>
  first(
    q
      .select({ state: tenantState.state, live: live.as("live") })
      .from(tenantState)
      .where(eq(tenantState.tenantId, tenantId)),
  );
const gateOfTenant = prepared((tenantId: Slot<string>) => gateWith(tenantId, sql`1`));
/** 1: go on. 0: the session is over. 2: the access token is older than the user's roles. Null: there is no such session. */
const gateOfSession = prepared(
  (tenantId: Slot<string>, sessionId: Slot<string>, now: Slot<Instant>, tokenMadeAt: Slot<Instant>) => {
    const live = q
      .select({
        n: sql`case when ${sessions.endedAt} is not null or ${sessions.expiresAt} <= ${now} then 0
          when ${sessions.tokensValidFrom} > ${tokenMadeAt} then 2 else 1 end`,
      })
      .from(sessions)
      .where(and(eq(sessions.tenantId, tenantId), eq(sessions.id, sessionId)));
    return gateWith(tenantId, sql`${live}`);
  },
);
const gateOfApiKey = prepared((tenantId: Slot<string>, keyId: Slot<number>, now: Slot<Instant>) => {
  const live = q
    .select({ n: sql`1` })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.tenantId, tenantId),
        eq(apiKeys.id, keyId),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
      ),
    );
  return gateWith(tenantId, sql`${live}`);
});

const STALE = 2;
const tokenStale = () =>
  new AppError(
    "unauthorized",
    "auth.token_stale",
    "Your roles have changed. Get a new access token: POST /auth/refresh.",
    {
      headers: { "WWW-Authenticate": "Bearer" },
    },
  );
export const apiKeyEnded = () =>
  new AppError("unauthorized", "auth.invalid_api_key", "The API key is unknown, has expired or was revoked.", {
    headers: { "WWW-Authenticate": "Bearer" },
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

function refusalAt(ctx: Ctx, entrance: Entrance | undefined, forWrite: boolean): AppError | undefined {
  if (!entrance || entrance.state === "moved") {
    forgetTenant(ctx.tenant.id); // the next request asks the directory where the tenant is
    return tenantMoving();
  }
  if (forWrite && entrance.state === "moving") return tenantMoving();
  if (entrance.state === "suspended" && (forWrite || ctx.actor.kind !== "system")) return tenantSuspended();
  if (entrance.live === STALE) return tokenStale();
  if (!entrance.live) return ctx.actor.kind === "api_key" ? apiKeyEnded() : sessionEnded();
  return undefined;
}

type StoredAnswer = Pick<typeof idempotencyKeys.$inferSelect, "fingerprint" | "status" | "body" | "expiresAt">;

export const principalOf = ({ actor }: Ctx): string =>
  actor.kind === "anonymous" || actor.kind === "system" ? actor.kind : actorName(actor);

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
