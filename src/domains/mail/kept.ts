import type { OpenCtx } from "#/ctx.ts";
import { keptMails } from "#/integrations/mail/outbox.ts";
import { assertDevelopment } from "#/kernel/environment.ts";

/** Mails that this machine has sent, for a developer who waits for a link. Production keeps none. */
export async function listKeptMails({ env }: Pick<OpenCtx, "env">, to: string | undefined) {
  assertDevelopment(env);
  return { items: await keptMails(env, to) };
}
