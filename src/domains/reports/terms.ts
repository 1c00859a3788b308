export const formats = ["csv", "json", "pdf"] as const;
export type Format = (typeof formats)[number];

/** `queued` too while it is under way: what is shown then follows from `started_at`. */
export const runStatuses = ["queued", "running", "succeeded", "failed", "expired"] as const;
export type RunStatus = Exclude<(typeof runStatuses)[number], "running">;

export const runErrors = [
  "too_many_rows",
  "too_many_rows_to_sort",
  "not_permitted",
  "no_recipients",
  "broke_off",
] as const;
export type RunError = (typeof runErrors)[number];

export const deliveries = ["email", "webhook"] as const;
export type Delivery = (typeof deliveries)[number];
/** How the file of a run is delivered. */
export type Delivered = { by: Delivery; recipientIds: number[]; isTest: boolean };

/** Files are there for 30 days. */
export const KEPT_DAYS = 30;
/** Failures in a row after which a schedule is disabled. */
export const MOST_FAILURES = 3;
/** Rows of a file, and of a PDF, which is laid out in memory. */
export const MOST_ROWS = 500_000;
/** Rows of a file that is sorted: it is read at once, so that each row comes once. */
export const MOST_SORTED_ROWS = 10_000;
export const MOST_PDF_ROWS = 2000;
export const MOST_PDF_COLUMNS = 10;
/** Runs of one report that may be asked for before the first has ended. */
export const MOST_WAITING = 10;
/** Rows of a preview. */
export const PREVIEW_ROWS = 50;
