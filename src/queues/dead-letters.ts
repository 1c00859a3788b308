import { controlDb } from "#/db/control/client.ts";
import { deadLetters } from "#/db/control/schema/dead-letters.ts";
import { log } from "#/kernel/log.ts";
import type { Consumer } from "./consumer.ts";

/** Messages that failed to the end are kept where somebody can look at them. The truth is in the shards, so nothing is lost with them. */
export const keepDeadLetter =
  (queue: string): Consumer =>
  async (open, message) => {
    const body = JSON.stringify(message.body) ?? "undefined";
    log("error", "dead letter", { queue, id: message.id, body });
    await controlDb(open.env.CONTROL)
      .insert(deadLetters)
      .values({ id: message.id, queue, body, at: open.now })
      .onConflictDoNothing()
      .run();
  };
