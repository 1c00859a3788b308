import type { Ctx } from "#/ctx.ts";
import { customerMails } from "#/customer-mails.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { holdsStandIn } from "#/db/tenant/taken-ids.ts";
import type { MailAbout } from "#/kernel/customer-mail.ts";
import { newId } from "#/kernel/ids.ts";
import { insertMail } from "../repo.ts";
import { sealData } from "../sealing.ts";
import { senderOf } from "../sender.ts";
import { type MailData, type MailTemplate, templateOf } from "../templates.ts";

/** A mail to send: its recipient, its template, and the template's data; `about` of one to a customer, which is logged with what was said to them. */
export type NewMail = {
  [T in MailTemplate]: { to: string; template: T; data: MailData[T]; about?: MailAbout };
}[MailTemplate];

/**
 * A mail as a part of the caller's commit: it goes out if the commit happens, and only then. Its data is sealed, but for what has the number of a
 * document that this commit takes, which is known only to the database.
 */
export async function planMail(ctx: Ctx, mail: NewMail): Promise<Part & { mailId: string }> {
  const { to, template, data, about } = mail;
  const id = newId("mail");
  const fields = Object.entries(data);
  const numbered = fields.filter(([, value]) => holdsStandIn(value));
  const sealed = Object.fromEntries(fields.filter(([, value]) => !holdsStandIn(value)));
  const insert = insertMail({
    tenantId: ctx.tenant.id,
    id,
    recipient: to,
    template,
    sealedData: await sealData(ctx, id, sealed),
    numberedData: numbered.length > 0 ? JSON.stringify(Object.fromEntries(numbered)) : null,
    status: "queued",
    attempts: 0,
    error: null,
    nextAttemptAt: ctx.now,
    createdAt: ctx.now,
    sentAt: null,
  });
  const logged = about && (await entryOf(ctx, id, mail, about));
  return { writes: [insert, ...(logged?.writes ?? [])], wakes: true, mailId: id };
}

/** The mail in the log of communications, without its link or code. */
async function entryOf(ctx: Ctx, mailId: string, { to, template, data }: NewMail, about: MailAbout): Promise<Part> {
  const text = templateOf(template)?.write(data as never, senderOf(ctx)); // safe: the data of this very template
  const body = [...(text?.before ?? []), ...(text?.after ?? [])].join("\n\n");
  const logged = { mailId, to, template, subject: text?.subject ?? "", body };
  return await (await customerMails()).mailPlanned(ctx, logged, about);
}
