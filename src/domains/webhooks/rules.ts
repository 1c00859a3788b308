import type { AttemptError } from "#/db/tenant/schema/webhooks.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Pauses before each attempt (Standard Webhooks 1.0.0: 10 attempts over 75 h 35 min). */
const STANDARD_SCHEDULE = [
  0,
  5,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
const JITTER = 0.1;
const MAX_RETRY_AFTER = 24 * HOUR;

/** Seconds before each attempt, the first at once. WEBHOOK_RETRY_SECONDS replaces the standard retries, but never in production. */
export function retrySchedule(env: { ENVIRONMENT: string; WEBHOOK_RETRY_SECONDS: string }): readonly number[] {
  if (env.ENVIRONMENT === "production" || !env.WEBHOOK_RETRY_SECONDS) return STANDARD_SCHEDULE;
  return [0, ...env.WEBHOOK_RETRY_SECONDS.split(",").map(Number)];
}

/** What came of one attempt. */
export type Outcome = {
  responseStatus: number | null;
  error: AttemptError | null;
  responseExcerpt: string | null;
  durationMs: number;
  /** Seconds that the receiver asked us to wait; only read from 429 and 503. */
  retryAfter?: number;
};

export const isSuccess = (status: number): boolean => status >= 200 && status <= 299;

/** An answer as an error class: redirects are never followed, and only 2xx is success. */
export const errorOfStatus = (status: number): AttemptError | null => {
  if (isSuccess(status)) return null;
  return status >= 300 && status <= 399 ? "redirect" : "status";
};

/** What `fetch` threw: our own time limit, or anything else on the way (the runtime does not tell DNS, TLS and refusal apart). */
export const errorOfThrown = (thrown: unknown): AttemptError =>
  thrown instanceof Error && (thrown.name === "TimeoutError" || thrown.name === "AbortError")
    ? "timeout"
    : "connection";

/** Seconds of a Retry-After header, which holds seconds or a date; undefined when it is neither. At most a day. */
export function retryAfterSeconds(header: string | null, now: Instant): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header.trim())
    ? Number(header)
    : Math.ceil((Date.parse(header) - Date.parse(now)) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), MAX_RETRY_AFTER);
}

/** What becomes of a delivery. `gone`: the receiver wants nothing any more (410), so its endpoint is disabled. */
export type Verdict =
  | { status: "delivered" }
  | { status: "failed"; gone: boolean }
  | { status: "pending"; nextAttemptAt: Instant };

/** Decides on the outcome of the `attempt`-th attempt, which ended at `now`. `random` in [0, 1) spreads the retries by +-10 %. */
export function judge(
  outcome: Outcome,
  { attempt, schedule, now, random }: { attempt: number; schedule: readonly number[]; now: Instant; random: number },
): Verdict {
  if (outcome.error === null) return { status: "delivered" };
  const pause = schedule[attempt];
  const gone = outcome.responseStatus === 410;
  if (gone || pause === undefined) return { status: "failed", gone };
  const jittered = pause * (1 + JITTER * (2 * random - 1));
  return { status: "pending", nextAttemptAt: plusSeconds(now, Math.max(jittered, outcome.retryAfter ?? 0)) };
}
