// Places of jobs on a technician's lane, and what brings a job to another place. Pure functions: the tests run them in Node.

const SHORTEST = 25 * 60_000; // a block is never drawn shorter, so that its title can be read
const STEP = 15 * 60_000;
const USUAL_MINUTES = 60;

/** Part of the axis as percentages, or null when it lies outside. */
export function onAxis({ from, to }, start, end) {
  if (end <= from || start >= to) return null;
  const percent = (at) => ((Math.min(Math.max(at, from), to) - from) / (to - from)) * 100;
  return { left: percent(start), width: percent(end) - percent(start) };
}

/** Puts jobs that overlap below each other. Returns `blocks` (`job`, `row`, `left`, `width`), the number of `rows`, and the jobs without a time on this axis. */
export function packLane(jobs, axis) {
  const blocks = [];
  const untimed = [];
  const ends = [];
  for (const job of jobs) {
    const start = job.scheduled_start ? Date.parse(job.scheduled_start) : null;
    const end = start === null ? null : Math.max(Date.parse(job.scheduled_end), start + SHORTEST);
    const place = start === null ? null : onAxis(axis, start, end);
    if (!place) {
      untimed.push(job);
      continue;
    }
    const free = ends.findIndex((taken) => taken <= start);
    const row = free === -1 ? ends.length : free;
    ends[row] = end;
    blocks.push({ job, row, ...place });
  }
  return { blocks, untimed, rows: Math.max(1, ends.length) };
}

/** To the nearest quarter of an hour. */
export const toQuarter = (at) => Math.round(at / STEP) * STEP;
export const nextQuarter = (at) => Math.ceil(at / STEP) * STEP;

export const minutesOf = (job) =>
  job.scheduled_start
    ? (Date.parse(job.scheduled_end) - Date.parse(job.scheduled_start)) / 60_000
    : (job.duration_minutes ?? USUAL_MINUTES);

/**
 * What of a job changes when it goes to a technician (null: to nobody) and begins at `start`, in milliseconds; null: its times stay. The
 * arrival window moves with the start.
 */
export function placedAt(job, { technicianId, start, minutes = minutesOf(job) }) {
  const place = { technician_id: technicianId };
  if (start === null) return place;
  const iso = (at) => new Date(at).toISOString();
  const by = job.scheduled_start ? start - Date.parse(job.scheduled_start) : 0;
  const moved = (at) => (at ? iso(Date.parse(at) + by) : null);
  return {
    ...place,
    scheduled_start: iso(start),
    scheduled_end: iso(start + minutes * 60_000),
    ...(job.arrival_window_start && {
      arrival_window_start: moved(job.arrival_window_start),
      arrival_window_end: moved(job.arrival_window_end),
    }),
  };
}

const times = ["scheduled_start", "scheduled_end", "arrival_window_start", "arrival_window_end"];
export const placeOf = (job) =>
  Object.fromEntries(["technician_id", "crew", ...times].map((field) => [field, job[field] ?? null]));

/** The requests that bring a job to its new place: `[step, body]`, none when it is there. */
export function stepsTo(job, place) {
  const steps = [];
  if (place.technician_id !== undefined && place.technician_id !== job.technician_id)
    steps.push(
      place.technician_id === null
        ? ["unassign"]
        : ["assign", { technician_id: place.technician_id, ...(place.crew && { crew: place.crew }) }],
    );
  const changed = times.filter((field) => place[field] !== undefined && place[field] !== (job[field] ?? null));
  if (changed.length > 0) {
    const windows = changed.filter((field) => field.startsWith("arrival")).length > 0;
    const { scheduled_start, scheduled_end, arrival_window_start, arrival_window_end } = { ...job, ...place };
    steps.push([
      "reschedule",
      { scheduled_start, scheduled_end, ...(windows && { arrival_window_start, arrival_window_end }) },
    ]);
  }
  return steps;
}
