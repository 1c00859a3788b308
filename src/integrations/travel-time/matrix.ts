import { edgeCache, hashOf, type Memory } from "../edge-cache.ts";
import { estimateMatrix } from "./estimate.ts";
import { askOsrm, type Cell, inPieces, type Table } from "./osrm.ts";
import { type Point, type TravelMatrix, type TravelSettings, usualTravel } from "./port.ts";

/** Roads change slowly. */
const KEPT_SECONDS = 30 * 24 * 3600;
/** Destinations that are remembered of one place; then it begins again. */
const MOST_CELLS = 2000;
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
 * so that a new job asks only for its own. Where no road leads the estimate counts. When the server fails, the whole is estimated and says so.
 */
export async function travelMatrix(
  setting: Setting,
  places: readonly Point[],
  settings: TravelSettings = usualTravel,
): Promise<TravelMatrix> {
  const estimated = estimateMatrix(places, settings);
  if (!setting.env.OSRM_URL || places.length < 2) return estimated;
  const keys = places.map(keyOf);
  const rows = await rowsFor(setting, [...new Set(keys)]);
  if (!rows) return estimated;
  const { n, seconds, metres } = estimated;
  for (const [i, from] of keys.entries())
    for (const [j, to] of keys.entries()) {
      const cell = rows.get(from)?.to[to];
      const at = i * n + j;
      if (from === to) {
        seconds[at] = 0;
        metres[at] = 0;
      } else if (cell) {
        seconds[at] = Math.round(cell[0]);
        metres[at] = Math.round(cell[1] ?? metres[at] ?? 0);
      }
    }
  return { n, seconds, metres, source: "osrm" };
}

/** As OSRM wants it, longitude first; a hundred-thousandth of a degree is a metre. */
const keyOf = ({ latitude, longitude }: Point): string => `${longitude.toFixed(5)},${latitude.toFixed(5)}`;

/** What is known of the ways between all of these places, after the server was asked for the rest. Undefined when it failed. */
async function rowsFor(
  { env, background, memory = edgeCache, timeoutMs = TIMEOUT_MS }: Setting,
  keys: readonly string[],
): Promise<Map<string, Row> | undefined> {
  const server = { url: env.OSRM_URL, userAgent: `Truckroll/1 (${env.CONTACT_EMAIL})`, timeoutMs };
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
  for (let i = 0; i < pieces.length; i += AT_ONCE) {
    const some = pieces.slice(i, i + AT_ONCE);
    const answers = await Promise.all(some.map((piece) => askOsrm(server, piece)));
    for (const [j, piece] of some.entries()) {
      const cells = answers[j];
      if (!cells) return undefined;
      keep(rows, piece, cells);
    }
  }
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

function keep(rows: Map<string, Row>, { sources, destinations }: Table, cells: readonly Cell[][]): void {
  for (const [i, from] of sources.entries())
    for (const [j, to] of destinations.entries()) {
      const row = rows.get(from);
      if (row) row.to[to] = cells[i]?.[j] ?? null;
    }
}
