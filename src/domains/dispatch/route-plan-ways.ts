import type { Ctx } from "#/ctx.ts";
import { dropFile, openFile, putFile } from "#/db/files.ts";
import { estimateMatrix } from "#/integrations/travel-time/estimate.ts";
import { travelMatrix } from "#/integrations/travel-time/matrix.ts";
import type { Point, TravelMatrix, TravelSettings } from "#/integrations/travel-time/port.ts";

// A map service is asked once for a plan that is made in slices: what it says is kept in a file until the plan is done.

const pathOf = ({ tenant }: Ctx, planId: number): string => `route-plans/${tenant.id}/${planId}`;
const NUMBER = 4; // bytes

type Asked = { isFirst: boolean; places: readonly Point[]; travel: TravelSettings };

/** The ways between places, the same in all slices of a plan. */
export async function keptMatrix(ctx: Ctx, planId: number, { isFirst, places, travel }: Asked): Promise<TravelMatrix> {
  if (!ctx.env.OSRM_URL) return estimateMatrix(places, travel);
  const path = pathOf(ctx, planId);
  if (!isFirst) return (await readMatrix(ctx, path, places.length)) ?? estimateMatrix(places, travel);
  const matrix = await travelMatrix(ctx, places, travel);
  const { n, seconds, metres, source } = matrix;
  if (source === "estimated") return matrix;
  const numbers = new Int32Array(2 * n * n);
  numbers.set(seconds);
  numbers.set(metres, n * n);
  await putFile(ctx, path, { bytes: new Uint8Array(numbers.buffer), type: "application/octet-stream" });
  return matrix;
}

async function readMatrix(ctx: Ctx, path: string, n: number): Promise<TravelMatrix | undefined> {
  const bytes = await (await openFile(ctx, path))?.arrayBuffer();
  if (bytes?.byteLength !== 2 * n * n * NUMBER) return undefined;
  const part = (which: number) => new Int32Array(bytes, which * n * n * NUMBER, n * n);
  return { n, seconds: part(0), metres: part(1), source: "osrm" };
}

export function dropMatrix(ctx: Ctx, planId: number): void {
  if (ctx.env.OSRM_URL) dropFile(ctx, pathOf(ctx, planId));
}
