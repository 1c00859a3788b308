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
 * the phone's clock, for the response even if the job itself had gone on, but not before anybody had the job. A first response stays given when somebody
 * else takes the job over, and not when it is taken back. A cancelled job that is opened again begins from the start.
 */
export function storyOf(
  { createdAt, notBefore }: { createdAt: Instant; notBefore: Instant | null },
  history: readonly Change[],
  metAt: ResponseStatus,
): Story {
  const least = rankOf(metAt);
  const begin = (at: Instant): Life => ({
    ...fresh(notBefore ? later(at, notBefore) : at),
    givenAt: null,
    handedAt: null,
  });
  let story = begin(createdAt);
  for (const change of history) {
    const { action, fromStatus, toStatus, isApplied } = change;
    const at = later(change.occurredAt ?? change.at, story.startedAt);
    const isReopened = opensAgain(change);
    if (isReopened) story = begin(change.at);
    if (isApplied && toStatus === "dispatched") story.givenAt ??= change.at;
    if (isReopened) continue;
    const rank = rankOf(toStatus);
    if (action === "step_back") {
      if (rank < least && rankOf(fromStatus) >= least) story.respondedAt = story.handedAt;
    } else if (rank >= least) {
      if (isApplied ? !goesOn(fromStatus) : !isBefore(change, story.givenAt))
        story.respondedAt = story.respondedAt && story.respondedAt < at ? story.respondedAt : at;
    } else if (isApplied && rank >= 0) story.handedAt = story.respondedAt;
    if (isApplied) pass(story, change, at);
  }
  const { givenAt: _, handedAt: __, ...told } = story;
  return told;
}

/** `givenAt`: when somebody first got the job. `handedAt`: the response that stays given, whatever whoever has the job now takes back. */
type Life = Story & { givenAt: Instant | null; handedAt: Instant | null };

/** Whether a cancelled job was opened again: its clock begins from the start. */
export const opensAgain = ({ isApplied, fromStatus, toStatus }: Change): boolean =>
  isApplied && fromStatus === "cancelled" && toStatus !== "cancelled";

const isBefore = ({ occurredAt, at }: Change, moment: Instant | null): boolean =>
  moment !== null && (occurredAt ?? at) < moment;

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
