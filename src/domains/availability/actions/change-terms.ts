import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { assertVersion } from "#/db/tenant/stamps.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { presentTerms } from "../present.ts";
import type { Terms } from "../reader.ts";
import { workTerms } from "../tables.ts";
import type { Place } from "../terms.ts";

type PlaceInput = { [K in keyof Place]?: Place[K] | undefined } | null | undefined;
type ChangeTerms = { id: number; startPlace?: PlaceInput; endPlace?: PlaceInput } & {
  [K in Exclude<keyof Terms, "startPlace" | "endPlace">]?: Terms[K] | undefined;
};

/** A place is replaced as a whole: what is left out of it is not known. */
const placeOf = (place: PlaceInput): Place | null | undefined =>
  place && { latitude: place.latitude ?? null, longitude: place.longitude ?? null, address: place.address ?? null };

/** Changes what planning knows of a technician: where their day begins and ends, and how much it may hold. */
export async function changeTerms(ctx: Ctx, { id, startPlace, endPlace, ...limits }: ChangeTerms) {
  const { current } = await load(ctx, {
    technician: technicians.one(ctx, id),
    current: workTerms.byId(ctx, id),
  });
  assertVersion(ctx, workTerms.entity, { id, version: current?.version ?? 0 });
  const change = { ...limits, startPlace: placeOf(startPlace), endPlace: placeOf(endPlace) };
  const part = current ? workTerms.change(ctx, current, change) : workTerms.insert(ctx, { ...change, id });
  return await commit(ctx, {
    parts: [part],
    audit: { action: "change", of: part },
    result: presentTerms(id, part.row),
  });
}
