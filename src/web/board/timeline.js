import { byId, h } from "../dom.js";
import { clock, hourName, localDay, shortDay } from "./day.js";
import { drawBlock, signOf } from "./job-card.js";
import { showList } from "./keyed-list.js";
import { onAxis, packLane } from "./lanes.js";
import { doingNames, initials } from "./words.js";

/** The lanes of the technicians on the time axis of the day. */
export function drawTimeline(columns, { axis, timezone, now, date }) {
  const lanes = byId("columns");
  lanes.style.setProperty("--hours", (axis.to - axis.from) / 3_600_000);
  lanes.tabIndex = columns.some(({ jobs }) => jobs.length > 0) ? -1 : 0; // without a job in it, only this scrolls it by keyboard
  showHours(axis, timezone, now);
  const none = h("p", { class: "none muted" }, "There are no technicians yet. Add one with POST /admin/technicians.");
  const items = columns.map((column) => ({
    key: column.technician.id,
    sign: [signOfLane(column), axis.from, axis.to, timezone, date].join(),
    build: () => drawLane(column, axis, { timezone, date }),
  }));
  showList(byId("lanes"), items.length > 0 ? items : [{ key: "none", sign: "", build: () => none }]);
  scrollToNow(lanes);
}

let isScrolled = false;
/** On a screen that is narrower than the day, the board begins at the present hour. */
function scrollToNow(lanes) {
  if (isScrolled || byId("now").hidden) return;
  isScrolled = true;
  lanes.scrollLeft = byId("now").offsetLeft - lanes.clientWidth / 3;
}

function showHours(axis, timezone, now) {
  const at = (element, ms) => {
    element.style.left = `${onAxis(axis, ms, ms + 1)?.left ?? 0}%`;
    return element;
  };
  const key = `${axis.from} ${axis.to} ${timezone}`;
  showList(
    byId("hours"),
    axis.hours.map((ms) => ({
      key: ms,
      sign: key,
      build: () => at(h("span", { class: "hour" }, hourName(ms, timezone)), ms),
    })),
  );
  showList(
    byId("hour-lines"),
    axis.hours.map((ms) => ({ key: ms, sign: key, build: () => at(h("span", { class: "hour-line" }), ms) })),
  );
  const line = byId("now");
  line.hidden = onAxis(axis, now, now + 1) === null;
  at(line, now);
  const time = at(byId("now-time"), now);
  time.hidden = line.hidden;
  time.textContent = clock(now, timezone);
}

function signOfLane({ technician, jobs, doing, since }) {
  const { name, shifts, time_off } = technician;
  return [name, doing, since, JSON.stringify([shifts, time_off]), ...jobs.map(signOf)].join();
}

function drawBand(axis, { starts_at, ends_at }, name, text) {
  const place = onAxis(axis, Date.parse(starts_at), Date.parse(ends_at));
  if (!place) return null;
  const band = h("span", { class: `band ${name}` }, text);
  band.style.left = `${place.left}%`;
  band.style.width = `${place.width}%`;
  return band;
}

/** The shift in words: who cannot see the shading reads it. */
function hoursOf({ shifts, time_off }, timezone) {
  const text = ({ starts_at, ends_at }) => `${clock(starts_at, timezone)} – ${clock(ends_at, timezone)}`;
  return [...shifts.map((shift) => `Shift ${text(shift)}`), ...time_off.map((off) => `Off ${text(off)}`)].join(", ");
}

const sinceWhen = (since, { timezone, date }) =>
  localDay(since, timezone) === date ? clock(since, timezone) : shortDay(since, timezone);

function drawLane({ technician, jobs, doing, since }, axis, look) {
  const { timezone } = look;
  const { id, name, shifts, time_off } = technician;
  const { blocks, untimed, rows } = packLane(jobs, axis);
  const track = h(
    "div",
    { class: "track", "data-track": id },
    shifts.map((shift) => drawBand(axis, shift, "shift", "")),
    time_off.map((off) => drawBand(axis, off, "off", "Time off")),
    h(
      "ol",
      { class: "blocks" },
      blocks.map(({ job, ...place }) => drawBlock(job, look, place)),
    ),
  );
  track.style.setProperty("--rows", rows);
  const what = since ? `${doingNames[doing]}, since ${sinceWhen(since, look)}` : doingNames[doing];
  return h(
    "article",
    { id: `lane-${id}`, class: "lane", "data-lane": id, "aria-labelledby": `technician-${id}` },
    h(
      "header",
      { class: "person" },
      h("span", { class: "avatar", "data-status": doing, "aria-hidden": "true" }, initials(name)),
      h(
        "div",
        { class: "name" },
        h("h2", { id: `technician-${id}` }, name),
        h("p", { class: "doing muted" }, what),
        h("p", { class: "visually-hidden" }, hoursOf(technician, timezone)),
      ),
    ),
    h(
      "div",
      { class: "work" },
      track,
      untimed.length > 0 &&
        h(
          "div",
          { class: "untimed" },
          h(
            "span",
            { class: "untimed-name muted" },
            untimed.every((job) => job.scheduled_start) ? "Other day" : "Any time",
          ),
          h(
            "ol",
            { class: "chips" },
            untimed.map((job) => drawBlock(job, look, null)),
          ),
        ),
    ),
  );
}
