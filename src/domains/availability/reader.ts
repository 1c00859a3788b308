import type { Answers } from "#/db/tenant/load.ts";
import { businessHoursOf, settingOf } from "#/domains/organization/index.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { minutesOf, type Span, wallClock } from "#/kernel/wall-clock.ts";
import { publicHolidays } from "./holidays.ts";
import type { availabilityParts } from "./repo.ts";
import {
  freeOf,
  type Interval,
  minutesOfWork,
  plannedOn,
  type Roster,
  type Source,
  shiftsOf,
  spanOf,
  toInterval,
} from "./rules.ts";
import type { OnCallDuty, TimeOff, WorkTerms } from "./tables.ts";
import type { ShiftTimes } from "./terms.ts";

/** What `availabilityParts` has loaded. */
export type Loaded = Answers<ReturnType<typeof availabilityParts>>;

/** A technician's day. */
export type TechnicianDay = {
  source: Source;
  /** Whole shifts that reach into the day: one over midnight is in both of its days. */
  shifts: Interval[];
  /** The parts of the day itself in which they work, without time off. */
  free: Interval[];
  /** Minutes of `free`, less the lunch. */
  availableMinutes: number;
  /** Approved time off that reaches into the day. */
  timeOff: ({ id: number; kind: TimeOff["kind"] } & Interval)[];
  onCall: ({ id: number; rank: number } & Interval)[];
};

/** What limits a technician's day and where it begins, as planning takes it. */
export type Terms = Pick<WorkTerms, "startPlace" | "endPlace" | "maxJobsPerDay" | "overtimeMinutes" | "lunch">;
export const usualTerms: Terms = {
  startPlace: null,
  endPlace: null,
  maxJobsPerDay: null,
  overtimeMinutes: null,
  lunch: null,
};

/** A closed day with its name, or an open one. `id`: the business has decided so itself. */
export type Holiday = { date: LocalDate; name: string; closed: boolean; id: number | null };

/** The holiday of a day: what the business says of it goes before what the region does. */
export function holidaysFrom({ organization, ownDays }: Pick<Loaded, "organization" | "ownDays">) {
  const region = settingOf(organization, "holiday_region");
  const ofRegion = region === null ? new Map<LocalDate, string>() : publicHolidays(region);
  const own = new Map(ownDays.map((day) => [day.date, day]));
  return (date: LocalDate): Holiday | null => {
    const day = own.get(date);
    if (day) return { date, name: day.name, closed: day.closed, id: day.id };
    const name = ofRegion.get(date);
    return name === undefined ? null : { date, name, closed: true, id: null };
  };
}

const byTechnician = <Row extends { technicianId: number }>(rows: readonly Row[]): Map<number, Row[]> =>
  Map.groupBy(rows, ({ technicianId }) => technicianId);

/** Reads what was loaded: pure, and each rule of the zone is asked once. */
export function availabilityFrom(timeZone: string, loaded: Loaded) {
  const clock = wallClock(timeZone);
  const holidayOf = holidaysFrom(loaded);
  const holidays = { has: (date: LocalDate) => holidayOf(date)?.closed === true };
  const hours = businessHoursOf(loaded.organization);
  const patterns = new Map(loaded.patterns.map(({ id, shifts }) => [id, shifts]));
  const terms = new Map(loaded.terms.map((row): [number, Terms] => [row.id, row]));
  const [overrides, timeOff, duties] = [
    byTechnician(loaded.overrides),
    byTechnician(loaded.timeOff),
    byTechnician(loaded.duties),
  ];
  const rosters = new Map<number, Roster>();
  const rosterOf = (technicianId: number): Roster => {
    let roster = rosters.get(technicianId);
    if (!roster) {
      const own = (overrides.get(technicianId) ?? []).map(({ date, shifts }): [LocalDate, readonly ShiftTimes[]] => [
        date,
        shifts,
      ]);
      roster = {
        pattern: patterns.get(technicianId),
        overrides: new Map(own),
        timeOff: timeOff.get(technicianId) ?? [],
        holidays,
        hours,
      };
      rosters.set(technicianId, roster);
    }
    return roster;
  };
  const termsOf = (technicianId: number): Terms => terms.get(technicianId) ?? usualTerms;
  const reaching = <Row extends OnCallDuty | TimeOff>(rows: readonly Row[] = [], day: Span) =>
    rows
      .map((row) => ({ row, span: spanOf(row, clock) }))
      .filter(({ span }) => span.start < day.end && span.end > day.start)
      .toSorted((a, b) => a.span.start - b.span.start || a.row.id - b.row.id);

  return {
    holidayOf,
    termsOf,

    /** A technician's day. Whether they are active is for the caller to know. */
    dayOf(technicianId: number, date: LocalDate): TechnicianDay {
      const [roster, day] = [rosterOf(technicianId), clock.day(date)];
      const free = freeOf(date, roster, clock);
      return {
        source: plannedOn(date, roster, clock).source,
        shifts: shiftsOf(date, roster, clock).map(toInterval),
        free: free.map(toInterval),
        availableMinutes: minutesOfWork(free, date, termsOf(technicianId).lunch, clock),
        timeOff: reaching(timeOff.get(technicianId), day).map(({ row: { id, kind }, span }) => ({
          id,
          kind,
          ...toInterval(span),
        })),
        onCall: reaching(duties.get(technicianId), day).map(({ row: { id, rank }, span }) => ({
          id,
          rank,
          ...toInterval(span),
        })),
      };
    },

    /** As numbers alone, for many technicians and days: minutes of work, and minutes of planned shifts that time off takes away. */
    minutesOf(technicianId: number, date: LocalDate): { available: number; off: number } {
      const roster = rosterOf(technicianId);
      const free = freeOf(date, roster, clock);
      const planned = roster.timeOff.length === 0 ? free : freeOf(date, { ...roster, timeOff: [] }, clock);
      return {
        available: minutesOfWork(free, date, termsOf(technicianId).lunch, clock),
        off: minutesOf(planned) - minutesOf(free),
      };
    },
  };
}
export type Availability = ReturnType<typeof availabilityFrom>;
