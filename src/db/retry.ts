import { AppError } from "#/kernel/errors.ts";

// What D1 says when a call, or the answer to it, may have been lost (developers.cloudflare.com: D1 retry queries).
const TRANSIENT =
  /network connection lost|storage caused object to be reset|reset because its code was updated|overloaded|internal error|timed? ?out/i;
const ATTEMPTS = 4;

/** What D1 itself has said: drizzle wraps it, with the statement and its values as the message. */
const origin = (error: Error): Error => (error.cause instanceof Error ? origin(error.cause) : error);

export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof AppError) return false;
  const { message } = origin(error);
  return !/constraint/i.test(message) && TRANSIENT.test(message);
}

export const databaseUnavailable = (cause?: unknown) =>
  new AppError(
    "unavailable",
    "database.unavailable",
    "The database does not answer. Send the same request again; a write under an Idempotency-Key is carried out once.",
    { retryAfter: 5, cause },
  );

/**
 * Runs `work` until it answers, at most four times with growing, jittered pauses, while the database fails transiently; then 503.
 * `work` must be safe to repeat. `before` runs ahead of each repetition and may answer in its place.
 */
export async function withRetry<T>(work: () => Promise<T>, before?: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const settled = attempt > 1 ? await before?.() : undefined;
      return settled ?? (await work());
    } catch (error) {
      if (!isTransient(error)) throw error;
      if (attempt === ATTEMPTS) throw databaseUnavailable(error);
      await new Promise((resolve) => setTimeout(resolve, 25 * 2 ** attempt * (0.5 + Math.random())));
    }
  }
}
