import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { Memory } from "#/integrations/edge-cache.ts";

// Services of maps by their published formats, on 127.0.0.1.

export type Asked = { url: URL; headers: IncomingHttpHeaders };
/** Status, body and headers; null: no answer ever. */
export type Answered = { status?: number; body: unknown; headers?: Record<string, string> } | null;

export type MapServer = { url: string; asked: Asked[]; close: () => void };

async function serve(answer: (asked: Asked) => Answered): Promise<MapServer> {
  const asked: Asked[] = [];
  const http = createServer((req, res) => {
    const one = { url: new URL(req.url ?? "", "http://127.0.0.1"), headers: req.headers };
    asked.push(one);
    const answered = answer(one);
    if (!answered) return;
    const { status = 200, body, headers = {} } = answered;
    res.writeHead(status, { "content-type": "application/json", ...headers });
    res.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const close = () => {
    http.close();
    http.closeAllConnections();
  };
  return { url, asked, close };
}

type House = { lat: string; lon: string; place_rank: number; addresstype: string };

/** Nominatim's search in the format jsonv2: `find` tells what is at a place. */
export async function openNominatim(
  find: (params: URLSearchParams) => Partial<House> | undefined,
  broken: () => Answered | undefined = () => undefined,
): Promise<MapServer> {
  const server = await serve(({ url }) => {
    const otherwise = broken();
    if (otherwise !== undefined) return otherwise;
    if (url.pathname !== "/search") return { status: 404, body: { error: { code: 404 } } };
    const found = find(url.searchParams);
    const place = { place_id: 1, licence: "ODbL", osm_type: "way", category: "building", type: "yes", importance: 0.1 };
    return { body: found ? [{ ...place, place_rank: 30, addresstype: "building", ...found }] : [] };
  });
  return { ...server, url: `${server.url}/search` };
}

type Place = readonly [longitude: number, latitude: number];
/** Seconds and metres from a place to another; null: no road. */
export type Road = (from: Place, to: Place) => readonly [seconds: number, metres: number] | null;

/** OSRM's table service, version 1, with its limit of 100 coordinates. */
export const openOsrm = (road: Road, broken: () => Answered | undefined = () => undefined): Promise<MapServer> =>
  serve(({ url }) => {
    const otherwise = broken();
    if (otherwise !== undefined) return otherwise;
    const [, coordinates] = /^\/table\/v1\/driving\/([^/]+)$/.exec(url.pathname) ?? [];
    if (!coordinates) return { status: 400, body: { code: "InvalidUrl", message: "URL string malformed" } };
    const places = coordinates.split(";").map((text): Place => {
      const [longitude = Number.NaN, latitude = Number.NaN] = text.split(",").map(Number);
      return [longitude, latitude];
    });
    if (places.length > 100) return { status: 400, body: { code: "TooBig", message: "Too many table coordinates" } };
    const chosen = (name: string): Place[] => {
      const indexes = url.searchParams.get(name);
      return indexes ? indexes.split(";").map((i) => places[Number(i)] ?? [Number.NaN, Number.NaN]) : places;
    };
    const table = chosen("sources").map((from) => chosen("destinations").map((to) => road(from, to)));
    const column = (i: 0 | 1) => table.map((row) => row.map((cell) => cell?.[i] ?? null));
    return { body: { code: "Ok", durations: column(0), distances: column(1), sources: [], destinations: [] } };
  });

/** A memory for one test. */
export function newMemory(): Memory & { kept: Map<string, { value: unknown; seconds: number }> } {
  const kept = new Map<string, { value: unknown; seconds: number }>();
  return {
    kept,
    get: async (key) => structuredClone(kept.get(key)?.value),
    put: async (key, value, seconds) => {
      kept.set(key, { value: structuredClone(value), seconds });
    },
  };
}
