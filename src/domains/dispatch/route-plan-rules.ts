import type { Job, Problem, Route, Solution, Technician, Travel } from "#/domains/routing/index.ts";
import type { Point, TravelMatrix } from "#/integrations/travel-time/port.ts";
import { toInstant } from "#/kernel/time.ts";
import { type Span, within, without } from "#/kernel/wall-clock.ts";
import type { PlannedRoutes } from "./route-plan.ts";
import type { Day, Driver, LeftOut, PlannableJob } from "./route-plan-day-types.ts";
import type { JobPriority } from "./statuses.ts";

// A day as the route solver takes it: whole seconds since its midnight, metres, places by number.

/** What leaving a job out costs, in seconds of travel: more than any way within a day, the urgent ones more than the others. */
const PRIZE: Record<JobPriority, number> = { low: 20_000, normal: 40_000, high: 80_000, urgent: 160_000 };
const OVERTIME_PRICE = 2;

export type Prepared = {
  technicians: Technician[];
  jobs: Job[];
  places: Point[];
  present: { technician: number; jobs: number[] }[];
  leftOut: LeftOut[];
};

/** The day without its ways, which are asked for `places`. Jobs that are under way are left alone: their technicians begin where and when these end. */
export function prepare({ midnight, now, jobs, drivers }: Day): Prepared {
  const places: Point[] = [];
  const known = new Map<string, number>();
  const placeOf = (point: Point): number => {
    const key = `${point.latitude} ${point.longitude}`;
    const place = known.get(key) ?? places.push(point) - 1;
    known.set(key, place);
    return place;
  };
  const seconds = (ms: number) => Math.max(0, Math.round((ms - midnight) / 1000));
  const underWay = new Map(jobs.filter((job) => job.isUnderWay).map((job) => [job.technicianId, job]));
  const technicians = drivers.flatMap((driver): Technician[] => {
    const { id, shift, skills, overtimeMinutes, maxJobs } = driver;
    if (!shift || shift.end <= now) return [];
    const current = underWay.get(id);
    const start = current?.place ?? driver.start;
    const from = Math.max(shift.start, now, current ? Math.max(current.end ?? now, now) : 0);
    const away = awayOf(driver, jobs, from);
    const lunch = dueLunch(driver, from, away);
    const capacity = maxJobs === null ? undefined : Math.max(maxJobs - (current ? 1 : 0), 0);
    return [
      {
        id,
        start: start && placeOf(start),
        end: driver.end && placeOf(driver.end),
        shift: { from: Math.min(seconds(from), seconds(shift.end)), to: seconds(shift.end) },
        skills,
        ...(away.length > 0 && {
          away: away.map(({ start: gone, end }) => ({ from: seconds(gone), to: seconds(end) })),
        }),
        ...(overtimeMinutes > 0 && { overtime: { max: overtimeMinutes * 60, price: OVERTIME_PRICE } }),
        ...(lunch && {
          lunch: { from: seconds(lunch.start), to: seconds(lunch.end), length: lunch.minutes * 60 },
        }),
        ...(capacity !== undefined && { capacity }),
      },
    ];
  });
  const working = new Set(technicians.map(({ id }) => id));
  const leftOut: LeftOut[] = [];
  const plannable = jobs.filter((job) => {
    if (job.isUnderWay) return false;
    if (!job.place) leftOut.push({ jobId: job.id, reason: "place_unknown" });
    return job.place !== null;
  });
  const made = plannable.map((job): Job => {
    const isLocked = job.pinned && job.technicianId !== null && working.has(job.technicianId);
    return {
      id: job.id,
      place: placeOf(job.place as Point), // those without one are left out
      windows: windowsOf(job).map(({ start, end }) => ({ from: seconds(start), to: seconds(end) })),
      service: Math.round(job.minutes * 60),
      skills: job.skills,
      prize: PRIZE[job.priority],
      load: 1,
      ...(isLocked && { locked: { technician: job.technicianId as number } }), // isLocked has looked
    };
  });
  const present = [...working].map((technician) => ({
    technician,
    jobs: plannable
      .filter(({ technicianId }) => technicianId === technician)
      .toSorted((a, b) => (a.start ?? Infinity) - (b.start ?? Infinity) || a.id - b.id)
      .map(({ id }) => id),
  }));
  return { technicians, jobs: made, places, present, leftOut };
}

/** Times away from a moment on. Who has a pinned job then is there for it: nothing moves it. */
function awayOf({ id, shift, away = [] }: Driver, jobs: readonly PlannableJob[], from: number): Span[] {
  if (!shift) return [];
  const pinned = jobs.flatMap(({ technicianId, pinned: isPinned, start, minutes }) =>
    technicianId === id && isPinned && start !== null ? [{ start, end: start + minutes * 60_000 }] : [],
  );
  return without(within(away, { start: from, end: shift.end }), pinned);
}

/** The lunch that is still to come, where the times away leave room for it. */
function dueLunch({ lunch }: Driver, from: number, away: readonly Span[]) {
  if (!lunch) return null;
  const due = { start: Math.max(lunch.from, from), end: lunch.to };
  const room = without([due], away).some(({ start, end }) => end - start >= lunch.minutes * 60_000);
  return room || (away.length === 0 && lunch.to > from) ? { ...due, minutes: lunch.minutes } : null;
}

/** The day as the solver's problem. */
export const problemOf = ({ technicians, jobs, present }: Prepared, matrix: TravelMatrix): Problem => ({
  technicians,
  jobs,
  travel: travelOf(matrix),
  present,
});

/** A solution as answers show it. */
export function shown(
  { midnight }: Day,
  { leftOut }: Prepared,
  { routes, before, after, unassigned }: Solution,
): Omit<PlannedRoutes, "matrix" | "changes"> {
  const at = (seconds: number) => toInstant(midnight + seconds * 1000);
  return {
    routes: routes
      .filter(({ stops }) => stops.length > 0)
      .map(({ technician, stops, departure, arrival, distance, time, overtime }) => ({
        technicianId: technician,
        departure: at(departure),
        arrival: at(arrival),
        distanceM: distance,
        travelMinutes: Math.round(time / 60),
        overtimeMinutes: Math.round(overtime / 60),
        stops: stops.map(({ job, arrival: arrives, start, end }) => ({
          jobId: job,
          arrival: at(arrives),
          start: at(start),
          end: at(end),
        })),
      })),
    unassigned: [...leftOut, ...unassigned.map(({ job, reason }) => ({ jobId: job, reason }))],
    before: totalsOf(before),
    after: totalsOf(after),
  };
}

/** An agreed time stays; within an arrival window a job may move; what has no time goes where it fits. */
function windowsOf({ start, window, pinned }: PlannableJob): Span[] {
  if (start !== null && (pinned || !window)) return [{ start, end: start }];
  return window ? [window] : [];
}

/** What a plan changes of a job: who does it and when. */
export type Change = { jobId: number; technicianId: number; start: number; end: number };

/** The jobs whose technician or time is another than now. */
export function changesOf({ midnight, jobs }: Day, routes: readonly Route[]): Change[] {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  return routes.flatMap(({ technician, stops }) =>
    stops.flatMap((stop): Change[] => {
      const job = byId.get(stop.job);
      const [start, end] = [midnight + stop.start * 1000, midnight + stop.end * 1000];
      const isSame = job?.technicianId === technician && job.start === start;
      const isFixed = job?.pinned && job.technicianId !== null && job.start !== null; // even where nobody can be there in time
      return isSame || isFixed ? [] : [{ jobId: stop.job, technicianId: technician, start, end }];
    }),
  );
}

export const travelOf = ({ n, seconds, metres }: { n: number; seconds: Int32Array; metres: Int32Array }): Travel => ({
  size: n,
  time: seconds,
  distance: metres,
});

export const totalsOf = ({ distance, time, assigned, overtime, late }: Solution["after"]) => ({
  distanceM: distance,
  travelMinutes: Math.round(time / 60),
  overtimeMinutes: Math.round(overtime / 60),
  assigned,
  late,
});
