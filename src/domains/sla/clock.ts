import type { JobPriority } from "#/domains/dispatch/index.ts";
import type { Instant } from "#/kernel/time.ts";
import type { Pause, Story } from "./story.ts";
import { type Kind, kinds, type Snapshot } from "./terms.ts";
import { afterWorking, workingSeconds } from "./working-time.ts";

/** What the clock of a job says, beside what has been noted of it. */
export type Reading = {
  startedAt: Instant;
  respondedAt: Instant | null;
  resolvedAt: Instant | null;
  cancelledAt: Instant | null;
  onHoldSince: Instant | null;
  holdReason: string | null;
  heldSeconds: number;
  responseDueAt: Instant;
  responseWarnAt: Instant;
  /** null while the job is on hold. */
  resolutionDueAt: Instant | null;
  resolutionWarnAt: Instant | null;
  /** Working seconds that it took, those on hold left out for the resolution; null: not yet. */
  responseSeconds: number | null;
  resolutionSeconds: number | null;
};

const BPS = 10_000;

/** Computes a clock from what holds for the job and from what happened to it. */
export function readingOf(snapshot: Snapshot, priority: JobPriority, story: Story): Reading {
  const { workingTime: time, targets, warnAtBps } = snapshot;
  const { startedAt, respondedAt, resolvedAt, cancelledAt, pauses } = story;
  const target = targets[priority];
  const resolutionTarget = target.resolutionMinutes * 60;
  const warned = (seconds: number) => Math.floor((seconds * warnAtBps) / BPS);
  const hold = pauses.find(({ to, isHold }) => isHold && to === null);
  const due = dueWithPauses(snapshot, startedAt, resolutionTarget, pauses);
  const warn = dueWithPauses(snapshot, startedAt, warned(resolutionTarget), pauses);
  const held = heldOf(snapshot, pauses);
  return {
    ...{ startedAt, respondedAt, resolvedAt, cancelledAt },
    onHoldSince: hold?.from ?? null,
    holdReason: hold?.reason ?? null,
    heldSeconds: held,
    responseDueAt: afterWorking(time, startedAt, target.responseMinutes * 60),
    responseWarnAt: afterWorking(time, startedAt, warned(target.responseMinutes * 60)),
    resolutionDueAt: due,
    resolutionWarnAt: warn,
    responseSeconds: respondedAt && workingSeconds(time, startedAt, respondedAt),
    resolutionSeconds: resolvedAt && Math.max(workingSeconds(time, startedAt, resolvedAt) - held, 0),
  };
}

/** Working seconds of the pauses that are over. */
const heldOf = ({ workingTime }: Snapshot, pauses: readonly Pause[]): number =>
  pauses.reduce((sum, { from, to }) => sum + (to ? workingSeconds(workingTime, from, to) : 0), 0);

/** A pause moves the moment on by its working time, if it begins before; null while one lasts that began before. */
function dueWithPauses(snapshot: Snapshot, start: Instant, seconds: number, pauses: readonly Pause[]): Instant | null {
  const { workingTime: time } = snapshot;
  let held = 0;
  let due = afterWorking(time, start, seconds);
  for (const { from, to, isHold } of pauses) {
    if (from >= due) break;
    if (to === null) return isHold ? null : due;
    held += workingSeconds(time, from, to);
    due = afterWorking(time, start, seconds + held);
  }
  return due;
}

/** What has been noted: a warning and a violation, once for each kind. */
export type Noted = {
  responseWarnedAt: Instant | null;
  resolutionWarnedAt: Instant | null;
  responseBreached: boolean;
  resolutionBreached: boolean;
};
export type Clock = Reading & Noted;

type OfKind = {
  due: Instant | null;
  warn: Instant | null;
  /** When it was met, or when the job was cancelled. */
  met: Instant | null;
  ended: Instant | null;
  isWarned: boolean;
  isBreached: boolean;
};

const fieldsOf: Record<Kind, (clock: Clock) => OfKind> = {
  response: (clock) => ({
    ...{ due: clock.responseDueAt, warn: clock.responseWarnAt, met: clock.respondedAt, ended: clock.cancelledAt },
    ...{ isWarned: clock.responseWarnedAt !== null, isBreached: clock.responseBreached },
  }),
  resolution: (clock) => ({
    ...{ due: clock.resolutionDueAt, warn: clock.resolutionWarnAt, met: clock.resolvedAt, ended: clock.cancelledAt },
    ...{ isWarned: clock.resolutionWarnedAt !== null, isBreached: clock.resolutionBreached },
  }),
};
export const ofKind = (clock: Clock, kind: Kind): OfKind => fieldsOf[kind](clock);

/** When something of a kind must be noted; null: nothing is left. What ended after it was due is noted as well. */
function nextOfKind({ due, warn, met, ended, isWarned, isBreached }: OfKind): Instant | null {
  if (due === null || isBreached) return null;
  const over = met ?? ended;
  if (over !== null) return over > due ? due : null;
  return isWarned || warn === null || warn > due ? due : warn;
}

/** When somebody must look at a clock again; null: never. */
export const nextOf = (clock: Clock): Instant | null =>
  kinds
    .map((kind) => nextOfKind(ofKind(clock, kind)))
    .reduce((first, at) => (first === null || (at !== null && at < first) ? at : first), null);

/** The kinds whose time is over at a moment and whose violation has not been noted, and those whose warning is due. */
export function dueNow(clock: Clock, now: Instant): { violated: Kind[]; warned: Kind[] } {
  const violated = kinds.filter((kind) => {
    const { due, met, ended, isBreached } = ofKind(clock, kind);
    const over = met ?? ended;
    return due !== null && !isBreached && (over === null ? now >= due : over > due);
  });
  const warned = kinds.filter((kind) => {
    const { warn, due, met, ended, isWarned, isBreached } = ofKind(clock, kind);
    const isOver = met !== null || ended !== null || isBreached || violated.includes(kind);
    return warn !== null && due !== null && !isOver && !isWarned && warn <= now;
  });
  return { violated, warned };
}

/**
 * What a dispatcher must see of a kind: that it was violated, or that it was warned of and still runs out; null: nothing. A warning is there only while
 * its moment has come, so time alone never changes this.
 */
export function pressingOf(clock: Clock, kind: Kind): "warning" | "violated" | null {
  const { due, met, ended, isWarned, isBreached } = ofKind(clock, kind);
  if (isBreached) return "violated";
  return isWarned && due !== null && met === null && ended === null ? "warning" : null;
}

/** Whether a warning that was noted is of a moment that is still to come: the time is due later than it was then. */
export const isTooEarly = (clock: Reading, kind: Kind, now: Instant): boolean => {
  const warn = kind === "response" ? clock.responseWarnAt : clock.resolutionWarnAt;
  return warn === null || warn > now;
};

export const outcomes = ["pending", "paused", "met", "breached", "cancelled"] as const;
export type Outcome = (typeof outcomes)[number];
/** How a kind stands: `paused` only while its time does not run. */
export function outcomeOf(clock: Clock, kind: Kind): Outcome {
  const { due, met, ended, isBreached } = ofKind(clock, kind);
  if (isBreached || (met !== null && due !== null && met > due)) return "breached";
  if (met !== null) return "met";
  if (ended !== null) return "cancelled";
  return due === null ? "paused" : "pending";
}

export const clockStates = ["running", "paused", "met", "breached", "cancelled"] as const;
export type ClockState = (typeof clockStates)[number];
/** How the clock as a whole stands. */
export function stateOf(clock: Clock): ClockState {
  const of = kinds.map((kind) => outcomeOf(clock, kind));
  if (of.includes("breached")) return "breached";
  if (clock.cancelledAt !== null) return "cancelled";
  if (clock.resolvedAt !== null) return "met";
  return clock.onHoldSince !== null ? "paused" : "running";
}
