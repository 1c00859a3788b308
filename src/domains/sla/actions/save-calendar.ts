import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { badCalendar, calendarInUse } from "../errors.ts";
import { hourFaults, noWindows, usualWeek, wholeWeek } from "../hours.ts";
import { isUnused } from "../repo.ts";
import type { ChangeSlaCalendar, CreateSlaCalendar } from "../schemas.ts";
import { type BusinessCalendar, calendars } from "../tables.ts";

function assertHours(calendar: Parameters<typeof hourFaults>[0]): void {
  const faults = hourFaults(calendar);
  if (Object.keys(faults).length > 0) throw badCalendar(faults);
}

/** Adds the hours of a business. */
export async function addCalendar(
  ctx: Ctx,
  input: Inside<z.output<typeof CreateSlaCalendar>>,
): Promise<BusinessCalendar> {
  const { timezone = ctx.tenant.timezone, is24x7, windows } = input;
  const week = windows ? wholeWeek(windows) : is24x7 ? noWindows() : usualWeek();
  const calendar = { ...input, timezone, windows: week };
  assertHours(calendar);
  const part = calendars.insert(ctx, { ...calendar, id: calendars.newId() });
  return await commit(ctx, { parts: [part], audit: { action: "add", of: part }, result: part.row });
}

const NOTHING = { holidays: [], holidayRegion: null };

/** Changes the hours for jobs that are created from then on. Around the clock, there are neither windows nor holidays. */
export async function changeCalendar(
  ctx: Ctx,
  { id, ...input }: Inside<z.output<typeof ChangeSlaCalendar>> & { id: number },
): Promise<BusinessCalendar> {
  const { calendar } = await load(ctx, { calendar: calendars.one(ctx, id) });
  calendars.assertCurrent(ctx, calendar);
  const cleared = input.is24x7 && !calendar.is24x7 ? { ...NOTHING, windows: noWindows() } : {};
  const { windows, ...more } = input;
  const change = { ...cleared, ...more, ...(windows && { windows: wholeWeek(windows) }) };
  assertHours({ ...calendar, ...change });
  const part = calendars.change(ctx, calendar, change);
  return await commit(ctx, { parts: [part], audit: { action: "change", of: part }, result: part.row });
}

/** Removes hours that no policy goes by. */
export async function removeCalendar(ctx: Ctx, id: number): Promise<BusinessCalendar> {
  const { calendar } = await load(ctx, { calendar: calendars.one(ctx, id) });
  calendars.assertCurrent(ctx, calendar);
  const part = calendars.remove(ctx, calendar, isUnused(ctx, id), calendarInUse(id));
  return await commit(ctx, { parts: [part], audit: { action: "remove", of: part }, result: calendar });
}
