import type { Instant } from "./time.ts";

/** A place on the earth, in degrees (WGS 84). */
export type Place = { latitude: number; longitude: number };
/** A place as a device reads it; null is what the device does not know. */
export type Reading = Place & { speed: number | null; heading: number | null; accuracy: number | null };
/** Where a technician was. */
export type Position = Reading & { technicianId: number; at: Instant };

/** Mean radius of the earth in metres (IUGG). */
const EARTH_METRES = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in metres, by the haversine formula: exact to half a percent, also across the date line. */
export function metresBetween(one: Place, other: Place): number {
  const [north, east] = [radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)];
  const [from, to] = [radians(one.latitude), radians(other.latitude)];
  const h = Math.sin(north / 2) ** 2 + Math.cos(from) * Math.cos(to) * Math.sin(east / 2) ** 2;
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
}
