import { consume } from "#/queues/index.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";

// Cloudflare Queues as their users know them: at least once, in no order, redelivered when a batch does not end, dead letters after the last try.

type Message = { id: string; queue: string; body: string; attempts: number; at: number; isOut: boolean };

const consumers: Record<string, { most: number; retries: number }> = {
  events: { most: 25, retries: 5 },
  webhooks: { most: 5, retries: 5 },
  mail: { most: 10, retries: 5 },
  tasks: { most: 5, retries: 5 },
  referrals: { most: 5, retries: 5 },
};
const usual = { most: 10, retries: 100 };
const MOST_BATCHES = 3;
const AGAIN_MS = 5000;

export function openQueues(random: Random, scheduler: Scheduler, env: () => Cloudflare.Env) {
  let messages: Message[] = [];
  let count = 0;
  let batches = 0;

  const put = (queue: string, body: string, delaySeconds = 0): void =>
    void messages.push({
      id: `message-${++count}`,
      queue,
      body,
      attempts: 1,
      at: scheduler.now() + Math.ceil(delaySeconds * 1000),
      isOut: false,
    });
  const send = (queue: string, sent: readonly { body: unknown; delaySeconds?: number | undefined }[]) =>
    scheduler.call(
      "queue",
      `send ${sent.length} to ${queue}`,
      () => {
        for (const { body, delaySeconds } of sent) put(queue, JSON.stringify(body), delaySeconds);
      },
      () => new Error("Queue send failed"),
    );

  /** It comes again, or has come too often. */
  function again(message: Message, delaySeconds: number): void {
    message.isOut = false;
    message.attempts++;
    message.at = scheduler.now() + Math.ceil(delaySeconds * 1000);
    const { retries } = consumers[message.queue] ?? usual;
    if (message.attempts <= retries + 1) return;
    drop(message);
    put(`${message.queue}-dlq`, message.body);
  }
  const drop = (message: Message): void => {
    messages = messages.filter((other) => other !== message);
  };
  const ready = () => messages.filter(({ isOut, at }) => !isOut && at <= scheduler.now());

  return {
    binding: (queue: string) =>
      ({
        send: (body: unknown, options: { delaySeconds?: number } = {}) => send(queue, [{ body, ...options }]),
        sendBatch: (list: Iterable<{ body: unknown; delaySeconds?: number }>) => send(queue, [...list]),
      }) as unknown as Queue,
    canDeliver: () => batches < MOST_BATCHES && ready().length > 0,
    nextAt: () =>
      batches < MOST_BATCHES
        ? messages.reduce((first, { isOut, at }) => (isOut ? first : Math.min(first, at)), Number.POSITIVE_INFINITY)
        : Number.POSITIVE_INFINITY,
    isEmpty: () => messages.length === 0,

    /** Hands a batch of one queue to its consumer: some of its messages, in any order, and at times one of them twice. */
    deliver({ isCalm }: { isCalm: boolean }): void {
      const { queue } = random.pick(ready());
      const waiting = ready().filter((message) => message.queue === queue);
      const { most } = consumers[queue] ?? usual;
      const taken: Message[] = [];
      const wanted = isCalm ? most : 1 + random.below(most);
      while (taken.length < wanted && waiting.length > 0)
        taken.push(...waiting.splice(isCalm ? 0 : random.below(waiting.length), 1));
      if (!isCalm && random.chance(0.1)) put(queue, random.pick(taken).body);
      for (const message of taken) message.isOut = true;
      batches++;
      const settled = new Map<Message, number | "ack">();
      const end = (): void => {
        batches--;
        for (const message of taken) {
          const how = settled.get(message) ?? AGAIN_MS / 1000;
          if (how === "ack") drop(message);
          else again(message, how);
        }
      };
      const batch = {
        queue,
        messages: taken.map((message) => ({
          id: message.id,
          timestamp: new Date(scheduler.now()),
          body: JSON.parse(message.body) as unknown,
          attempts: message.attempts,
          ack: () => void settled.set(message, "ack"),
          retry: ({ delaySeconds = 5 } = {}) => void settled.set(message, delaySeconds),
        })),
      };
      const isolate = scheduler.start(
        `batch of ${taken.length} ${queue}`,
        async () => {
          await consume(batch as unknown as MessageBatch, env(), execution);
          scheduler.over(isolate);
          end();
        },
        () => {
          settled.clear(); // what was acknowledged counts only when the batch has ended
          end();
        },
      );
    },
  };
}

/** Work in the background goes on by itself: it waits for ports as everything does. */
export const execution = {
  waitUntil: (work: Promise<unknown>) => void work.catch(() => undefined),
} as unknown as ExecutionContext;
