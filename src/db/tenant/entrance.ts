import { and, eq, gt, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Actor, CustomerActor, UserActor } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { AppError } from "#/kernel/errors.ts";
import type { Instant } from "#/kernel/time.ts";
import { forgetTenant } from "../directory.ts";
import { withRetry } from "../retry.ts";
import { first, mapped, q } from "./client.ts";
import { abortUnlessOpen, guardOpen } from "./guards.ts";
import { prepared, type Slot } from "./prepared.ts";
import { apiKeys, sessions, type TenantState, tenantState } from "./tables.ts";

// The door of a shard: every batch asks whether the tenant is served here and whether the caller's session or key still lives.

const asksForBearer = { headers: { "WWW-Authenticate": "Bearer" } };

export const sessionEnded = () =>
  new AppError("unauthorized", "auth.session_ended", "This session has ended. Sign in again.", asksForBearer);
export const apiKeyEnded = () =>
  new AppError(
    "unauthorized",
    "auth.invalid_api_key",
    "The API key is unknown, has expired or was revoked.",
    asksForBearer,
  );
export const tokenStale = () =>
  new AppError(
    "unauthorized",
    "auth.token_stale",
    "Your roles have changed. Get a new access token: POST /auth/refresh.",
    asksForBearer,
  );
export const tenantSuspended = () =>
  new AppError(
    "forbidden",
    "tenant.suspended",
    "This business is suspended. Ask its owner, who can contact the support of this service.",
  );
export const tenantMoving = () =>
  new AppError(
    "unavailable",
    "tenant.moving",
    "This business is being moved to another database. Try again in a moment.",
    { retryAfter: 2 },
  );

type Entrance = { state: TenantState; live: number | null };

/** Throws the refusal where the caller may not pass. Stands before the caller's own statements, so that it is judged first. */
export const entrance = (ctx: Ctx, forWrite: boolean) =>
  mapped(entranceOf(ctx), (found) => {
    const refusal = refusalAt(ctx, found, forWrite);
    if (refusal) throw refusal;
  });

/** Why a batch found the tenant closed. Where the tenant is open by now, the same request will pass. */
export async function whyClosed(ctx: Ctx): Promise<unknown> {
  try {
    await withRetry(() => ctx.db.batch([entrance(ctx, true)]));
  } catch (refusal) {
    return refusal;
  }
  return tenantMoving();
}

function entranceOf(ctx: Ctx) {
  const { actor, realNow: now } = ctx;
  if (isOfSession(actor)) return entranceOfSession(ctx, actor.sessionId, now, actor.tokenMadeAt);
  return actor.kind === "api_key" ? entranceOfApiKey(ctx, actor.keyId, now) : entranceOfTenant(ctx);
}

/** Whether the actor lives as long as a session does. */
const isOfSession = (actor: Actor): actor is UserActor | CustomerActor =>
  actor.kind === "user" || actor.kind === "customer";

const LIVE = 1;
const ENDED = 0;
/** The access token is older than the user's roles. */
const STALE = 2;

const entranceWith = (tenantId: Slot<string>, live: SQL<number | null>) =>
  first(
    q
      .select({ state: tenantState.state, live: live.as("live") })
      .from(tenantState)
      .where(eq(tenantState.tenantId, tenantId)),
  );
const entranceOfTenant = prepared((tenantId: Slot<string>) => entranceWith(tenantId, sql`${sql.raw(String(LIVE))}`));
const entranceOfSession = prepared(
  (tenantId: Slot<string>, sessionId: Slot<string>, now: Slot<Instant>, tokenMadeAt: Slot<Instant>) =>
    entranceWith(tenantId, livenessOfSession(tenantId, sessionId, now, tokenMadeAt)),
);
const entranceOfApiKey = prepared((tenantId: Slot<string>, keyId: Slot<number>, now: Slot<Instant>) =>
  entranceWith(tenantId, livenessOfApiKey(tenantId, keyId, now)),
);

/**
 * The entrance as a guard, for a commit that nothing is loaded for: undoes the batch where the caller may not pass. `whyClosed` then tells the
 * refusal.
 */
export function guardEntrance(ctx: Ctx) {
  const { actor, realNow: now } = ctx;
  if (isOfSession(actor)) return guardOfSession(ctx, actor.sessionId, now, actor.tokenMadeAt);
  return actor.kind === "api_key" ? guardOfApiKey(ctx, actor.keyId, now) : guardOpen(ctx);
}

const isLive = (liveness: SQL) => sql`coalesce(${liveness}, ${sql.raw(String(ENDED))}) = ${sql.raw(String(LIVE))}`;
const guardOfSession = prepared(
  (tenantId: Slot<string>, sessionId: Slot<string>, now: Slot<Instant>, tokenMadeAt: Slot<Instant>) =>
    abortUnlessOpen(tenantId, isLive(livenessOfSession(tenantId, sessionId, now, tokenMadeAt))),
);
const guardOfApiKey = prepared((tenantId: Slot<string>, keyId: Slot<number>, now: Slot<Instant>) =>
  abortUnlessOpen(tenantId, isLive(livenessOfApiKey(tenantId, keyId, now))),
);

/** Null when there is no such session. */
function livenessOfSession(
  tenantId: Slot<string>,
  sessionId: Slot<string>,
  now: Slot<Instant>,
  tokenMadeAt: Slot<Instant>,
): SQL<number | null> {
  const live = q
    .select({
      n: sql`case when ${sessions.endedAt} is not null or ${sessions.expiresAt} <= ${now} then ${sql.raw(String(ENDED))}
        when ${sessions.tokensValidFrom} > ${tokenMadeAt} then ${sql.raw(String(STALE))} else ${sql.raw(String(LIVE))} end`,
    })
    .from(sessions)
    .where(and(eq(sessions.tenantId, tenantId), eq(sessions.id, sessionId)));
  return sql`${live}`;
}

/** Null when there is no such key, or when it has ended. */
function livenessOfApiKey(tenantId: Slot<string>, keyId: Slot<number>, now: Slot<Instant>): SQL<number | null> {
  const live = q
    .select({ n: sql.raw(String(LIVE)) })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.tenantId, tenantId),
        eq(apiKeys.id, keyId),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
      ),
    );
  return sql`${live}`;
}

function refusalAt(ctx: Ctx, found: Entrance | undefined, forWrite: boolean): AppError | undefined {
  if (!found || found.state === "moved") {
    forgetTenant(ctx.tenant.id); // the next request asks the directory where the tenant is
    return tenantMoving();
  }
  if (forWrite && found.state === "moving") return tenantMoving();
  const isClosed = found.state === "suspended" && !ctx.whileSuspended;
  if (isClosed && (forWrite || ctx.actor.kind !== "system")) return tenantSuspended();
  if (found.live === STALE) return tokenStale();
  if (found.live !== LIVE) return ctx.actor.kind === "api_key" ? apiKeyEnded() : sessionEnded();
  return undefined;
}
