import { DurableObject } from "cloudflare:workers";

type Window = { hits: number; resetAt: number };

/** Counts hits in a window that opens at the first of them; one object per client and route, so the count is exact. */
export class AuthLimiter extends DurableObject<Cloudflare.Env> {
  async hit(windowMs: number): Promise<{ totalHits: number; resetAt: number }> {
    const now = Date.now();
    const open = this.ctx.storage.kv.get<Window>("window");
    const current =
      open && open.resetAt > now ? { ...open, hits: open.hits + 1 } : { hits: 1, resetAt: now + windowMs };
    this.ctx.storage.kv.put("window", current);
    if (current.hits === 1) await this.ctx.storage.setAlarm(current.resetAt + 1000);
    return { totalHits: current.hits, resetAt: current.resetAt };
  }

  /** The window is over: nothing to keep. */
  override async alarm(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }
}
