import type { Ctx } from "#/ctx.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import type { Answers } from "#/db/tenant/load.ts";
import { changedMeanwhile } from "#/kernel/errors.ts";
import { type Instant, type LocalDate, localDateOf } from "#/kernel/time.ts";
import { dayAfter } from "#/kernel/wall-clock.ts";
import { replaceCosts } from "./cost-repo.ts";
import { labourCents } from "./cost-rules.ts";
import { holdTerms, type NewPayLine, replaceLines, type sheetParts } from "./repo.ts";
import { type TimeEntry, type TimePayLine, timesheets } from "./tables.ts";
import type { Week } from "./terms.ts";
import { type EntryMinutes, type PayLine, payWeek, weekOf, withUsual, workOf } from "./week-rules.ts";

/** What `sheetParts` has loaded. */
export type Loaded = Answers<ReturnType<typeof sheetParts>>;

type Counted = TimeEntry & { clockOut: Instant; roundedOut: Instant };
const isCounted = (entry: TimeEntry): entry is Counted => entry.clockOut !== null && !entry.voided;

/**
 * What changed entries of a technician make of their workweeks: timesheets and pay lines, counted again from all entries. Whoever changes the same
 * workweek at the same moment is refused.
 */
export function settle(ctx: Ctx, technicianId: number, loaded: Loaded, after: readonly TimeEntry[]): Part[] {
  const { timezone } = ctx.tenant;
  const sets = withUsual(loaded.sets);
  const now = new Map([...loaded.entries, ...after].map((entry) => [entry.id, entry]));
  const changed = new Set(after.map(({ id }) => id));
  const touched = [...loaded.entries.filter(({ id }) => changed.has(id)), ...after].filter(isCounted);
  const weeks = new Map<LocalDate, Week>();
  for (const { roundedIn, roundedOut } of touched) {
    const last = localDateOf(roundedOut, timezone);
    let week = weekOf(sets, localDateOf(roundedIn, timezone));
    weeks.set(week.startsOn, week);
    while (week.endsOn < last) {
      week = weekOf(sets, nextDay(week));
      weeks.set(week.startsOn, week);
    }
  }
  const counted = [...now.values()].filter(isCounted);
  const work = workOf(counted, timezone);
  return [...weeks.values()].map((week) => {
    const isWithin = ({ day }: { day: LocalDate }) => day >= week.startsOn && day <= week.endsOn;
    const { days, lines, entries: minutesOf } = payWeek(work.filter(isWithin), week);
    const entries = counted.filter(isWithin);
    const minutes = (of: "regularMinutes" | "overtimeMinutes" | "doubleTimeMinutes") =>
      days.reduce((all, day) => all + day[of], 0);
    const sums = {
      status: "open" as const, // an approval was of other hours
      approvedAt: null,
      approvedBy: null,
      endsOn: week.endsOn,
      entries: entries.length,
      toReview: entries.filter(({ needsReview }) => needsReview).length,
      regularMinutes: minutes("regularMinutes"),
      overtimeMinutes: minutes("overtimeMinutes"),
      doubleTimeMinutes: minutes("doubleTimeMinutes"),
      payCents: lines.reduce((all, { amountCents }) => all + amountCents, 0),
      days,
    };
    const sheet = loaded.sheets.find(({ startsOn }) => startsOn === week.startsOn);
    const part = sheet
      ? timesheets.change(ctx, sheet, sums)
      : timesheets.insert(ctx, { ...sums, id: timesheets.newId(), technicianId, startsOn: week.startsOn });
    const at = { technicianId, startsOn: week.startsOn };
    const finalLines = loaded.finalLines.filter(({ weekStartsOn }) => weekStartsOn === week.startsOn);
    return {
      ...part,
      writes: [
        ...part.writes,
        holdTerms(ctx, at, loaded),
        must(changedMeanwhile("timesheet", week.startsOn, false)),
        ...replaceLines(ctx, at, loaded.openFrom, linesFrom(lines, finalLines, loaded.openFrom)),
        ...replaceCosts(ctx, at, costsOf(counted, minutesOf)),
      ],
    };
  });
}

/** What the entries of jobs cost within a workweek. */
const costsOf = (entries: readonly TimeEntry[], minutesOf: ReadonlyMap<number, EntryMinutes>) =>
  entries.flatMap(({ id, jobId, rateCents, costRateCents: rate }) => {
    const minutes = minutesOf.get(id);
    if (jobId === null || !minutes) return [];
    const costRateCents = rate ?? rateCents;
    return [{ entryId: id, jobId, ...minutes, costRateCents, amountCents: labourCents(costRateCents, minutes) }];
  });

const nextDay = ({ endsOn }: Week): LocalDate => dayAfter(endsOn);

/**
 * The lines of a workweek that are not final: those of its open days; and, on the first open day, what its closed days are worth now and were not
 * when their pay period was closed.
 */
function linesFrom(
  lines: readonly PayLine[],
  finalLines: readonly TimePayLine[],
  openFrom: LocalDate | undefined,
): NewPayLine[] {
  const isOpen = ({ day }: PayLine) => openFrom === undefined || day >= openFrom;
  const open = lines.filter(isOpen).map(({ day, ...line }) => ({
    ...line,
    line: `${day}/${ORDER[line.reason]}/${String(line.rateCents ?? 0).padStart(8, "0")}`,
    countsOn: day,
    causedOn: day,
  }));
  if (openFrom === undefined) return open;
  const closed = lines.filter((line) => !isOpen(line));
  const corrections = (["hours", "overtime"] as const).flatMap((kind): NewPayLine[] => {
    const [due, given] = [closed, finalLines].map((all) => all.filter((line) => line.kind === kind)) as [
      PayLine[],
      TimePayLine[],
    ];
    const difference = (of: "minutes" | "amountCents") => sum(due, of) - sum(given, of);
    const [minutes, amountCents] = [difference("minutes"), difference("amountCents")];
    if (minutes === 0 && amountCents === 0) return [];
    const causedOn = closed.at(-1)?.day ?? finalLines.at(-1)?.causedOn ?? openFrom;
    const line = `${openFrom}/${kind === "hours" ? 8 : 9}/${causedOn}`;
    return [{ line, countsOn: openFrom, causedOn, kind, reason: "correction", minutes, rateCents: null, amountCents }];
  });
  return [...open, ...corrections];
}
const ORDER = { regular: 1, overtime: 2, double_time: 3 };
const sum = <K extends string>(rows: readonly Record<K, number>[], of: K): number =>
  rows.reduce((all, row) => all + row[of], 0);
