import type { OpenCtx } from "#/ctx.ts";
import { eachShard } from "#/db/shards.ts";
import { listTenantsBehind } from "#/db/tenant/outbox.ts";
import { listDueMails } from "#/domains/mail/index.ts";
import { CONSUMER, listDueDeliveries } from "#/domains/webhooks/index.ts";
import { plusSeconds } from "#/kernel/time.ts";
import type { EventsMessage, MailMessage, WebhookMessage } from "#/queues/messages.ts";

/** At most so many per shard and minute; the next minute takes the rest. */
const MAX_PER_SHARD = 500;
/** An alarm gets this long to ring by itself before cron rings instead. */
const GRACE_SECONDS = 20;
/** The most messages that one `sendBatch` takes. */
const MAX_BATCH = 100;

/** Makes up for nudges and alarms that got lost: looks in every shard who is behind and what is due, and enqueues it. */
export async function sweep(open: OpenCtx): Promise<Record<"tenants_behind" | "deliveries_due" | "mails_due", number>> {
  const due = { now: open.now, dueBefore: plusSeconds(open.now, -GRACE_SECONDS) };
  const found = await eachShard(open.env, async (shard) => ({
    behind: await listTenantsBehind(shard, CONSUMER, MAX_PER_SHARD),
    due: await listDueDeliveries(shard, due, MAX_PER_SHARD),
    mails: await listDueMails(shard, due.dueBefore, MAX_PER_SHARD),
  }));
  const behind: EventsMessage[] = found.flatMap((shard) => shard.behind);
  const deliveries: WebhookMessage[] = found.flatMap((shard) => shard.due);
  const mails: MailMessage[] = found.flatMap((shard) => shard.mails);
  await Promise.all([
    enqueue(open.env.EVENTS, behind),
    enqueue(open.env.WEBHOOKS, deliveries),
    enqueue(open.env.MAIL, mails),
  ]);
  return { tenants_behind: behind.length, deliveries_due: deliveries.length, mails_due: mails.length };
}

async function enqueue<Body>(queue: Queue, bodies: readonly Body[]): Promise<void> {
  for (let from = 0; from < bodies.length; from += MAX_BATCH)
    await queue.sendBatch(bodies.slice(from, from + MAX_BATCH).map((body) => ({ body })));
}
