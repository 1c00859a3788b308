import type { PlatformCtx } from "#/ctx.ts";
import { log } from "#/kernel/log.ts";
import { type DeadLetter, getDeadLetter, markDeadLetter } from "../dead-letter-repo.ts";
import { deadLetterDiscarded, deadLetterNotReplayable } from "../errors.ts";

/** The queues that a message can be sent to again. */
const queues: Record<string, (env: Cloudflare.Env) => Queue> = {
  events: (env) => env.EVENTS,
  webhooks: (env) => env.WEBHOOKS,
  mail: (env) => env.MAIL,
  referrals: (env) => env.REFERRALS,
  tasks: (env) => env.TASKS,
};

/**
 * Sends a dead letter to its queue again and marks it. One that was replayed before is answered as it is. It is sent before it is marked: a
 * worker that dies in between sends it twice, which is one piece of work (queues/messages.ts), and never loses it.
 */
export async function replayDeadLetter(ctx: PlatformCtx, id: string): Promise<DeadLetter> {
  const letter = await getDeadLetter(ctx, id);
  if (letter.handledAs === "discarded") throw deadLetterDiscarded();
  if (letter.handledAs === "replayed") return letter;
  const queue = queues[letter.queue]?.(ctx.env);
  const body = messageOf(letter);
  if (!queue || body === undefined) throw deadLetterNotReplayable(letter.queue);
  await queue.send(body);
  const marked = await markDeadLetter(ctx, id, "replayed");
  log("info", "dead letter replayed", { id, queue: letter.queue, admin: ctx.admin.id });
  return marked;
}

function messageOf({ body }: DeadLetter): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
