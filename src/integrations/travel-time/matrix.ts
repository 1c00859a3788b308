import { edgeCache, hashOf, type Memory } from "../edge-cache.ts";
import type { MapService } from "../map-service.ts";
import { estimateMatrix } from "./estimate.ts";
import { askOsrm, type Cell, inPieces, type Table } from "./osrm.ts";
import { type Point, type TravelMatrix, type TravelSettings, usualTravel } from "./port.ts";

/** Roads change slowly. */
const KEPT_SECONDS = 30 * 24 * 3600;
/** Destinations that are remembered of one place; then it begins again. */
const MOST_CELLS = 2000;
/** Of more places the ways are asked for whole and remembered by nobody here: in rows they would not fit into memory. */
const MOST_REMEMBERED = 300;
const AT_ONCE = 4;
const TIMEOUT_MS = 5000;

type Setting = {
  env: { OSRM_URL: string; CONTACT_EMAIL: string };
  /** Work that may finish after the answer. */
  background: (work: Promise<unknown>) => void;
  memory?: Memory;
  timeoutMs?: number;
};

/** What is remembered of the ways from a place, and until when, in seconds since 1970. */
type Row = { until: number; to: Record<string, Cell> };

/**
 * The ways between places: by the OSRM server that OSRM_URL names, else estimated. Ways are remembered for 30 days by their places, rounded to a metre,
 * so that a new job asks only for its own, up to 300 places. Where no road leads the estimate counts. When the server fails, the whole is
 * estimated and says so.
 */
export async function travelMatrix(
  setting: Setting,
  places: readonly Point[],
  settings: TravelSettings = usualTravel,
): Promise<TravelMatrix> {
  const estimated = estimateMatrix(places, settings);
  if (!setting.env.OSRM_URL || places.length < 2) return estimated;
  const keys = places.map(keyOf);
  const distinct = [...new Set(keys)];
  const cellOf = await (distinct.length > MOST_REMEMBERED ? askedWhole : remembered)(setting, distinct);
  if (!cellOf) return estimated;
  const { n, seconds, metres } = estimated;
  for (const [i, from] of keys.entries())
    for (const [j, to] of keys.entries()) {
      const at = i * n + j;
      if (from === to) {
        seconds[at] = 0;
        metres[at] = 0;
        continue;
      }
      const cell = cellOf(from, to);
      if (!cell) continue;
      seconds[at] = Math.round(cell[0]);
      metres[at] = Math.round(cell[1] ?? metres[at] ?? 0);
    }
  return { n, seconds, metres, source: "osrm" };
}

type CellOf = (from: string, to: string) => Cell | undefined;

async function remembered(setting: Setting, keys: readonly string[]): Promise<CellOf | undefined> {
  const rows = await rowsFor(setting, keys);
  return rows && ((from, to) => rows.get(from)?.to[to]);
}

/** Everything from the server, piece by piece, as plain numbers: -1 where no road leads, or its length is not known. */
async function askedWhole(setting: Setting, keys: readonly string[]): Promise<CellOf | undefined> {
  const server = serverOf(setting);
  const place = new Map(keys.map((key, i) => [key, i]));
  const cell = (from: string, to: string) => (place.get(from) ?? 0) * keys.length + (place.get(to) ?? 0);
  const [seconds, metres] = [new Int32Array(keys.length ** 2).fill(-1), new Int32Array(keys.length ** 2).fill(-1)];
  const isWhole = await askPieces(server, inPieces({ sources: keys, destinations: keys }), (from, to, found) => {
    if (!found) return;
    seconds[cell(from, to)] = Math.round(found[0]);
    if (found[1] !== null) metres[cell(from, to)] = Math.round(found[1]);
  });
  if (!isWhole) return undefined;
  return (from, to) => {
    const [time = -1, length = -1] = [seconds[cell(from, to)], metres[cell(from, to)]];
    return time < 0 ? null : [time, length < 0 ? null : length];
  };
}

const serverOf = ({ env, timeoutMs = TIMEOUT_MS }: Setting): MapService => ({
  url: env.OSRM_URL,
  userAgent: `Truckroll/1 (${env.CONTACT_EMAIL})`,
  timeoutMs,
});

/** Asks for pieces, some at once. False when the server failed at one. */
async function askPieces(
  server: MapService,
  pieces: readonly Table[],
  take: (from: string, to: string, cell: Cell) => void,
): Promise<boolean> {
  for (let i = 0; i < pieces.length; i += AT_ONCE) {
    const some = pieces.slice(i, i + AT_ONCE);
    const answers = await Promise.all(some.map((piece) => askOsrm(server, piece)));
    for (const [j, { sources, destinations }] of some.entries()) {
      const cells = answers[j];
      if (!cells) return false;
      for (const [row, from] of sources.entries())
        for (const [column, to] of destinations.entries()) take(from, to, cells[row]?.[column] ?? null);
    }
  }
  return true;
}

/** As OSRM wants it, longitude first; a hundred-thousandth of a degree is a metre. */
const keyOf = ({ latitude, longitude }: Point): string => `${longitude.toFixed(5)},${latitude.toFixed(5)}`;

/** What is known of the ways between all of these places, after the server was asked for the rest. Undefined when it failed. */
async function rowsFor(setting: Setting, keys: readonly string[]): Promise<Map<string, Row> | undefined> {
  const { env, background, memory = edgeCache } = setting;
  const base = `travel/${(await hashOf(env.OSRM_URL)).slice(0, 16)}`;
  const now = Math.floor(Date.now() / 1000);
  const rows = new Map(
    await Promise.all(keys.map(async (key) => [key, usable(await memory.get(`${base}/${key}`), now)] as const)),
  );
  const { known, fresh } = apart(keys, rows);
  const pieces = [
    ...inPieces({ sources: fresh, destinations: keys }),
    ...inPieces({ sources: known, destinations: fresh }),
  ];
  const isWhole = await askPieces(serverOf(setting), pieces, (from, to, cell) => {
    const row = rows.get(from);
    if (row) row.to[to] = cell;
  });
  if (!isWhole) return undefined;
  if (pieces.length > 0)
    background(
      Promise.all([...rows].map(([key, row]) => memory.put(`${base}/${key}`, row, Math.max(60, row.until - now)))),
    );
  return rows;
}

/** A remembered row, or an empty one. */
function usable(found: unknown, now: number): Row {
  const row = found as Row | undefined; // safe: only we put it there
  if (row && row.until > now && Object.keys(row.to).length <= MOST_CELLS) return row;
  return { until: now + KEPT_SECONDS, to: {} };
}

/** Places among which every way is known, and the others. */
function apart(keys: readonly string[], rows: ReadonlyMap<string, Row>) {
  const known: string[] = [];
  const fresh: string[] = [];
  const isKnown = (from: string, to: string) => rows.get(from)?.to[to] !== undefined;
  for (const key of keys)
    (known.every((other) => isKnown(key, other) && isKnown(other, key)) && isKnown(key, key) ? known : fresh).push(key);
  return { known, fresh };
}
