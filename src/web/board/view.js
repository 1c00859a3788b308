import { byId, h } from "../dom.js";
import { axisOf } from "./day.js";
import { keepFocus } from "./keyed-list.js";
import { morph } from "./morph.js";
import { drawTimeline } from "./timeline.js";
import { drawWaiting } from "./waiting.js";

const drawCounts = ({ jobs, waiting, late, underWay, done }, { cursor }) =>
  [
    ["Jobs", `${jobs}${cursor ? "+" : ""}`],
    ["Waiting", `${waiting}${cursor ? "+" : ""}`],
    ["Late", late],
    ["Under way", underWay],
    ["Done", done],
  ].map(([name, n]) =>
    h(
      "div",
      { class: name === "Late" && n > 0 && "alarming" },
      h("dt", { class: "muted" }, name),
      h("dd", {}, String(n)),
    ),
  );

const fullDay = new Intl.DateTimeFormat("en-US", { dateStyle: "full", timeZone: "UTC" });

const spanOf = ({ starts_at, ends_at }) => [Date.parse(starts_at), Date.parse(ends_at)];
const plannedSpan = (job) => [Date.parse(job.scheduled_start), Date.parse(job.scheduled_end)];

/** The hours that the lanes show. */
export function axisOfBoard({ columns }, { date, timezone, now }) {
  const shifts = columns.flatMap(({ technician }) => technician.shifts.map(spanOf));
  const planned = columns.flatMap(({ jobs }) => jobs.filter((job) => job.scheduled_start).map(plannedSpan));
  return axisOf(date, timezone, [...shifts, ...planned, [now, now + 1]]);
}

/** Draws the board again after a change, keeping what is the same. */
export function drawBoard(layout, look) {
  const { date, timezone, rest } = look;
  const name = date && fullDay.format(new Date(`${date}T12:00:00Z`));
  byId("day").textContent = date && `${date === look.today ? "Today, " : ""}${name} · ${timezone.replaceAll("_", " ")}`;
  morph(byId("counts"), drawCounts(layout.counts, rest));
  if (!date) return;
  keepFocus(() => {
    drawWaiting(layout, look);
    drawTimeline(layout.columns, look);
  });
}

/** Lets a changed job shine for a moment. */
export function showNews(id) {
  const element = document.getElementById(`job-${id}`);
  element?.classList.add("news");
  element?.addEventListener("animationend", () => element.classList.remove("news"), { once: true });
}
