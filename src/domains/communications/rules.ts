import type { TextResult } from "#/integrations/messages/index.ts";
import { retryAt } from "#/kernel/backoff.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { asksToStop } from "./revocation.ts";

export const channels = ["email", "sms", "call", "voicemail", "note", "in_person", "portal"] as const;
export type Channel = (typeof channels)[number];
/** Channels by which messages are sent from here. */
export const sentChannels = ["email", "sms"] as const;
export type SentChannel = (typeof sentChannels)[number];
/** What the outbox of a developer's machine sends from. */
export const DEVELOPMENT_NUMBER = "+15550100000";
export const categories = ["transactional", "marketing"] as const;
export type Category = (typeof categories)[number];
export const statuses = [
  "queued",
  "sent",
  "delivered",
  "opened",
  "bounced",
  "failed",
  "unknown",
  "suppressed",
  "received",
  "logged",
] as const;
export type Status = (typeof statuses)[number];

/** Why a message was not sent. */
export const reasons = [
  "no_consent",
  "revoked",
  "stop",
  "bounce",
  "complaint",
  "manual",
  "no_address",
  "do_not_service",
  "archived",
  "too_late",
  "no_provider",
  "refused",
  "unreadable",
  "broken",
  "outcome_unknown",
] as const;
export type Reason = (typeof reasons)[number];

/** How far a message has come: it only ever goes on. Those that end it share a rank, so that the first of them stands. */
const ranks: Partial<Record<Status, number>> = {
  queued: 0,
  unknown: 1,
  sent: 2,
  delivered: 3,
  bounced: 3,
  failed: 3,
  opened: 4,
};

/** The status after a report: what comes late or twice changes nothing, and what has failed is not opened. Undefined: it stays. */
export function statusAfter(before: Status, told: Status): Status | undefined {
  const [was, is] = [ranks[before], ranks[told]];
  if (was === undefined || is === undefined || is <= was) return undefined;
  return told === "opened" && (before === "failed" || before === "bounced") ? undefined : told;
}

export type Consent = { channel: SentChannel; category: Category; state: "granted" | "revoked" };
export type Known = { doNotService: boolean; archivedAt: unknown };

type Judged = {
  channel: SentChannel;
  category: Category;
  /** The answer to STOP or HELP, which goes out whatever else holds. */
  isReply: boolean;
  to: string | null;
  customer: Known | undefined;
  consents: readonly Consent[];
  /** Why the address gets nothing; undefined: it does. */
  suppression: "stop" | "bounce" | "complaint" | "manual" | undefined;
};

/**
 * Why a message must not go out now; undefined: it may. Texts and marketing need a consent that was granted; a mail that belongs to the business
 * with a customer goes out unless it was revoked.
 */
export function whyNot({
  channel,
  category,
  isReply,
  to,
  customer,
  consents,
  suppression,
}: Judged): Reason | undefined {
  if (to === null) return "no_address";
  if (isReply) return undefined;
  if (suppression) return suppression;
  const consent = consents.find((one) => one.channel === channel && one.category === category);
  if (consent?.state === "revoked") return "revoked";
  if (!consent && (channel === "sms" || category === "marketing")) return "no_consent";
  if (category === "marketing" && customer?.doNotService) return "do_not_service";
  if (category === "marketing" && customer && customer.archivedAt !== null) return "archived";
  return undefined;
}

type Listed = { reason: "stop" | "complaint" | "manual"; stoppedAt: Instant | null };
/** Whether the owner of a number has texted STOP, whatever else keeps texts from it. */
export const isStopped = (listed: Listed | undefined): boolean =>
  listed !== undefined && (listed.reason === "stop" || listed.stoppedAt !== null);

type ConsentBefore = { state: "granted" | "revoked"; beforeStop: "granted" | null };
/** What STOP leaves of a consent: nothing, and what it took, for a START. A second STOP takes nothing more. */
export const afterStop = (was: ConsentBefore | undefined): ConsentBefore => ({
  state: "revoked",
  beforeStop: was?.state === "granted" ? "granted" : (was?.beforeStop ?? null),
});
/**
 * What START makes of a consent; undefined: it stays. Whoever texts START wants the texts of their business with the sender; offers need a consent
 * in writing, so only what a STOP took comes back.
 */
export const afterStart = (was: ConsentBefore | undefined, category: Category): ConsentBefore | undefined =>
  category === "transactional" || was?.beforeStop === "granted" ? { state: "granted", beforeStop: null } : undefined;

/** After this long a message no longer helps its reader: on the way, half price this week. */
const USEFUL_SECONDS: Record<Category, number> = { transactional: 24 * 3600, marketing: 3 * 24 * 3600 };
export const isTooLate = (dueAt: Instant, category: Category, now: Instant): boolean =>
  now > plusSeconds(dueAt, USEFUL_SECONDS[category]);

const STOP = ["STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "REVOKE", "OPTOUT", "OPT OUT"];
const START = ["START", "UNSTOP"];
const HELP = ["HELP", "INFO"];

export type Keyword = "stop" | "start" | "help";

/**
 * What a text asks for: it is nothing but one of the words that carriers know, or asks for no more texts in other words. YES is only the answer of
 * somebody who has stopped the texts, else it answers a question.
 */
export function keywordOf(text: string, hasStopped: boolean): Keyword | undefined {
  const word = text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  if (STOP.includes(word)) return "stop";
  if (START.includes(word) || (word === "YES" && hasStopped)) return "start";
  if (HELP.includes(word)) return "help";
  return asksToStop(text) ? "stop" : undefined;
}

type Named = { status: Status; template: string | null; dedupe: string | null };
/** The name by which a message goes out once, after it has ended: a template that nobody got may go out again that day. A follow-up comes once. */
export const nameAfter = ({ status, template, dedupe }: Named): string | null => {
  const isLost = status === "suppressed" || status === "failed";
  return isLost && template !== null && !/^follow-up \d+$/.test(dedupe ?? "") ? null : dedupe;
};

/** Seconds before each attempt to hand over what was not taken: five over some 40 minutes. */
const SCHEDULE = [0, 30, 2 * 60, 10 * 60, 30 * 60];

/** What a message is after an attempt. */
export type MessageFate = {
  status: Status;
  reason: Reason | null;
  nextAttemptAt: Instant | null;
  errorCode?: string | null;
  providerReference?: string;
};

type Tried = { attempts: number; now: Instant; random: number };

type Attempted = { channel: Channel; provider: unknown; attempts: number; endedAttempts: number };
/** Whether an earlier attempt was handed to the provider and its end is not known. `provider` of a waiting text is noted right before that. */
export const mayBeSent = ({ channel, provider, attempts, endedAttempts }: Attempted): boolean =>
  channel === "sms" && provider !== null && attempts > endedAttempts + 1;

/** What a message is after an attempt that broke off before its provider heard of it. */
export function fateOfBreak(tried: Tried): MessageFate {
  const nextAttemptAt = retryAt({ ...tried, schedule: SCHEDULE });
  if (nextAttemptAt) return { status: "queued", reason: null, nextAttemptAt };
  return { status: "failed", reason: "broken", nextAttemptAt: null };
}

/** A text is tried again only where it was certainly not taken: nobody gets it twice. */
export function fateOfText(result: TextResult, tried: Tried): MessageFate {
  const none = { nextAttemptAt: null };
  if (result.kind === "sent")
    return { status: "sent", reason: null, errorCode: null, providerReference: result.reference, ...none };
  const errorCode = result.error;
  if (result.kind === "stopped") return { status: "suppressed", reason: "stop", errorCode, ...none };
  if (result.kind === "unknown") return { status: "unknown", reason: "outcome_unknown", errorCode, ...none };
  const nextAttemptAt = result.kind === "failed" ? retryAt({ ...tried, schedule: SCHEDULE }) : undefined;
  if (nextAttemptAt) return { status: "queued", reason: null, errorCode, nextAttemptAt };
  return { status: "failed", reason: "refused", errorCode, ...none };
}
