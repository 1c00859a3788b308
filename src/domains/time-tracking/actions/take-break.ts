import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { alreadyOnBreak, notClockedIn, notOnBreak, tooManyBreaks } from "../errors.ts";
import { entryChanged } from "../events.ts";
import { checkAge, checkOrder, noted, punched, type Reported } from "../punch.ts";
import { openEntry } from "../repo.ts";
import { breakMinutesOf } from "../rules.ts";
import { type TimeEntry, timeEntries } from "../tables.ts";
import { type Break, MOST_BREAKS } from "../terms.ts";

/** The technician rests: paid where the business pays short breaks, else unpaid. */
export const startBreak = (ctx: Ctx, { paid = false, ...reported }: Reported & { paid?: boolean | undefined }) =>
  takeBreak(ctx, "start_break", reported, ({ breaks }, at) => {
    const last = breaks.at(-1);
    if (last && !last.endedAt) throw alreadyOnBreak(last.startedAt);
    if (breaks.length >= MOST_BREAKS) throw tooManyBreaks(MOST_BREAKS);
    return [...breaks, { startedAt: at, endedAt: null, paid }];
  });

export const endBreak = (ctx: Ctx, reported: Reported) =>
  takeBreak(ctx, "end_break", reported, ({ breaks }, endedAt) => {
    const last = breaks.at(-1);
    if (!last || last.endedAt) throw notOnBreak();
    return [...breaks.slice(0, -1), { ...last, endedAt }];
  });

async function takeBreak(
  ctx: Ctx,
  action: "start_break" | "end_break",
  reported: Reported,
  after: (entry: TimeEntry, at: TimeEntry["clockIn"]) => Break[],
): Promise<TimeEntry> {
  const { technicianId, at, known } = punched(ctx, reported);
  const { open, ...found } = await load(ctx, { known, open: openEntry(ctx, technicianId) });
  if (found.known) return found.known;
  checkAge(ctx, reported);
  if (!open) throw notClockedIn();
  timeEntries.assertCurrent(ctx, open);
  const breaks = after(open, at);
  checkOrder(open, at);
  const breakMinutes = breakMinutesOf(breaks, false) + open.extraBreakMinutes;
  const part = timeEntries.change(ctx, open, { breaks, breakMinutes });
  return await commit(ctx, {
    parts: [part, noted(ctx, part, { action, reported })],
    events: [entryChanged(part.row, open)],
    audit: { action: action.replace("_", " "), of: part },
    result: part.row,
  });
}
