import { log } from "#/kernel/log.ts";
import { carryOutAlarm } from "./alarms.ts";
import { type Consumer, consumeBatch } from "./consumer.ts";
import { carryOutControlWork } from "./control-work.ts";
import { keepDeadLetter } from "./dead-letters.ts";
import { relay } from "./relay.ts";

/** Queue -> what consumes it; a new consumer for each batch. */
const consumers: Record<string, () => Consumer> = {
  events: relay,
  webhooks: carryOutAlarm,
  mail: carryOutAlarm,
  tasks: carryOutAlarm,
  referrals: carryOutControlWork,
};
const DEAD_LETTERS = /-dlq$/;

export async function consume(batch: MessageBatch, env: Cloudflare.Env, execution: ExecutionContext): Promise<void> {
  const { queue } = batch;
  const consumer = DEAD_LETTERS.test(queue) ? () => keepDeadLetter(queue.replace(DEAD_LETTERS, "")) : consumers[queue];
  if (consumer) return await consumeBatch(batch, consumer(), env, execution);
  log("error", "queue without a consumer", { queue });
  batch.retryAll();
}
