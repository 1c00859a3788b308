import { controlDb } from "#/db/control/client.ts";
import { deadLetters } from "#/db/control/schema/dead-letters.ts";
import { log } from "#/kernel/log.ts";
import type { Consumer } from "./consumer.ts";

/** Stores messages that failed in every attempt, for an operator to look at. Nothing is lost with them: the truth is in the shards. */
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
