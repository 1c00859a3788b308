import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EARTH_METRES, radians } from "#/kernel/geo.ts";
import { areaOf, boxOf, contains, faultOf, type Polygon, type Position } from "./polygon-rules.ts";

const polygon = (...rings: Position[][]): Polygon => ({ type: "Polygon", coordinates: rings });
const closed = (points: Position[]): Position[] => [...points, points[0] ?? [0, 0]];
const at = ([longitude, latitude]: Position) => ({ longitude, latitude });
const square = (west: number, south: number, size: number): Position[] =>
  closed([
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
  ]);

describe("a polygon", () => {
  const faults: [string, Polygon, string | undefined, string | undefined][] = [
    ["of four corners is good", polygon(square(0, 0, 1)), undefined, undefined],
    ["with a hole is good", polygon(square(0, 0, 3), square(1, 1, 1)), undefined, undefined],
    ["may have a hole that touches its border", polygon(square(0, 0, 3), square(0, 1, 1)), undefined, undefined],
    [
      "may repeat a point at once",
      polygon([
        [0, 0],
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 0],
      ]),
      undefined,
      undefined,
    ],
    [
      "must have four points",
      polygon([
        [0, 0],
        [1, 1],
        [0, 0],
      ]),
      "ring_too_short",
      "0",
    ],
    [
      "must be closed",
      polygon([
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ]),
      "ring_open",
      "0.3",
    ],
    [
      "must not cross itself: a bow tie",
      polygon(
        closed([
          [0, 0],
          [1, 1],
          [1, 0],
          [0, 1],
        ]),
      ),
      "self_crossing",
      "0.2",
    ],
    [
      "must not touch itself: an eight",
      polygon(
        closed([
          [0, 0],
          [2, 0],
          [1, 1],
          [2, 2],
          [0, 2],
          [1, 1],
        ]),
      ),
      "self_crossing",
      undefined,
    ],
    [
      "must not fold back on itself",
      polygon(
        closed([
          [0, 0],
          [2, 0],
          [1, 0],
          [1, 1],
        ]),
      ),
      "self_crossing",
      undefined,
    ],
    [
      "must be an area",
      polygon(
        closed([
          [0, 0],
          [1, 1],
          [2, 2],
        ]),
      ),
      "self_crossing",
      undefined,
    ],
    [
      "must not cross the antimeridian",
      polygon(
        closed([
          [179, 0],
          [-179, 0],
          [-179, 1],
          [179, 1],
        ]),
      ),
      "over_antimeridian",
      "0.1",
    ],
    ["must have its holes within", polygon(square(0, 0, 3), square(2, 2, 2)), "hole_outside", "1"],
    ["must have its holes apart", polygon(square(0, 0, 9), square(1, 1, 3), square(2, 2, 3)), "hole_outside", "2"],
  ];
  it.each(faults)("%s", (_, given, fault, place) => {
    const found = faultOf(given);
    expect(found?.fault).toBe(fault);
    if (place !== undefined) expect(found?.at).toBe(place);
  });

  it("has at most 500 points, in all its rings", () => {
    const ring = (points: number, size: number) =>
      closed(
        Array.from({ length: points - 1 }, (_, i): Position => {
          const angle = (2 * Math.PI * i) / (points - 1);
          return [size * Math.cos(angle), size * Math.sin(angle)];
        }),
      );
    expect(faultOf(polygon(ring(400, 2), ring(100, 1)))).toBeUndefined();
    expect(faultOf(polygon(ring(400, 2), ring(101, 1)))?.fault).toBe("too_many_vertices");
  });
});

describe("the border belongs to a polygon", () => {
  const land = polygon(square(0, 0, 3), square(1, 1, 1));
  it.each([
    ["within", [0.5, 0.5], true],
    ["on an edge", [1.5, 0], true],
    ["on a corner", [3, 3], true],
    ["on the edge of a hole", [1, 1.5], true],
    ["in a hole", [1.5, 1.5], false],
    ["outside", [3.000001, 1], false],
    ["outside, at the height of a corner", [-1, 3], false],
  ] as [string, Position, boolean][])("%s", (_, point, isIn) => expect(contains(land, at(point))).toBe(isIn));

  it("so a place on the line between two zones is in both", () => {
    for (const zone of [square(0, 0, 1), square(1, 0, 1)]) expect(contains(polygon(zone), at([1, 0.3]))).toBe(true);
  });
});

/** A star around the origin with points on a grid: its border never crosses itself. */
const star = fc.array(fc.integer({ min: 2, max: 60 }), { minLength: 5, maxLength: 24 }).map((radii) =>
  closed(
    radii.map((radius, i): Position => {
      const angle = (2 * Math.PI * i) / radii.length;
      return [Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle))];
    }),
  ),
);
const point = fc.tuple(fc.integer({ min: -65, max: 65 }), fc.integer({ min: -65, max: 65 }));

/** How often a ring of integers winds around a point, by exact arithmetic; "border" on it. */
function winding(ring: Position[], [x, y]: Position): number | "border" {
  let turns = 0;
  for (const [i, b] of ring.entries()) {
    const a = ring[i - 1];
    if (!a) continue;
    const left = (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]); // exact: integers below 2 ** 53
    const isBeside = Math.min(a[0], b[0]) <= x && x <= Math.max(a[0], b[0]);
    if (left === 0 && isBeside && Math.min(a[1], b[1]) <= y && y <= Math.max(a[1], b[1])) return "border";
    if (a[1] <= y && b[1] > y && left > 0) turns++;
    if (a[1] > y && b[1] <= y && left < 0) turns--;
  }
  return turns;
}

describe("any polygon", () => {
  it("contains what its border winds around, whichever way it runs and wherever it begins", () => {
    fc.assert(
      fc.property(star, point, fc.nat(20), (ring, where, turn) => {
        const expected = winding(ring, where);
        const isIn = expected === "border" || expected !== 0;
        const open = ring.slice(0, -1);
        const turned = closed([...open.slice(turn % open.length), ...open.slice(0, turn % open.length)]);
        for (const one of [ring, ring.toReversed(), turned]) expect(contains(polygon(one), at(where))).toBe(isIn);
      }),
      { numRuns: 2000 },
    );
  });

  it("does not contain what is in its hole and not on the hole's border", () => {
    fc.assert(
      fc.property(star, point, (ring, where) => {
        const wound = winding(ring, where);
        expect(contains(polygon(square(-70, -70, 140), ring), at(where))).toBe(wound === "border" || wound === 0);
      }),
    );
  });

  it("has the area that thin strips add up to, whatever its holes", () => {
    const strips = (ring: Position[]): number => {
      let sum = 0;
      for (const [i, b] of ring.entries()) {
        const a = ring[i - 1];
        if (!a) continue;
        const steps = 400;
        for (let s = 0; s < steps; s++)
          sum += (radians(b[0] - a[0]) / steps) * Math.sin(radians(a[1] + ((b[1] - a[1]) * (s + 0.5)) / steps));
      }
      return Math.abs(sum) * EARTH_METRES ** 2;
    };
    fc.assert(
      fc.property(star, (ring) => {
        const area = areaOf(polygon(ring));
        expect(Math.abs(area - strips(ring))).toBeLessThanOrEqual(1e-4 * strips(square(-70, -70, 140)));
        expect(areaOf(polygon(ring.toReversed()))).toBeCloseTo(area, -3);
        const whole = areaOf(polygon(square(-70, -70, 140)));
        expect(areaOf(polygon(square(-70, -70, 140), ring))).toBeCloseTo(whole - area, -3);
      }),
      { numRuns: 60 },
    );
  });

  it("lies in its box", () => {
    fc.assert(
      fc.property(star, point, (ring, [x, y]) => {
        const box = boxOf(polygon(ring));
        const isBoxed = x >= box.minLongitude && x <= box.maxLongitude && y >= box.minLatitude && y <= box.maxLatitude;
        if (contains(polygon(ring), at([x, y]))) expect(isBoxed).toBe(true);
      }),
    );
  });
});

it("a degree by a degree at the equator is 12,364 square kilometres, and half of that at 60 degrees north", () => {
  expect(areaOf(polygon(square(0, -0.5, 1))) / 1e6).toBeCloseTo(12_364, -1);
  const exact = (EARTH_METRES ** 2 * radians(1) * (Math.sin(radians(61)) - Math.sin(radians(60)))) / 1e6;
  expect(areaOf(polygon(square(10, 60, 1))) / 1e6).toBeCloseTo(exact, 3);
});
