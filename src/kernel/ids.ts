import { encodeTime, ulid } from "ulidx";
import type { Instant } from "./time.ts";

const random = new Uint8Array(1024);
let used = random.length;

/** A fraction from the system's randomness, fetched in bulk: one call for each character of an id would cost more than a D1 statement. */
function fraction(): number {
  if (used === random.length) {
    crypto.getRandomValues(random);
    used = 0;
  }
  return (random[used++] ?? 0) / 256;
}

/** `prefix_<ulid>`: sorts by time of creation, no dots (Standard Webhooks forbids them in ids). */
export const newId = (prefix: string): string => `${prefix}_${ulid(Date.now(), fraction)}`;

/** Below every id with this prefix that is made from this moment on: for ranges over what is keyed by such ids. */
export const firstIdAt = (prefix: string, at: Instant): string => `${prefix}_${encodeTime(Date.parse(at), 10)}`;
