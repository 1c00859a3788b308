import type { Point } from "#/kernel/geo.ts";

export type { Point };

/** Ways between n places: from place i to place j at `i * n + j`. Zero between equal places. `source`: who says so. */
export type TravelMatrix = { n: number; seconds: Int32Array; metres: Int32Array; source: "estimated" | "osrm" };

/** How ways are estimated: the length of a road by that of the straight line, and how fast it is driven. */
export type TravelSettings = { detourFactor: number; speedKmh: number };
export const usualTravel: TravelSettings = { detourFactor: 1.3, speedKmh: 40 };
