import type { Ctx } from "#/ctx.ts";
import { type Parts, record } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { stampsAfter } from "#/db/tenant/stamps.ts";
import { planMail } from "#/domains/mail/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { keepText, sendByTwilio, type TextResult } from "#/integrations/messages/index.ts";
import { clockNow } from "#/kernel/clock.ts";
import { isDevelopment } from "#/kernel/environment.ts";
import { AppError } from "#/kernel/errors.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import { log } from "#/kernel/log.ts";
import { openAccount } from "../account-secret.ts";
import { leaveUrl, oneClickUrl, statusUrl } from "../addresses.ts";
import { stopPhone } from "../consent-repo.ts";
import { communicationFailed, communicationSent, communicationSuppressed } from "../events.ts";
import { leaveToken } from "../leave-token.ts";
import { presented } from "../present.ts";
import { judging } from "../repo.ts";
import {
  DEVELOPMENT_NUMBER,
  fateOfText,
  isTooLate,
  type MessageFate,
  nameAfter,
  type SentChannel,
  whyNot,
} from "../rules.ts";
import { type Communication, dueMessages, type MessageAccount } from "../tables.ts";
import { marketingFrom } from "../zone.ts";

/**
 * The time of a message has come: claims the attempt, judges whether the customer wants it now, and sends it or says why not. A text whose
 * earlier attempt broke off may have been sent: it is not sent again, and nobody is told otherwise.
 */
export async function attemptMessage(ctx: Ctx, id: string): Promise<(() => Promise<void>) | undefined> {
  const loaded = await load(ctx, {
    message: dueMessages.claim(ctx, id),
    ...judging(ctx, id),
    organization: organizationOf(ctx),
  });
  const { message } = loaded;
  return message && (() => attempt(ctx, { ...loaded, message }));
}

type Loaded = Awaited<ReturnType<typeof loadedFor>> & { message: Communication };
const loadedFor = (ctx: Ctx, id: string) => load(ctx, { ...judging(ctx, id), organization: organizationOf(ctx) });

async function attempt(ctx: Ctx, loaded: Loaded): Promise<void> {
  const { message, account } = loaded;
  const held = await heldBack(ctx, loaded);
  if (held) return await settle(ctx, message, held);
  if (message.channel === "email") return await handToMail(ctx, message);
  if (!account && !isDevelopment(ctx.env))
    return await settle(ctx, message, { status: "failed", reason: "no_provider", nextAttemptAt: null });
  const result = await sendText(ctx, message, account);
  const tried = { attempts: message.attempts, now: clockNow(), random: Math.random() };
  const fate = fateOfText(result, tried);
  const provider = account ? account.provider : "development";
  await settle(ctx, message, { ...fate, provider, from: account?.sender ?? DEVELOPMENT_NUMBER });
}

/** What keeps a message from going out now; undefined: nothing. */
async function heldBack(ctx: Ctx, loaded: Loaded): Promise<MessageFate | undefined> {
  const { message, customer, consents, suppression, site, organization } = loaded;
  const isText = message.channel === "sms";
  if (isText && message.attempts > message.endedAttempts + 1)
    return { status: "unknown", reason: "outcome_unknown", nextAttemptAt: null };
  const category = message.category ?? "transactional";
  const channel = message.channel as SentChannel; // safe: nothing else is queued
  const { to, isReply } = message;
  const address = isText ? suppression?.reason : undefined; // that of a mail is judged when the mail is sent
  const reason = whyNot({ channel, category, isReply, to, customer, consents, suppression: address });
  if (reason) return { status: "suppressed", reason, nextAttemptAt: null };
  if (isTooLate(message.dueAt ?? message.occurredAt, category, ctx.now))
    return { status: "failed", reason: "too_late", nextAttemptAt: null };
  if (category === "transactional") return undefined;
  const at = await marketingFrom(ctx, { customer, site, organization });
  return at > ctx.now ? { status: "queued", reason: null, nextAttemptAt: at } : undefined;
}

async function sendText(ctx: Ctx, message: Communication, account: MessageAccount | undefined): Promise<TextResult> {
  const text = { id: message.id, to: message.to ?? "", body: message.body ?? "" };
  if (!account) {
    const { id: tenant, businessName: business } = ctx.tenant;
    await keepText(ctx.env, { ...text, from: DEVELOPMENT_NUMBER }, { direction: "out", business, tenant });
    return { kind: "sent", reference: `dev_${message.id}` };
  }
  const opened = await openAccount(ctx.env, account).catch(() => undefined);
  if (!opened) return { kind: "refused", error: "unreadable" };
  return await sendByTwilio(ctx.env, opened, { ...text, from: account.sender }, statusUrl(ctx, message.id));
}

/** Gives a mail to those who send mails; what becomes of it comes back by mail-log.ts. */
async function handToMail(ctx: Ctx, message: Communication): Promise<void> {
  const token = message.category === "marketing" ? await leaveToken(ctx, message.customerId) : null;
  const mail = await planMail(ctx, {
    to: message.to ?? "",
    template: "message",
    data: {
      subject: message.subject ?? "",
      text: message.body ?? "",
      leave: token && leaveUrl(ctx, token),
      oneClick: token && oneClickUrl(ctx, token),
    },
  });
  await record(ctx, {
    parts: [
      dueMessages.settle(ctx, message, {
        ...{ nextAttemptAt: null, endedAttempts: message.attempts, provider: "mail", providerReference: mail.mailId },
        ...stampsAfter(ctx, message),
      }),
      mail,
    ],
  });
}

type Outcome = MessageFate & Partial<Pick<Communication, "provider" | "from">>;

/** Writes the outcome down, unless the provider has told more of it meanwhile. */
async function settle(ctx: Ctx, message: Communication, outcome: Outcome): Promise<void> {
  const sentAt = outcome.status === "sent" ? clockNow() : null;
  const row: Communication = {
    ...message,
    ...outcome,
    ...{ sentAt, endedAttempts: message.attempts, dedupe: nameAfter({ ...message, status: outcome.status }) },
    ...stampsAfter(ctx, message),
  };
  const { id: _, tenantId: _tenant, attempts: _attempts, ...fields } = row;
  const stops = outcome.reason === "stop" && outcome.errorCode && message.to;
  try {
    await record(ctx, {
      parts: [dueMessages.settle(ctx, message, changed(message, fields)), stops && stopPhone(ctx, stops)] as Parts,
      events: eventOf(row),
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== "conflict") throw error;
    return; // a status callback was faster
  }
  const { status, reason, errorCode } = row;
  log(status === "failed" || status === "unknown" ? "error" : "info", "message", {
    ...{ tenant: ctx.tenant.id, message: message.id, channel: message.channel, attempt: message.attempts },
    ...{ status, reason, error: errorCode },
  });
  if (status === "queued" && row.nextAttemptAt) await dueMessages.ringAt(ctx, message.id, row.nextAttemptAt);
}

/** Only what differs: a merge may have given the row to another customer meanwhile. */
const changed = (before: Communication, after: Partial<Communication>): Partial<Communication> =>
  Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name as keyof Communication] !== value));

function eventOf(row: Communication): DomainEvent[] {
  const kinds: Partial<Record<Communication["status"], typeof communicationSent>> = {
    sent: communicationSent,
    failed: communicationFailed,
    unknown: communicationFailed,
    suppressed: communicationSuppressed,
  };
  const kind = kinds[row.status];
  return kind ? [kind(presented(row))] : [];
}
