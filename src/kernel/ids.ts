import { encodeTime, ulid } from "ulidx";
import { clockMs } from "./clock.ts";
import type { Instant } from "./time.ts";

const random = new Uint8Array(1024);
let used = random.length;

/** A random fraction in [0, 1), from bytes fetched in bulk: one call per character of an id costs more than a D1 statement. */
function fraction(): number {
  if (used === random.length) {
    crypto.getRandomValues(random);
    used = 0;
  }
  return (random[used++] ?? 0) / 256;
}

/** `prefix_<ulid>`: sorts by creation time, contains no dots (Standard Webhooks forbids them in ids). */
export const newId = (prefix: string): string => `${prefix}_${ulid(clockMs(), fraction)}`;

/** The lower bound of all ids that `newId(prefix)` returns at or after `at`; there are none of before 1970. For range queries by id. */
export const firstIdAt = (prefix: string, at: Instant): string =>
  `${prefix}_${encodeTime(Math.max(Date.parse(at), 0), 10)}`;
