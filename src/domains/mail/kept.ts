import type { OpenCtx } from "#/ctx.ts";
import { keepsMails, keptMails } from "#/integrations/mail/outbox.ts";
import { noKeptMails } from "./errors.ts";

/** Mails that this machine has sent, for a developer who waits for a link. Production keeps none. */
export async function listKeptMails({ env }: Pick<OpenCtx, "env">, to: string | undefined) {
  if (!keepsMails(env)) throw noKeptMails();
  return { items: await keptMails(env, to) };
}
