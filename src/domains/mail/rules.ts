import type { SendResult } from "#/integrations/mail/port.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";

/** Seconds before the second, third ... attempt: six attempts over some seven hours. */
const PAUSES = [30, 2 * 60, 10 * 60, 3600, 6 * 3600];

/** What becomes of a mail after an attempt. `error` is a code and never what a server said: that may quote the mail. */
export type Verdict =
  | { status: "sent" }
  | { status: "queued"; error: string; nextAttemptAt: Instant }
  | { status: "failed" | "suppressed"; error: string };

export type Tried = {
  attempts: number;
  createdAt: Instant;
  usefulSeconds: number;
  now: Instant;
  /** From 0 to 1: spreads by a tenth to each side what failed together. */
  random: number;
};

/** Judges an attempt: a mail is tried again while there are attempts left and its reader would still be helped by it. */
export function judge(result: SendResult, { attempts, createdAt, usefulSeconds, now, random }: Tried): Verdict {
  if (result.kind === "sent") return { status: "sent" };
  const { error } = result;
  if (result.kind === "suppressed") return { status: "suppressed", error };
  const pause = PAUSES[attempts - 1];
  if (result.kind === "refused" || pause === undefined) return { status: "failed", error };
  const nextAttemptAt = plusSeconds(now, Math.round(pause * (0.9 + 0.2 * random)));
  if (nextAttemptAt > plusSeconds(createdAt, usefulSeconds)) return { status: "failed", error };
  return { status: "queued", error, nextAttemptAt };
}

/** Whether a mail came to its turn too late, or was begun too often by workers that died over it. */
export const isHopeless = ({ attempts, createdAt, usefulSeconds, now }: Omit<Tried, "random">): boolean =>
  attempts > PAUSES.length + 1 || now > plusSeconds(createdAt, usefulSeconds);

/** Addresses are compared without regard to case. */
export const addressKey = (address: string): string => address.trim().toLowerCase();
