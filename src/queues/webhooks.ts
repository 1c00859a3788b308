import { systemCtx } from "#/ctx.ts";
import { carryOut, claimAttempt } from "#/domains/webhooks/index.ts";
import { errorText, log } from "#/kernel/log.ts";
import { consumerOf } from "./consumer.ts";
import { WebhookMessage } from "./messages.ts";

/**
 * The alarm of a delivery has rung: claims the attempt and sends it. The message is done with as soon as the claim is in the database, so
 * a receiver that takes its time holds up nobody else's messages; if this worker dies, cron finds the lease that ran out.
 */
export const sendWebhook = consumerOf(WebhookMessage, async (open, { tenantId, deliveryId }) => {
  const ctx = await systemCtx(open, tenantId, "webhooks");
  if (!ctx) return log("warn", "delivery of an unknown tenant", { tenant: tenantId, delivery: deliveryId });
  const claim = await claimAttempt(ctx, deliveryId);
  if (!claim) return;
  open.background(
    carryOut(ctx, claim).catch((error: unknown) =>
      log("error", "webhook attempt broke off; cron starts it again", {
        tenant: tenantId,
        delivery: deliveryId,
        error: errorText(error),
      }),
    ),
  );
});
