import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { geocode } from "#/integrations/geocoder/geocode.ts";
import { type Answered, type MapServer, newMemory, openNominatim } from "./support/map-services.ts";

/** The assets that the build has made. */
const assets = {
  fetch: async (url: string) => {
    try {
      return new Response(readFileSync(`dist/assets${new URL(url).pathname}`));
    } catch {
      return new Response("", { status: 404 });
    }
  },
};

const servers: MapServer[] = [];
afterEach(() => {
  for (const { close } of servers.splice(0)) close();
});

const OFFICE = { lat: "27.9477595", lon: "-82.4584425" };
async function withServer(
  find: Parameters<typeof openNominatim>[0] = () => OFFICE,
  broken?: () => Answered | undefined,
) {
  const server = await openNominatim(find, broken);
  servers.push(server);
  const memory = newMemory();
  const work: Promise<unknown>[] = [];
  const background = (one: Promise<unknown>) => work.push(one);
  const env = { ASSETS: assets, GEOCODER_URL: server.url, CONTACT_EMAIL: "us@truckroll.example" };
  const setting = { env, background, memory, timeoutMs: 500 };
  const find_ = async (address: Parameters<typeof geocode>[1]) => {
    const found = await geocode(setting, address);
    await Promise.all(work);
    return found;
  };
  return { server, memory, find: find_, setting };
}
const alone = { env: { ASSETS: assets, GEOCODER_URL: "", CONTACT_EMAIL: "" }, background: () => undefined };
const full = { address: "315 E Kennedy Blvd", city: "Tampa", state: "FL", zip: "33602-1234" };

const readJson = (name: string): Record<string, [number, number]> => {
  try {
    return JSON.parse(readFileSync(name, "utf8"));
  } catch {
    return {};
  }
};

describe("without a server", () => {
  it.each(["33602", "33602-1234", " 33602 "])("the middle of the ZIP code %j is the place", async (zip) => {
    expect(await geocode(alone, { ...full, zip })).toEqual({
      ...{ latitude: 27.9614, longitude: -82.4597 },
      ...{ precision: "zip", source: "zipcodes" },
    });
  });

  it("post-office boxes and territories have places too", async () => {
    for (const zip of ["33601", "00901", "96910", "96799"])
      expect([zip, (await geocode(alone, { zip }))?.precision]).toEqual([zip, "zip"]);
  });

  it.each([
    "00000", // no ZIP code begins so
    "99999",
    "2138",
    "10200", // the package has it in Kyrgyzstan
    "09001", // mail of the forces abroad
    "K1A 0B1",
    "",
  ])("%j is not known, and no error", async (zip) => expect(await geocode(alone, { ...full, zip })).toBeNull());

  it("no ZIP code is at 0/0", () => {
    for (let head = 0; head < 100; head++) {
      const name = `dist/assets/places/us/${String(head).padStart(2, "0")}.json`;
      const places = readJson(name);
      expect(Object.values(places).filter((place) => place.includes(0))).toEqual([]);
    }
  });
});
it("assets that cannot be read make a place unknown, and the next look-up tries again", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  let isUp = false;
  const fetch = async (url: string) => (isUp ? await assets.fetch(url) : new Response("", { status: 500 }));
  const setting = { ...alone, env: { ...alone.env, ASSETS: { fetch } } };
  expect(await geocode(setting, { zip: "60601" })).toBeNull();
  isUp = true;
  expect(await geocode(setting, { zip: "60601" })).toMatchObject({ precision: "zip" });
});

it("a look-up that breaks off holds up no other of the same places", async () => {
  const fetch = () => new Promise<Response>(() => undefined);
  void geocode({ ...alone, env: { ...alone.env, ASSETS: { fetch } } }, { zip: "99501" });
  expect(await geocode(alone, { zip: "99501" })).toMatchObject({ precision: "zip" });
});

describe("a server like Nominatim", () => {
  it("is asked by the parts of the address, in our name, and once for the same address", async () => {
    const { server, find, memory } = await withServer();
    const found = await find(full);
    expect(found).toEqual({
      ...{ latitude: 27.9477595, longitude: -82.4584425 },
      ...{ precision: "address", source: "nominatim" },
    });
    expect(Object.fromEntries(server.asked[0]?.url.searchParams ?? [])).toEqual({
      ...{ format: "jsonv2", limit: "1", street: "315 E Kennedy Blvd", city: "Tampa", state: "FL" },
      ...{ postalcode: "33602", countrycodes: "us" },
    });
    expect(server.asked[0]?.headers["user-agent"]).toBe("Truckroll/1 (us@truckroll.example)");
    expect(await find({ ...full, address: "315  e kennedy blvd ", zip: "33602" })).toEqual(found);
    expect(server.asked).toHaveLength(1);
    const [[key, { seconds }] = ["", { seconds: 0 }]] = memory.kept;
    expect(key).toMatch(/^geocode\/[0-9a-f]{64}$/); // nobody's address can be read off it
    expect(seconds).toBeGreaterThanOrEqual(30 * 24 * 3600);
  });

  it.each([
    [{ place_rank: 30, addresstype: "house" }, "address"],
    [{ place_rank: 26, addresstype: "road" }, "street"],
    [{ place_rank: 21, addresstype: "postcode" }, "zip"],
  ])("says how near it is: %j", async (place, precision) => {
    const { find } = await withServer(() => ({ ...OFFICE, ...place }));
    expect(await find(full)).toMatchObject({ precision, source: "nominatim" });
  });

  it("gives way to the middle of the ZIP code where it knows the town alone", async () => {
    const { find } = await withServer(() => ({ ...OFFICE, place_rank: 16, addresstype: "city" }));
    expect(await find(full)).toMatchObject({ precision: "zip", source: "zipcodes" });
    expect(await find({ ...full, zip: "99999" })).toMatchObject({ precision: "city", source: "nominatim" });
  });

  it("that knows no such place is not asked for it again that day", async () => {
    const { server, find, memory } = await withServer(() => undefined);
    expect(await find(full)).toMatchObject({ source: "zipcodes" });
    expect(await find({ ...full, zip: null })).toBeNull();
    expect(await find(full)).toMatchObject({ source: "zipcodes" });
    expect(server.asked).toHaveLength(2);
    for (const { seconds } of memory.kept.values()) expect(seconds).toBeLessThanOrEqual(24 * 3600);
  });

  it("is not asked for a ZIP code alone, and may have a key in its address", async () => {
    const { server, setting } = await withServer();
    expect(await geocode(setting, { zip: "33602" })).toMatchObject({ source: "zipcodes" });
    expect(server.asked).toHaveLength(0);
    const env = { ...setting.env, GEOCODER_URL: `${server.url}?key=k1` };
    await geocode({ ...setting, env }, full);
    expect(server.asked[0]?.url.searchParams.get("key")).toBe("k1");
  });

  it("asks for postcodes of other countries without a country", async () => {
    const { server, find } = await withServer();
    await find({ address: "111 Wellington St", city: "Ottawa", zip: "k1a 0a9" });
    const params = server.asked[0]?.url.searchParams;
    expect([params?.get("postalcode"), params?.has("countrycodes")]).toEqual(["K1A0A9", false]);
  });

  it.each([
    ["is down", { status: 503, body: "" }],
    ["is tired of us", { status: 429, body: "", headers: { "retry-after": "60" } }],
    ["does not answer", null],
    ["answers no JSON", { body: "<html>" }],
    ["answers another form", { body: { error: "no" } }],
    ["says a place that is not on the earth", { body: [{ lat: "91", lon: "0", place_rank: 30 }] }],
    ["says no place", { body: [{ lat: null, lon: null }] }],
  ] as [string, Answered][])(
    "that %s leaves the answer to the ZIP code, and nothing of it is remembered",
    async (_, bad) => {
      vi.spyOn(console, "warn").mockImplementation(() => undefined);
      const { find, memory } = await withServer(undefined, () => bad);
      expect(await find(full)).toMatchObject({ precision: "zip", source: "zipcodes" });
      expect(memory.kept.size).toBe(0);
    },
  );

  it("whose address is wrong in the settings leaves the answer to the ZIP code", async () => {
    const { setting } = await withServer();
    const env = { ...setting.env, GEOCODER_URL: "nominatim.example" };
    expect(await geocode({ ...setting, env }, full)).toMatchObject({ source: "zipcodes" });
  });

  it("that fails is left alone for a while: a hundred addresses cause one request, and no log says what was asked", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const { server, find } = await withServer(undefined, () => ({ status: 500, body: "" }));
    await find(full);
    for (let i = 0; i < 100; i++) expect((await find({ ...full, address: `${i} Main St` }))?.source).toBe("zipcodes");
    expect(server.asked).toHaveLength(1);
    expect(JSON.stringify(warn.mock.calls)).not.toMatch(/Kennedy|33602/);
  });
});
