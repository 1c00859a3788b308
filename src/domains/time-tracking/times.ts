import type { Ctx } from "#/ctx.ts";
import type { FieldErrors } from "#/kernel/errors.ts";
import { type Instant, localDateOf, plusSeconds } from "#/kernel/time.ts";
import { badTimes } from "./errors.ts";
import { extraMinutes } from "./punch.ts";
import { AHEAD_SECONDS, breakMinutesOf, durationOf, roundedAt } from "./rules.ts";
import type { TimeEntry } from "./tables.ts";
import { type Break, MOST_MINUTES, type TimeRules } from "./terms.ts";

/** Times as the office gives them. */
export type Times = {
  clockIn?: Instant | undefined;
  clockOut?: Instant | null | undefined;
  breaks?: Break[] | undefined;
  /** All unpaid minutes: those of `breaks` too. */
  breakMinutes?: number | undefined;
};
type Before = Pick<TimeEntry, "clockIn" | "clockOut" | "breaks" | "extraBreakMinutes">;

/** The times of an entry as the office gives them; what it leaves out stays. All that follows from them is worked out again. */
export function timesOf(ctx: Ctx, before: Before, given: Times, rules: TimeRules) {
  const { clockIn = before.clockIn, clockOut = before.clockOut, breaks = before.breaks } = given;
  const wrong = problemsOf(ctx, { clockIn, clockOut, breaks });
  if (Object.keys(wrong).length > 0) throw badTimes(wrong);
  const minutes = (Date.parse(clockOut ?? ctx.now) - Date.parse(clockIn)) / 60_000;
  const { breakMinutes = breakMinutesOf(breaks, false) + (given.breaks ? 0 : before.extraBreakMinutes) } = given;
  const extraBreakMinutes = extraMinutes(breaks, minutes, breakMinutes) ?? 0;
  const roundedIn = roundedAt(clockIn, rules);
  const times = {
    clockIn,
    clockOut,
    breaks,
    extraBreakMinutes,
    roundedIn,
    day: localDateOf(clockIn, ctx.tenant.timezone),
  };
  if (clockOut === null) return { ...times, roundedOut: null, breakMinutes, durationMinutes: null };
  const roundedOut = roundedAt(clockOut, rules);
  return { ...times, roundedOut, ...durationOf({ ...times, roundedOut }) };
}

function problemsOf(
  ctx: Ctx,
  { clockIn, clockOut, breaks }: Pick<Before, "clockIn" | "clockOut" | "breaks">,
): FieldErrors {
  const latest = plusSeconds(ctx.now, AHEAD_SECONDS);
  const wrong: FieldErrors = {};
  if (clockIn > latest) wrong.clock_in = "lies in the future";
  if (clockOut !== null && clockOut > latest) wrong.clock_out = "lies in the future";
  else if (clockOut !== null && clockOut < clockIn) wrong.clock_out = "must not be before clock_in";
  else if (Date.parse(clockOut ?? ctx.now) - Date.parse(clockIn) > MOST_MINUTES * 60_000)
    wrong.clock_out = `must be at most ${MOST_MINUTES / 60} hours after clock_in`;
  let last = clockIn;
  for (const [i, { startedAt, endedAt }] of breaks.entries()) {
    const isLast = i === breaks.length - 1;
    if (startedAt < last)
      wrong[`breaks.${i}.started_at`] = "must not be before clock_in or the end of the break before";
    if (endedAt === null && !(isLast && clockOut === null)) wrong[`breaks.${i}.ended_at`] = "must not be null";
    if (endedAt !== null && (endedAt < startedAt || endedAt > (clockOut ?? latest)))
      wrong[`breaks.${i}.ended_at`] = "must not be before started_at, nor after clock_out";
    last = endedAt ?? startedAt;
  }
  return wrong;
}
