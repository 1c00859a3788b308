import { DurableObject } from "cloudflare:workers";

type Window = { hits: number; resetAt: number };
/** How many requests in how many milliseconds. */
type Limit = { quota: number; ms: number };

/**
 * Counts the requests of one client on one auth route or with one key, or the uses of one id_token, in windows that start with the first. One object per key:
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

  /**
   * Counts one request in several windows, or in none of them when one is full: then its `hits` are one more than its quota. Whoever goes on
   * asking does not use up the longer window.
   */
  async hitAll(limits: readonly Limit[]): Promise<Window[]> {
    const now = Date.now();
    const kept = this.ctx.storage.kv.get<Window[]>("windows") ?? [];
    const open = limits.map(({ ms }, i) => {
      const window = kept[i];
      return window && window.resetAt > now ? window : { hits: 0, resetAt: now + ms };
    });
    const asked = open.map((window) => ({ ...window, hits: window.hits + 1 }));
    const isFull = (window: Window, i: number): boolean => window.hits > (limits[i]?.quota ?? 0);
    if (asked.some(isFull)) return asked.map((window, i) => (isFull(window, i) ? window : (open[i] ?? window)));
    this.ctx.storage.kv.put("windows", asked);
    if (kept.length === 0) await this.ctx.storage.setAlarm(Math.max(...asked.map(({ resetAt }) => resetAt)) + 1000);
    return asked;
  }

  /** Forgets what was counted. */
  async forget(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  /** Deletes the counter after its windows have ended. */
  override async alarm(): Promise<void> {
    const ends = (this.ctx.storage.kv.get<Window[]>("windows") ?? []).map(({ resetAt }) => resetAt);
    const last = Math.max(0, ...ends);
    if (last > Date.now()) return await this.ctx.storage.setAlarm(last + 1000);
    await this.ctx.storage.deleteAll();
  }
}
