import type { Tenant } from "#/db/directory.ts";
import { errorText, log } from "#/kernel/log.ts";

/** The live board of a tenant. */
export const boardOf = (env: Cloudflare.Env, tenantId: string) => env.DISPATCH_BOARD.getByName(tenantId);

/** A viewer whom the Worker has admitted. `lastSeq`: the last event he has seen, if he says so. */
export type StreamRequest = { sessionId: string; ticket: string | null; lastSeq: number | null };

/** The live stream of a tenant's board; 401 when the session or the ticket ended at this very moment. */
export const openBoardStream = (env: Cloudflare.Env, tenantId: string, request: StreamRequest): Promise<Response> =>
  boardOf(env, tenantId).fetch("https://board/stream", { method: "POST", body: JSON.stringify(request) });

/** The exact counter of one client on one auth route. */
export const authLimiterOf = (env: Cloudflare.Env, key: string) => env.AUTH_LIMITER.getByName(key);

/** Wakes the board at once, and nudges the other consumers of the outbox. Either may fail: the nudge wakes the board too, cron wakes all. */
export async function announce(env: Cloudflare.Env, tenant: Pick<Tenant, "id" | "shard">): Promise<void> {
  const told = await Promise.allSettled([
    boardOf(env, tenant.id).wake(tenant.id, tenant.shard),
    env.EVENTS.send({ tenantId: tenant.id }),
  ]);
  for (const failed of told.filter((result) => result.status === "rejected"))
    log("warn", "announce failed; cron will make up for it", { tenant: tenant.id, error: errorText(failed.reason) });
}

const REVOKE_ATTEMPTS = 3;

/** The board shows these sessions nothing more and takes nothing from them. Never fails: a stream ends by itself after an hour at the latest. */
export async function revokeOnBoard(
  env: Cloudflare.Env,
  tenantId: string,
  sessionIds: readonly string[],
): Promise<void> {
  for (let attempt = 1; attempt <= REVOKE_ATTEMPTS; attempt++)
    try {
      const board = boardOf(env, tenantId);
      await Promise.all(sessionIds.map((id) => board.revokeSession(id)));
      return;
    } catch (error) {
      log("warn", "the board was not told of ended sessions", { tenant: tenantId, attempt, error: errorText(error) });
    }
}
