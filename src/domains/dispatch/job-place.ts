import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import type { Customer, CustomerSite } from "#/domains/customers/index.ts";
import { resolveZone, type ServiceZone, zones, zonesFor } from "#/domains/zones/index.ts";
import { geocode } from "#/integrations/geocoder/geocode.ts";
import type { DispatchJob } from "./tables.ts";

const addressFields = ["serviceAddress", "serviceCity", "serviceState", "serviceZip"] as const;
const spotFields = ["serviceLatitude", "serviceLongitude"] as const;
const placeFields = [...addressFields, ...spotFields] as const;

/** Where a job is: its address, and its spot on the map. */
export type JobPlace = Pick<DispatchJob, (typeof placeFields)[number]>;
type Located = JobPlace & Pick<DispatchJob, "location">;
/** What a request says of the place; absent: nothing. */
type PlaceAsked = { [K in keyof JobPlace]?: JobPlace[K] | undefined };
type Found = { customer?: Customer | undefined; customerSite?: CustomerSite | undefined };

export const nowhere: JobPlace = {
  ...{ serviceAddress: null, serviceCity: null, serviceState: null, serviceZip: null },
  ...{ serviceLatitude: null, serviceLongitude: null },
};

/** The fields of the place alone, without those that say nothing. */
const placeOf = (job: PlaceAsked): Partial<JobPlace> =>
  Object.fromEntries(placeFields.flatMap((field) => (job[field] === undefined ? [] : [[field, job[field]]])));

const hasAddress = (place: PlaceAsked): boolean => addressFields.some((field) => Boolean(place[field]));
const hasSpot = (place: PlaceAsked): boolean => typeof place.serviceLatitude === "number";
const differs = (fields: readonly (keyof JobPlace)[], one: JobPlace, other: JobPlace): boolean =>
  fields.some((field) => one[field] !== other[field]);

/**
 * The place that a request means: what it names itself, else the site that it brings in. A customer's billing address is taken only where nobody
 * knows any place, and as a whole: half of it beside another street names a place that does not exist.
 */
export function placeMeant(asked: PlaceAsked, before: JobPlace, { customer, customerSite: site }: Found): JobPlace {
  const named = placeOf(asked);
  const known = { ...nowhere, ...placeOf(before), ...named };
  if (site) return { ...placeOfSite(site), ...named };
  if (customer && !hasAddress(known) && !hasSpot(known)) return { ...nowhere, ...placeOfBilling(customer) };
  const isElsewhere = differs(addressFields, known, before) && spotFields.every((field) => asked[field] === undefined);
  return isElsewhere ? { ...known, serviceLatitude: null, serviceLongitude: null } : known;
}

export const isMoved = (after: JobPlace, before: JobPlace): boolean => differs(placeFields, after, before);

const placeOfSite = ({ address, city, state, zip, latitude, longitude }: CustomerSite): JobPlace => ({
  ...{ serviceAddress: address, serviceCity: city, serviceState: state, serviceZip: zip },
  ...{ serviceLatitude: latitude, serviceLongitude: longitude },
});
const placeOfBilling = ({ billingAddress, billingCity, billingState, billingZip }: Customer): Partial<JobPlace> => ({
  ...{ serviceAddress: billingAddress, serviceCity: billingCity },
  ...{ serviceState: billingState, serviceZip: billingZip },
});

/** A place with its spot on the map: the one that somebody names, else what the address leads to. */
export async function located(ctx: Ctx, place: JobPlace): Promise<Located> {
  if (hasSpot(place)) return { ...place, location: "known" };
  if (!hasAddress(place)) return { ...place, location: null };
  const { serviceAddress: address, serviceCity: city, serviceState: state, serviceZip: zip } = place;
  const spot = await geocode(ctx, { address, city, state, zip });
  if (!spot) return { ...place, location: "unknown" };
  return { ...place, serviceLatitude: spot.latitude, serviceLongitude: spot.longitude, location: "known" };
}

const inZones = ({ serviceZip: zip, serviceLatitude: latitude, serviceLongitude: longitude }: JobPlace) => ({
  ...{ zip, latitude, longitude },
});

type ZoneAsked = { zoneId?: number | null | undefined };
type Candidates = (ServiceZone & { servesZip: boolean })[] | undefined;

/** The zone that a request names, for its load; 404 when there is none. */
export const namedZone = (ctx: Ctx, { zoneId }: ZoneAsked) => (zoneId ? zones.one(ctx, zoneId, "zone_id") : undefined);

/** The zones that may cover a place; undefined where the request names one, or nobody knows where the place is. */
export const candidatesFor = (ctx: Ctx, { zoneId }: ZoneAsked, place: JobPlace) =>
  zoneId === undefined && (place.serviceZip || hasSpot(place)) ? zonesFor(ctx, inZones(place)) : undefined;

/** The zone that the request names, null included, else the one that covers the place. */
export const zoneIdOf = ({ zoneId }: ZoneAsked, place: JobPlace, candidates: Candidates): number | null =>
  zoneId === undefined ? (resolveZone(candidates ?? [], inZones(place))?.zone.id ?? null) : zoneId;

/** The same for a place that only a load has told: where a zone may cover it, another trip. */
export async function zoneIdAt(ctx: Ctx, asked: ZoneAsked, place: JobPlace): Promise<number | null> {
  const candidates = candidatesFor(ctx, asked, place);
  return zoneIdOf(asked, place, candidates && (await read(ctx, { candidates })).candidates);
}
