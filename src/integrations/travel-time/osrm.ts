import { askMapService, type MapService } from "../map-service.ts";

/** The most coordinates that an OSRM server takes in one request, unless its operator has set another limit. */
export const MAX_COORDINATES = 100;

/** Places as `longitude,latitude`, the text by which they are asked for. */
export type Table = { sources: readonly string[]; destinations: readonly string[] };
/** Seconds and metres from a source to a destination; null where no road leads. */
export type Cell = readonly [seconds: number, metres: number | null] | null;

const together = ({ sources, destinations }: Table): string[] => [...new Set([...sources, ...destinations])];

/** A table in pieces that the server takes. */
export function inPieces(table: Table): Table[] {
  const { sources, destinations } = table;
  if (sources.length === 0 || destinations.length === 0) return [];
  if (together(table).length <= MAX_COORDINATES) return [table];
  const height = Math.min(sources.length, Math.max(MAX_COORDINATES / 2, MAX_COORDINATES - destinations.length));
  return cut(sources, height).flatMap((some) =>
    cut(destinations, MAX_COORDINATES - height).map((others) => ({ sources: some, destinations: others })),
  );
}

const cut = (keys: readonly string[], size: number): string[][] =>
  Array.from({ length: Math.ceil(keys.length / size) }, (_, i) => keys.slice(i * size, (i + 1) * size));

/** Asks OSRM's table service (v1) for one piece: rows by source. Undefined when it does not answer, or not in its form. */
export async function askOsrm({ url, ...how }: MapService, table: Table): Promise<Cell[][] | undefined> {
  const { sources, destinations } = table;
  const places = together(table);
  const place = new Map(places.map((key, i) => [key, i]));
  const indexes = (keys: readonly string[]) => keys.map((key) => place.get(key)).join(";");
  const query = `annotations=duration,distance&sources=${indexes(sources)}&destinations=${indexes(destinations)}`;
  const asked = URL.parse(`${url.replace(/\/$/, "")}/table/v1/driving/${places.join(";")}?${query}`);
  const answer = await askMapService(asked, how);
  if (typeof answer !== "object" || answer === null) return undefined;
  const { code, durations, distances } = answer as Record<string, unknown>;
  if (code !== "Ok" || !isTable(durations, table) || !(distances === undefined || isTable(distances, table)))
    return undefined;
  return durations.map((row, i) =>
    row.map((seconds, j) => (seconds === null ? null : [seconds, distances?.[i]?.[j] ?? null])),
  );
}

/** Rows of numbers that are not negative, or null. */
const isTable = (rows: unknown, { sources, destinations }: Table): rows is (number | null)[][] =>
  Array.isArray(rows) &&
  rows.length === sources.length &&
  rows.every((row: unknown) => Array.isArray(row) && row.length === destinations.length && row.every(isCell));
const isCell = (value: unknown): boolean =>
  value === null || (typeof value === "number" && value >= 0 && value <= 0x7fffffff);
