import { expect, it } from "vitest";
import { metresBetween } from "./geo.ts";

it("distances are those of the earth, also across the date line and over a pole", () => {
  const tampa = { latitude: 27.9506, longitude: -82.4572 };
  const km = (...places: Parameters<typeof metresBetween>) => Math.round(metresBetween(...places) / 1000);
  expect(metresBetween(tampa, tampa)).toBe(0);
  expect(km(tampa, { latitude: 28.5383, longitude: -81.3792 })).toBe(124);
  expect(km({ latitude: 0, longitude: 179.5 }, { latitude: 0, longitude: -179.5 })).toBe(111);
  expect(km({ latitude: 90, longitude: 0 }, { latitude: 90, longitude: 123 })).toBe(0);
  expect(km({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 180 })).toBe(20_015);
});
