import { at, NEVER, realAt } from "./arrays.ts";
import type { Job, Problem, Technician } from "./problem.ts";

/**
 * The problem as typed arrays. Jobs are 0..jobs-1 and technicians 0..technicians-1, in the order of the problem. A row is a
 * job, or one of the places where days begin and end. Matrices are read as `row of the job * rows + other row`.
 */
export type Model = {
  problem: Problem;
  jobs: number;
  technicians: number;
  rows: number;
  /** What the way costs from the job to the other row, and from the other row to the job. */
  costTo: Int32Array;
  costFrom: Int32Array;
  /** From the start of work at the one to the arrival at the other: the work at the first and the way. */
  timeTo: Int32Array;
  timeFrom: Int32Array;
  service: Int32Array;
  load: Int32Array;
  prize: Float64Array;
  /** Windows of job `j`: from `windows[j]` to before `windows[j + 1]` in the two lists, earliest first. */
  windows: Int32Array;
  windowOpen: Int32Array;
  windowClose: Int32Array;
  /** Begin of the first window and end of the last. */
  open: Int32Array;
  close: Int32Array;
  /** 1 where the job may be done by the technician: `job * technicians + technician`. */
  allowed: Int32Array;
  startRow: Int32Array;
  endRow: Int32Array;
  shiftStart: Int32Array;
  shiftEnd: Int32Array;
  /** The end of the shift with all overtime. */
  latestEnd: Int32Array;
  overtimePrice: Float64Array;
  /** Times away of technician `r`: from `aways[r]` to before `aways[r + 1]` in the two lists, earliest first. */
  aways: Int32Array;
  awayFrom: Int32Array;
  awayTo: Int32Array;
  capacity: Int32Array;
  /** First and last moment at which lunch may begin; length 0: none. */
  lunchOpen: Int32Array;
  lunchLatest: Int32Array;
  lunchLength: Int32Array;
  /** Jobs that open the technician's day, in order, and the others that stay with them. */
  head: number[][];
  headSize: Int32Array;
  kept: number[][];
  /** Technicians with the same number can stand in for each other. */
  kind: Int32Array;
  /** All jobs by nearness to each job: `job * jobs + rank`, itself first. */
  near: Int32Array;
  /** Those who may do the job and whose day begins nearest to it: `job * HOMES + rank`, -1 for none. */
  homes: Int32Array;
};

export const HOMES = 12;

/** Leaving a locked job out costs more than everything else together. */
const LOCKED_PRIZE = 1e12;
const LIMIT = 1 << 28;

const refuse = (what: string): never => {
  throw new RangeError(`Routing problem: ${what}.`);
};

function check({ technicians, jobs, travel }: Problem) {
  const isPlace = (place: number | null) =>
    place === null || (Number.isInteger(place) && place >= 0 && place < travel.size);
  const isTime = (...times: number[]) => times.every((time) => Number.isInteger(time) && Math.abs(time) < LIMIT);
  if (travel.time.length !== travel.size ** 2 || travel.distance.length !== travel.size ** 2)
    refuse("the matrices do not fit the number of places");
  for (const { id, start, end, shift, away = [], overtime, lunch } of technicians) {
    if (!isPlace(start) || !isPlace(end)) refuse(`technician ${id} has a place outside the matrix`);
    if (!isTime(shift.from, shift.to, overtime?.max ?? 0, ...away.flatMap(({ from, to }) => [from, to])))
      refuse(`the shift of technician ${id} has a time that is not whole`);
    if (away.some(({ from, to }, k) => from >= to || from < (away[k - 1]?.to ?? -LIMIT)))
      refuse(`the times away of technician ${id} are not in order`);
    if (lunch && !isTime(lunch.from, lunch.to, lunch.length))
      refuse(`lunch of technician ${id} has a time that is not whole`);
  }
  const ids = new Set(technicians.map(({ id }) => id));
  if (ids.size < technicians.length || new Set(jobs.map(({ id }) => id)).size < jobs.length)
    refuse("an id occurs twice");
  for (const { id, place, windows, service, prize, load, locked } of jobs) {
    if (locked && !ids.has(locked.technician)) refuse(`job ${id} is locked to an unknown technician`);
    if (place === null || !isPlace(place)) refuse(`job ${id} has a place outside the matrix`);
    if (!isTime(service, load ?? 0, ...windows.flatMap(({ from, to }) => [from, to])))
      refuse(`a time of job ${id} is not whole`);
    if (!(prize >= 0)) refuse(`the prize of job ${id} is not a number from 0 on`);
  }
}

/** Rows of the matrices: the jobs, then each place at which a day begins or ends, once; null is the place without a way to it. */
function rowsOf({ jobs, technicians }: Problem) {
  const places: (number | null)[] = jobs.map(({ place }) => place);
  const rowOf = new Map<number | null, number>();
  for (const place of technicians.flatMap(({ start, end }) => [start, end]))
    if (!rowOf.has(place)) rowOf.set(place, places.push(place) - 1);
  return { places, row: (place: number | null) => rowOf.get(place) ?? 0 };
}

function matricesOf(
  { travel, cost = { time: 1, distance: 0 } }: Problem,
  places: readonly (number | null)[],
  service: Int32Array,
) {
  const rows = places.length;
  const [costTo, costFrom] = [new Int32Array(rows * rows), new Int32Array(rows * rows)];
  const [timeTo, timeFrom] = [new Int32Array(rows * rows), new Int32Array(rows * rows)];
  for (let a = 0; a < rows; a++)
    for (let b = 0; b < rows; b++) {
      const [from, to] = [places[a] ?? null, places[b] ?? null];
      const cell = from === null || to === null || from === to ? -1 : from * travel.size + to;
      const time = cell < 0 ? 0 : Math.min(at(travel.time, cell), NEVER);
      const distance = cell < 0 ? 0 : at(travel.distance, cell);
      const price = time === NEVER ? NEVER : Math.min(Math.round(cost.time * time + cost.distance * distance), NEVER);
      costTo[a * rows + b] = costFrom[b * rows + a] = price;
      timeTo[a * rows + b] = timeFrom[b * rows + a] = Math.min(time + at(service, a), NEVER);
    }
  return { rows, costTo, costFrom, timeTo, timeFrom };
}

/** Windows without those that end before they begin, earliest first; any time when there are none. */
const spansOf = ({ windows }: Job) => {
  const spans = windows.filter(({ from, to }) => from <= to).toSorted((a, b) => a.from - b.from);
  return spans.length > 0 ? spans : [{ from: -LIMIT, to: LIMIT }];
};

const mayDo = (technician: Technician, job: Job): boolean => {
  if (job.locked) return job.locked.technician === technician.id;
  if ((job.load ?? 0) > (technician.capacity ?? LIMIT)) return false;
  return (job.skills ?? []).every((skill) => technician.skills?.includes(skill));
};

const lockedTo = (technician: Technician, jobs: readonly Job[]) => {
  const mine = jobs.flatMap((job, index) => (job.locked?.technician === technician.id ? [{ index, job }] : []));
  const position = ({ job }: { job: Job }) => job.locked?.position ?? 0;
  const [head, kept] = [true, false].map((first) =>
    mine.filter(({ job }) => (job.locked?.position !== undefined) === first),
  );
  return {
    head: (head ?? []).toSorted((a, b) => position(a) - position(b)).map(({ index }) => index),
    kept: (kept ?? []).map(({ index }) => index),
  };
};

/** Technicians that differ only in their id have the same kind, unless a job is locked to one of them. */
function kindsOf(technicians: readonly Technician[], jobs: readonly Job[]): Int32Array {
  const own = new Set(jobs.flatMap(({ locked }) => (locked ? [locked.technician] : [])));
  const kinds = new Map<string, number>();
  return Int32Array.from(technicians, (technician) => {
    const { id, start, end, shift, away = [], skills = [], overtime, lunch, capacity } = technician;
    const key = own.has(id) ? id : [start, end, shift, away, skills.toSorted(), overtime, lunch, capacity];
    const name = JSON.stringify(key);
    const kind = kinds.get(name) ?? kinds.size;
    kinds.set(name, kind);
    return kind;
  });
}

function nearness(jobs: number, rows: number, costTo: Int32Array): Int32Array {
  const near = new Int32Array(jobs * jobs);
  for (let job = 0; job < jobs; job++) {
    const distance = (other: number) =>
      other === job ? -1 : Math.min(at(costTo, job * rows + other), at(costTo, other * rows + job));
    const far = Float64Array.from({ length: jobs }, (_, other) => distance(other));
    near.set(
      Int32Array.from({ length: jobs }, (_, other) => other).sort((a, b) => realAt(far, a) - realAt(far, b) || a - b),
      job * jobs,
    );
  }
  return near;
}

function homesOf(
  jobs: number,
  rows: number,
  costFrom: Int32Array,
  startRow: Int32Array,
  allowed: Int32Array,
): Int32Array {
  const homes = new Int32Array(jobs * HOMES).fill(-1);
  const technicians = startRow.length;
  for (let job = 0; job < jobs; job++) {
    const far = Float64Array.from(startRow, (row) => at(costFrom, job * rows + row));
    const able = Array.from(startRow.keys()).filter((r) => at(allowed, job * technicians + r) === 1);
    homes.set(able.sort((a, b) => realAt(far, a) - realAt(far, b) || a - b).slice(0, HOMES), job * HOMES);
  }
  return homes;
}

/** @throws RangeError for a number that is not whole or too large, and for a place outside the matrix: mistakes of the caller. */
export function modelOf(problem: Problem): Model {
  check(problem);
  const { technicians, jobs } = problem;
  const { places, row } = rowsOf(problem);
  const service = Int32Array.from(places, (_, index) => jobs[index]?.service ?? 0);
  const matrices = matricesOf(problem, places, service);
  const spans = jobs.map(spansOf);
  const windows = new Int32Array(jobs.length + 1);
  for (const [job, own] of spans.entries()) windows[job + 1] = at(windows, job) + own.length;
  const away = technicians.map((technician) => technician.away ?? []);
  const aways = Int32Array.of(0, ...away.map(({ length }) => length));
  for (const r of away.keys()) aways[r + 1] = at(aways, r) + at(aways, r + 1);
  const each = (of: (technician: Technician) => number) => Int32Array.from(technicians, of);
  const startRow = each(({ start }) => row(start));
  const allowed = Int32Array.from(
    jobs.flatMap((job) => technicians.map((technician) => (mayDo(technician, job) ? 1 : 0))),
  );
  const locked = technicians.map((technician) => lockedTo(technician, jobs));
  return {
    problem,
    jobs: jobs.length,
    technicians: technicians.length,
    ...matrices,
    service,
    load: Int32Array.from(jobs, ({ load }) => load ?? 0),
    prize: Float64Array.from(jobs, (job) => (job.locked ? LOCKED_PRIZE : job.prize)),
    windows,
    windowOpen: Int32Array.from(spans.flat(), ({ from }) => from),
    windowClose: Int32Array.from(spans.flat(), ({ to }) => to),
    open: Int32Array.from(spans, (own) => own[0]?.from ?? 0),
    close: Int32Array.from(spans, (own) => own.at(-1)?.to ?? 0),
    allowed,
    startRow,
    endRow: each(({ end }) => row(end)),
    shiftStart: each(({ shift }) => shift.from),
    shiftEnd: each(({ shift }) => shift.to),
    latestEnd: each(({ shift, overtime }) => shift.to + (overtime?.max ?? 0)),
    overtimePrice: Float64Array.from(technicians, ({ overtime }) => overtime?.price ?? 0),
    aways,
    awayFrom: Int32Array.from(away.flat(), ({ from }) => from),
    awayTo: Int32Array.from(away.flat(), ({ to }) => to),
    capacity: each(({ capacity }) => capacity ?? LIMIT),
    lunchOpen: each(({ lunch }) => lunch?.from ?? 0),
    lunchLatest: each(({ lunch }) => (lunch ? lunch.to - lunch.length : 0)),
    lunchLength: each(({ lunch }) => lunch?.length ?? 0),
    head: locked.map(({ head }) => head),
    headSize: Int32Array.from(locked, ({ head }) => head.length),
    kept: locked.map(({ kept }) => kept),
    kind: kindsOf(technicians, jobs),
    near: nearness(jobs.length, matrices.rows, matrices.costTo),
    homes: homesOf(jobs.length, matrices.rows, matrices.costFrom, startRow, allowed),
  };
}
