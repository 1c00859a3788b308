import type { OpenCtx } from "#/ctx.ts";
import { keptMails } from "#/integrations/mail/outbox.ts";
import { isDevelopment } from "#/kernel/environment.ts";
import { noKeptMails } from "./errors.ts";

/** Mails that this machine has sent, for a developer who waits for a link. Production keeps none. */
export async function listKeptMails({ env }: Pick<OpenCtx, "env">, to: string | undefined) {
  if (!isDevelopment(env)) throw noKeptMails();
  return { items: await keptMails(env, to) };
}
