// What the board knows, and what each message of the stream makes of it. Pure: tested in Node.

const FINISHED = new Set(["completed", "cancelled"]);

/** Words for what the API calls `en_route`. */
export const statusNames = {
  pending: "Not assigned",
  dispatched: "Dispatched",
  acknowledged: "Acknowledged",
  en_route: "On the way",
  on_site: "On site",
  in_progress: "In progress",
  completed: "Completed",
  cancelled: "Cancelled",
};

const dayFormats = new Map();
/** The calendar day (YYYY-MM-DD) of an instant in a time zone. */
export function localDay(instant, timeZone) {
  if (!dayFormats.has(timeZone)) {
    const parts = { year: "numeric", month: "2-digit", day: "2-digit" };
    dayFormats.set(timeZone, new Intl.DateTimeFormat("en-CA", { timeZone, ...parts }));
  }
  return dayFormats.get(timeZone).format(new Date(instant));
}

export const emptyBoard = { date: "", timezone: "UTC", jobs: new Map(), technicians: new Map(), positions: new Map() };

const byKey = (rows, key) => new Map(rows.map((row) => [row[key], row]));

function fromSnapshot({ date, timezone, jobs, backlog, technicians }) {
  const positions = technicians.filter(({ position }) => position);
  return {
    date,
    timezone,
    jobs: byKey([...jobs, ...backlog], "id"),
    technicians: byKey(
      technicians.map(({ id, name }) => ({ id, name })),
      "id",
    ),
    positions: byKey(
      positions.map(({ id, position }) => ({ technician_id: id, ...position })),
      "technician_id",
    ),
  };
}

/**
 * The board after a message. `job`: the job it was about. `stale`: the message speaks of a technician whom this board does not know, so it
 * has to be read anew.
 */
export function applyMessage(board, { type, data }) {
  if (type === "snapshot") return { board: fromSnapshot(data), job: null, stale: false };
  if (type === "position") {
    const known = board.positions.get(data.technician_id);
    if (known && known.at > data.at) return { board, job: null, stale: false };
    const positions = new Map(board.positions).set(data.technician_id, data);
    return { board: { ...board, positions }, job: null, stale: !board.technicians.has(data.technician_id) };
  }
  const jobs = new Map(board.jobs).set(data.id, data);
  const stale = data.technician_id !== null && !board.technicians.has(data.technician_id);
  return { board: { ...board, jobs }, job: data, stale };
}

/** On the board of its day; without a time, until it is finished or for the day it was finished on. */
function isShown(job, { date, timezone }) {
  const day = (instant) => instant && localDay(instant, timezone);
  if (job.scheduled_start) return day(job.scheduled_start) === date;
  return !FINISHED.has(job.status) || day(job.completed_at) === date;
}

const inOrder = (a, b) =>
  (a.scheduled_start ?? "~").localeCompare(b.scheduled_start ?? "~") || Number(a.id) - Number(b.id);

/** The board as it is drawn: jobs that wait for somebody, a column for each technician, and the day in numbers. */
export function layOut(board) {
  const shown = [...board.jobs.values()].filter((job) => isShown(job, board)).sort(inOrder);
  const waiting = shown.filter((job) => job.technician_id === null && !FINISHED.has(job.status));
  const columns = [...board.technicians.values()]
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

/** What a technician does now, by the job that is furthest under way: its status, or `free`. */
function doingOf(jobs) {
  const current = ["in_progress", "on_site", "en_route"].find((status) => jobs.some((job) => job.status === status));
  if (current) return current;
  return jobs.some((job) => !FINISHED.has(job.status)) ? "assigned" : "free";
}
