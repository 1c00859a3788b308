/** Mean radius of the earth in metres (IUGG). A sphere is within 0.6 % of the true distance. */
export const EARTH_METRES = 6_371_008.8;

/** A place on the earth, WGS 84. */
export type Point = { latitude: number; longitude: number };

export const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Metres along the great circle between two places, by the haversine formula. */
export function haversineMetres(from: Point, to: Point): number {
  const north = Math.sin(radians(to.latitude - from.latitude) / 2);
  const east = Math.sin(radians(to.longitude - from.longitude) / 2);
  const h = north ** 2 + Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * east ** 2;
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
}
