import { systemCtx } from "#/ctx.ts";
import { ringDueMails } from "#/domains/mail/index.ts";
import { fanOutEvents } from "#/domains/webhooks/index.ts";
import { boardOf } from "#/durable-objects/stubs.ts";
import { log } from "#/kernel/log.ts";
import { consumerOf } from "./consumer.ts";
import { EventsMessage } from "./messages.ts";

/** There is news of a tenant: wakes the live board, makes webhook deliveries of the events, and sends the mails. One's failure stops no other. */
export const relay = consumerOf(EventsMessage, async (open, { tenantId }) => {
  const ctx = await systemCtx(open, tenantId, "relay");
  if (!ctx) return log("warn", "news of an unknown tenant", { tenant: tenantId });
  const [fanOut, woken, rung] = await Promise.allSettled([
    fanOutEvents(ctx),
    boardOf(ctx.env, tenantId).wake(tenantId, ctx.tenant.shard),
    ringDueMails(ctx),
  ]);
  if (fanOut.status === "rejected") throw fanOut.reason;
  if (fanOut.value.more) await ctx.env.EVENTS.send({ tenantId } satisfies EventsMessage);
  if (woken.status === "rejected") throw woken.reason;
  if (rung.status === "rejected") throw rung.reason;
});
