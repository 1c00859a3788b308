import type { SendResult } from "#/integrations/mail/port.ts";
import { retryAt } from "#/kernel/backoff.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";

/** Seconds before each attempt: six attempts over some seven hours. */
const SCHEDULE = [0, 30, 2 * 60, 10 * 60, 3600, 6 * 3600];

/** The state of a mail after an attempt. `error` is a code and never the server's own words: those may quote the mail. */
export type MailFate =
  | { status: "sent"; error: null; nextAttemptAt: null }
  | { status: "failed" | "suppressed"; error: string; nextAttemptAt: null }
  | { status: "queued"; error: string; nextAttemptAt: Instant };

type Tried = {
  /** Attempts made so far. */
  attempts: number;
  createdAt: Instant;
  usefulSeconds: number;
  now: Instant;
  /** In [0, 1): spreads by a tenth to each side what failed together. */
  random: number;
};

/** A mail is tried again while attempts are left and the next one still helps its reader. */
export function fateOfMail(result: SendResult, { createdAt, usefulSeconds, ...tried }: Tried): MailFate {
  if (result.kind === "sent") return { status: "sent", error: null, nextAttemptAt: null };
  const { kind, error } = result;
  if (kind === "suppressed") return { status: "suppressed", error, nextAttemptAt: null };
  const nextAttemptAt = kind === "failed" ? retryAt({ ...tried, schedule: SCHEDULE }) : undefined;
  if (!nextAttemptAt || nextAttemptAt > plusSeconds(createdAt, usefulSeconds))
    return { status: "failed", error, nextAttemptAt: null };
  return { status: "queued", error, nextAttemptAt };
}

/** Whether a mail is past its time, or its workers have died too often. */
export const isHopeless = ({ attempts, createdAt, usefulSeconds, now }: Omit<Tried, "random">): boolean =>
  attempts > SCHEDULE.length || now > plusSeconds(createdAt, usefulSeconds);

/** Addresses are compared without regard to case. */
export const addressKey = (address: string): string => address.trim().toLowerCase();
