import { systemCtx } from "#/ctx.ts";
import { attemptMail } from "#/domains/mail/index.ts";
import { log } from "#/kernel/log.ts";
import { consumerOf } from "./consumer.ts";
import { MailMessage } from "./messages.ts";

/** The alarm of a mail has rung. What fails on the way to the mail service comes back by the queue; what fails there, by the mail's own schedule. */
export const sendMail = consumerOf(MailMessage, async (open, { tenantId, mailId }) => {
  const ctx = await systemCtx(open, tenantId, "mail");
  if (!ctx) return log("warn", "mail of an unknown tenant", { tenant: tenantId, mail: mailId });
  await attemptMail(ctx, mailId);
});
