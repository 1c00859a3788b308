import { EARTH_METRES, type Point, radians } from "#/kernel/geo.ts";

// Polygons of GeoJSON (RFC 7946). Their edges are straight on a map of longitude and latitude, and their border belongs to them.

/** Longitude, latitude. */
export type Position = [number, number];
export type Polygon = { type: "Polygon"; coordinates: Position[][] };

export const MAX_VERTICES = 500;
/** Nearer than this to an edge, in degrees, a point is on it: a tenth of a millimetre. */
const TOLERANCE = 1e-9;

type Edge = [Position, Position];

/** What is wrong with a polygon, and the place of it below `coordinates`. */
export type PolygonFault = { fault: FaultName; at: string };
export type FaultName =
  | "too_many_vertices"
  | "ring_too_short"
  | "ring_open"
  | "over_antimeridian"
  | "self_crossing"
  | "hole_outside";

/** The first thing that is wrong with a polygon whose coordinates are on the earth; undefined: it is good. */
export function faultOf({ coordinates: rings }: Polygon): PolygonFault | undefined {
  if (rings.flat().length > MAX_VERTICES) return { fault: "too_many_vertices", at: "" };
  for (const [r, ring] of rings.entries()) {
    const fault = ringFault(ring);
    if (fault) return { ...fault, at: `${r}${fault.at}` };
  }
  const [outer = [], ...holes] = rings;
  const astray = holes.findIndex(
    (hole, i) => !liesWithin(hole, outer) || holes.slice(0, i).some((other) => overlap(hole, other)),
  );
  return astray === -1 ? undefined : { fault: "hole_outside", at: `${astray + 1}` };
}

function ringFault(ring: readonly Position[]): PolygonFault | undefined {
  if (ring.length < 4) return { fault: "ring_too_short", at: "" };
  if (!isSame(ring[0], ring.at(-1))) return { fault: "ring_open", at: `.${ring.length - 1}` };
  const edges = edgesOf(ring);
  const jump = edges.findIndex(([a, b]) => Math.abs(a[0] - b[0]) > 180);
  if (jump !== -1) return { fault: "over_antimeridian", at: `.${jump + 1}` };
  const crossing = selfCrossing(edges);
  return crossing === undefined ? undefined : { fault: "self_crossing", at: `.${crossing}` };
}

const isSame = (a: Position | undefined, b: Position | undefined): boolean => a?.[0] === b?.[0] && a?.[1] === b?.[1];

/** The edges of a ring, without those of no length. */
const edgesOf = (ring: readonly Position[]): Edge[] =>
  ring.slice(1).flatMap((b, i): Edge[] => {
    const a = ring[i] as Position; // i is below its length
    return isSame(a, b) ? [] : [[a, b]];
  });

/** The place of the first edge that meets another where it should not: they cross, touch, or fold back. */
function selfCrossing(edges: readonly Edge[]): number | undefined {
  if (edges.length < 3) return 0;
  for (const [j, two] of edges.entries())
    for (const [i, one] of edges.slice(0, j).entries()) {
      const follows = i === j - 1 ? [one, two] : i === 0 && j === edges.length - 1 ? [two, one] : undefined;
      const meets = follows ? foldsBack(follows[0] as Edge, follows[1] as Edge) : touch(one, two);
      if (meets) return j;
    }
  return undefined;
}

/** The second edge begins where the first ends: do they lie on each other? */
const foldsBack = ([a, b]: Edge, [, c]: Edge): boolean => isOn([a, b], c) || isOn([b, c], a);

/** On which side of an edge a point lies: above zero left, below zero right, zero on its line. */
function side([a, b]: Edge, p: Position): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const distance = (dx * (p[1] - a[1]) - dy * (p[0] - a[0])) / Math.hypot(dx, dy);
  return Math.abs(distance) <= TOLERANCE ? 0 : distance;
}

const isBetween = (a: number, b: number, x: number): boolean =>
  x >= Math.min(a, b) - TOLERANCE && x <= Math.max(a, b) + TOLERANCE;

const isOn = (edge: Edge, p: Position): boolean => {
  const [a, b] = edge;
  return isBetween(a[0], b[0], p[0]) && isBetween(a[1], b[1], p[1]) && side(edge, p) === 0;
};

/** Whether the boxes of two edges are apart, as those of most are. */
const areApart = ([a, b]: Edge, [c, d]: Edge): boolean =>
  Math.max(a[0], b[0]) < Math.min(c[0], d[0]) - TOLERANCE ||
  Math.max(c[0], d[0]) < Math.min(a[0], b[0]) - TOLERANCE ||
  Math.max(a[1], b[1]) < Math.min(c[1], d[1]) - TOLERANCE ||
  Math.max(c[1], d[1]) < Math.min(a[1], b[1]) - TOLERANCE;

const cross = (one: Edge, other: Edge): boolean =>
  !areApart(one, other) &&
  side(one, other[0]) * side(one, other[1]) < 0 &&
  side(other, one[0]) * side(other, one[1]) < 0;

const touch = (one: Edge, other: Edge): boolean =>
  !areApart(one, other) &&
  (cross(one, other) || isOn(one, other[0]) || isOn(one, other[1]) || isOn(other, one[0]) || isOn(other, one[1]));

const bordersCross = (one: readonly Position[], other: readonly Position[]): boolean => {
  const edges = edgesOf(other);
  return edgesOf(one).some((edge) => edges.some((two) => cross(edge, two)));
};

/** A hole may touch the border from within. */
const liesWithin = (hole: readonly Position[], outer: readonly Position[]): boolean =>
  !bordersCross(hole, outer) && hole.every((p) => isOnBorder(outer, p) || isInside(outer, p));

const overlap = (one: readonly Position[], other: readonly Position[]): boolean =>
  bordersCross(one, other) ||
  one.some((p) => !isOnBorder(other, p) && isInside(other, p)) ||
  other.some((p) => !isOnBorder(one, p) && isInside(one, p));

const isOnBorder = (ring: readonly Position[], p: Position): boolean => edgesOf(ring).some((edge) => isOn(edge, p));

/** Whether a ray to the east leaves the ring an odd number of times; on the border it may be either. */
function isInside(ring: readonly Position[], [x, y]: Position): boolean {
  let inside = false;
  for (const [a, b] of edgesOf(ring))
    if (a[1] > y !== b[1] > y && x < a[0] + ((y - a[1]) * (b[0] - a[0])) / (b[1] - a[1])) inside = !inside;
  return inside;
}

/** Whether a place lies in a polygon or on its border, that of a hole included. */
export function contains({ coordinates: rings }: Polygon, { latitude, longitude }: Point): boolean {
  const p: Position = [longitude, latitude];
  if (rings.some((ring) => isOnBorder(ring, p))) return true;
  const [outer = [], ...holes] = rings;
  return isInside(outer, p) && !holes.some((hole) => isInside(hole, p));
}

/**
 * Square metres of a polygon on a sphere, without its holes. Exact for edges that are straight in longitude and latitude: the sum of R² times the
 * integral of sin(latitude) over longitude, edge by edge.
 */
export function areaOf({ coordinates: rings }: Polygon): number {
  const [outer = [], ...holes] = rings;
  return holes.reduce((area, hole) => area - ringArea(hole), ringArea(outer));
}

function ringArea(ring: readonly Position[]): number {
  let sum = 0;
  for (const [a, b] of edgesOf(ring)) {
    const half = radians(b[1] - a[1]) / 2;
    const mean = Math.sin(radians(a[1] + b[1]) / 2) * (Math.abs(half) < 1e-8 ? 1 : Math.sin(half) / half);
    sum += radians(b[0] - a[0]) * mean;
  }
  return Math.abs(sum) * EARTH_METRES ** 2;
}

/** The box around a polygon. */
export function boxOf({ coordinates: [outer = []] }: Polygon) {
  const [longitudes, latitudes] = [outer.map(([x]) => x), outer.map(([, y]) => y)];
  return {
    minLatitude: Math.min(...latitudes),
    maxLatitude: Math.max(...latitudes),
    minLongitude: Math.min(...longitudes),
    maxLongitude: Math.max(...longitudes),
  };
}
