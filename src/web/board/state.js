// The board's state and its change by each message of the stream. Pure functions: the tests run them in Node.

const FINISHED = new Set(["completed", "cancelled"]);
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

const dayFormats = new Map();
/** The calendar day (YYYY-MM-DD) of an instant or a time in milliseconds, in a time zone. */
export function localDay(instant, timeZone) {
  if (!dayFormats.has(timeZone)) {
    const parts = { year: "numeric", month: "2-digit", day: "2-digit" };
    dayFormats.set(timeZone, new Intl.DateTimeFormat("en-CA", { timeZone, ...parts }));
  }
  return dayFormats.get(timeZone).format(new Date(instant));
}

/** The part of the backlog that the page has not loaded: how many jobs, and where the list of jobs goes on; null when there is no more. */
const noRest = { n: 0, cursor: null };

export const emptyBoard = {
  ...{ date: "", timezone: "UTC", rest: noRest },
  ...{ jobs: new Map(), technicians: new Map(), positions: new Map() },
};

function fromSnapshot({ date, timezone, jobs, backlog, backlog_total, backlog_next_cursor, technicians }) {
  const located = technicians.filter(({ position }) => position);
  return {
    date,
    timezone,
    rest: restOf(backlog_total - backlog.length, backlog_next_cursor),
    jobs: new Map([...jobs, ...backlog].map((job) => [job.id, job])),
    technicians: new Map(technicians.map(({ id, name }) => [id, { id, name }])),
    positions: new Map(located.map(({ id, position }) => [id, position])),
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
  if (type === "snapshot") return { board: fromSnapshot(data), job: null, stale: false };
  if (type === "technician.location") {
    const known = board.positions.get(data.technician_id);
    if (known && known.at > data.at) return { board, job: null, stale: false };
    const positions = new Map(board.positions).set(data.technician_id, data);
    return { board: { ...board, positions }, job: null, stale: !board.technicians.has(data.technician_id) };
  }
  if (!type.startsWith("dispatch.")) return { board, job: null, stale: false };
  const jobs = new Map(board.jobs).set(data.id, data);
  const stale = data.technician_id !== null && !board.technicians.has(data.technician_id);
  return { board: { ...board, jobs }, job: data, stale };
}

/**
 * Whether the board shows a job, as the server decides for its snapshot: on each day that its planned time overlaps, while it is under way, and on
 * the day on which it was completed; without a start, until it is finished.
 */
function isShown(job, { date, timezone }) {
  const day = (instant) => localDay(instant, timezone);
  if (UNDER_WAY.has(job.status) || (job.completed_at && day(job.completed_at) === date)) return true;
  if (!job.scheduled_start) return !FINISHED.has(job.status);
  return day(job.scheduled_start) <= date && day(Date.parse(job.scheduled_end) - 1) >= date;
}

const inOrder = (a, b) =>
  (a.scheduled_start ?? "~").localeCompare(b.scheduled_start ?? "~") || Number(a.id) - Number(b.id);

/** The active technicians, and others who have a job on the board: no job is left out because somebody is no longer active. */
function crewOf({ technicians }, jobs) {
  const others = new Set(jobs.map((job) => job.technician_id).filter((id) => id !== null && !technicians.has(id)));
  return [...technicians.values(), ...[...others].map((id) => ({ id, name: `Technician ${id}` }))];
}

/** The layout of the board: jobs without a technician, a column for each technician, and the number of jobs by state. */
export function layOut(board) {
  const shown = [...board.jobs.values()].filter((job) => isShown(job, board)).sort(inOrder);
  const waiting = shown.filter((job) => job.technician_id === null && !FINISHED.has(job.status));
  const columns = crewOf(board, shown)
    .sort((a, b) => a.name.localeCompare(b.name) || a.id - b.id)
    .map((technician) => {
      const jobs = shown.filter((job) => job.technician_id === technician.id);
      return { technician, jobs, position: board.positions.get(technician.id) ?? null, doing: doingOf(jobs) };
    });
  const count = (...statuses) => shown.filter((job) => statuses.includes(job.status)).length;
  return {
    waitingToday: waiting.filter((job) => job.scheduled_start),
    waitingUntimed: waiting.filter((job) => !job.scheduled_start),
    columns,
    counts: {
      jobs: shown.length - count("cancelled"),
      waiting: waiting.length,
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
