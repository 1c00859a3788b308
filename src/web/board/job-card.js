import { h } from "../dom.js";
import { clock, localDay, shortDay } from "./day.js";
import { addressOf, levelText, priorityNames, statusName, timeOf } from "./words.js";

const drawPriority = (priority) =>
  h(
    "span",
    { class: "priority", "data-priority": priority },
    priorityNames[priority],
    h("span", { class: "visually-hidden" }, " priority"),
  );

const levelTexts = (levels, timezone) => levels.map((level) => levelText(level, timezone)).join("\n");

/** What was promised and is in danger; a missed promise counts more than one that soon is. */
function drawLevels(levels, timezone) {
  const isMissed = levels.some(({ state }) => state === "violated");
  const due = levels[0].due_at;
  return h(
    "span",
    { class: `sla ${isMissed ? "missed" : ""}`, title: levelTexts(levels, timezone) },
    isMissed ? "SLA missed" : `SLA due ${due ? clock(due, timezone) : "soon"}`,
    h("span", { class: "visually-hidden" }, `: ${levelTexts(levels, timezone)}`),
  );
}

const drawState = (job, timezone) =>
  h(
    "p",
    { class: "job-state", id: `state-${job.id}` },
    // what is in danger first: a narrow block shows little
    job.levels && drawLevels(job.levels, timezone),
    job.isLate && h("span", { class: "late" }, "Late"),
    h("span", { class: "pill" }, statusName(job.status)),
    job.priority in priorityNames && drawPriority(job.priority),
  );

/** The button covers the whole card (jobs.css). */
const drawTitle = (job) =>
  h(
    "h3",
    {},
    h(
      "button",
      {
        ...{ id: `open-${job.id}`, class: "open", type: "button", "data-job": job.id },
        "aria-describedby": `time-${job.id} state-${job.id}`,
      },
      job.title,
    ),
  );

const frame = (job, look, ...children) =>
  h(
    "li",
    {
      ...{ id: `job-${job.id}`, class: `panel job ${look}`, "data-status": job.status },
      ...(job.pending && { "data-pending": job.pending }),
    },
    children,
  );

/** A job that waits, with all that helps to place it. */
export function drawCard(job, timezone) {
  const address = addressOf(job, "service_address", "service_city");
  return frame(
    job,
    "card-job",
    h("p", { class: "job-time muted", id: `time-${job.id}` }, timeOf(job, timezone)),
    drawTitle(job),
    h("p", { class: "job-customer" }, job.customer_name),
    address && h("p", { class: "job-address muted" }, address),
    drawState(job, timezone),
  );
}

/** A job of another day says of which. */
function startOf({ scheduled_start: start }, timezone, date) {
  if (!start) return "Any time";
  return `${localDay(start, timezone) === date ? "" : `${shortDay(start, timezone)}, `}${clock(start, timezone)}`;
}

/** A job on a lane: its place and width say when it is. */
export function drawBlock(job, { timezone, date }, place) {
  const block = frame(
    job,
    place ? "block" : "chip",
    drawTitle(job),
    drawState(job, timezone),
    h("p", { class: "job-time", id: `time-${job.id}` }, `${startOf(job, timezone, date)} · ${job.customer_name}`),
  );
  const told = [job.title, timeOf(job, timezone), statusName(job.status), job.customer_name];
  block.title = [...told, ...(job.levels ? [levelTexts(job.levels, timezone)] : [])].join("\n"); // a narrow block shows little
  if (place) {
    // properties, not a style attribute: the page's Content-Security-Policy refuses those
    block.style.left = `${place.left}%`;
    block.style.width = `${place.width}%`;
    block.style.setProperty("--row", place.row);
  }
  return block;
}

/** What a job's drawing depends on. */
export const signOf = (job) =>
  [
    ...[job.id, job.version, job.status, job.title, job.pending, job.isLate, job.scheduled_start, job.scheduled_end],
    ...(job.levels ?? []).map(({ kind, state, due_at }) => `${kind} ${state} ${due_at}`),
  ].join("|");
