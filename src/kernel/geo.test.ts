import fc from "fast-check";
import { expect, it } from "vitest";
import { haversineMetres } from "./geo.ts";

const place = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});

it("a degree of latitude is 111.195 km, and one of longitude half of that at 60 degrees north", () => {
  const origin = { latitude: 0, longitude: 0 };
  expect(haversineMetres(origin, { latitude: 1, longitude: 0 })).toBeCloseTo(111_195.08, 1);
  expect(haversineMetres({ latitude: 60, longitude: 10 }, { latitude: 60, longitude: 11 })).toBeCloseTo(55_597.2, 0);
});

it("from the airport of Nashville to that of Los Angeles it is 2,886 km, and over the date line the short way", () => {
  const [nashville, losAngeles] = [
    { latitude: 36.12, longitude: -86.67 },
    { latitude: 33.94, longitude: -118.4 },
  ];
  expect(haversineMetres(nashville, losAngeles) / 1000).toBeCloseTo(2886.448, 2);
  const [west, east] = [
    { latitude: 0, longitude: 179.5 },
    { latitude: 0, longitude: -179.5 },
  ];
  expect(haversineMetres(west, east)).toBeCloseTo(111_195.08, 1);
});

it("there and back are equally far, and never further than half around the earth", () => {
  fc.assert(
    fc.property(place, place, (one, other) => {
      const there = haversineMetres(one, other);
      expect(there).toBe(haversineMetres(other, one));
      expect(there).toBeGreaterThanOrEqual(0);
      expect(there).toBeLessThanOrEqual(20_015_115);
      expect(haversineMetres(one, one)).toBe(0);
    }),
  );
});
