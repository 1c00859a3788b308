import { log } from "#/kernel/log.ts";
import { type Consumer, consumeBatch } from "./consumer.ts";
import { keepDeadLetter } from "./dead-letters.ts";
import { sendMail } from "./mail.ts";
import { relay } from "./relay.ts";
import { sendWebhook } from "./webhooks.ts";

/** Queue -> what consumes it; a new consumer for each batch. */
const consumers: Record<string, () => Consumer> = {
  events: relay,
  webhooks: sendWebhook,
  mail: sendMail,
  "events-dlq": () => keepDeadLetter("events"),
  "webhooks-dlq": () => keepDeadLetter("webhooks"),
  "mail-dlq": () => keepDeadLetter("mail"),
};

export async function consume(batch: MessageBatch, env: Cloudflare.Env, execution: ExecutionContext): Promise<void> {
  const consumer = consumers[batch.queue];
  if (consumer) return await consumeBatch(batch, consumer(), env, execution);
  log("error", "queue without a consumer", { queue: batch.queue });
  batch.retryAll();
}
