import type { JobStatus } from "#/domains/dispatch/index.ts";
import type { Instant } from "#/kernel/time.ts";
import type { ResponseStatus } from "./terms.ts";

/** What the history of a job keeps of a change. */
export type Change = {
  action: string | null;
  fromStatus: JobStatus;
  toStatus: JobStatus;
  at: Instant;
  occurredAt: Instant | null;
  isApplied: boolean;
  reason: string | null;
};

/** A time that does not count for the resolution: on hold, or completed and then taken up again. */
export type Pause = { from: Instant; to: Instant | null; reason: string | null; isHold: boolean };

/** A job as its clock sees it. */
export type Story = {
  startedAt: Instant;
  respondedAt: Instant | null;
  resolvedAt: Instant | null;
  cancelledAt: Instant | null;
  pauses: Pause[];
};

const way: readonly JobStatus[] = ["pending", "dispatched", "acknowledged", "en_route", "on_site", "in_progress"];
/** How far a job has come; -1 for one on hold or cancelled, which tells nothing. */
const rankOf = (status: JobStatus): number => (status === "completed" ? way.length : way.indexOf(status));
/** A job that leaves these goes on where it was: nobody has reported anything. */
const goesOn = (status: JobStatus): boolean => status === "on_hold" || status === "completed";
const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);

/**
 * Reads a job's whole history, so that the same history gives the same story, in whatever order its events arrive. What a phone has told late counts by
 * the phone's clock, for the response even if the job itself had gone on. A first response stays given when somebody else takes the job over, and
 * not when it is taken back. A cancelled job that is opened again begins from the start.
 */
export function storyOf(
  { createdAt, notBefore }: { createdAt: Instant; notBefore: Instant | null },
  history: readonly Change[],
  metAt: ResponseStatus,
): Story {
  const least = rankOf(metAt);
  const begin = (at: Instant): Story => fresh(notBefore ? later(at, notBefore) : at);
  let story = begin(createdAt);
  for (const change of history) {
    const { action, fromStatus, toStatus, isApplied } = change;
    const at = later(change.occurredAt ?? change.at, story.startedAt);
    if (isApplied && fromStatus === "cancelled" && toStatus !== "cancelled") {
      story = begin(change.at);
      continue;
    }
    if (action === "step_back") {
      if (rankOf(toStatus) < least && rankOf(fromStatus) >= least) story.respondedAt = null;
    } else if (rankOf(toStatus) >= least && !(isApplied && goesOn(fromStatus))) {
      story.respondedAt = story.respondedAt && story.respondedAt < at ? story.respondedAt : at;
    }
    if (isApplied) pass(story, change, at);
  }
  return story;
}

const fresh = (startedAt: Instant): Story => ({
  ...{ startedAt, respondedAt: null, resolvedAt: null, cancelledAt: null },
  pauses: [],
});

/** Begins and ends pauses, and the job. */
function pass(story: Story, { fromStatus, toStatus, reason, action }: Change, at: Instant): void {
  const open = story.pauses.at(-1);
  if (fromStatus === toStatus) {
    if (toStatus === "on_hold" && action === "hold" && open) open.reason = reason;
    return;
  }
  if (open?.to === null) open.to = later(at, open.from);
  if (toStatus === "on_hold") story.pauses.push({ from: at, to: null, reason, isHold: true });
  if (toStatus === "completed") story.pauses.push({ from: at, to: null, reason: null, isHold: false });
  story.resolvedAt = toStatus === "completed" ? at : null;
  if (toStatus === "cancelled") story.cancelledAt = at;
}
