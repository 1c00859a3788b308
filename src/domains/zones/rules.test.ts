import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { haversineMetres } from "#/kernel/geo.ts";
import type { Polygon } from "./polygon-rules.ts";
import { type Candidate, measuresOf, resolveZone, type Shape, shapeProblems } from "./rules.ts";

const box = (west: number, south: number, size: number): Polygon => ({
  type: "Polygon",
  coordinates: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
});
const nothing = { polygon: null, latitude: null, longitude: null, radiusM: null };
const zone = (id: number, shape: Partial<Shape>, priority = 0): Candidate => {
  const whole: Shape = { kind: "zips", ...nothing, ...shape };
  return { ...whole, id, priority, areaM2: measuresOf(whole).areaM2, servesZip: whole.kind === "zips" };
};
const polygon = (id: number, size: number, priority = 0) =>
  zone(id, { kind: "polygon", polygon: box(-82, 27, size) }, priority);
const circle = (id: number, radiusM: number, priority = 0) =>
  zone(id, { kind: "radius", latitude: 27.5, longitude: -81.5, radiusM }, priority);
const place = { zip: "33602", latitude: 27.5, longitude: -81.5 };
const found = (...zones: Candidate[]) => resolveZone(zones, place)?.zone.id;

describe("the zone of a place", () => {
  it("is that of its ZIP, else the polygon around it, else the circle, whatever their priorities", () => {
    const all = [circle(1, 5000, 9), polygon(2, 1, 8), zone(3, { kind: "zips" })];
    expect(resolveZone(all, place)).toMatchObject({ zone: { id: 3 }, match: "zip", others: [] });
    expect(resolveZone(all.slice(0, 2), place)).toMatchObject({ zone: { id: 2 }, match: "polygon" });
    expect(resolveZone(all.slice(0, 1), place)).toMatchObject({ zone: { id: 1 }, match: "radius" });
    expect(resolveZone([], place)).toBeNull();
  });

  it("is of several the one of highest priority, then of smallest area, then of lowest id", () => {
    expect(found(polygon(1, 1), polygon(2, 3, 5))).toBe(2);
    expect(found(polygon(1, 3), polygon(2, 1))).toBe(2);
    expect(found(polygon(7, 1), polygon(4, 1))).toBe(4);
    expect(found(zone(9, {}), zone(8, {}))).toBe(8);
    expect(resolveZone([polygon(1, 3), polygon(2, 1), polygon(3, 2)], place)?.others).toEqual([3, 1]);
  });

  it("needs both coordinates for a polygon or a circle", () => {
    for (const known of [{}, { latitude: 27.5 }, { longitude: -81.5, latitude: null }])
      expect(resolveZone([polygon(1, 1), circle(2, 100)], known)).toBeNull();
  });

  it("is a circle up to its very edge", () => {
    const edge = Math.ceil(haversineMetres({ latitude: 27.5, longitude: -81.5 }, { latitude: 27.6, longitude: -81.5 }));
    const north = { latitude: 27.6, longitude: -81.5 };
    expect(resolveZone([circle(1, edge)], north)?.match).toBe("radius");
    expect(resolveZone([circle(1, edge - 1)], north)).toBeNull();
  });
});

describe("the box around a circle", () => {
  const degrees = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
  it("holds everything within it, anywhere on earth", () => {
    fc.assert(
      fc.property(
        degrees(90),
        degrees(180),
        fc.integer({ min: 1, max: 500_000 }),
        degrees(90),
        degrees(180),
        (...all) => {
          const [latitude, longitude, radiusM, north, east] = all;
          const middle = { latitude, longitude };
          const box = measuresOf({ kind: "radius", polygon: null, ...middle, radiusM });
          // places near the circle, so that some are within
          const near = {
            latitude: Math.max(-90, Math.min(90, latitude + north / 20)),
            longitude: longitude + east / 20,
          };
          if (near.longitude < -180 || near.longitude > 180 || haversineMetres(middle, near) > radiusM) return;
          expect(near.latitude).toBeGreaterThanOrEqual(box.minLatitude ?? 99);
          expect(near.latitude).toBeLessThanOrEqual(box.maxLatitude ?? -99);
          expect(near.longitude).toBeGreaterThanOrEqual(box.minLongitude ?? 999);
          expect(near.longitude).toBeLessThanOrEqual(box.maxLongitude ?? -999);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("has the area of a small disc, and no box belongs to ZIP codes", () => {
    expect(circle(1, 1000).areaM2).toBeCloseTo(Math.PI * 1e6, -2);
    expect(measuresOf({ kind: "zips", ...nothing })).toEqual({
      ...{ minLatitude: null, maxLatitude: null, minLongitude: null, maxLongitude: null },
      areaM2: null,
    });
  });
});

it("a zone brings what its kind needs, and nothing of another kind", () => {
  const problems = (...given: Parameters<typeof shapeProblems>) => shapeProblems(...given);
  expect(problems("zips", {})).toEqual({});
  expect(problems("polygon", { zips: [] })).toEqual({
    zips: "belongs to zones of kind zips",
    polygon: "is required for a zone of kind polygon",
  });
  expect(Object.keys(problems("radius", {}))).toEqual(["center", "radius_m"]);
  expect(problems("radius", { radiusM: 5 }, "radius")).toEqual({});
  expect(Object.keys(problems("radius", { radiusM: 5 }, "polygon"))).toEqual(["center"]);
});
