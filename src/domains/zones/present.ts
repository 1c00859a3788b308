import type { ServiceZone } from "./tables.ts";

/** What the columns of a circle say, as one field of the answer. */
export function presented<Z extends Pick<ServiceZone, "latitude" | "longitude">>(zone: Z) {
  const { latitude, longitude } = zone;
  return { ...zone, center: latitude === null || longitude === null ? null : { latitude, longitude } };
}
