import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { badPolygon, wrongShape } from "../errors.ts";
import { zoneCreated } from "../events.ts";
import { faultOf, type Polygon } from "../polygon-rules.ts";
import { presented } from "../present.ts";
import { addZips } from "../repo.ts";
import { shapeProblems, type ZoneKind } from "../rules.ts";
import type { CreateServiceZone } from "../schemas.ts";
import { zones } from "../tables.ts";

type Covered = Partial<Pick<Inside<z.output<typeof CreateServiceZone>>, "zips" | "polygon" | "center" | "radiusM">>;

/** The columns of what a zone covers; refuses what does not fit its kind, or is not an area. `before`: the kind that it has had. */
export function shapeOf(kind: ZoneKind, given: Covered, before?: ZoneKind) {
  const problems = shapeProblems(kind, given, before);
  if (Object.keys(problems).length > 0) throw wrongShape(problems);
  const polygon = given.polygon && flat(given.polygon);
  const fault = polygon && faultOf(polygon);
  if (fault) throw badPolygon(fault);
  return {
    ...(given.zips && { zips: [...new Set(given.zips)].toSorted() }),
    ...(polygon && { polygon }),
    ...given.center,
    ...(given.radiusM !== undefined && { radiusM: given.radiusM }),
  };
}

/** Without the heights that a position may have, and without a `bbox` that may be out of date. */
const flat = ({ coordinates }: { coordinates: number[][][] }): Polygon => ({
  type: "Polygon",
  coordinates: coordinates.map((ring) => ring.map(([longitude = 0, latitude = 0]) => [longitude, latitude])),
});

/** The fields that do not say what a zone covers. */
export const withoutShape = <I extends Covered>({ zips: _z, polygon: _p, center: _c, radiusM: _r, ...more }: I) => more;

type NewZone = Inside<z.output<typeof CreateServiceZone>>;

/** What a new zone puts into a commit; its ZIPs come beside it. */
export function planZone(ctx: Ctx, id: number, input: NewZone) {
  const { timezone = null, ...more } = withoutShape(input);
  return zones.insert(ctx, { zips: [], ...more, ...shapeOf(input.kind, input), timezone, id, isActive: true });
}

/** Adds an area that the business serves. */
export async function addZone(ctx: Ctx, input: NewZone) {
  const part = planZone(ctx, zones.newId(), input);
  const result = presented(part.row);
  return await commit(ctx, {
    parts: [part, addZips(ctx, part.row.id, part.row.zips)],
    events: [zoneCreated(result)],
    audit: { action: "add", of: part },
    result,
  });
}
