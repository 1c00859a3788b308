// Where places are on the map: Web Mercator, as all tiles have it. Pure functions: the tests run them in Node.

export const WIDTH = 320;
export const HEIGHT = 220;
const MARGIN = 28;
const AROUND_EARTH_KM = 40_075;
const SMALLEST_SPAN_KM = 2;
/** How much closer the map could be before it comes closer. */
const SLACK = 1.5;

const TILE = 256;
const DEEPEST = 19;

/** A place on the world as a square of width 1, its north west at 0, 0. */
const onWorld = ({ latitude, longitude }) => {
  const sin = Math.sin((latitude * Math.PI) / 180);
  return { x: longitude / 360 + 0.5, y: 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI) };
};

const at = ({ center, world }, { x, y }) => ({
  x: WIDTH / 2 + (x - center.x) * world,
  y: HEIGHT / 2 + (y - center.y) * world,
});
const isInside = ({ x, y }) =>
  x >= MARGIN / 2 && x <= WIDTH - MARGIN / 2 && y >= MARGIN / 2 && y <= HEIGHT - MARGIN / 2;

/**
 * What the map shows: its `center`, the width of the whole `world` in pixels, and pixels per km as `scale`. Stays as it was `before` while that
 * shows all places and not much around them: a map that moves with everybody who drives cannot be read.
 */
export function viewOf(places, before = null) {
  const points = places.map(onWorld);
  const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;
  const center = { x: middle(points.map(({ x }) => x)), y: middle(points.map(({ y }) => y)) };
  const latitude = (Math.atan(Math.sinh(Math.PI * (1 - 2 * center.y))) * 180) / Math.PI;
  const km = AROUND_EARTH_KM * Math.cos((latitude * Math.PI) / 180);
  const span = (axis) =>
    Math.max(SMALLEST_SPAN_KM / km, 2 * Math.max(...points.map((p) => Math.abs(p[axis] - center[axis]))));
  const world = Math.min((WIDTH - 2 * MARGIN) / span("x"), (HEIGHT - 2 * MARGIN) / span("y"));
  const isStill = before && world < before.world * SLACK && points.every((point) => isInside(at(before, point)));
  return isStill ? before : { center, world, scale: world / km };
}

/** Where places are in a view, in pixels. */
export const pointsIn = (view, places) => places.map((place) => at(view, onWorld(place)));

/** The tiles that fill a view: their address, and where they are in it. */
export function tilesIn(view, url) {
  const zoom = Math.max(0, Math.min(DEEPEST, Math.round(Math.log2(view.world / TILE))));
  const n = 2 ** zoom;
  const size = view.world / n;
  const { x: left, y: top } = at(view, { x: 0, y: 0 });
  const span = (start, length) => {
    const first = Math.floor(-start / size);
    return Array.from({ length: Math.ceil((length - start) / size) - first }, (_, i) => first + i);
  };
  return span(top, HEIGHT)
    .filter((y) => y >= 0 && y < n)
    .flatMap((y) =>
      span(left, WIDTH).map((x) => {
        const values = { z: zoom, x: ((x % n) + n) % n, y };
        const href = url.replace(/\{([zxy])\}/g, (_, name) => values[name]);
        return { key: `${zoom}/${x}/${y}`, href, x: left + x * size, y: top + y * size, size };
      }),
    );
}
