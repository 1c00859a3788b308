import { byId, h } from "../dom.js";
import { ago } from "./day.js";
import { showList } from "./keyed-list.js";
import { drawMap, tileItems } from "./map.js";
import { viewOf } from "./projection.js";
import { tiles } from "./settings.js";
import { FINISHED } from "./state.js";
import { initials } from "./words.js";

const hasPlace = (job) => typeof job.service_latitude === "number" && typeof job.service_longitude === "number";
const spot = (job) => ({ latitude: job.service_latitude, longitude: job.service_longitude });

/**
 * The map of technicians, jobs and routes, and the list of last positions. `positions` are newer than the layout; `routes` replaces the planned
 * ones (optimize.js).
 */
export function drawPositions({ columns, waitingToday, waitingUntimed }, { positions, now, routes }) {
  const crew = columns.map((column) => ({ ...column, position: positions.get(column.technician.id) ?? null }));
  const known = crew.filter(({ position }) => position);
  const marks = known.map(({ technician, position, doing }) => ({
    ...{ latitude: position.latitude, longitude: position.longitude, heading: position.heading, status: doing },
    initials: initials(technician.name),
    label: `${technician.name}, ${ago(position.at, now)}`,
  }));
  const jobs = [...waitingToday, ...waitingUntimed, ...columns.flatMap((column) => column.jobs)]
    .filter(hasPlace)
    .map((job) => ({ ...spot(job), status: job.status }));
  const isEmpty = marks.length + jobs.length === 0;
  byId("positions-none").hidden = !isEmpty;
  showMap(isEmpty ? null : { marks, jobs, routes: routes ?? planned(crew) });
  byId("places").tabIndex = 0; // so that the keyboard scrolls it
  showList(
    byId("places"),
    known.map(({ technician, position, doing }) => ({
      key: technician.id,
      sign: [technician.name, doing, position.at, ago(position.at, now)].join(),
      build: () => drawRow(technician, position, doing, now),
    })),
  );
}

let view = null;
function showMap(shown) {
  byId("map").hidden = shown === null;
  if (!shown) return;
  view = viewOf([...shown.marks, ...shown.jobs, ...shown.routes.flat()], view);
  byId("map-marks").replaceChildren(drawMap(shown, view));
  if (!tiles) return;
  showList(byId("map-tiles"), tileItems(view, tiles.url));
  byId("map-credit").hidden = false;
  byId("map-credit").textContent = tiles.attribution;
}

/** The way of each technician: from where they are through their open jobs in order. */
const planned = (columns) =>
  columns
    .map(({ position, jobs }) => [
      ...(position ? [position] : []),
      ...jobs.filter((job) => hasPlace(job) && !FINISHED.has(job.status)).map(spot),
    ])
    .filter((route) => route.length > 1);

const drawRow = (technician, position, doing, now) =>
  h(
    "li",
    { id: `position-${technician.id}` },
    h("span", { class: "avatar small", "data-status": doing, "aria-hidden": "true" }, initials(technician.name)),
    h("span", { class: "place-name" }, technician.name),
    h("span", { class: "place-age muted" }, ago(position.at, now)),
    h("span", { class: "place muted" }, `${position.latitude.toFixed(4)}, ${position.longitude.toFixed(4)}`),
  );
