import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { activeTechnicians } from "#/domains/technicians/index.ts";
import { zipPlace } from "#/integrations/geocoder/zip-places.ts";
import { postcodeOf } from "#/kernel/postcode.ts";
import { presented } from "./present.ts";
import { sharedZips, techniciansOfZone, zoneNames, zoneRanks, zonesFor } from "./repo.ts";
import { type Place, resolveZone } from "./rules.ts";
import { zones } from "./tables.ts";

/** The zone that a job at this place would be in. A ZIP without a position is taken to be where its middle is. */
export async function resolvePlace(ctx: Ctx, { zip, ...at }: Place) {
  const middle = zip && typeof at.latitude !== "number" ? await zipPlace(ctx.env.ASSETS, zip) : null;
  const place = { zip, ...at, ...(middle && { latitude: middle.latitude, longitude: middle.longitude }) };
  const { candidates } = await read(ctx, { candidates: zonesFor(ctx, place) });
  const found = resolveZone(candidates, place);
  return {
    match: found?.match ?? ("unzoned" as const),
    zone: found ? presented(found.zone) : null,
    alsoIn: found?.others ?? [],
    zip: zip ? postcodeOf(zip) : null,
  };
}

export const getZone = async (ctx: Ctx, id: number) => presented(await zones.get(ctx, id));

export async function readZoneTechnicians(ctx: Ctx, id: number) {
  const { zone, technicians } = await read(ctx, {
    zone: zones.one(ctx, id),
    technicians: techniciansOfZone(ctx, id),
  });
  return { zoneId: id, technicians, version: zone.version };
}

/** Rows of each part of the coverage that are shown. */
const SHOWN = 500;

/** Where the plan of zones has gaps or overlaps. */
export async function readCoverage(ctx: Ctx) {
  const { shared, all, ranks, people } = await read(ctx, {
    shared: sharedZips(ctx, SHOWN),
    all: zoneNames(ctx),
    ranks: zoneRanks(ctx),
    people: activeTechnicians(ctx),
  });
  const active = all.filter(({ isActive }) => isActive);
  const [inUse, atWork] = [active, people].map((some) => new Set(some.map(({ id }) => id)));
  const ranked = ranks.filter(({ zoneId, technicianId }) => inUse?.has(zoneId) && atWork?.has(technicianId));
  const [served, placed] = [new Set(ranked.map((one) => one.zoneId)), new Set(ranked.map((one) => one.technicianId))];
  return {
    zipsInSeveralZones: shared,
    techniciansWithoutZone: people.filter(({ id }) => !placed.has(id)).slice(0, SHOWN),
    zonesWithoutTechnician: active.filter(({ id }) => !served.has(id)).map(({ id, name }) => ({ id, name })),
  };
}
