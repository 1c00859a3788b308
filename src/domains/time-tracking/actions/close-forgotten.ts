import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import type { Effect } from "#/jobs.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { entryChanged } from "../events.ts";
import { closedAt, noted, rulesAt } from "../punch.ts";
import { openSince, ruleSets, sheetParts } from "../repo.ts";
import { overlapping } from "../rules.ts";
import { type Loaded, settle } from "../settle.ts";
import { type TimeEntry, timeEntries } from "../tables.ts";
import { MOST_MINUTES } from "../terms.ts";
import { openSinceBefore } from "../timesheet-repo.ts";
import { usualRules } from "../week-rules.ts";

/** Entries of one night; what is left waits for the next one. */
const MOST_ENTRIES = 200;
/** What somebody works who says nothing: the office looks at it anyway. */
const USUAL_MINUTES = 480;

/**
 * Each night: closes the entries that somebody has forgotten to close, after a usual day's work or at the last break that they told of. They need a
 * review then.
 */
export async function closeForgotten(ctx: Ctx): Promise<Effect | undefined> {
  const { sets } = await load(ctx, { sets: ruleSets(ctx) });
  const limits = [usualRules, ...sets.map(({ rules }) => rules)].flatMap(
    ({ autoCloseAfterMinutes }) => autoCloseAfterMinutes ?? [],
  );
  const { open } = await load(ctx, {
    open: openSinceBefore(ctx, plusSeconds(ctx.now, -60 * Math.min(...limits)), MOST_ENTRIES),
  });
  const due = open.filter((entry) => {
    const { autoCloseAfterMinutes } = rulesAt(ctx, sets, entry.clockIn);
    return autoCloseAfterMinutes !== null && plusSeconds(entry.clockIn, autoCloseAfterMinutes * 60) < ctx.now;
  });
  if (due.length === 0) return undefined;
  const near = await load(
    ctx,
    Object.fromEntries(
      due.flatMap(({ technicianId }, i) =>
        Object.entries(sheetParts(ctx, { technicianId, from: openSince(ctx, technicianId) })).map(
          ([name, statement]) => [`${i} ${name}`, statement],
        ),
      ),
    ),
  );
  const closed = due.flatMap((entry, i) => {
    const of = (name: string) => (near as Record<string, unknown>)[`${i} ${name}`];
    const loaded = Object.fromEntries(
      ["entries", "sheets", "finalLines", "sets", "openFrom"].map((name) => [name, of(name)]),
    ) as Loaded; // safe: each name has its own statement
    const at = endOf(entry, loaded.entries);
    // what does not fit beside the others waits for the office
    const fits =
      overlapping({ ...entry, clockOut: at }, loaded.entries).length === 0 &&
      at <= plusSeconds(entry.clockIn, MOST_MINUTES * 60);
    return fits ? [closeOne(ctx, entry, at, loaded)] : [];
  });
  if (closed.length === 0) return undefined;
  return {
    parts: closed.flatMap(({ parts }) => parts),
    events: closed.map(({ event }) => event),
    audit: {
      action: "auto close",
      entity: "time_entry",
      id: due[0]?.id ?? 0,
      details: { ids: due.map(({ id }) => id) },
    },
  };
}

function closeOne(ctx: Ctx, entry: TimeEntry, at: Instant, loaded: Loaded) {
  const rules = rulesAt(ctx, loaded.sets, entry.clockIn);
  const part = timeEntries.change(ctx, entry, { ...closedAt(entry, at, rules), autoClosed: true, needsReview: true });
  return {
    parts: [part, noted(ctx, part, { action: "auto_close" }), ...settle(ctx, entry.technicianId, loaded, [part.row])],
    event: entryChanged(part.row, entry),
  };
}

/** After a usual day's work, not before the last break, and not into the next entry. */
function endOf({ id, clockIn, breaks }: TimeEntry, others: readonly TimeEntry[]): Instant {
  const last = breaks.at(-1);
  const usual = plusSeconds(clockIn, USUAL_MINUTES * 60);
  const told = last?.endedAt ?? last?.startedAt ?? clockIn;
  const isLater = told > usual;
  const end = isLater ? told : usual;
  const next = others
    .filter((other) => other.id !== id && other.clockIn > clockIn)
    .map((other) => other.clockIn)
    .toSorted()[0];
  return next !== undefined && next < end ? next : end;
}
