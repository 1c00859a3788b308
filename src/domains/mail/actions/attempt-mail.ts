import type { Ctx } from "#/ctx.ts";
import { must, note } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { findOrganization, settingsOf } from "#/domains/settings/index.ts";
import { brandingOf } from "#/domains/tenants/index.ts";
import type { OutgoingMail, SendResult } from "#/integrations/mail/port.ts";
import { sendMail } from "#/integrations/mail/send.ts";
import { AppError } from "#/kernel/errors.ts";
import { firstIdAt } from "#/kernel/ids.ts";
import { errorText, log } from "#/kernel/log.ts";
import { plusSeconds, toInstant } from "#/kernel/time.ts";
import { ringAt } from "../alarm.ts";
import { render } from "../layout.ts";
import type { Template } from "../letter.ts";
import { claimMail, dropOldMails, findSuppressionOf, type Mail, noteSuppression, settleMail } from "../repo.ts";
import { addressKey, isHopeless, judge, type Verdict } from "../rules.ts";
import { openData } from "../sealing.ts";
import { templateOf } from "../templates.ts";

/** Longer than an attempt can take. */
const LEASE_SECONDS = 60;
/** How long the log remembers a mail. */
const KEPT_SECONDS = 90 * 24 * 3600;
const DROPPED_AT_ONCE = 10;

/** The alarm of a mail has rung: claims the attempt, sends, and notes what came of it. Nothing happens when it is not due or done with. */
export async function attemptMail(ctx: Ctx, mailId: string): Promise<void> {
  const [mail, suppression, organization] = await load(ctx, [
    claimMail(ctx, mailId, LEASE_SECONDS),
    findSuppressionOf(ctx, mailId),
    findOrganization(ctx),
  ]);
  if (!mail) return;

  const template = templateOf(mail.template);
  const usefulSeconds = template?.usefulSeconds ?? 0;
  const tried = { attempts: mail.attempts, createdAt: mail.createdAt, usefulSeconds, now: ctx.now };
  const send = async (): Promise<SendResult> => {
    if (suppression) return { kind: "suppressed", error: `suppressed_${suppression.reason}` };
    if (!template) return { kind: "refused", error: "unknown_template" };
    if (isHopeless(tried)) return { kind: "refused", error: "too_late" };
    const written = await write(ctx, mail, template, settingsOf(organization).contactEmail).catch((error: unknown) => {
      log("error", "mail cannot be written", { tenant: ctx.tenant.id, mail: mail.id, error: errorText(error) });
    });
    return written ? await sendMail(ctx.env, written) : { kind: "refused", error: "unreadable" };
  };
  const verdict = judge(await send(), { ...tried, now: toInstant(Date.now()), random: Math.random() });
  await settle(ctx, mail, verdict);
  if (verdict.status === "queued") await ringAt(ctx, mail.id, verdict.nextAttemptAt);
}

async function write(ctx: Ctx, mail: Mail, template: Template<never>, replyTo: string | null): Promise<OutgoingMail> {
  if (mail.sealedData === null) throw new Error(`nothing to fill ${mail.template} with`);
  const { display_name: name, primary_color: color = "", logo_url: logoUrl = null } = brandingOf(ctx.env, ctx.tenant);
  const sender = { businessName: name ?? ctx.tenant.businessName, color, logoUrl };
  const data = (await openData(ctx, mail.id, mail.sealedData)) as never; // safe: planMail took it for this very template
  return {
    id: mail.id,
    to: mail.recipient,
    fromName: sender.businessName,
    ...(replyTo && { replyTo }),
    ...render(template.write(data, sender), sender),
  };
}

async function settle(ctx: Ctx, mail: Mail, verdict: Verdict): Promise<void> {
  const now = toInstant(Date.now());
  const { status } = verdict;
  const error = verdict.status === "sent" ? null : verdict.error;
  const change: Partial<Mail> =
    verdict.status === "queued"
      ? { error, nextAttemptAt: verdict.nextAttemptAt }
      : { status, error, nextAttemptAt: null, sealedData: null, sentAt: status === "sent" ? now : null };
  const bounced = status === "suppressed" && error === "E_RECIPIENT_SUPPRESSED";
  await note(ctx, [
    settleMail(ctx, mail, change),
    must(new AppError("conflict", "mail.claim_lost", `Mail ${mail.id} was claimed by another worker.`)),
    ...(bounced
      ? [
          noteSuppression({
            tenantId: ctx.tenant.id,
            address: addressKey(mail.recipient),
            reason: "bounce",
            createdAt: now,
          }),
        ]
      : []),
    dropOldMails(ctx, firstIdAt("mail", plusSeconds(ctx.now, -KEPT_SECONDS)), DROPPED_AT_ONCE),
  ]);
  log(status === "failed" ? "error" : "info", "mail", {
    tenant: ctx.tenant.id,
    mail: mail.id,
    template: mail.template,
    attempt: mail.attempts,
    status,
    error,
  });
}
