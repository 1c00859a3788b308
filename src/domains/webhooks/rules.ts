import { type Retry, retryAt } from "#/kernel/backoff.ts";
import { isDevelopment } from "#/kernel/environment.ts";
import type { Instant } from "#/kernel/time.ts";
import type { LoggedAttempt } from "./schemas.ts";

const HOUR = 3600;
/** Seconds before each attempt (Standard Webhooks 1.0.0: 10 attempts over 75 h 35 min). */
const STANDARD_SCHEDULE = [0, 5, 5 * 60, 30 * 60, ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR)];
const MAX_RETRY_AFTER = 24 * HOUR;

/** Seconds before each attempt, the first at once. In development, WEBHOOK_RETRY_SECONDS replaces the standard retries. */
export function retrySchedule(env: { ENVIRONMENT: string; WEBHOOK_RETRY_SECONDS: string }): readonly number[] {
  if (!isDevelopment(env) || !env.WEBHOOK_RETRY_SECONDS) return STANDARD_SCHEDULE;
  return [0, ...env.WEBHOOK_RETRY_SECONDS.split(",").map(Number)];
}

/** Why an attempt failed, in one word; schemas.ts says what each means. */
type AttemptError = NonNullable<LoggedAttempt["error"]>;

/** How one attempt ended. */
export type Outcome = Pick<LoggedAttempt, "responseStatus" | "error" | "responseExcerpt" | "durationMs"> & {
  /** Seconds that the receiver asked us to wait; only read from 429 and 503. */
  retryAfter?: number;
};

/** What Cloudflare's network answers in the place of a receiver that it does not reach: in production `fetch` throws for none of these. */
const EDGE: Record<number, AttemptError> = {
  521: "refused",
  522: "timeout",
  523: "connection",
  524: "timeout",
  525: "tls",
  526: "tls",
};
/** Its code for a host name that leads nowhere, in the text of a 530. */
const NO_SUCH_HOST = /\b1016\b/;

/** The error class of an answer; null for a success. Only 2xx is a success, and redirects are never followed. */
export const errorOfStatus = (status: number, excerpt: string | null = null): AttemptError | null => {
  if (status >= 200 && status <= 299) return null;
  if (status >= 300 && status <= 399) return "redirect";
  if (status === 530 && NO_SUCH_HOST.test(excerpt ?? "")) return "dns";
  return EDGE[status] ?? "status";
};

export const isTimeout = (thrown: unknown): boolean =>
  thrown instanceof Error && (thrown.name === "TimeoutError" || thrown.name === "AbortError");

/**
 * The error class of what `fetch` threw other than for time. The runtime speaks of a lost connection, or of an error of its own where the name
 * or the certificate was wrong; whether a connection to the same host and port opens tells the rest.
 */
export function errorOfThrown(thrown: unknown, opens: boolean | undefined): AttemptError {
  const isLost = /connection lost/i.test(String(thrown));
  if (opens === undefined) return "connection";
  if (opens) return isLost ? "connection" : "tls";
  return isLost ? "refused" : "dns";
}

/** Seconds of a Retry-After header, which holds seconds or a date; undefined when it is neither. At most a day. */
export function retryAfterSeconds(header: string | null, now: Instant): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header.trim())
    ? Number(header)
    : Math.ceil((Date.parse(header) - Date.parse(now)) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), MAX_RETRY_AFTER);
}

/** Whether the receiver wants no more events, ever. */
export const isGone = ({ responseStatus }: Pick<Outcome, "responseStatus">): boolean => responseStatus === 410;

/** The state of a delivery after an attempt. */
type DeliveryFate =
  | { status: "delivered" | "failed"; nextAttemptAt: null }
  | { status: "pending"; nextAttemptAt: Instant };

/** A delivery is tried again while the schedule has steps left and its receiver is not gone. `now` is the end of the attempt. */
export function fateOfDelivery(outcome: Outcome, retry: Omit<Retry, "atLeast">): DeliveryFate {
  if (outcome.error === null) return { status: "delivered", nextAttemptAt: null };
  const nextAttemptAt = isGone(outcome) ? undefined : retryAt({ ...retry, atLeast: outcome.retryAfter });
  return nextAttemptAt ? { status: "pending", nextAttemptAt } : { status: "failed", nextAttemptAt: null };
}
