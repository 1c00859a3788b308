import type { OpenCtx } from "#/ctx.ts";
import { keepsMails, keptMails } from "#/integrations/mail/outbox.ts";
import { noKeptMails } from "./errors.ts";

/** Mails of this machine's own service, for the developer who waits for a link. In production none are kept. */
export async function listKeptMails({ env }: Pick<OpenCtx, "env">, to: string | undefined) {
  if (!keepsMails(env)) throw noKeptMails();
  return { items: await keptMails(env, to) };
}
