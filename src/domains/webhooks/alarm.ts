import type { Ctx } from "#/ctx.ts";
import { errorText, log } from "#/kernel/log.ts";
import type { Instant } from "#/kernel/time.ts";

// The schedule stands in the database. A queue message is only its alarm: if one gets lost, cron finds the delivery.

/** The longest delay that Queues take; what lies further off is left to cron. */
const MAX_DELAY_SECONDS = 12 * 3600;
/** The most messages that one `sendBatch` takes. */
const MAX_BATCH = 100;

const message = (ctx: Ctx, deliveryId: string) => ({ tenantId: ctx.tenant.id, deliveryId });

const unheard = (ctx: Ctx) => (error: unknown) =>
  log("warn", "webhook alarm failed; cron will make up for it", { tenant: ctx.tenant.id, error: errorText(error) });

/** Deliveries that may go out at once. */
export async function ringNow(ctx: Ctx, deliveries: readonly { id: string }[]): Promise<void> {
  for (let from = 0; from < deliveries.length; from += MAX_BATCH) {
    const part = deliveries.slice(from, from + MAX_BATCH).map(({ id }) => ({ body: message(ctx, id) }));
    await ctx.env.WEBHOOKS.sendBatch(part).catch(unheard(ctx));
  }
}

/** The next attempt of a delivery. */
export async function ringAt(ctx: Ctx, deliveryId: string, at: Instant): Promise<void> {
  const delaySeconds = Math.max(Math.ceil((Date.parse(at) - Date.now()) / 1000), 0);
  if (delaySeconds > MAX_DELAY_SECONDS) return;
  await ctx.env.WEBHOOKS.send(message(ctx, deliveryId), { delaySeconds }).catch(unheard(ctx));
}
