import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Instant } from "#/kernel/time.ts";
import {
  areasAt,
  areasOfZone,
  cellOf,
  cellsAround,
  covers,
  type Provider,
  rank,
  takenToday,
  type Wanted,
} from "./matching-rules.ts";

const now = "2026-03-02T15:00:00.000Z" as Instant; // a Monday, 9:00 in Austin
const austin = { latitude: 30.27, longitude: -97.74 };

const provider = (tenantId: string, more: Partial<Provider> = {}): Provider => ({
  ...{ tenantId, timezone: "America/Chicago", sectors: ["HVAC"], zipCodes: ["78701"] },
  ...{ latitude: null, longitude: null, radiusMiles: null, zones: [], dailyLimit: 5 },
  ...{ accepted: 0, declined: 0, expired: 0, lastOfferedAt: null, takenAt: [] },
  ...more,
});
const wanted: Wanted = { sector: "HVAC", zip: "78701", point: austin, notTo: [] };
const order = (providers: Provider[], what: Partial<Wanted> = {}) =>
  rank(providers, { ...wanted, ...what }, now).ranked.map(({ tenantId }) => tenantId);

describe("who a referral is offered to", () => {
  it("must do such work, there, and be neither the referrer nor asked before", () => {
    const all = [
      provider("roofer", { sectors: ["Roofing"] }),
      provider("elsewhere", { zipCodes: ["10001"] }),
      provider("near", { zipCodes: [], ...austin, radiusMiles: 10 }),
      provider("far", { zipCodes: [], latitude: 29.42, longitude: -98.49, radiusMiles: 20 }), // San Antonio, 74 miles
      provider("referrer"),
      provider("asked"),
      provider("good"),
    ];
    expect(order(all, { notTo: ["referrer", "asked"] }).toSorted()).toEqual(["good", "near"]);
    expect(order(all, { sector: "UNKNOWN" })).toEqual([]);
    expect(order([provider("handy", { sectors: ["General"] })], { sector: "UNKNOWN" })).toEqual(["handy"]);
    expect(order(all, { point: null, notTo: ["referrer", "asked"] })).toEqual(["good"]);
  });

  it("may be who serves the place in one of its service zones", () => {
    const none = { polygon: null, latitude: null, longitude: null, radiusM: null };
    const square = (west: number, south: number): [number, number][] => [
      [west, south],
      [west + 0.2, south],
      [west + 0.2, south + 0.2],
      [west, south + 0.2],
      [west, south],
    ];
    const area = (west: number, south: number) => ({
      ...none,
      ...{ kind: "polygon" as const, zoneId: 1 },
      polygon: { type: "Polygon" as const, coordinates: [square(west, south)] },
    });
    const circle = { ...none, ...austin, kind: "radius" as const, zoneId: 2, radiusM: 5000 };
    const listed = { ...none, kind: "zips" as const, zoneId: 3 };
    const by = (tenantId: string, ...zones: Provider["zones"]) => provider(tenantId, { zipCodes: [], zones });
    const all = [
      by("around", area(-97.8, 30.2)),
      by("beside", area(-97.6, 30.2)),
      by("circle", area(-97.6, 30.2), circle),
      by("listed", listed),
      by("none"),
    ];
    expect(order(all).toSorted()).toEqual(["around", "circle", "listed"]);
    expect(order(all, { point: null })).toEqual(["listed"]); // nobody knows where that ZIP code is
    const drives = provider("drives", { zipCodes: [], latitude: 29.42, longitude: -98.49, radiusMiles: 20 });
    const [both] = rank([{ ...drives, zones: [area(-97.8, 30.2)] }], wanted, now).ranked;
    expect(both?.parts[0]).toEqual({ name: "near", points: 200, words: "Serves ZIP code 78701." });
  });

  it("has room on its own day", () => {
    const late = "2026-03-02T05:59:00.000Z" as Instant; // Sunday night in Austin
    const today = "2026-03-02T06:01:00.000Z" as Instant;
    expect(takenToday({ takenAt: [late, today], timezone: "America/Chicago" }, now)).toBe(1);
    const full = provider("full", { dailyLimit: 1, takenAt: [today] });
    expect(rank([full], wanted, now)).toEqual({ ranked: [], full: 1 });
    expect(order([{ ...full, takenAt: [late] }])).toEqual(["full"]);
  });

  it("is the nearest, the more reliable, the freer, who has waited longest", () => {
    const at = (latitude: number) => ({ zipCodes: [], latitude, longitude: austin.longitude, radiusMiles: 50 });
    expect(order([provider("a", at(30.6)), provider("b", at(30.3))])).toEqual(["b", "a"]);
    expect(order([provider("a", { declined: 9 }), provider("b", { accepted: 9 })])).toEqual(["b", "a"]);
    expect(order([provider("a", { takenAt: [now] }), provider("b")])).toEqual(["b", "a"]);
    expect(order([provider("a", { lastOfferedAt: now }), provider("b")])).toEqual(["b", "a"]);
  });

  it("is told in words whose points sum to the score, and does not depend on the order of the names", () => {
    const [best] = rank([provider("a", { accepted: 3, declined: 1 })], wanted, now).ranked;
    expect(best?.parts.map(({ words }) => words)).toEqual([
      "Serves ZIP code 78701.",
      "Accepted 3 of 4 offers.",
      "Has 0 of at most 5 referrals today.",
      "Has never been asked.",
    ]);
    expect(best?.parts.reduce((sum, { points }) => sum + points, 0)).toBe(best?.score);
    const some = fc.array(
      fc.record({ accepted: fc.nat(5), expired: fc.nat(5), dailyLimit: fc.integer({ min: 1, max: 9 }) }),
    );
    fc.assert(
      fc.property(some, (made) => {
        const all = made.map((more, i) => provider(`t${i}`, more));
        expect(order(all.toReversed())).toEqual(order(all));
      }),
    );
  });

  it("is found by the areas in which it is listed, wherever its circle reaches", () => {
    const degrees = fc.record({
      latitude: fc.double({ min: 18, max: 71, noNaN: true }),
      longitude: fc.double({ min: -170, max: -66, noNaN: true }),
    });
    fc.assert(
      fc.property(
        degrees,
        fc.integer({ min: 1, max: 150 }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (place, radiusMiles, off) => {
          const point = { latitude: place.latitude + off, longitude: place.longitude - off };
          const one = provider("a", { zipCodes: [], ...place, radiusMiles });
          if (covers(one, { zip: "00000", point })) expect(cellsAround(place, radiusMiles)).toContain(cellOf(point));
        },
      ),
    );
  });

  it("is found by the areas of a service zone, however large that is", () => {
    const degrees = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
    const span = fc.oneof(fc.double({ min: 0, max: 2, noNaN: true }), fc.double({ min: 0, max: 90, noNaN: true }));
    fc.assert(
      fc.property(degrees(80), degrees(170), span, span, fc.double({ min: 0, max: 1, noNaN: true }), (...given) => {
        const [minLatitude, minLongitude, high, wide, share] = given;
        const box = {
          ...{ minLatitude, maxLatitude: Math.min(minLatitude + high, 90) },
          ...{ minLongitude, maxLongitude: Math.min(minLongitude + wide, 180) },
        };
        const point = {
          latitude: Math.min(minLatitude + share * high, box.maxLatitude),
          longitude: Math.min(minLongitude + share * wide, box.maxLongitude),
        };
        const areas = areasOfZone({ isActive: true, kind: "polygon", zips: [], ...box });
        expect(areas.length).toBeLessThanOrEqual(800);
        expect(areasAt("00000", point).some((area) => areas.includes(area))).toBe(true);
      }),
    );
    const none = { minLatitude: null, maxLatitude: null, minLongitude: null, maxLongitude: null };
    const zips = { kind: "zips", zips: ["78701", "78702"], ...none };
    expect(areasOfZone({ isActive: true, ...zips })).toEqual(["zip:78701", "zip:78702"]);
    expect(areasOfZone({ isActive: false, ...zips })).toEqual([]);
  });
});
