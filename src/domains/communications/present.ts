import type { Communication } from "./tables.ts";

/** A communication as it is shown: when a waiting one goes out, and nothing of how it is worked on. */
export const presented = (row: Communication) => ({
  ...row,
  sendsAt: row.status === "queued" ? row.nextAttemptAt : null,
});
