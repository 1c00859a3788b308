import { DurableObject } from "cloudflare:workers";

type Window = { hits: number; resetAt: number };

/**
 * Counts the requests of one client on one auth route, or the uses of one id_token, in a window that starts with the first. One object per key:
 * the count is exact, and one for all businesses.
 */
export class AuthLimiter extends DurableObject<Cloudflare.Env> {
  /** Counts one request. Returns the number of requests in the window, and the end of the window in milliseconds since 1970. */
  async hit(windowMs: number): Promise<{ totalHits: number; resetAt: number }> {
    const now = Date.now();
    const open = this.ctx.storage.kv.get<Window>("window");
    const current =
      open && open.resetAt > now ? { ...open, hits: open.hits + 1 } : { hits: 1, resetAt: now + windowMs };
    this.ctx.storage.kv.put("window", current);
    if (current.hits === 1) await this.ctx.storage.setAlarm(current.resetAt + 1000);
    return { totalHits: current.hits, resetAt: current.resetAt };
  }

  /** Forgets what was counted. */
  async forget(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  /** Deletes the counter after the window has ended. */
  override async alarm(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }
}
