import { isDevelopment } from "#/kernel/environment.ts";
import { sendByEmailService } from "./email-service.ts";
import { keepMail } from "./outbox.ts";
import type { OutgoingMail, SendResult } from "./port.ts";

type MailEnv = Pick<Cloudflare.Env, "EMAIL" | "MAIL_FROM" | "FILES" | "ENVIRONMENT">;

/** Sends a mail. Outside production also stores it for the page /mails. Never throws. */
export async function sendMail(env: MailEnv, mail: OutgoingMail): Promise<SendResult> {
  const result = await sendByEmailService(env, mail);
  if (result.kind === "sent" && isDevelopment(env)) await keepMail(env, mail);
  return result;
}
