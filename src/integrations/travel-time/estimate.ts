import { haversineMetres } from "#/kernel/geo.ts";
import { type Point, type TravelMatrix, type TravelSettings, usualTravel } from "./port.ts";

/** The way between two places without a map: the great circle times the detour factor, at one speed. The same there and back. */
export function estimateWay(
  from: Point,
  to: Point,
  { detourFactor, speedKmh }: TravelSettings = usualTravel,
): { seconds: number; metres: number } {
  const metres = haversineMetres(from, to) * detourFactor;
  return { metres: Math.round(metres), seconds: Math.round((metres * 3.6) / speedKmh) };
}

/** The ways between all places without a map. */
export function estimateMatrix(places: readonly Point[], settings: TravelSettings = usualTravel): TravelMatrix {
  const n = places.length;
  const matrix = { n, seconds: new Int32Array(n * n), metres: new Int32Array(n * n), source: "estimated" as const };
  for (const [i, from] of places.entries())
    for (const [j, to] of places.entries()) {
      if (j <= i) continue;
      const { seconds, metres } = estimateWay(from, to, settings);
      for (const at of [i * n + j, j * n + i]) {
        matrix.seconds[at] = seconds;
        matrix.metres[at] = metres;
      }
    }
  return matrix;
}
