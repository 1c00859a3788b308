import { retryAt } from "#/kernel/backoff.ts";
import type { Instant } from "#/kernel/time.ts";

// How much a receiver is asked to take at a time, and how its failures are judged.

/** Attempts that are under way to one receiver at a time. An invocation has six connections: one is left for the database. */
export const SLOTS = 5;
/** Longer than an attempt can take. When its worker dies, it is due again after this. */
export const LEASE_SECONDS = 60;
/** A worker that has been rung for, or has attempts under way, looks at its lane again within this: an attempt takes 15 s at most. */
export const AWAKE_SECONDS = 20;
/** Failures in a row that open the circuit. */
export const OPENS_AFTER = 5;
/** Longest pause between two probes of an open circuit. */
const MAX_PAUSE = 15 * 60;
/** Longest pause that a receiver can ask for all of its deliveries by Retry-After. */
const MAX_ASKED_PAUSE = 3600;

type Failing = {
  /** Failures in a row, the newest included. */
  failures: number;
  /** The schedule of deliveries; the circuit goes by its first steps, again and again by the last that is not too long. */
  schedule: readonly number[];
  now: Instant;
  random: number;
  retryAfter?: number | undefined;
};

/** Until when an endpoint gets nothing; undefined while its circuit stays closed. Then one delivery goes out as a probe. */
export function holdAfter({ failures, schedule, now, random, retryAfter = 0 }: Failing): Instant | undefined {
  if (failures < OPENS_AFTER) return undefined;
  const pauses = schedule.map((pause) => Math.min(pause, MAX_PAUSE));
  const step = Math.min(failures - OPENS_AFTER + 1, pauses.length - 1);
  return retryAt({ schedule: pauses, attempts: step, now, random, atLeast: Math.min(retryAfter, MAX_ASKED_PAUSE) });
}

const DAYS_OF_FAILURES = 5;
const LEAST_FAILURES = 10;
const LEAST_SPREAD_MS = 12 * 3600 * 1000;
const DAY_MS = 24 * 3600 * 1000;

export type FailureRecord = { failures: number; failingSince: Instant | null; lastFailedAt: Instant | null };

/** Whether a receiver has failed for so long that nothing more is sent: five days without a success, ten attempts or more over at least 12 hours. */
export function isHopeless({ failures, failingSince, lastFailedAt }: FailureRecord, now: Instant): boolean {
  if (!failingSince || !lastFailedAt || failures < LEAST_FAILURES) return false;
  const since = Date.parse(failingSince);
  return Date.parse(now) - since >= DAYS_OF_FAILURES * DAY_MS && Date.parse(lastFailedAt) - since >= LEAST_SPREAD_MS;
}

/** What a thin payload holds of an event's data: the ids by which the rest is read from the API. */
export const thinned = (data: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data).filter(([name]) => name === "id" || name === "version" || /_id$/.test(name)));
