import { at, NEVER } from "./arrays.ts";
import type { Model } from "./model.ts";
import type { Route, Span } from "./problem.ts";
import { afterLunch, arrivalAfter, freeFrom, lunchAt, startBefore, startFor } from "./times.ts";

// The day of one technician with all its times, computed on its own: for what people read, not for the search.

type Lunch = "done" | "after the way" | "before the way";
/** Starts of work in order, then the arrival at the end place; `lunchOn` is the number of the way with lunch on it. */
type Times = { starts: number[]; lunch?: { on: number; when: Lunch } };

const wayOf = (model: Model, r: number, jobs: readonly number[]) => {
  const rows = [at(model.startRow, r), ...jobs, at(model.endRow, r)];
  return (k: number) => {
    const [from, to] = [rows[k] ?? 0, rows[k + 1] ?? 0];
    return { from, time: at(model.timeTo, from * model.rows + to), cost: at(model.costTo, from * model.rows + to) };
  };
};

/** The earliest times with all windows, lunch and the end of the day kept; undefined when that cannot be. */
function strictTimes(model: Model, r: number, jobs: readonly number[]): Times | undefined {
  const way = wayOf(model, r, jobs);
  const needsLunch = at(model.lunchLength, r) > 0;
  const hungry = [at(model.shiftStart, r)];
  const fed = [needsLunch ? NEVER : at(model.shiftStart, r)];
  const lunches: Lunch[] = ["done"];
  for (let k = 0; k <= jobs.length; k++) {
    const { from, time } = way(k);
    const job = jobs[k];
    const begin = (arrival: number) => (job === undefined ? arrival : startFor(model, r, job, arrival));
    const left = hungry[k] ?? NEVER;
    const work = at(model.service, from);
    const eaten = needsLunch ? afterLunch(model, r, left, work, time) : NEVER;
    const before = arrivalAfter(model, r, fed[k] ?? NEVER, work, time);
    const arrival = arrivalAfter(model, r, left, work, time);
    const isAfter = lunchAt(model, r, arrival) + at(model.lunchLength, r) <= eaten;
    lunches.push(before <= eaten ? "done" : isAfter ? "after the way" : "before the way");
    hungry.push(begin(arrival));
    fed.push(begin(Math.min(before, eaten)));
  }
  const end = jobs.length + 1;
  const [hungryEnd, fedEnd] = [hungry[end] ?? NEVER, fed[end] ?? NEVER];
  if (needsLunch && hungryEnd <= Math.min(at(model.lunchLatest, r), at(model.latestEnd, r), fedEnd))
    return { starts: hungry.slice(1) };
  if (fedEnd > at(model.latestEnd, r)) return undefined;
  if (!needsLunch) return { starts: fed.slice(1) };
  let on = end;
  while (lunches[on] === "done") on--;
  const when = lunches[on] ?? "done";
  return { starts: [...hungry.slice(1, on), ...fed.slice(on)], lunch: { on: on - 1, when } };
}

/** The earliest times when work may also begin after its windows, and without lunch. */
function lateTimes(model: Model, r: number, jobs: readonly number[]): Times {
  const way = wayOf(model, r, jobs);
  const starts: number[] = [];
  let time = at(model.shiftStart, r);
  const arrival = (k: number) => arrivalAfter(model, r, time, at(model.service, way(k).from), way(k).time);
  for (const [k, job] of jobs.entries()) {
    time = arrival(k);
    const start = startFor(model, r, job, time);
    time = start < NEVER ? start : freeFrom(model, r, Math.max(time, at(model.close, job)), at(model.service, job));
    starts.push(time);
  }
  return { starts: [...starts, arrival(jobs.length)] };
}

export const fits = (model: Model, r: number, jobs: readonly number[]): boolean =>
  strictTimes(model, r, jobs) !== undefined;

/** The day of a technician; work begins late where the order of the jobs forces it. */
export function routeFor(model: Model, r: number, jobs: readonly number[]): Route {
  const { problem, service } = model;
  const technician = problem.technicians[r];
  const { starts, lunch } = strictTimes(model, r, jobs) ?? lateTimes(model, r, jobs);
  const way = wayOf(model, r, jobs);
  const lunchFrom = (arrival: number): Span => {
    const from = lunchAt(model, r, arrival);
    return { from, to: from + at(model.lunchLength, r) };
  };
  const firstStart = starts[0] ?? 0;
  const departure =
    jobs.length > 0 && lunch?.on !== 0 ? startBefore(model, r, firstStart, 0, way(0).time) : at(model.shiftStart, r);
  let eaten: Span | null = null;
  let left = departure;
  const arrivals: number[] = [];
  for (let k = 0; k <= jobs.length; k++) {
    const travel = way(k).time - at(service, way(k).from);
    if (lunch?.on === k && lunch.when === "before the way") eaten = lunchFrom(left);
    arrivals.push(arrivalAfter(model, r, eaten && lunch?.on === k ? eaten.to : left, 0, travel));
    if (lunch?.on === k && lunch.when === "after the way") eaten = lunchFrom(arrivals[k] ?? 0);
    left = (starts[k] ?? 0) + at(service, jobs[k] ?? model.rows - 1);
  }
  const arrival = jobs.length > 0 ? (starts.at(-1) ?? 0) : departure;
  // the day is over in time for lunch at its end
  if (!lunch && at(model.lunchLength, r) > 0 && lunchFrom(arrival).to <= at(model.latestEnd, r))
    eaten = lunchFrom(arrival);
  let [distance, time] = [0, 0];
  const places = [
    technician?.start ?? null,
    ...jobs.map((job) => problem.jobs[job]?.place ?? null),
    technician?.end ?? null,
  ];
  for (const [k, from] of places.slice(0, -1).entries()) {
    const to = places[k + 1] ?? null;
    if (jobs.length === 0 || from === null || to === null || from === to) continue;
    distance += at(problem.travel.distance, from * problem.travel.size + to);
    time += at(problem.travel.time, from * problem.travel.size + to);
  }
  return {
    technician: technician?.id ?? 0,
    departure,
    stops: jobs.map((job, k) => {
      const start = starts[k] ?? 0;
      const windows = problem.jobs[job]?.windows ?? [];
      const last = Math.max(...windows.map(({ to }) => to));
      return {
        job: problem.jobs[job]?.id ?? 0,
        arrival: arrivals[k] ?? 0,
        start,
        end: start + at(service, job),
        late: windows.length > 0 ? Math.max(0, start - last) : 0,
      };
    }),
    arrival,
    lunch: eaten,
    distance,
    time,
    overtime: jobs.length > 0 ? Math.max(0, arrival - (technician?.shift.to ?? 0)) : 0,
  };
}
