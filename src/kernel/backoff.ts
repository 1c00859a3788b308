import { type Instant, plusSeconds } from "./time.ts";

const JITTER = 0.1;

export type Retry = {
  /** Seconds before each attempt, the first included. */
  schedule: readonly number[];
  /** Attempts made so far. */
  attempts: number;
  now: Instant;
  /** In [0, 1): spreads by a tenth to each side what failed together. */
  random: number;
  /** Seconds that the other side asks to wait at least. */
  atLeast?: number | undefined;
};

/** When the next attempt is due; undefined when the schedule is used up. */
export function retryAt({ schedule, attempts, now, random, atLeast = 0 }: Retry): Instant | undefined {
  const pause = schedule[attempts];
  if (pause === undefined) return undefined;
  return plusSeconds(now, Math.max(pause * (1 + JITTER * (2 * random - 1)), atLeast));
}
