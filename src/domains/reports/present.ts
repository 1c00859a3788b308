import type { Run } from "./tables.ts";

/** A run as it is shown: one that waits for its next portion is running. */
export const presented = (run: Run) => ({
  ...run,
  dataset: run.definition.dataset,
  status: run.status === "queued" && run.startedAt !== null ? ("running" as const) : run.status,
});
