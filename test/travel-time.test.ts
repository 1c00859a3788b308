import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { estimateMatrix, estimateWay } from "#/integrations/travel-time/estimate.ts";
import { travelMatrix } from "#/integrations/travel-time/matrix.ts";
import { inPieces } from "#/integrations/travel-time/osrm.ts";
import { haversineMetres, type Point } from "#/kernel/geo.ts";
import { type Answered, type MapServer, newMemory, openOsrm, type Road } from "./support/map-services.ts";

const tampa = { latitude: 27.9506, longitude: -82.4572 };
const brandon = { latitude: 27.9378, longitude: -82.2859 };
const at = (i: number): Point => ({ latitude: 27 + i / 1000, longitude: -82 - i / 500 });
const line = (n: number) => Array.from({ length: n }, (_, i) => at(i));

describe("without a server a way is estimated", () => {
  it("as the straight line times 1.3 at 40 km/h, or as the business has it", () => {
    const metres = haversineMetres(tampa, brandon);
    expect(estimateWay(tampa, brandon)).toEqual({
      metres: Math.round(metres * 1.3),
      seconds: Math.round((metres * 1.3) / (40 / 3.6)),
    });
    expect(estimateWay(tampa, brandon, { detourFactor: 1, speedKmh: 3.6 })).toEqual({
      metres: Math.round(metres),
      seconds: Math.round(metres),
    });
  });

  it("the same there and back, zero between equal places, and never negative", async () => {
    const place = fc.record({
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(place, { maxLength: 8 }), (places) => {
        const all = [...places, ...places.slice(0, 1)];
        const { n, seconds, metres, source } = estimateMatrix(all);
        expect([n, source, seconds.length]).toEqual([all.length, "estimated", n * n]);
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) {
            for (const one of [seconds, metres]) expect(one[i * n + j]).toBe(one[j * n + i]);
            expect(seconds[i * n + j]).toBeGreaterThanOrEqual(0);
          }
        if (n > 1) expect([seconds[n - 1], metres[n - 1]]).toEqual([0, 0]);
      }),
    );
    const setting = { env: { OSRM_URL: "", CONTACT_EMAIL: "" }, background: () => undefined };
    expect(await travelMatrix(setting, [tampa, brandon])).toEqual(estimateMatrix([tampa, brandon]));
  });
});

const servers: MapServer[] = [];
afterEach(() => {
  for (const { close } of servers.splice(0)) close();
});

/** Longer to the north than to the south. */
const hilly: Road = ([, from], [, to]) => [Math.round(Math.abs(to - from) * (to > from ? 20_000 : 10_000)), 777];

async function withServer(road: Road = hilly, broken?: () => Answered | undefined) {
  const server = await openOsrm(road, broken);
  servers.push(server);
  const memory = newMemory();
  const work: Promise<unknown>[] = [];
  const background = (one: Promise<unknown>) => work.push(one);
  const env = { OSRM_URL: server.url, CONTACT_EMAIL: "us@truckroll.example" };
  const matrix = async (places: readonly Point[]) => {
    const found = await travelMatrix({ env, background, memory, timeoutMs: 500 }, places);
    await Promise.all(work);
    return found;
  };
  return { server, memory, matrix };
}

describe("an OSRM server", () => {
  it("tells ways that differ there and back; equal places are at zero", async () => {
    const { server, matrix } = await withServer();
    const found = await matrix([at(0), at(10), at(0)]);
    expect(found).toMatchObject({ n: 3, source: "osrm" });
    expect([...found.seconds]).toEqual([0, 200, 0, 100, 0, 100, 0, 200, 0]);
    expect([...found.metres]).toEqual([0, 777, 0, 777, 0, 777, 0, 777, 0]);
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]?.url.pathname).toBe("/table/v1/driving/-82.00000,27.00000;-82.02000,27.01000");
    expect(server.asked[0]?.url.searchParams.get("annotations")).toBe("duration,distance");
    expect(server.asked[0]?.headers["user-agent"]).toBe("Truckroll/1 (us@truckroll.example)");
  });

  it("is asked in pieces beyond 100 places, and every way is in its place", async () => {
    const { server, matrix } = await withServer();
    const places = line(230);
    const { n, seconds, source } = await matrix(places);
    expect(source).toBe("osrm");
    for (const i of [0, 1, 49, 50, 99, 100, 150, 229])
      for (let j = 0; j < n; j++) expect(seconds[i * n + j]).toBe(Math.round(Math.abs(j - i) * (j > i ? 20 : 10)));
    expect(server.asked.length).toBeLessThanOrEqual(25);
  });

  it("is asked once in 30 days for a way, and for a new place only for the ways to and from it", async () => {
    const { server, matrix, memory } = await withServer();
    const places = line(60);
    const first = await matrix(places);
    expect(server.asked).toHaveLength(1);
    expect(await matrix(places.toReversed())).toMatchObject({ source: "osrm" });
    expect((await matrix(places)).seconds).toEqual(first.seconds);
    expect(server.asked).toHaveLength(1);
    const more = await matrix([...places, at(70)]);
    expect(more.seconds[60]).toBe(1400);
    expect(server.asked.slice(1).map(({ url }) => cells(url))).toEqual([61, 60]);
    for (const { seconds } of memory.kept.values()) expect(seconds).toBeLessThanOrEqual(30 * 24 * 3600);
    // a few centimetres are the same place
    await matrix(places.map(({ latitude, longitude }) => ({ latitude: latitude + 1e-7, longitude })));
    expect(server.asked).toHaveLength(3);
  });

  it("that remembers a way of long ago is asked again", async () => {
    const { server, matrix, memory } = await withServer();
    await matrix(line(3));
    for (const entry of memory.kept.values()) (entry.value as { until: number }).until = 1;
    await matrix(line(3));
    expect(server.asked).toHaveLength(2);
  });

  it("that knows no road between two places leaves that way to the estimate", async () => {
    const { server, matrix } = await withServer((from, to) => (from[0] === to[0] ? [0, 0] : null));
    const places = line(3);
    const { seconds, metres } = estimateMatrix(places);
    expect(await matrix(places)).toEqual({ n: 3, seconds, metres, source: "osrm" });
    await matrix(places);
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    ["is down", { status: 502, body: "" }],
    ["does not answer", null],
    ["refuses", { status: 400, body: { code: "NoSegment", message: "no" } }],
    ["answers another form", { body: { code: "Ok", durations: [[0]] } }],
    ["answers times below zero", { body: { code: "Ok", durations: Array(3).fill([0, -5, 1]) } }],
    ["answers no JSON", { body: "no" }],
  ] as [string, Answered][])("that %s leaves the whole to the estimate, which says so", async (_, bad) => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const { matrix, memory } = await withServer(hilly, () => bad);
    expect(await matrix(line(3))).toEqual(estimateMatrix(line(3)));
    expect(memory.kept.size).toBe(0);
  });

  it("that fails midway is left alone, and nothing half of it is told", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    let n = 0;
    const { server, matrix } = await withServer(hilly, () => (++n > 3 ? { status: 500, body: "" } : undefined));
    expect((await matrix(line(150))).source).toBe("estimated");
    const before = server.asked.length;
    expect((await matrix(line(3))).source).toBe("estimated");
    expect(server.asked).toHaveLength(before);
  });

  it("without distances tells the times", async () => {
    const { matrix } = await withServer(hilly, () => ({
      body: {
        code: "Ok",
        durations: [
          [0, 60],
          [90, 0],
        ],
      },
    }));
    const { metres } = estimateMatrix([tampa, brandon]);
    const found = await matrix([tampa, brandon]);
    expect([[...found.seconds], found.metres, found.source]).toEqual([[0, 60, 90, 0], metres, "osrm"]);
  });
});

/** Ways that a request asks for. */
const cells = (url: URL): number =>
  ["sources", "destinations"].reduce((n, name) => n * (url.searchParams.get(name)?.split(";").length ?? 0), 1);

it("pieces of a table hold every way once, and none more than 100 places", () => {
  const keys = fc.uniqueArray(fc.integer({ min: 0, max: 400 }).map(String), { maxLength: 300 });
  fc.assert(
    fc.property(keys, keys, (sources, destinations) => {
      const pieces = inPieces({ sources, destinations });
      const ways = pieces.flatMap((piece) =>
        piece.sources.flatMap((from) => piece.destinations.map((to) => `${from} ${to}`)),
      );
      expect(ways.length).toBe(sources.length * destinations.length);
      expect(new Set(ways).size).toBe(ways.length);
      for (const piece of pieces)
        expect(new Set([...piece.sources, ...piece.destinations]).size).toBeLessThanOrEqual(100);
    }),
    { numRuns: 50 },
  );
});
