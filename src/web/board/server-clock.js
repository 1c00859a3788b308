// What time it is at the server: the computer's clock may be wrong, and that of a developer's server can be moved.

let aheadMs = 0;

/** In milliseconds since 1970. */
export const serverNow = () => Date.now() + aheadMs;

export function setServerClock(instant) {
  aheadMs = Date.parse(instant) - Date.now();
}

const LEAP_MS = 60_000;

/** What has happened at the server has happened before now. Answers whether the clock has leapt. */
export function hasHappened(instant) {
  const before = aheadMs;
  aheadMs = Math.max(aheadMs, Date.parse(instant) - Date.now());
  return aheadMs - before > LEAP_MS;
}
