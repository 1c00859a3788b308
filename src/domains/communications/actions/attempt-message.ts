import type { Ctx } from "#/ctx.ts";
import { type Parts, record } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { stampsAfter } from "#/db/tenant/stamps.ts";
import { planMail } from "#/domains/mail/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { keepText, sendByTwilio, type TextAccount, type TextResult } from "#/integrations/messages/index.ts";
import { clockNow } from "#/kernel/clock.ts";
import { isDevelopment } from "#/kernel/environment.ts";
import { AppError } from "#/kernel/errors.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import { errorText, log } from "#/kernel/log.ts";
import { openAccount } from "../account-secret.ts";
import { leaveUrl, oneClickUrl, statusUrl } from "../addresses.ts";
import { stopPhone } from "../consent-repo.ts";
import { communicationFailed, communicationSent, communicationSuppressed } from "../events.ts";
import { leaveToken } from "../leave-token.ts";
import { presented } from "../present.ts";
import { judging } from "../repo.ts";
import {
  DEVELOPMENT_NUMBER,
  fateOfBreak,
  fateOfText,
  isTooLate,
  type MessageFate,
  mayBeSent,
  nameAfter,
  type SentChannel,
  whyNot,
} from "../rules.ts";
import { type Communication, dueMessages } from "../tables.ts";
import { marketingFrom } from "../zone.ts";

/**
 * The time of a message has come: claims the attempt, judges whether the customer wants it now, and sends it or says why not. That a text is handed
 * over is noted right before: where an attempt broke off after that note the text may have been sent, so it is not sent again, and nobody is told
 * otherwise; where it broke off before, the text is tried again.
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
  const { message } = loaded;
  if (mayBeSent(message))
    return await settle(ctx, message, { status: "unknown", reason: "outcome_unknown", nextAttemptAt: null });
  let ready: MessageFate | Text | "mail";
  try {
    ready = await readied(ctx, loaded);
    if (ready === "mail") return await handToMail(ctx, message);
  } catch (error) {
    const about = { tenant: ctx.tenant.id, communication: message.id, attempt: message.attempts };
    log("error", "message broke off before it was handed over", { ...about, error: errorText(error) });
    return await settle(ctx, message, { ...fateOfBreak(tried(message)), ...unhanded });
  }
  if ("status" in ready) return await settle(ctx, message, ready);
  const fate = fateOfText(await sendText(ctx, ready), tried(message));
  await settle(ctx, ready.message, { ...fate, ...(fate.status === "queued" && unhanded) });
}

const tried = ({ attempts }: Communication) => ({ attempts, now: clockNow(), random: Math.random() });

/** A text that is noted as handed over. */
type Text = { message: Communication; account: TextAccount | undefined };
type HandedOver = Pick<Communication, "provider" | "from">;
const unhanded: HandedOver = { provider: null, from: null };

/** All that may fail before the provider hears of a message. Answers what keeps it from going out now, or that it may. */
async function readied(ctx: Ctx, loaded: Loaded): Promise<MessageFate | Text | "mail"> {
  const { message, account } = loaded;
  const held = await heldBack(ctx, loaded);
  if (held) return held;
  if (message.channel === "email") return "mail";
  if (!account && !isDevelopment(ctx.env)) return { status: "failed", reason: "no_provider", nextAttemptAt: null };
  const opened = account && (await openAccount(ctx.env, account).catch(() => null));
  if (opened === null) return { status: "failed", reason: "refused", errorCode: "unreadable", nextAttemptAt: null };
  const handedOver: HandedOver = {
    provider: account ? account.provider : "development",
    from: account?.sender ?? DEVELOPMENT_NUMBER,
  };
  await record(ctx, { parts: [dueMessages.settle(ctx, message, handedOver)] });
  return { message: { ...message, ...handedOver }, account: opened };
}

/** What keeps a message from going out now; undefined: nothing. */
async function heldBack(ctx: Ctx, loaded: Loaded): Promise<MessageFate | undefined> {
  const { message, customer, consents, suppression, site, organization } = loaded;
  const isText = message.channel === "sms";
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

async function sendText(ctx: Ctx, { message, account }: Text): Promise<TextResult> {
  const { id, from } = message;
  const text = { id, from: from ?? "", to: message.to ?? "", body: message.body ?? "" };
  if (account) return await sendByTwilio(ctx.env, account, text, statusUrl(ctx, id));
  const { id: tenant, businessName: business } = ctx.tenant;
  await keepText(ctx.env, text, { direction: "out", business, tenant });
  return { kind: "sent", reference: `dev_${id}` };
}

/** Gives a mail to those who send mails; what becomes of it comes back by mail-log.ts. */
async function handToMail(ctx: Ctx, message: Communication): Promise<void> {
  const token = message.category === "marketing" ? await leaveToken(ctx, message) : null;
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

type Outcome = MessageFate & Partial<HandedOver>;

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
  // written though it looks the same: the note of a hand-over may have been committed and its answer lost
  const handedOver = outcome.provider === null && unhanded;
  try {
    await record(ctx, {
      parts: [
        dueMessages.settle(ctx, message, { ...changed(message, fields), ...handedOver }),
        stops && stopPhone(ctx, stops),
      ] as Parts,
      events: eventOf(row),
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== "conflict") throw error;
    // a status callback was faster, or the lease ran out; that the number accepts no texts holds all the same
    if (stops) await record(ctx, { parts: [stopPhone(ctx, stops)] });
    return;
  }
  const { status, reason, errorCode } = row;
  log(status === "failed" || status === "unknown" ? "error" : "info", "message", {
    ...{ tenant: ctx.tenant.id, communication: message.id, channel: message.channel, attempt: message.attempts },
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
