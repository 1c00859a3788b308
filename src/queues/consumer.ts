import type { z } from "zod";
import { machineCtx, type OpenCtx } from "#/ctx.ts";
import { followClock } from "#/db/moved-clock.ts";
import { AppError } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";

/** Does the work of one message. Throwing means: try again later. */
export type Consumer = (open: OpenCtx, message: Message) => Promise<void>;

const MAX_BACKOFF_SECONDS = 300;

/** 2, 4, 8 ... seconds up to five minutes, spread by half to each side so that what failed together does not come back together. */
export const backoffSeconds = (attempts: number, random: number): number =>
  Math.ceil(Math.min(2 ** attempts, MAX_BACKOFF_SECONDS) * (0.5 + random));

const isSuspended = (error: unknown): boolean => error instanceof AppError && error.reason === "tenant.suspended";

/** A body that no later attempt can make sense of. */
export class Poison extends Error {}

/** A consumer of messages of one shape, which learns how often each was delivered. Equal messages of a batch are worked on once. */
export function consumerOf<S extends z.ZodType>(
  schema: S,
  work: (open: OpenCtx, body: z.infer<S>, attempt: number) => Promise<void>,
): () => Consumer {
  return () => {
    const underWay = new Map<string, Promise<void>>();
    return (open, { body, attempts }) => {
      const parsed = schema.safeParse(body);
      if (!parsed.success) return Promise.reject(new Poison(parsed.error.message));
      const key = JSON.stringify(parsed.data);
      const running = underWay.get(key) ?? work(open, parsed.data, attempts);
      underWay.set(key, running);
      return running;
    };
  };
}

/**
 * Works on all messages of a batch side by side and settles each by itself. Never throws: a throw would bring the whole batch back, and
 * neighbours would follow a poisoned message into the dead-letter queue (reliability.md 0.3).
 */
export async function consumeBatch(
  batch: MessageBatch,
  consume: Consumer,
  env: Cloudflare.Env,
  execution: ExecutionContext,
): Promise<void> {
  await followClock(env, (work) => execution.waitUntil(work));
  await Promise.all(
    batch.messages.map(async (message) => {
      try {
        await consume(machineCtx(env, execution, batch.queue), message);
        message.ack();
      } catch (error) {
        if (isSuspended(error)) return message.ack(); // the sweep takes the work up again when the business is resumed
        // poison is not kept waiting: it goes through its retries at once, into the dead-letter queue
        const delaySeconds = error instanceof Poison ? 0 : backoffSeconds(message.attempts, Math.random());
        log("error", "queue message failed", {
          queue: batch.queue,
          id: message.id,
          attempt: message.attempts,
          retry_in_seconds: delaySeconds,
          error: errorText(error),
        });
        message.retry({ delaySeconds });
      }
    }),
  );
}
