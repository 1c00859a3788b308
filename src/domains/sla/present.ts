import { ofKind, outcomeOf, stateOf } from "./clock.ts";
import { noClock } from "./errors.ts";
import type { SlaClock, SlaViolation } from "./tables.ts";
import type { Kind } from "./terms.ts";

/** A clock as the wire has it. */
export function presentClock(jobId: number, clock: SlaClock | undefined, violations: SlaViolation[]) {
  if (!clock) throw noClock(jobId);
  const { id, snapshot, ...row } = clock;
  const { calendarName, workingTime } = snapshot;
  return {
    ...row,
    jobId: id,
    state: stateOf(clock),
    calendarName,
    timezone: workingTime.timezone,
    response: half(clock, "response"),
    resolution: half(clock, "resolution"),
    violations,
  };
}

function half(clock: SlaClock, kind: Kind) {
  const { due, warn, met } = ofKind(clock, kind);
  const { responseMinutes, resolutionMinutes } = clock.snapshot.targets[clock.priority];
  const isResponse = kind === "response";
  return {
    state: outcomeOf(clock, kind),
    targetMinutes: isResponse ? responseMinutes : resolutionMinutes,
    dueAt: due,
    warnAt: warn,
    warnedAt: isResponse ? clock.responseWarnedAt : clock.resolutionWarnedAt,
    metAt: met,
    workingSeconds: isResponse ? clock.responseSeconds : clock.resolutionSeconds,
  };
}
