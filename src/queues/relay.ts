import { systemCtx } from "#/ctx.ts";
import { fanOutEvents } from "#/domains/webhooks/index.ts";
import { boardOf } from "#/durable-objects/stubs.ts";
import { log } from "#/kernel/log.ts";
import { consumerOf } from "./consumer.ts";
import { EventsMessage } from "./messages.ts";

/** There is news in a tenant's outbox: wakes the live board, and makes webhook deliveries of the events. One's failure does not stop the other. */
export const relay = consumerOf(EventsMessage, async (open, { tenantId }) => {
  const ctx = await systemCtx(open, tenantId, "relay");
  if (!ctx) return log("warn", "news of an unknown tenant", { tenant: tenantId });
  const [fanOut, woken] = await Promise.allSettled([
    fanOutEvents(ctx),
    boardOf(ctx.env, tenantId).wake(tenantId, ctx.tenant.shard),
  ]);
  if (fanOut.status === "rejected") throw fanOut.reason;
  if (fanOut.value.more) await ctx.env.EVENTS.send({ tenantId } satisfies EventsMessage);
  if (woken.status === "rejected") throw woken.reason;
});
