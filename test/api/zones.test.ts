import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Business, newBusiness, newTechnician } from "../support/client.ts";
import { costOf } from "../support/generated.ts";

const PATH = "/admin/service-zones";
const ring = (west: number, south: number, size: number): number[][] => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const polygon = (...rings: number[][][]) => ({ type: "Polygon", coordinates: rings });
const zone = (more = {}) => ({ name: `Zone ${randomUUID().slice(0, 8)}`, kind: "zips", ...more });
const add = async ({ api }: Business, more = {}) => {
  const made = await api.post(PATH, zone(more));
  expect(made.status, made.text).toBe(201);
  return made.data;
};
const resolve = async ({ api }: Business, place: unknown) => {
  const found = await api.post(`${PATH}/resolve`, place);
  expect(found.status, found.text).toBe(200);
  return found.data;
};
const csv = { "content-type": "text/csv" };

describe("a service zone", () => {
  it("is taken in with what it covers, read, listed, changed and taken out of use", async () => {
    const business = await newBusiness();
    const { api } = business;
    const body = {
      ...zone({ zips: ["33606", "33602-1234", "33602"], service_days: [5, 1, 1], travel_fee_cents: 2500 }),
      ...{ timezone: "America/New_York", min_lead_minutes: 90, color: "#aa0000", priority: 7 },
    };
    const made = await api.post(PATH, body);
    expect(made.data).toMatchObject({
      ...body,
      ...{ zips: ["33602", "33606"], service_days: [1, 5], polygon: null, center: null, radius_m: null },
      ...{ area_m2: null, is_active: true, version: 1 },
    });
    const { id } = made.data;
    expect((await api.get(`${PATH}/${id}`)).data).toEqual(made.data);
    expect((await api.get(PATH)).data).toMatchObject({ items: [made.data], total: 1 });
    const changed = await api.patch(`${PATH}/${id}`, { zips: ["33610"] }, { "if-match": '"1"' });
    expect(changed.data).toMatchObject({ zips: ["33610"], priority: 7, version: 2 });
    expect(await resolve(business, { zip: "33602" })).toMatchObject({ match: "unzoned", zone: null });
    expect(await resolve(business, { zip: "33610" })).toMatchObject({ match: "zip", zone: { id } });
    await api.patch(`${PATH}/${id}`, { is_active: false });
    expect(await resolve(business, { zip: "33610" })).toMatchObject({ match: "unzoned" });
    expect((await api.get(`${PATH}?is_active=false`)).data.items).toHaveLength(1);
    const { items } = (await api.get(`/admin/audit-log?entity=service_zone&entity_id=${id}`)).data;
    expect(items.map(({ action }: { action: string }) => action)).toEqual(["change", "change", "add"]);
  });

  it("of another kind covers nothing of what it covered before", async () => {
    const business = await newBusiness();
    const { api } = business;
    const { id } = await add(business, { zips: ["33701"] });
    const needs = await api.patch(`${PATH}/${id}`, { kind: "radius", radius_m: 5000 });
    expect([needs.status, needs.error.reason, needs.error.fields]).toEqual([
      422,
      "service_zone.wrong_shape",
      { center: "is required for a zone of kind radius" },
    ]);
    const center = { latitude: 27.95, longitude: -82.46 };
    const changed = await api.patch(`${PATH}/${id}`, { kind: "radius", center, radius_m: 5000 });
    expect(changed.data).toMatchObject({ kind: "radius", zips: [], center, radius_m: 5000 });
    expect(await resolve(business, { zip: "33701" })).toMatchObject({ match: "unzoned" });
    const at = { lat: 27.951, lng: -82.461 };
    expect(await resolve(business, at)).toMatchObject({ match: "radius", zone: { id }, zip: null });
    expect((await api.patch(`${PATH}/${id}`, { radius_m: 10 })).data).toMatchObject({ center, radius_m: 10 });
    expect(await resolve(business, at)).toMatchObject({ match: "unzoned" });
  });

  it("has a name of its own, whatever its accents and case", async () => {
    const { api } = await newBusiness();
    await api.post(PATH, zone({ name: "Café North" }));
    const again = await api.post(PATH, zone({ name: "CAFE  north" }));
    expect([again.status, again.error.reason, again.error.fields]).toEqual([
      409,
      "service_zone.name_taken",
      { name: "is taken" },
    ]);
    const { id } = (await api.post(PATH, zone())).data;
    expect((await api.patch(`${PATH}/${id}`, { name: "Cafe North" })).status).toBe(409);
  });

  const good = ring(-82.5, 27.9, 0.1);
  it.each([
    [
      "crosses itself",
      polygon([good[0], good[2], good[1], good[3], good[0]] as number[][]),
      "service_zone.self_crossing",
    ],
    ["is not closed", polygon(good.slice(0, -1)), "service_zone.ring_open"],
    ["has three points", polygon([good[0], good[1], good[0]] as number[][]), "service_zone.ring_too_short"],
    [
      "crosses the antimeridian",
      polygon(ring(179.9, 0, 0.1).map(([x = 0, y = 0]) => [x > 179.95 ? -179.9 : x, y])),
      "service_zone.over_antimeridian",
    ],
    ["has a hole that reaches out of it", polygon(good, ring(-82.45, 27.95, 0.2)), "service_zone.hole_outside"],
    [
      "has more than 500 points",
      polygon(...Array.from({ length: 101 }, (_, i) => ring(i, 0, 0.5))).coordinates.slice(0, 100),
      "request.invalid",
    ],
    ["has longitudes beyond 180", polygon(ring(180, 0, 1)), "request.invalid"],
  ])("is refused when its polygon %s", async (_, given, reason) => {
    const { api } = await newBusiness();
    const body = zone({ kind: "polygon", polygon: given });
    const refused = await api.post(PATH, body);
    expect([refused.status, refused.error.reason]).toEqual([422, reason]);
    expect(Object.keys(refused.error.fields)[0]).toMatch(/^polygon/);
  });

  it.each([
    [{ kind: "radius", center: { latitude: 90.1, longitude: 0 }, radius_m: 5 }, "center.latitude"],
    [{ kind: "radius", center: { latitude: 0, longitude: -180.1 }, radius_m: 5 }, "center.longitude"],
    [{ kind: "polygon", polygon: polygon([[0, 91], ...ring(0, 0, 1)]) }, "polygon.coordinates.0.0.1"],
    [{ zips: [33602] }, "zips.0"],
    [{ zips: ["!"] }, "zips.0"],
    [{ kind: "square" }, "kind"],
    [{ timezone: "Tampa" }, "timezone"],
    [{ service_days: [7] }, "service_days.0"],
    [{ color: "red" }, "color"],
    [{ zips: [], polygon: polygon(ring(0, 0, 1)) }, "polygon"],
  ])("refuses %j and names the field", async (more, field) => {
    const refused = await (await newBusiness()).api.post(PATH, zone(more));
    expect([refused.status, Object.keys(refused.error.fields)], refused.text).toEqual([422, [field]]);
  });
});

describe("the zone of a place", () => {
  it("B47: is that of the first five digits of a ZIP+4; a number is refused, and 2138 is not 02138", async () => {
    const business = await newBusiness();
    const { id } = await add(business, { zips: ["02138"] });
    expect(await resolve(business, { zip: "02138-1234" })).toMatchObject({ match: "zip", zone: { id }, zip: "02138" });
    const asNumber = await business.api.post(`${PATH}/resolve`, { zip: 2138 });
    expect([asNumber.status, Object.keys(asNumber.error.fields)]).toEqual([422, ["zip"]]);
    expect(await resolve(business, { zip: "2138" })).toMatchObject({ match: "unzoned", zone: null });
  });

  it("finds other countries' postcodes however they are typed", async () => {
    const business = await newBusiness();
    const { id } = await add(business, { zips: ["k1a 0b1"] });
    expect(await resolve(business, { zip: "K1A0B1" })).toMatchObject({ match: "zip", zone: { id } });
  });

  it("on the border of two polygons is that of highest priority, then the smaller, then the older", async () => {
    const business = await newBusiness();
    const west = await add(business, { kind: "polygon", polygon: polygon(ring(-83, 27, 1)) });
    const east = await add(business, { kind: "polygon", polygon: polygon(ring(-82, 27, 1)) });
    const border = { latitude: 27.5, longitude: -82 };
    expect(await resolve(business, border)).toMatchObject({
      match: "polygon",
      zone: { id: west.id },
      also_in: [east.id],
    });
    const hole = [ring(-82, 27, 1), ring(-81.5, 27.4, 0.2)];
    await business.api.patch(`${PATH}/${east.id}`, { polygon: polygon(...hole) });
    expect((await resolve(business, border)).zone.id).toBe(east.id);
    expect(await resolve(business, { latitude: 27.5, longitude: -81.4 })).toMatchObject({ match: "unzoned" });
    await business.api.patch(`${PATH}/${west.id}`, { priority: 1 });
    expect((await resolve(business, border)).zone.id).toBe(west.id);
  });

  it("of which the ZIP code alone is known is that of its middle", async () => {
    const business = await newBusiness();
    const { id } = await add(business, { kind: "polygon", polygon: polygon(ring(-82.5, 27.9, 0.1)) });
    expect(await resolve(business, { zip: "33602" })).toMatchObject({ match: "polygon", zone: { id } });
    expect(await resolve(business, { zip: "10001" })).toMatchObject({ match: "unzoned" });
    expect(await resolve(business, { zip: "33602", lat: 40, lng: -80 })).toMatchObject({ match: "unzoned" });
  });

  it.each([
    [{}, "zip"],
    [{ latitude: 91, longitude: 0 }, "latitude"],
    [{ lat: 0, lng: 181 }, "lng"],
    [{ latitude: 5 }, "longitude"],
  ])("is not asked for by %j", async (place, field) => {
    const refused = await (await newBusiness()).api.post(`${PATH}/resolve`, place);
    expect([refused.status, Object.keys(refused.error.fields)]).toEqual([422, [field]]);
  });
});

describe("the technicians of a zone", () => {
  it("are set together, primary ones first, and are part of the zone's version", async () => {
    const business = await newBusiness();
    const { api } = business;
    const { id } = await add(business);
    const [one, two] = [await newTechnician(business), await newTechnician(business)];
    const body = {
      technicians: [{ technician_id: one.id, rank: "secondary" }, { technician_id: two.id }],
    };
    const set = await api.put(`${PATH}/${id}/technicians`, body, { "if-match": '"1"' });
    expect(set.data).toEqual({
      zone_id: id,
      technicians: [
        { technician_id: two.id, name: "Mike Johnson", is_active: true, rank: "primary" },
        { technician_id: one.id, name: "Mike Johnson", is_active: true, rank: "secondary" },
      ],
      version: 2,
    });
    expect((await api.get(`${PATH}/${id}/technicians`)).data).toEqual(set.data);
    expect((await api.put(`${PATH}/${id}/technicians`, body, { "if-match": '"1"' })).status).toBe(412);
    await api.put(`${PATH}/${id}/technicians`, { technicians: [] });
    expect((await api.get(`${PATH}/${id}/technicians`)).data.technicians).toEqual([]);
  });

  it("must be there, and be named once", async () => {
    const business = await newBusiness();
    const { id } = await add(business);
    const { id: known } = await newTechnician(business);
    const put = (...ids: number[]) =>
      business.api.put(`${PATH}/${id}/technicians`, { technicians: ids.map((one) => ({ technician_id: one })) });
    const unknown = await put(known, 99_999);
    expect([unknown.status, unknown.error.reason, Object.keys(unknown.error.fields)]).toEqual([
      404,
      "technician.not_found",
      ["technicians.1.technician_id"],
    ]);
    expect((await put(known, known)).status).toBe(422);
  });
});

describe("a file of ZIP codes", () => {
  const send = ({ api }: Business, text: string, query = "") => api.post(`${PATH}/import${query}`, text, csv);

  it("adds them to the zones that it names; what is wrong is told and stops nothing", async () => {
    const business = await newBusiness();
    const { id } = await add(business, { name: "Downtown", zips: ["33602"] });
    await add(business, { name: "Circle", kind: "radius", center: { latitude: 0, longitude: 0 }, radius_m: 9 });
    const rows = ["33602,Downtown", "33606-0001,DOWNTOWN", "33606,Downtown", "!,Downtown", "33607,Uptown", "1,2,3"];
    const sent = await send(business, ["zip,zone", ...rows, "33608,Circle", "2138,Downtown"].join("\r\n"));
    expect(sent.data).toMatchObject({ rows: 8, added: 2, unchanged: 2, failed: 4, zones_created: [] });
    expect(sent.data.problems.map(({ row }: { row: number }) => row)).toEqual([5, 6, 7, 8]);
    expect(sent.data.warnings).toEqual([expect.stringContaining("2138 in row 9")]);
    expect((await business.api.get(`${PATH}/${id}`)).data).toMatchObject({
      zips: ["2138", "33602", "33606"],
      version: 2,
    });
    expect(await resolve(business, { zip: "33606" })).toMatchObject({ match: "zip", zone: { id } });
    expect((await send(business, ["zip,zone", ...rows].join("\n"))).data).toMatchObject({ added: 0, unchanged: 3 });
  });

  it("makes the zones that are missing, where it is asked to", async () => {
    const business = await newBusiness();
    const sent = await send(business, "Zone;ZIP\nNorth;33613\nSouth;33611\nNorth;33612\n", "?create=true");
    expect(sent.data).toMatchObject({ added: 3, failed: 0, zones_created: ["North", "South"] });
    const { items } = (await business.api.get(PATH)).data;
    const made = items.map(({ name, zips }: { name: string; zips: string[] }) => [name, zips]);
    expect(Object.fromEntries(made)).toEqual({ North: ["33612", "33613"], South: ["33611"] });
  });

  it("is written once for the zones that lie together, new ones and changed ones", async () => {
    const business = await newBusiness();
    const file = (from: number) => Array.from({ length: 100 }, (_, i) => `${from + i},Zone ${i}`);
    const made = await send(business, ["zip,zone", ...file(30000)].join("\n"), "?create=true");
    const changed = await send(business, ["zip,zone", ...file(40000)].join("\n"));
    expect([made.data.added, changed.data.added]).toEqual([100, 100]);
    const [packs] = await sql<{ zones: number; differ: number; packs: number }>(
      business.shard,
      `select count(*) as zones, sum(z.zips is not p.value ->> 'zips' or z.name is not p.value ->> 'name') as differ, count(distinct k.pack) as packs
        from service_zones z left join service_zone_packs k on k.tenant_id = z.tenant_id and k.pack = z.id / 10
        left join json_each(k.zones) p on p.value ->> 'id' = z.id where z.tenant_id = ?`,
      business.tenantId,
    );
    expect(packs).toMatchObject({ zones: 100, differ: 0 });
    // each zone of a file: itself, its name and time, its ZIP twice, its event and audit entry; the number of the last event, and a pack for ten zones
    expect(costOf(changed).written).toBeLessThanOrEqual(901 + (packs?.packs ?? 0));
  });

  it("must have both columns, and not name too many zones", async () => {
    const business = await newBusiness();
    const short = await send(business, "zip\n33602\n");
    expect([short.status, short.error.reason, short.error.fields]).toEqual([
      422,
      "import.column_missing",
      { zone: "this column is required" },
    ]);
    const many = Array.from({ length: 101 }, (_, i) => `33602,Zone ${i}`);
    const refused = await send(business, ["zip,zone", ...many].join("\n"), "?create=true");
    expect([refused.status, refused.error.reason]).toEqual([422, "service_zone.too_many_in_file"]);
  });

  it("gives no zone more than 1,000 ZIP codes", async () => {
    const business = await newBusiness();
    const many = Array.from({ length: 1001 }, (_, i) => `${10_000 + i},Everywhere`);
    const refused = await send(business, ["zip,zone", ...many].join("\n"), "?create=true");
    expect([refused.status, refused.error.reason]).toEqual([422, "service_zone.too_many_zips"]);
    expect((await business.api.get(PATH)).data.total).toBe(0);
  });
});

it("coverage tells ZIP codes of two active zones, technicians without a zone and zones without a technician", async () => {
  const business = await newBusiness();
  const { api } = business;
  const [one, two, three] = [
    await add(business, { zips: ["33602", "33606"] }),
    await add(business, { zips: ["33606", "33607"] }),
    await add(business, { zips: ["33607"] }),
  ];
  const [placed, free, gone] = [
    await newTechnician(business),
    await newTechnician(business),
    await newTechnician(business),
  ];
  const put = (id: number, who: number) =>
    api.put(`${PATH}/${id}/technicians`, { technicians: [{ technician_id: who }] });
  await put(one.id, placed.id);
  await put(two.id, gone.id);
  await put(three.id, free.id);
  await api.patch(`/admin/technicians/${gone.id}`, { is_active: false });
  await api.patch(`${PATH}/${three.id}`, { is_active: false });
  expect((await api.get(`${PATH}/coverage`)).data).toEqual({
    zips_in_several_zones: [{ zip: "33606", zone_ids: [one.id, two.id] }],
    technicians_without_zone: [{ id: free.id, name: "Mike Johnson" }],
    zones_without_technician: [{ id: two.id, name: two.name }],
  });
});
