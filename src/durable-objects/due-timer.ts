import { DurableObject } from "cloudflare:workers";
import { machineCtx, systemCtx } from "#/ctx.ts";
import { followClock } from "#/db/moved-clock.ts";
import { clockOffset } from "#/kernel/clock.ts";
import { AppError } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";

const NAME = "due-timer";
const RETRIES = 2;

/**
 * Rings when the next service level of a business is due: its name is the tenant id, its alarm all that it keeps. If the alarm is lost, or its work
 * fails, the sweep of the next minute does it.
 */
export class DueTimer extends DurableObject<Cloudflare.Env> {
  /** Sees to it that the alarm rings by then: a time of the business, in milliseconds since 1970. */
  async by(at: number): Promise<void> {
    await this.#ringBy(at);
  }

  /** The platform rings again after a failure, first in two seconds: the business may just have moved to another shard. */
  override async alarm(info?: AlarmInvocationInfo): Promise<void> {
    const tenant = this.ctx.id.name ?? "";
    try {
      await followClock(this.env, (work) => this.ctx.waitUntil(work));
      const ctx = await systemCtx(machineCtx(this.env, this.ctx, NAME), tenant, NAME);
      const { noteDue } = await import("#/domains/sla/index.ts");
      const next = ctx && (await noteDue(ctx));
      if (next) await this.#ringBy(Date.parse(next));
    } catch (error) {
      if ((info?.retryCount ?? 0) < RETRIES) throw error;
      // a refusal: the business is suspended
      log(error instanceof AppError ? "warn" : "error", "service levels were not noted; the sweep does it", {
        tenant,
        error: errorText(error),
      });
    }
  }

  async #ringBy(at: number): Promise<void> {
    const real = at - clockOffset();
    const set = await this.ctx.storage.getAlarm();
    if (set === null || set > real) await this.ctx.storage.setAlarm(real);
  }
}
