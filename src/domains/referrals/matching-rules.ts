import { resolveZone, type Shape } from "#/domains/zones/index.ts";
import { haversineMetres, type Point } from "#/kernel/geo.ts";
import { dayBounds, type Instant, localDateOf } from "#/kernel/time.ts";

// Which business a referral is offered to: hard conditions first, then points. All of it is whole numbers, so that everybody gets the same order.

const METRES_PER_MILE = 1609.344;

/** A business that takes referrals, as the network knows it. */
export type Provider = {
  tenantId: string;
  timezone: string;
  sectors: readonly string[];
  zipCodes: readonly string[];
  latitude: number | null;
  longitude: number | null;
  radiusMiles: number | null;
  /** Those of its service zones that list the ZIP code, or lie near the place. */
  zones: readonly (Shape & { zoneId: number })[];
  dailyLimit: number;
  accepted: number;
  declined: number;
  expired: number;
  lastOfferedAt: Instant | null;
  /** When its latest offers were made that are open or accepted. */
  takenAt: readonly Instant[];
};
export type Wanted = {
  sector: string | null;
  zip: string;
  point: Point | null;
  /** The business that refers, and those that were asked before. */
  notTo: readonly string[];
};

export const scoreParts = ["near", "accepts", "capacity", "turn"] as const;
export type ScorePart = { name: (typeof scoreParts)[number]; points: number; words: string };
/** `dayStart`: when the business' local day began. */
export type Ranked = { tenantId: string; score: number; parts: ScorePart[]; dayStart: Instant };

/** Points at most: how near the business is, how often it accepts, how much room its day has, how long it has waited for an offer. */
const MOST = { near: 400, accepts: 300, capacity: 200, turn: 100 } as const;
const WEEK_MS = 7 * 24 * 3600 * 1000;

/** A referral whose sector nobody can tell goes to those who do general work. */
export const sectorAsked = (sector: string | null): string =>
  sector === null || sector === "UNKNOWN" ? "General" : sector;

const milesTo = ({ latitude, longitude }: Provider, point: Point | null): number | null =>
  point && latitude !== null && longitude !== null
    ? haversineMetres({ latitude, longitude }, point) / METRES_PER_MILE
    : null;

/** Whether the business serves the place: by its ZIP codes, in one of its service zones, or within its radius. */
export function covers(provider: Provider, { zip, point }: Pick<Wanted, "zip" | "point">): boolean {
  if (provider.zipCodes.includes(zip)) return true;
  const zones = provider.zones.map((zone) => ({
    ...zone,
    id: zone.zoneId,
    priority: 0,
    areaM2: null,
    servesZip: true,
  }));
  if (resolveZone(zones, point ?? {}) !== null) return true;
  const miles = milesTo(provider, point);
  return miles !== null && provider.radiusMiles !== null && miles <= provider.radiusMiles;
}

/** How many referrals of its local day a business has or is being asked about. */
export const takenToday = ({ takenAt, timezone }: Pick<Provider, "takenAt" | "timezone">, now: Instant): number => {
  const today = localDateOf(now, timezone);
  return takenAt.filter((at) => localDateOf(at, timezone) === today).length;
};

/** The businesses that a referral may be offered to, the best first; and how many more could take it on another day. */
export function rank(providers: readonly Provider[], wanted: Wanted, now: Instant): { ranked: Ranked[]; full: number } {
  const able = providers.filter(
    (provider) =>
      !wanted.notTo.includes(provider.tenantId) &&
      provider.sectors.includes(sectorAsked(wanted.sector)) &&
      covers(provider, wanted),
  );
  const free = able.filter((provider) => takenToday(provider, now) < provider.dailyLimit);
  const ranked = free
    .map((provider) => scored(provider, wanted, now))
    .sort((a, b) => b.score - a.score || (a.tenantId < b.tenantId ? -1 : 1));
  return { ranked, full: able.length - free.length };
}

function scored(provider: Provider, wanted: Wanted, now: Instant): Ranked {
  const parts = [nearness(provider, wanted), acceptance(provider), room(provider, now), turn(provider, now)];
  const dayStart = dayBounds(localDateOf(now, provider.timezone), provider.timezone).start;
  return { tenantId: provider.tenantId, score: parts.reduce((sum, { points }) => sum + points, 0), parts, dayStart };
}

function nearness(provider: Provider, { zip, point }: Wanted): ScorePart {
  const miles = milesTo(provider, point);
  if (miles === null || !provider.radiusMiles || miles > provider.radiusMiles)
    return { name: "near", points: MOST.near / 2, words: `Serves ZIP code ${zip}.` };
  const share = 1 - Math.min(miles / provider.radiusMiles, 1);
  return {
    name: "near",
    points: Math.round(MOST.near * share),
    words: `Is ${miles.toFixed(1)} miles away, of ${provider.radiusMiles} that it drives.`,
  };
}

/** Nobody begins at nothing: as if each had accepted two offers of four. */
function acceptance({ accepted, declined, expired }: Provider): ScorePart {
  const answered = accepted + declined + expired;
  return {
    name: "accepts",
    points: Math.round((MOST.accepts * (accepted + 2)) / (answered + 4)),
    words: answered === 0 ? "Has had no offer yet." : `Accepted ${accepted} of ${answered} offers.`,
  };
}

function room(provider: Provider, now: Instant): ScorePart {
  const taken = takenToday(provider, now);
  return {
    name: "capacity",
    points: Math.round((MOST.capacity * (provider.dailyLimit - taken)) / provider.dailyLimit),
    words: `Has ${taken} of at most ${provider.dailyLimit} referrals today.`,
  };
}

function turn({ lastOfferedAt }: Provider, now: Instant): ScorePart {
  const waited = lastOfferedAt === null ? WEEK_MS : Math.max(Date.parse(now) - Date.parse(lastOfferedAt), 0);
  return {
    name: "turn",
    points: Math.round((MOST.turn * Math.min(waited, WEEK_MS)) / WEEK_MS),
    words: lastOfferedAt === null ? "Has never been asked." : `Was last asked at ${lastOfferedAt}.`,
  };
}

/** Names of the areas by which businesses are looked up: a ZIP code, or one degree of latitude by one of longitude. */
export const zipArea = (zip: string): string => `zip:${zip}`;
const cellArea = (latitude: number, longitude: number): string => `cell:${latitude}:${longitude}`;
export const cellOf = ({ latitude, longitude }: Point): string => cellArea(Math.floor(latitude), Math.floor(longitude));

/** Zones that span more cells than this are listed by ten degrees. */
const MOST_CELLS = 400;
const TEN = 10;
const tenArea = (latitude: number, longitude: number): string => `ten:${latitude}:${longitude}`;

/** The areas under which whoever serves a place may be listed. */
export const areasAt = (zip: string, point: Point | null): string[] =>
  point
    ? [zipArea(zip), cellOf(point), tenArea(Math.floor(point.latitude / TEN), Math.floor(point.longitude / TEN))]
    : [zipArea(zip)];

type Listed = { isActive: boolean; kind: string; zips: readonly string[] } & Record<
  "minLatitude" | "maxLatitude" | "minLongitude" | "maxLongitude",
  number | null
>;

/** The areas that a service zone touches. */
export function areasOfZone({ isActive, kind, zips, ...box }: Listed): string[] {
  if (!isActive) return [];
  if (kind === "zips") return zips.map(zipArea);
  const { minLatitude: south, maxLatitude: north, minLongitude: west, maxLongitude: east } = box;
  if (south === null || north === null || west === null || east === null) return [];
  const cells = (Math.floor(north) - Math.floor(south) + 1) * (Math.floor(east) - Math.floor(west) + 1);
  const [size, area] = cells > MOST_CELLS ? ([TEN, tenArea] as const) : ([1, cellArea] as const);
  const all: string[] = [];
  for (let lat = Math.floor(south / size); lat <= Math.floor(north / size); lat++)
    for (let lon = Math.floor(west / size); lon <= Math.floor(east / size); lon++) all.push(area(lat, lon));
  return all;
}

const MILES_PER_DEGREE = 69;

/** The cells that a circle touches; a few more at its corners. */
export function cellsAround({ latitude, longitude }: Point, radiusMiles: number): string[] {
  const north = radiusMiles / MILES_PER_DEGREE;
  const widest = Math.min(Math.abs(latitude) + north, 89);
  const east = north / Math.cos((widest * Math.PI) / 180);
  const cells: string[] = [];
  for (let lat = Math.floor(latitude - north); lat <= Math.floor(latitude + north); lat++)
    for (let lon = Math.floor(longitude - east); lon <= Math.floor(longitude + east); lon++)
      cells.push(cellArea(lat, lon));
  return cells;
}
