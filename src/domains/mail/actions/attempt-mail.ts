import type { Ctx } from "#/ctx.ts";
import { customerMails } from "#/customer-mails.ts";
import { type Part, record } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { organizationOf, settingsOf } from "#/domains/organization/index.ts";
import type { OutgoingMail, SendResult } from "#/integrations/mail/port.ts";
import { sendMail } from "#/integrations/mail/send.ts";
import { clockNow } from "#/kernel/clock.ts";
import { firstIdAt } from "#/kernel/ids.ts";
import { errorText, log } from "#/kernel/log.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { headersOf, render } from "../layout.ts";
import { dropOldMails, ensureSuppression, suppressionOfMail } from "../repo.ts";
import { addressKey, fateOfMail, isHopeless, type MailFate } from "../rules.ts";
import { openData } from "../sealing.ts";
import { senderOf } from "../sender.ts";
import { dueMails, type Mail } from "../tables.ts";
import type { Template } from "../template.ts";
import { templateOf } from "../templates.ts";

/** How long the log keeps a mail. */
const KEPT_SECONDS = 90 * 24 * 3600;
const DROPPED_AT_ONCE = 10;

/** The time of a mail has come: claims the attempt, sends the mail and writes down the outcome. Does nothing when the mail is not due or is finished. */
export async function attemptMail(ctx: Ctx, id: string): Promise<undefined> {
  const journal = await customerMails();
  const { mail, entry, suppression, organization } = await load(ctx, {
    mail: dueMails.claim(ctx, id),
    entry: journal.entryOfMail(ctx, id),
    suppression: suppressionOfMail(ctx, id),
    organization: organizationOf(ctx),
  });
  if (!mail) return;

  const template = templateOf(mail.template);
  const usefulSeconds = template?.usefulSeconds ?? 0;
  const tried = { attempts: mail.attempts, createdAt: mail.createdAt, usefulSeconds, now: ctx.now };
  const send = async (): Promise<SendResult> => {
    if (suppression) return { kind: "suppressed", error: `suppressed_${suppression.reason}` };
    if (!template) return { kind: "refused", error: "unknown_template" };
    if (isHopeless(tried)) return { kind: "refused", error: "too_late" };
    const written = await write(ctx, mail, template, settingsOf(organization).contactEmail).catch((error: unknown) => {
      log("error", "mail cannot be written", { tenant: ctx.tenant.id, mail: id, error: errorText(error) });
    });
    return written ? await sendMail(ctx.env, written) : { kind: "refused", error: "unreadable" };
  };
  const fate = fateOfMail(await send(), { ...tried, now: clockNow(), random: Math.random() });
  await settle(ctx, mail, fate, entry && fate.status !== "queued" ? journal.mailEnded(ctx, entry, fate) : null);
  if (fate.nextAttemptAt) await dueMails.ringAt(ctx, id, fate.nextAttemptAt);
}

async function write(ctx: Ctx, mail: Mail, template: Template<never>, replyTo: string | null): Promise<OutgoingMail> {
  if (mail.sealedData === null) throw new Error(`nothing to fill ${mail.template} with`);
  const sender = senderOf(ctx);
  const sealed = (await openData(ctx, mail.id, mail.sealedData)) as object;
  const numbered = JSON.parse(mail.numberedData ?? "{}") as object;
  const data = { ...sealed, ...numbered } as never; // safe: planMail took both for this very template
  const text = template.write(data, sender);
  const headers = headersOf(text);
  return {
    id: mail.id,
    to: mail.recipient,
    fromName: sender.businessName,
    ...(replyTo && { replyTo }),
    ...(headers && { headers }),
    ...render(text, sender),
  };
}

async function settle(ctx: Ctx, mail: Mail, fate: MailFate, logged: Part | null): Promise<void> {
  const now = clockNow();
  const { status, error } = fate;
  const isBounced = status === "suppressed" && error === "E_RECIPIENT_SUPPRESSED";
  await record(ctx, {
    parts: [
      dueMails.settle(ctx, mail, {
        ...fate,
        sentAt: status === "sent" ? now : null,
        ...(status !== "queued" && { sealedData: null }),
      }),
      isBounced &&
        ensureSuppression({
          tenantId: ctx.tenant.id,
          address: addressKey(mail.recipient),
          reason: "bounce",
          createdAt: now,
        }),
      logged,
      dropOldMails(ctx, firstIdAt("mail", plusSeconds(ctx.now, -KEPT_SECONDS)), DROPPED_AT_ONCE),
    ],
  });
  log(status === "failed" ? "error" : "info", "mail", {
    tenant: ctx.tenant.id,
    mail: mail.id,
    template: mail.template,
    attempt: mail.attempts,
    status,
    error,
  });
}
