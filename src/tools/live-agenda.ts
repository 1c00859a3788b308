import { setTimeout as pause } from "node:timers/promises";

/** What is to happen at which time of a lived day, one thing after the other. */
export type Agenda = {
  /** The time of the day, in milliseconds since 1970. */
  now: () => number;
  /** Puts a thing on the agenda; what is late happens at once. */
  at: (time: number, what: () => Promise<void>) => void;
  /** Lives the day until nothing is left to do, or `signal` ends it. */
  live: (signal: AbortSignal) => Promise<void>;
};

/** The server's clock is moved when the day has gone on by this much. */
const STEP_MS = 60_000;

/**
 * An agenda that begins at `start`. Its time passes `speed` times as fast as the real time, or more slowly where the things take longer.
 * `moveClock` brings the server's clock to the time of the day.
 */
export function openAgenda(start: number, speed: number, moveClock: (now: number) => Promise<unknown>): Agenda {
  let entries: { time: number; what: () => Promise<void> }[] = [];
  let now = start;
  let shown = Number.NEGATIVE_INFINITY;

  /** The earliest of what is to happen; of several at one time the one that was put there first. */
  function take() {
    const first = entries.reduce((one, other) => (other.time < one.time ? other : one));
    entries = entries.filter((entry) => entry !== first);
    return first;
  }

  return {
    now: () => now,
    at: (time, what) => {
      entries.push({ time, what });
    },
    async live(signal) {
      const begun = performance.now();
      while (entries.length > 0) {
        const { time, what } = take();
        const waitMs = begun + (time - start) / speed - performance.now();
        if (waitMs > 0) await pause(waitMs, undefined, { signal });
        signal.throwIfAborted();
        now = Math.max(now, time);
        if (now - shown >= STEP_MS) {
          await moveClock(now);
          shown = now;
        }
        await what();
      }
    },
  };
}
