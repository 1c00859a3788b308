import { byId, h } from "../dom.js";
import { drawMap } from "./map.js";
import { morph } from "./morph.js";
import { localDay, statusNames } from "./state.js";

export const priorityNames = { urgent: "Urgent", high: "High" };
const doingNames = { ...statusNames, free: "Free", assigned: "Assigned" };
const initials = (name) =>
  name
    .split(/\s+/)
    .map((word) => word[0] ?? "")
    .slice(0, 2)
    .join("")
    .toUpperCase();

const clock = (instant, timeZone) =>
  new Intl.DateTimeFormat("en-US", { timeZone, hour: "numeric", minute: "2-digit" }).format(new Date(instant));

function ago(instant, now) {
  const minutes = Math.max(0, Math.round((now - Date.parse(instant)) / 60_000));
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h ago` : `${Math.round(minutes / 1440)} days ago`;
}

export const addressOf = (job, ...fields) =>
  fields
    .map((field) => job[field])
    .filter(Boolean)
    .join(", ");

/** The arrival window of a job with a time. */
export const span = (job, timeZone) =>
  `${clock(job.scheduled_start, timeZone)} – ${clock(job.scheduled_end, timeZone)}`;

function drawJob(job, timezone, isNews) {
  const time = job.scheduled_start ? span(job, timezone) : "Any time";
  const address = addressOf(job, "service_address", "service_city");
  return h(
    "li",
    { id: `job-${job.id}`, class: `panel job${isNews ? " news" : ""}`, "data-status": job.status },
    h("p", { class: "job-time muted" }, time),
    // the button covers the whole card (board.css)
    h("h3", {}, h("button", { id: `open-${job.id}`, class: "open", type: "button", "data-job": job.id }, job.title)),
    h("p", { class: "job-customer" }, job.customer_name),
    address && h("p", { class: "job-address muted" }, address),
    h(
      "p",
      { class: "job-state" },
      h("span", { class: "pill" }, statusNames[job.status] ?? job.status),
      job.priority in priorityNames && drawPriority(job.priority),
    ),
  );
}

const drawPriority = (priority) =>
  h(
    "span",
    { class: "priority", "data-priority": priority },
    priorityNames[priority],
    h("span", { class: "visually-hidden" }, " priority"),
  );

function drawJobs(jobs, { timezone, newsJob }, none) {
  if (jobs.length === 0) return h("p", { class: "none muted" }, none);
  return h(
    "ol",
    { class: "jobs" },
    jobs.map((job) => drawJob(job, timezone, job.id === newsJob)),
  );
}

/** A button that loads more of the backlog (main.js). */
function drawRest({ n }, isLoading) {
  const text = isLoading ? "Loading …" : `Show more (${n.toLocaleString("en-US")} left)`;
  return h("button", { id: "more", class: "quiet more", type: "button", "aria-disabled": isLoading && "true" }, text);
}

function drawWaiting({ waitingToday, waitingUntimed }, { rest, isLoading, ...look }) {
  const parts = [
    h("h2", { id: "waiting-title" }, "Waiting for a technician"),
    h("h3", { class: "group muted" }, "Today"),
    drawJobs(waitingToday, look, "All of today's jobs are assigned."),
    h("h3", { class: "group muted" }, "Backlog without a time"),
    drawJobs(waitingUntimed, look, rest.cursor ? "All that is shown is assigned." : "The backlog is empty."),
    rest.cursor && drawRest(rest, isLoading),
  ];
  return parts.filter(Boolean);
}

function drawColumn({ technician, jobs, doing }, look) {
  const titleId = `technician-${technician.id}`;
  return h(
    "article",
    { id: `lane-${technician.id}`, class: "panel lane", "aria-labelledby": titleId },
    h(
      "header",
      { class: "person" },
      h("span", { class: "avatar", "data-status": doing, "aria-hidden": "true" }, initials(technician.name)),
      h(
        "div",
        { class: "name" },
        h("h2", { id: titleId }, technician.name),
        h("p", { class: "doing muted" }, doingNames[doing]),
      ),
    ),
    drawJobs(jobs, look, "No jobs today."),
  );
}

function drawPositions({ columns }, now) {
  const known = columns.filter(({ position }) => position);
  const title = h("h2", { id: "positions-title" }, "Last positions");
  if (known.length === 0) return [title, h("p", { class: "none muted" }, "No technician has sent a position yet.")];
  const marks = known.map(({ technician, position, doing }) => ({
    ...{ latitude: position.latitude, longitude: position.longitude, heading: position.heading, doing },
    initials: initials(technician.name),
    label: `${technician.name}, ${ago(position.at, now)}`,
  }));
  const rows = known.map(({ technician, position, doing }) =>
    h(
      "li",
      { id: `position-${technician.id}` },
      h("span", { class: "avatar small", "data-status": doing, "aria-hidden": "true" }, initials(technician.name)),
      h("span", { class: "place-name" }, technician.name),
      h("span", { class: "place-age muted" }, ago(position.at, now)),
      h("span", { class: "place muted" }, `${position.latitude.toFixed(4)}, ${position.longitude.toFixed(4)}`),
    ),
  );
  return [title, h("div", { class: "whereabouts" }, drawMap(marks), h("ul", { class: "places" }, rows))];
}

const drawCounts = ({ jobs, waiting, underWay, done }, { cursor }) =>
  [
    ["Jobs", `${jobs}${cursor ? "+" : ""}`],
    ["Waiting", `${waiting}${cursor ? "+" : ""}`],
    ["Under way", underWay],
    ["Done", done],
  ].map(([name, n]) => h("div", {}, h("dt", { class: "muted" }, name), h("dd", {}, String(n))));

/** Draws the whole board again after each change: a board is small. */
export function drawBoard(layout, { date, timezone, rest, isLoading, newsJob, now }) {
  const look = { timezone, newsJob };
  const day = new Intl.DateTimeFormat("en-US", { dateStyle: "full", timeZone: "UTC" });
  byId("day").textContent = date && `${day.format(new Date(`${date}T12:00:00Z`))} · ${timezone.replaceAll("_", " ")}`;
  morph(byId("counts"), drawCounts(layout.counts, rest));
  morph(byId("waiting"), drawWaiting(layout, { ...look, rest, isLoading }));
  const columns = layout.columns.map((column) => drawColumn(column, look));
  const empty = h("p", { class: "none muted" }, "There are no technicians yet. Add one with POST /admin/technicians.");
  morph(byId("columns"), columns.length > 0 ? columns : [empty]);
  morph(byId("positions"), drawPositions(layout, now));
}

/** What the page says about its connection: never "Live" when it is not. */
function describeConnection({ state, heardAt }, timeZone) {
  if (state === "live") return "Live";
  if (state === "connecting") return "Connecting";
  const prefix = state === "offline" ? "Offline. " : "";
  if (heardAt === null) return `${prefix}Not live`;
  const isToday = localDay(heardAt, timeZone) === localDay(Date.now(), timeZone);
  const day = new Intl.DateTimeFormat("en-US", { timeZone, month: "short", day: "numeric" });
  return `${prefix}Not live since ${isToday ? "" : `${day.format(new Date(heardAt))}, `}${clock(heardAt, timeZone)}`;
}

/** Shows the state of the connection, and tells when the board may be out of date. Changes the page only when the text changes: it is read out. */
export function showConnection(connection, timeZone) {
  const element = byId("connection");
  const text = describeConnection(connection, timeZone);
  const isStale = ["lost", "offline"].includes(connection.state);
  byId("stale").hidden = !isStale;
  element.dataset.status = connection.state;
  if (element.textContent !== text) element.textContent = text;
}

/** Announces a changed job to screen readers. */
export function announce(job, technicianName) {
  const who = technicianName ? `, ${technicianName}` : "";
  byId("news").textContent = `${job.title}: ${statusNames[job.status] ?? job.status}${who}`;
}
