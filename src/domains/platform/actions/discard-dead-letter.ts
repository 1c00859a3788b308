import type { PlatformCtx } from "#/ctx.ts";
import { log } from "#/kernel/log.ts";
import { type DeadLetter, markDeadLetter } from "../dead-letter-repo.ts";
import { deadLetterReplayed } from "../errors.ts";

/** Marks a dead letter as done with, without sending it again. */
export async function discardDeadLetter(ctx: PlatformCtx, id: string): Promise<DeadLetter> {
  const letter = await markDeadLetter(ctx, id, "discarded");
  if (letter.handledAs === "replayed") throw deadLetterReplayed();
  log("info", "dead letter discarded", { id, queue: letter.queue, admin: ctx.admin.id });
  return letter;
}
