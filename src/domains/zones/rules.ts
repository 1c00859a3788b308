import { EARTH_METRES, haversineMetres, type Point } from "#/kernel/geo.ts";
import { areaOf, boxOf, contains, type Polygon } from "./polygon-rules.ts";

export const zoneKinds = ["zips", "polygon", "radius"] as const;
export type ZoneKind = (typeof zoneKinds)[number];
export const ranks = ["primary", "secondary"] as const;
export type Rank = (typeof ranks)[number];

/** What a zone covers: one of three, by its kind. */
export type Shape = {
  kind: ZoneKind;
  polygon: Polygon | null;
  latitude: number | null;
  longitude: number | null;
  radiusM: number | null;
};

/** Where a job is, as far as it is known; the ZIP in the form of `postcodeOf`. */
export type Place = { zip?: string | null | undefined } & { [K in keyof Point]?: number | null | undefined };

/** A zone that may cover a place. `servesZip`: the place's ZIP is one of its ZIPs. */
export type Candidate = Shape & { id: number; priority: number; areaM2: number | null; servesZip: boolean };

export type Match = "zip" | "polygon" | "radius";

const NO_BOX = { minLatitude: null, maxLatitude: null, minLongitude: null, maxLongitude: null };
type Box = { [K in keyof typeof NO_BOX]: number | null };

/** The area of a zone and the box around it, by which it is looked up; null where its kind has none. */
export function measuresOf({ kind, polygon, latitude, longitude, radiusM }: Shape): Box & { areaM2: number | null } {
  if (kind === "polygon" && polygon) return { ...boxOf(polygon), areaM2: areaOf(polygon) };
  if (kind === "radius" && latitude !== null && longitude !== null && radiusM !== null)
    return { ...boxAround({ latitude, longitude }, radiusM), areaM2: capArea(radiusM) };
  return { ...NO_BOX, areaM2: null };
}

/** Square metres of the part of a sphere that lies within a distance. */
const capArea = (metres: number): number => 2 * Math.PI * EARTH_METRES ** 2 * (1 - Math.cos(metres / EARTH_METRES));

/** A box with everything within a distance, wide rather than narrow; over the antimeridian or a pole it goes around the earth. */
function boxAround({ latitude, longitude }: Point, metres: number): Box {
  const north = (metres / EARTH_METRES) * (180 / Math.PI) * 1.000001;
  const [minLatitude, maxLatitude] = [latitude - north, latitude + north];
  const reach = Math.sin((north * Math.PI) / 180) / Math.cos((latitude * Math.PI) / 180);
  const east = Math.abs(reach) < 1 ? (Math.asin(reach) * 180) / Math.PI : 360;
  const isCut = minLatitude < -90 || maxLatitude > 90 || longitude - east < -180 || longitude + east > 180;
  if (isCut) return { minLatitude, maxLatitude, minLongitude: -180, maxLongitude: 180 };
  return { minLatitude, maxLatitude, minLongitude: longitude - east, maxLongitude: longitude + east };
}

/** The ways in which a zone covers a place, in the order in which they are asked. */
const ways: readonly [Match, (zone: Candidate, place: Point | null) => boolean][] = [
  ["zip", ({ kind, servesZip }) => kind === "zips" && servesZip],
  [
    "polygon",
    ({ kind, polygon }, at) => kind === "polygon" && polygon !== null && at !== null && contains(polygon, at),
  ],
  ["radius", (zone, at) => zone.kind === "radius" && at !== null && isWithinRadius(zone, at)],
];

const isWithinRadius = ({ latitude, longitude, radiusM }: Shape, at: Point): boolean =>
  latitude !== null &&
  longitude !== null &&
  radiusM !== null &&
  haversineMetres({ latitude, longitude }, at) <= radiusM;

/**
 * The zone of a place: by its ZIP, else the polygon that it lies in, else the circle. Of several, the one of highest priority, then of smallest
 * area, then of lowest id. Null: the place is in no zone. `others` are the ids of the rest that cover it in the same way.
 */
export function resolveZone<Z extends Candidate>(
  zones: readonly Z[],
  { latitude, longitude }: Place,
): { zone: Z; match: Match; others: number[] } | null {
  const at = typeof latitude === "number" && typeof longitude === "number" ? { latitude, longitude } : null;
  for (const [match, covers] of ways) {
    const [zone, ...others] = zones.filter((one) => covers(one, at)).toSorted(inOrder);
    if (zone) return { zone, match, others: others.map(({ id }) => id) };
  }
  return null;
}

const inOrder = (one: Candidate, other: Candidate): number =>
  other.priority - one.priority || (one.areaM2 ?? 0) - (other.areaM2 ?? 0) || one.id - other.id;

type Given = {
  kind?: ZoneKind | undefined;
  zips?: unknown;
  polygon?: unknown;
  center?: unknown;
  radiusM?: unknown;
};
const shapeFields: Record<ZoneKind, { field: string; isIn: (given: Given) => boolean }[]> = {
  zips: [{ field: "zips", isIn: ({ zips }) => zips !== undefined }],
  polygon: [{ field: "polygon", isIn: ({ polygon }) => polygon !== undefined }],
  radius: [
    { field: "center", isIn: ({ center }) => center !== undefined },
    { field: "radius_m", isIn: ({ radiusM }) => radiusM !== undefined },
  ],
};

/** What a request must or must not bring for a zone of a kind, by field; `before` is the kind that the zone has had. */
export function shapeProblems(kind: ZoneKind, given: Given, before?: ZoneKind): Record<string, string> {
  const surplus = zoneKinds
    .filter((other) => other !== kind)
    .flatMap((other) => shapeFields[other].filter(({ isIn }) => isIn(given)).map(({ field }) => [field, other]));
  // a zone of ZIPs may begin empty: a file fills it
  const missing =
    kind === before || kind === "zips"
      ? []
      : shapeFields[kind].filter(({ isIn }) => !isIn(given)).map((one) => one.field);
  return Object.fromEntries([
    ...surplus.map(([field, other]) => [field, `belongs to zones of kind ${other}`]),
    ...missing.map((field) => [field, `is required for a zone of kind ${kind}`]),
  ]) as Record<string, string>;
}
