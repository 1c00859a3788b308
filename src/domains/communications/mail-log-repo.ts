import type { Ctx } from "#/ctx.ts";
import type { Part } from "#/db/tenant/commit.ts";
import type { LoggedMail, MailAbout, MailEnd } from "#/kernel/customer-mail.ts";
import { communicationFailed, communicationSent, communicationSuppressed } from "./events.ts";
import { presented } from "./present.ts";
import { byReference, moveOn, newCommunication } from "./repo.ts";
import { nameAfter, type Reason } from "./rules.ts";
import type { Communication } from "./tables.ts";
import { threadOf } from "./threads.ts";

// Mails that other domains send to customers, such as invoices, are in the log too (src/customer-mails.ts).

/** A mail that waits to be sent; the mail domain does that, so no attempt is due here. */
export async function mailPlanned(ctx: Ctx, mail: LoggedMail, { customerId, ...about }: MailAbout): Promise<Part> {
  const { mailId, to, template, subject, body } = mail;
  return newCommunication(ctx, {
    ...about,
    ...{ customerId, to, template, subject, body },
    threadId: await threadOf(ctx, { channel: "email", address: to, customerId }),
    ...{ channel: "email", direction: "out", category: "transactional", status: "queued" },
    ...{ provider: "mail", providerReference: mailId },
  });
}

export const entryOfMail = (ctx: Ctx, mailId: string) => byReference(ctx, mailId);

const bounces: Record<string, Reason> = {
  suppressed_bounce: "bounce",
  suppressed_complaint: "complaint",
  suppressed_manual: "manual",
  E_RECIPIENT_SUPPRESSED: "bounce",
};

/** What became of a mail. Nothing here may keep the mail from being settled: it would be sent again. */
export function mailEnded(ctx: Ctx, entry: unknown, { status, error }: MailEnd): Part {
  const row = entry as Communication; // safe: as entryOfMail has answered it
  const reason: Reason | null = status === "sent" ? null : (bounces[error ?? ""] ?? "refused");
  const sentAt = status === "sent" ? ctx.now : null;
  const ended = { status, reason, errorCode: error, sentAt, dedupe: nameAfter({ ...row, status }) };
  const kind = { sent: communicationSent, failed: communicationFailed, suppressed: communicationSuppressed }[status];
  return {
    writes: [moveOn(ctx, row, ended)],
    events: row.status === "queued" ? [kind(presented({ ...row, ...ended }))] : [],
  };
}
