import { dayBounds, localDay } from "./day.js";

// The board's state and its change by each message of the stream. Pure functions: the tests run them in Node.

export const FINISHED = new Set(["completed", "cancelled"]);
const UNDER_WAY = new Set(["en_route", "on_site", "in_progress"]);

/** Display names of the job statuses. */
export const statusNames = {
  pending: "Not assigned",
  dispatched: "Dispatched",
  acknowledged: "Acknowledged",
  en_route: "On the way",
  on_site: "On site",
  in_progress: "In progress",
  on_hold: "On hold",
  completed: "Completed",
  cancelled: "Cancelled",
};

/** The part of the backlog that the page has not loaded: how many jobs, and where the list of jobs goes on; null when there is no more. */
const noRest = { n: 0, cursor: null };

export const emptyBoard = {
  ...{ date: "", today: "", timezone: "UTC", rest: noRest },
  ...{ jobs: new Map(), technicians: new Map(), positions: new Map(), activity: new Map() },
  /** Promises that were broken or whose time is nearly over, by job and kind. */
  levels: new Map(),
  /** What is asked for or proposed, by job, and not yet true. */
  pending: new Map(),
};

const levelKey = ({ job_id, kind }) => `${job_id} ${kind}`;
/** The promises for a job that the board shows. */
export const levelsOf = ({ levels }, job_id) =>
  ["response", "resolution"].flatMap((kind) => levels.get(levelKey({ job_id, kind })) ?? []);

/** The board of a day, as the stream and GET /admin/dispatch/board have it. */
export function boardOf({
  date,
  now,
  timezone,
  jobs,
  backlog,
  backlog_total,
  backlog_next_cursor,
  technicians,
  service_levels = [],
}) {
  const located = technicians.filter(({ position }) => position);
  return {
    date,
    today: now ? localDay(now, timezone) : date,
    timezone,
    rest: restOf(backlog_total - backlog.length, backlog_next_cursor),
    jobs: new Map([...jobs, ...backlog].map((job) => [job.id, job])),
    technicians: new Map(
      technicians.map(({ id, name, shifts = [], time_off = [] }) => [id, { id, name, shifts, time_off }]),
    ),
    positions: new Map(located.map(({ id, position }) => [id, position])),
    levels: new Map(service_levels.map((level) => [levelKey(level), level])),
    activity: new Map(),
    pending: new Map(),
  };
}

const restOf = (n, cursor) => (cursor ? { n: Math.max(n, 1), cursor } : noRest);

/** Adds a page of the rest of the backlog. What the stream has told of a job meanwhile is newer. */
export function addBacklog(board, { items, next_cursor }) {
  const fresh = items.filter(({ id, version }) => (board.jobs.get(id)?.version ?? 0) < version);
  const jobs = new Map([...board.jobs, ...fresh.map((job) => [job.id, job])]);
  return { ...board, jobs, rest: restOf(board.rest.n - items.length, next_cursor) };
}

/**
 * Applies a message to the board. Returns the new board, the changed `job` or null, and `stale`: the message names an unknown technician, so
 * the page must load the board again.
 */
export function applyMessage(board, { type, data }) {
  if (type === "snapshot") return { board: { ...boardOf(data), pending: board.pending }, job: null, stale: false };
  if (type === "technician.location") {
    const known = board.positions.get(data.technician_id);
    if (known && known.at > data.at) return { board, job: null, stale: false };
    const positions = new Map(board.positions).set(data.technician_id, data);
    return { board: { ...board, positions }, job: null, stale: !board.technicians.has(data.technician_id) };
  }
  if (type === "technician.status") {
    const activity = new Map(board.activity).set(data.technician_id, data);
    return { board: { ...board, activity }, job: null, stale: !board.technicians.has(data.technician_id) };
  }
  if (type === "job.service_level") {
    const levels = new Map(board.levels);
    if (data.state === "withdrawn") levels.delete(levelKey(data));
    else levels.set(levelKey(data), data);
    return { board: { ...board, levels }, job: null, stale: false };
  }
  if (!type.startsWith("dispatch.") || board.jobs.get(data.id)?.version > data.version)
    return { board, job: null, stale: false };
  const jobs = new Map(board.jobs).set(data.id, data);
  const stale = data.technician_id !== null && !board.technicians.has(data.technician_id);
  return { board: { ...board, jobs }, job: data, stale };
}

/**
 * Whether the board shows a job, as the server decides for its snapshot: on each day that its planned time overlaps, today while it is under way,
 * and on the day on which it was completed; without a start, until it is finished.
 */
function isShown(job, { start, end, isToday }) {
  const done = job.completed_at;
  if ((isToday && UNDER_WAY.has(job.status)) || (done && done >= start && done < end)) return true;
  if (!job.scheduled_start) return !FINISHED.has(job.status);
  return job.scheduled_start < end && job.scheduled_end > start;
}

const inOrder = (a, b) =>
  (a.scheduled_start ?? "~").localeCompare(b.scheduled_start ?? "~") || Number(a.id) - Number(b.id);

/** The active technicians, and others who have a job on the board: no job is left out because somebody is no longer active. */
function crewOf({ technicians }, jobs) {
  const others = new Set(jobs.map((job) => job.technician_id).filter((id) => id !== null && !technicians.has(id)));
  const named = [...others].map((id) => ({ id, name: `Technician ${id}`, shifts: [], time_off: [] }));
  return [...technicians.values(), ...named];
}

const byName = new Intl.Collator("en-US").compare;

const NOT_THERE_YET = new Set(["pending", "dispatched", "acknowledged", "en_route"]);
const GRACE_MS = 10 * 60_000;

/** Whether nobody is at a job though its arrival window is over, or its time has come some minutes ago. */
export function isLate({ status, scheduled_start: start, arrival_window_end: latest }, now) {
  if (!start || !NOT_THERE_YET.has(status)) return false;
  return now > (latest ? Date.parse(latest) : Date.parse(start) + GRACE_MS);
}

/** The jobs of the board's day as they stand, with what is asked for or proposed. */
function shownJobs(board) {
  if (!board.date) return [];
  const { start, end } = dayBounds(board.date, board.timezone);
  const isToday = board.date === board.today;
  const day = { start: new Date(start).toISOString(), end: new Date(end).toISOString(), isToday };
  return [...board.jobs.values()]
    .map((job) => (board.pending.has(job.id) ? { ...job, ...board.pending.get(job.id) } : job))
    .filter((job) => job.pending || isShown(job, day))
    .sort(inOrder);
}

/** The layout of the board: jobs without a technician, a lane for each technician, and the number of jobs by state. `fits` leaves jobs out, `hasLane` lanes; `isFoundFirst` brings lanes with jobs to the top. */
export function layOut(board, { fits = () => true, hasLane = () => true, isFoundFirst = false, now = 0 } = {}) {
  const all = shownJobs(board).map((job) => {
    const levels = levelsOf(board, job.id);
    return { ...job, ...(isLate(job, now) && { isLate: true }), ...(levels.length > 0 && { levels }) };
  });
  const shown = all.filter((job) => fits(job, board));
  const byTechnician = Map.groupBy(shown, (job) => job.technician_id);
  const allByTechnician = Map.groupBy(all, (job) => job.technician_id);
  const waiting = (byTechnician.get(null) ?? []).filter((job) => !FINISHED.has(job.status));
  const columns = crewOf(board, all)
    .filter((technician) => hasLane(technician))
    .sort((a, b) => byName(a.name, b.name) || a.id - b.id)
    .map((technician) => {
      const jobs = byTechnician.get(technician.id) ?? [];
      const since = board.activity.get(technician.id)?.at ?? null;
      const position = board.positions.get(technician.id) ?? null;
      return { technician, jobs, position, doing: doingOf(allByTechnician.get(technician.id) ?? []), since };
    });
  if (isFoundFirst) columns.sort((a, b) => Number(b.jobs.length > 0) - Number(a.jobs.length > 0));
  const count = (...statuses) => all.filter((job) => statuses.includes(job.status)).length;
  return {
    waitingToday: waiting.filter((job) => job.scheduled_start),
    waitingUntimed: waiting.filter((job) => !job.scheduled_start),
    columns,
    found: shown.length,
    counts: {
      jobs: all.length - count("cancelled"),
      waiting: all.filter((job) => job.technician_id === null && !FINISHED.has(job.status)).length,
      late: all.filter((job) => job.isLate).length,
      underWay: count("en_route", "on_site", "in_progress"),
      done: count("completed"),
    },
  };
}

/** What a technician is doing: the status of their most advanced job, `assigned` or `free`. */
function doingOf(jobs) {
  const current = ["in_progress", "on_site", "en_route"].find((status) => jobs.some((job) => job.status === status));
  if (current) return current;
  return jobs.some((job) => !FINISHED.has(job.status)) ? "assigned" : "free";
}
