import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { zoneUpdated } from "../events.ts";
import { presented } from "../present.ts";
import { setZips } from "../repo.ts";
import type { ChangeServiceZone } from "../schemas.ts";
import { zones } from "../tables.ts";
import { shapeOf, withoutShape } from "./add-zone.ts";

/** A zone of another kind covers nothing of what it covered before. */
const NOTHING = { zips: [], polygon: null, latitude: null, longitude: null, radiusM: null };

/** Changes what a zone covers or how it is served, or takes it out of use. Jobs that have it keep it. */
export async function changeZone(
  ctx: Ctx,
  { id, ...input }: Inside<z.output<typeof ChangeServiceZone>> & { id: number },
) {
  const { zone } = await load(ctx, { zone: zones.one(ctx, id) });
  zones.assertCurrent(ctx, zone);
  const { kind = zone.kind, ...more } = withoutShape(input);
  const shape = { ...(kind !== zone.kind && NOTHING), ...shapeOf(kind, input, zone.kind) };
  const part = zones.change(ctx, zone, { ...more, ...shape, kind });
  const result = presented(part.row);
  return await commit(ctx, {
    parts: [part, ...(shape.zips ? setZips(ctx, id, shape.zips) : [])],
    events: [zoneUpdated(result, presented(zone))],
    audit: { action: "change", of: part },
    result,
  });
}
