import { publicHolidays } from "#/domains/availability/index.ts";
import { type Instant, type LocalDate, localDateOf, plusDays } from "#/kernel/time.ts";
import type { BusinessCalendar, SlaPolicy } from "./tables.ts";
import type { Snapshot } from "./terms.ts";
import { MOST_DAYS } from "./working-time.ts";

/** The days off of a calendar, its own and public ones, as far as a clock that starts now can get. */
function holidaysFrom({ holidays, holidayRegion, timezone }: BusinessCalendar, at: Instant): LocalDate[] {
  const first = plusDays(localDateOf(at, timezone), -1);
  const last = plusDays(first, MOST_DAYS + 1);
  const days = new Set([
    ...holidays.map(({ date }) => date),
    ...(holidayRegion ? publicHolidays(holidayRegion).keys() : []),
  ]);
  return [...days].filter((day) => day >= first && day <= last).toSorted();
}

/** What a policy and its calendar say at this moment. */
export const snapshotOf = (policy: SlaPolicy, calendar: BusinessCalendar, at: Instant): Snapshot => ({
  policyName: policy.name,
  calendarName: calendar.name,
  targets: policy.targets,
  warnAtBps: policy.warnAtBps,
  responseMetAt: policy.responseMetAt,
  clockStarts: policy.clockStarts,
  workingTime: {
    timezone: calendar.timezone,
    is24x7: calendar.is24x7,
    windows: calendar.windows,
    holidays: holidaysFrom(calendar, at),
  },
});
