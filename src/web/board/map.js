import { svg } from "../dom.js";
import { HEIGHT, pointsIn, tilesIn, WIDTH } from "./projection.js";

const CROWD = 60;

/** A round length for the scale bar, at most a third of the map wide. Returns it in km and in pixels. */
function scaleBar(scale) {
  const longest = WIDTH / 3 / scale;
  const power = 10 ** Math.floor(Math.log10(longest));
  const km = [5, 2, 1].map((step) => step * power).find((length) => length <= longest) ?? power;
  return { km, pixels: km * scale };
}

/**
 * Draws technicians, jobs and routes; north is up. `marks`: `{ latitude, longitude, heading, initials, label, status }`; `jobs`:
 * `{ latitude, longitude, status }`; `routes`: places in order; `view` of projection.js. Of a large crew each technician is a dot.
 */
export function drawMap({ marks, jobs, routes }, view) {
  const places = [...marks, ...jobs, ...routes.flat()];
  const points = pointsIn(view, places);
  const pointOf = new Map(places.map((place, i) => [place, points[i]]));
  const at = (shape) => (place) => shape(pointOf.get(place));
  const lines = routes.map((route) => `M${route.map(at(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`)).join("L")}`);
  const bar = scaleBar(view.scale);
  const barY = HEIGHT - 10;
  return svg(
    "svg",
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      class: "map",
      role: "img",
      "aria-label": `Map of ${marks.length} technicians and ${jobs.length} jobs, north is up`,
    },
    svg("path", { class: "grid", d: gridPath() }),
    lines.length > 0 && svg("path", { class: "route", d: lines.join("") }),
    shapes(jobs, "spot", at(square)),
    marks.length > CROWD ? shapes(marks, "dot", at(dot)) : marks.map((mark) => drawMark(mark, pointOf.get(mark))),
    svg("path", { class: "bar", d: `M10 ${barY - 4}v4h${bar.pixels}v-4` }),
    svg("text", { class: "bar-label", x: 14 + bar.pixels, y: barY }, `${bar.km} km`),
  );
}

/** The tiles below them, as `showList` takes them. */
export const tileItems = (view, url) =>
  tilesIn(view, url).map(({ key, href, ...place }) => {
    const { x, y, size } = Object.fromEntries(Object.entries(place).map(([name, n]) => [name, n.toFixed(2)]));
    const image = { href, x, y, width: size, height: size, preserveAspectRatio: "none" };
    return { key, sign: [href, x, y, size].join(), build: () => svg("image", image) };
  });

/** A job is a square, a technician a circle. */
const square = ({ x, y }) => `M${(x - 4).toFixed(1)} ${(y - 4).toFixed(1)}h8v8h-8z`;
const dot = ({ x, y }) => `M${(x - 5).toFixed(1)} ${y.toFixed(1)}a5 5 0 1 0 10 0a5 5 0 1 0-10 0z`;

/** All places of a status in one path: a thousand elements would take a noticeable time, twice a second. */
const shapes = (places, name, shape) =>
  [...Map.groupBy(places, ({ status }) => status)].map(([status, some]) =>
    svg("path", { class: name, "data-status": status, d: some.map(shape).join("") }),
  );

function gridPath() {
  const lines = [];
  for (let x = 40; x < WIDTH; x += 40) lines.push(`M${x} 0V${HEIGHT}`);
  for (let y = 40; y < HEIGHT; y += 40) lines.push(`M0 ${y}H${WIDTH}`);
  return lines.join("");
}

function drawMark({ heading, initials, label, status }, { x, y }) {
  return svg(
    "g",
    { class: "mark", "data-status": status, transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` },
    svg("title", {}, label),
    heading !== null && svg("path", { d: "M0 -20L6 -9H-6Z", transform: `rotate(${heading})` }),
    svg("circle", { r: 11 }),
    svg("text", { y: 3.5 }, initials),
  );
}
