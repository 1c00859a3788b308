import type { Tenant } from "#/db/directory.ts";
import { errorText, log } from "#/kernel/log.ts";

/** The live board of a tenant. */
export const boardOf = (env: Cloudflare.Env, tenantId: string) => env.DISPATCH_BOARD.getByName(tenantId);

/** A viewer that the Worker has authenticated. `lastSeq` is the last event that the client has seen; null for a new viewer. */
export type StreamRequest = { sessionId: string; ticket: string | null; lastSeq: number | null };

/** The live stream of a tenant's board. 401 if the session or the ticket has just ended. */
export const openBoardStream = (env: Cloudflare.Env, tenantId: string, request: StreamRequest): Promise<Response> =>
  boardOf(env, tenantId).fetch("https://board/stream", { method: "POST", body: JSON.stringify(request) });

/** An exact counter: the requests of one client on one auth route, or the uses of one id_token. */
export const authLimiterOf = (env: Cloudflare.Env, key: string) => env.AUTH_LIMITER.getByName(key);

/** Wakes the board and notifies the other consumers of the outbox. Never throws: after a failure the queue or the cron wakes them. */
export async function announce(env: Cloudflare.Env, tenant: Pick<Tenant, "id" | "shard">): Promise<void> {
  const told = await Promise.allSettled([
    boardOf(env, tenant.id).wake(tenant.id, tenant.shard),
    env.EVENTS.send({ tenantId: tenant.id }),
  ]);
  for (const failed of told.filter((result) => result.status === "rejected"))
    log("warn", "announce failed; the cron will retry", { tenant: tenant.id, error: errorText(failed.reason) });
}

const REVOKE_ATTEMPTS = 3;

/** Ends these sessions on the board. Never throws: if all attempts fail, the streams end after an hour at the latest. */
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
      log("warn", "sessions were not revoked on the board", { tenant: tenantId, attempt, error: errorText(error) });
    }
}
