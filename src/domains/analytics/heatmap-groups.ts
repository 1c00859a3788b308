import { middleOf, spotsAt } from "#/db/tenant/place-sums.ts";
import type { placeSums } from "#/db/tenant/tables.ts";
import { resolveZone } from "#/domains/zones/index.ts";
import { partOf } from "#/kernel/money.ts";
import type { Metric, Month } from "./terms.ts";

type PlaceRow = typeof placeSums.$inferSelect;
export type Range = { from: Month | undefined; to: Month | undefined };
type Spots = Pick<PlaceRow, "located" | "latitudeE6" | "longitudeE6">;
/** What a place, or several, come to. `count`: how many things the value is of. */
export type Group = { key: string; label: string; value: number; count: number } & Spots;

const places: Record<Metric, { value: number; count: number }> = {
  sales: { value: 0, count: 0 },
  revenue: { value: 1, count: 0 },
  jobs: { value: 2, count: 2 },
};

/** What the months of a range come to at each place. */
export const groupsOf = (rows: readonly PlaceRow[], metric: Metric, { from = "", to = "~" }: Range): Group[] =>
  rows.map(({ place, label, months, located, latitudeE6, longitudeE6 }) => {
    const spots = { located, latitudeE6, longitudeE6 };
    const group: Group = { key: place, label, value: 0, count: 0, ...spots };
    for (const [month, numbers] of Object.entries(JSON.parse(months) as Record<Month, number[]>)) {
      if (month < from || month > to) continue;
      group.value += numbers[places[metric].value] ?? 0;
      group.count += numbers[places[metric].count] ?? 0;
    }
    return group;
  });

type Point = { latitude: number; longitude: number };

/** ZIPs of which no spot is known, because nobody has driven there yet, are where their middle is. */
export const located = (zips: readonly Group[], middles: ReadonlyMap<string, Point>): Group[] =>
  zips.map((zip) => {
    const middle = zip.located === 0 && middles.get(zip.key);
    return middle ? { ...zip, ...spotsAt(middle) } : zip;
  });

type Candidate = Parameters<typeof resolveZone>[0][number];
type Zone = Omit<Candidate, "servesZip"> & { name: string; zips: readonly string[] };

/** ZIPs together by the zones as they are now: by the ZIP, else by the middle of its known spots. */
export function inZones(zips: readonly Group[], zones: readonly Zone[]): Group[] {
  const groups = new Map<number, Group>();
  const shaped = zones.filter(({ kind }) => kind !== "zips").map((zone) => ({ ...zone, servesZip: false }));
  const serving = new Map(zips.map(({ key }) => [key, [] as (Zone & Candidate)[]]));
  for (const zone of zones) for (const zip of zone.zips) serving.get(zip)?.push({ ...zone, servesZip: true });
  for (const zip of zips) {
    const candidates = [...(serving.get(zip.key) ?? []), ...shaped];
    const found = resolveZone(candidates, { zip: zip.key, ...middleOf(zip) })?.zone;
    if (!found) continue;
    const before = groups.get(found.id) ?? { ...nothing, key: String(found.id), label: found.name };
    groups.set(found.id, {
      ...before,
      value: before.value + zip.value,
      count: before.count + zip.count,
      located: before.located + zip.located,
      latitudeE6: before.latitudeE6 + zip.latitudeE6,
      longitudeE6: before.longitudeE6 + zip.longitudeE6,
    });
  }
  return [...groups.values()];
}
const nothing = { value: 0, count: 0, located: 0, latitudeE6: 0, longitudeE6: 0 };

/** Groups as a map shows them, the most valuable first; those where nothing happened are left out. */
export function shown(groups: readonly Group[], total: number) {
  const most = Math.max(0, ...groups.map(({ value }) => value));
  return groups
    .filter(({ value, count }) => value !== 0 || count !== 0)
    .toSorted((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1))
    .map(({ key, label, value, count, ...spots }) => ({
      ...{ place: key, label, value, count },
      shareBps: total > 0 ? partOf(value, 10_000, total) : null,
      intensity: intensityOf(value, most),
      centroid: middleOf(spots),
    }));
}

/** From 0 to 1 by the logarithm, so that one large place does not make all others look alike. */
export const intensityOf = (value: number, most: number): number =>
  most > 0 && value > 0 ? Math.round((Math.log1p(value) / Math.log1p(most)) * 10_000) / 10_000 : 0;
