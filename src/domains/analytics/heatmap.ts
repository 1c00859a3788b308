import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { everyActiveZone } from "#/domains/zones/index.ts";
import { zipPlaces } from "#/integrations/geocoder/zip-places.ts";
import { localDateOf, plusDays } from "#/kernel/time.ts";
import { type DaysAsked, daysMeant } from "./days.ts";
import { mapTooLong, unknownMetric } from "./errors.ts";
import { type Group, groupsOf, inZones, located, shown } from "./heatmap-groups.ts";
import { firstDayOf, monthOf, monthsBetween, plusMonths } from "./months.ts";
import { busiestPlaces, everywhere, MOST_PLACES } from "./place-repo.ts";
import { type Grouping, isMetric, MOST_MONTHS, unitOf } from "./terms.ts";

type Asked = DaysAsked & { metric?: string | undefined; groupBy?: Grouping | undefined };

/** Where the business is done. Whole months, so that the map of ten years reads one row for each place, as that of a month. */
export async function readHeatmap(ctx: Ctx, { metric = "revenue", groupBy = "zip", ...days }: Asked) {
  if (!isMetric(metric)) throw unknownMetric(metric);
  const asOf = localDateOf(ctx.now, ctx.tenant.timezone);
  const meant = daysMeant(days, asOf, (to) => firstDayOf(plusMonths(monthOf(to), 1 - MOST_MONTHS)));
  const [first, last] = [monthOf(meant.dateFrom), monthOf(meant.dateTo)];
  if (monthsBetween(first, last) >= MOST_MONTHS) throw mapTooLong();
  const { found, all, zones } = await read(ctx, {
    found: busiestPlaces(ctx, groupBy === "zone" ? "zip" : groupBy),
    all: everywhere(ctx),
    zones: groupBy === "zone" ? everyActiveZone(ctx) : undefined,
  });
  const range = { from: first, to: last };
  const total = groupsOf(all, metric, range)[0]?.value ?? 0;
  const counted = groupsOf(found.slice(0, MOST_PLACES), metric, range);
  const isByZip = groupBy === "zip" || groupBy === "zone";
  const byPlace = isByZip ? located(counted, await middlesOf(ctx, counted)) : counted;
  const groups = shown(zones ? inZones(byPlace, zones) : byPlace, total);
  return {
    metric,
    unit: unitOf(metric),
    groupBy,
    dateFrom: firstDayOf(first),
    dateTo: plusDays(firstDayOf(plusMonths(last, 1)), -1),
    total,
    rest: total - groups.reduce((sum, { value }) => sum + value, 0),
    isCut: found.length > MOST_PLACES,
    groups,
  };
}

const middlesOf = (ctx: Ctx, zips: readonly Group[]) =>
  zipPlaces(
    ctx.env.ASSETS,
    zips.filter(({ located, count }) => located === 0 && count > 0).map(({ key }) => key),
  );

/** A group of fewer sales or jobs tells of one house: files, which are passed on, leave it out (domain-rules.md 3.23). */
const FEWEST_IN_FILES = 3;

/** The same for a map: a point for each group. RFC 7946 has no number for a place that nobody knows, so its geometry is null. */
export async function readHeatmapGeoJson(ctx: Ctx, asked: Asked) {
  const { groups, metric, unit, groupBy, total } = await readHeatmap(ctx, asked);
  const told = groups.filter(({ count }) => count >= FEWEST_IN_FILES);
  const features = told.map(({ centroid, shareBps, ...properties }) => ({
    type: "Feature",
    id: properties.place,
    geometry: centroid && { type: "Point", coordinates: [centroid.longitude, centroid.latitude] },
    properties: { ...properties, share_bps: shareBps, metric, unit, group_by: groupBy, total },
  }));
  return { type: "FeatureCollection", features };
}
