import { clockOffset, moveClockBy } from "#/kernel/clock.ts";
import { isDevelopment } from "#/kernel/environment.ts";

// Where a developer's machine keeps how far its clock was moved, so that it holds in every isolate and after a restart. Production reads nothing.

const KEY = "dev-clock";
/** An isolate looks again after this; the one that moves the clock knows at once. */
const FRESH_MS = 1000;

type Env = Pick<Cloudflare.Env, "FILES" | "ENVIRONMENT">;
type Background = (work: Promise<unknown>) => void;

let lookedAt: number | undefined;
let changes = 0;

/** Makes this isolate's clock follow the machine's. Only the first calls of an isolate have to be waited for, and none in production. */
export function followClock(env: Env, background: Background): Promise<void> | undefined {
  if (!isDevelopment(env)) return undefined;
  if (lookedAt === undefined)
    return readClock(env).then(() => {
      lookedAt = Date.now();
    });
  if (Date.now() - lookedAt >= FRESH_MS) {
    lookedAt = Date.now();
    background(readClock(env));
  }
  return undefined;
}

async function readClock({ FILES }: Env): Promise<void> {
  const before = changes;
  const kept = await FILES.get(KEY);
  const offset = kept ? Number(await kept.text()) : 0;
  if (changes === before) moveClockBy(offset); // otherwise it was moved meanwhile, and what was read is old
}

/** Moves the clock of the machine; 0 lets it go. */
export async function keepClock({ FILES }: Env, offsetMs: number): Promise<void> {
  await (offsetMs === 0 ? FILES.delete(KEY) : FILES.put(KEY, String(offsetMs)));
  changes++;
  moveClockBy(offsetMs);
}

export const isMoved = (): boolean => clockOffset() !== 0;
