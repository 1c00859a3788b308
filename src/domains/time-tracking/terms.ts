import type { Weekday } from "#/domains/availability/index.ts";
import type { Instant, LocalDate } from "#/kernel/time.ts";

export const roundingModes = ["nearest", "down", "up"] as const;
/** What one round takes: none, five minutes, a tenth of an hour, ten minutes, a quarter of an hour. */
export const roundingSteps = [0, 5, 6, 10, 15] as const;

/** How time is counted and paid. */
export type TimeRules = {
  workweekStartsOn: Weekday;
  /** Minutes of a workweek above which overtime begins; null: never. */
  weeklyOvertimeMinutes: number | null;
  /** Minutes of a day above which overtime begins; null: never. */
  dailyOvertimeMinutes: number | null;
  /** Minutes of a day above which time counts double; null: never. */
  dailyDoubleTimeMinutes: number | null;
  /** Whether the seventh day of a workweek in which all days are worked is overtime from its first minute. */
  seventhDayOvertime: boolean;
  roundingMinutes: (typeof roundingSteps)[number];
  roundingMode: (typeof roundingModes)[number];
  /** A longer entry wants a look of the office. */
  reviewAfterMinutes: number;
  /** An entry that is open for longer is closed by the nightly job; null: never. */
  autoCloseAfterMinutes: number | null;
  /** Whether a pay period waits for the approval of its timesheets. */
  requireApproval: boolean;
};

/** Rules from a day on. */
export type RuleSet = { effectiveFrom: LocalDate; rules: TimeRules };

/** A workweek; shorter than seven days where the rules of the next one begin earlier. */
export type Week = { startsOn: LocalDate; endsOn: LocalDate; rules: TimeRules };

/** A rest within an entry. */
export type Break = { startedAt: Instant; endedAt: Instant | null; paid: boolean };

export const changeActions = [
  "clock_in",
  "clock_out",
  "switch",
  "start_break",
  "end_break",
  "add",
  "correct",
  "void",
  "auto_close",
] as const;
export type ChangeAction = (typeof changeActions)[number];

export const lineReasons = ["regular", "overtime", "double_time", "correction"] as const;

/** The minutes of a day of a workweek. */
export type DayMinutes = { day: LocalDate; regularMinutes: number; overtimeMinutes: number; doubleTimeMinutes: number };

/** The earliest day that there is. */
export const FIRST_DAY = "1970-01-01" as LocalDate;
/** No entry is longer, so that a workweek is whole with the entries of some days around it. */
export const MOST_MINUTES = 72 * 60;
export const MOST_BREAKS = 50;
