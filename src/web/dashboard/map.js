import { svg } from "../dom.js";
import { framed } from "./charts.js";
import { geoAlbersUsa } from "./d3.js"; // the build bundles it from the packages
import { empty } from "./parts.js";

// Circles on a map of the United States: as large as the value of the place. The map is as near as the places allow.

const NEAREST = 22; // pixels of the whole map, about 100 km
const COUNTIES = 260; // farther away their borders are too dense
const LABELS = 8;
const LARGEST = 26;
/** The states as us-atlas draws them: this projection on a sheet of 975 by 610. */
const project = geoAlbersUsa().scale(1300).translate([487.5, 305]);

const files = new Map();
async function fetched(name) {
  const answer = await fetch(`/dashboard/map/${name}.json`);
  if (!answer.ok) throw new Error(`map ${name}: ${answer.status}`);
  return await answer.json();
}
const load = (name) => {
  const file = files.get(name) ?? fetched(name);
  files.set(name, file);
  return file.catch(() => {
    files.delete(name); // the next map asks again
    return null;
  });
};

/** Places that the map can show, the largest first: `{ label, value, text, x, y }`. */
const spotsOf = (places) =>
  places
    .flatMap(({ centroid, ...place }) => {
      const point = centroid && project([centroid.longitude, centroid.latitude]);
      return point && place.value > 0 ? [{ ...place, x: point[0], y: point[1] }] : [];
    })
    .toSorted((a, b) => b.value - a.value);

/** The part of the sheet that shows all spots. */
function viewOf(spots, ratio) {
  const span = (values) => [Math.min(...values), Math.max(...values)];
  const [[left, right], [top, bottom]] = [span(spots.map(({ x }) => x)), span(spots.map(({ y }) => y))];
  const width = Math.max(NEAREST, (right - left) * 1.3, (bottom - top) * 1.3 * ratio);
  return { width, left: (left + right - width) / 2, top: (top + bottom - width / ratio) / 2 };
}

/** The map, null where no place is known, or what to do where it cannot be loaded. */
export async function placeMap(label, places) {
  const spots = spotsOf(places);
  if (spots.length === 0) return null;
  const outlines = await load("states");
  if (!outlines)
    return empty("The map cannot be loaded.", "The table has the same figures. Reload the page to try again.");
  const { width: span } = viewOf(spots, 1.6);
  const isIn = ([left, top, right, bottom]) =>
    spots.some(({ x, y }) => x >= left && x <= right && y >= top && y <= bottom);
  const near = span > COUNTIES ? [] : outlines.states.filter(({ box }) => isIn(box)).slice(0, 6);
  const counties = (await Promise.all(near.map(({ id }) => load(id)))).flatMap((file) => file?.borders ?? []);
  return framed(label, (width) => draw(width, spots, { ...outlines, counties }));
}

function draw(width, spots, { grain, land, borders, counties }) {
  const height = Math.round(Math.min(460, Math.max(260, width * 0.62)));
  const view = viewOf(spots, width / height);
  const scale = width / view.width;
  const sheet = `scale(${scale}) translate(${-view.left} ${-view.top}) scale(${1 / grain})`;
  const most = spots[0].value;
  const circles = spots.map(({ x, y, value, ...spot }) => ({
    ...spot,
    x: (x - view.left) * scale,
    y: (y - view.top) * scale,
    r: Math.max(4, LARGEST * Math.sqrt(value / most)),
  }));
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", class: "places" },
    svg(
      "g",
      { transform: sheet },
      svg("path", { class: "land", d: land }),
      counties.map((d) => svg("path", { class: "county", d })),
      svg("path", { class: "state", d: borders }),
    ),
    circles.map(({ x, y, r, label, text, intensity }) =>
      svg(
        "circle",
        { class: "place", cx: x, cy: y, r, "fill-opacity": 0.25 + 0.5 * intensity },
        svg("title", {}, `${label}: ${text}`),
      ),
    ),
    named(circles).map(({ x, y, r, label }) =>
      svg("text", { class: "place-name", x, y: y + r + 13, "text-anchor": "middle" }, label),
    ),
  );
}

/** The largest places whose names do not cover each other. */
function named(circles) {
  const taken = [];
  for (const circle of circles) {
    const isFree = taken.every(
      ({ x, y, r }) => Math.abs(x - circle.x) > 70 || Math.abs(y + r - circle.y - circle.r) > 18,
    );
    if (isFree && taken.length < LABELS) taken.push(circle);
  }
  return taken;
}
