import type { Target } from "./tables.ts";

/** A target as people see it: a polled one may have no URL, and a secret that has ended is not mentioned. */
export const present = (target: Target, { now }: { now: string }) => ({
  ...target,
  url: target.url === "" ? null : target.url,
  rotationEndsAt: target.previousUntil !== null && target.previousUntil > now ? target.previousUntil : null,
});
