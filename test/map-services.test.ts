import { afterAll, beforeAll, expect, it } from "vitest";
import { ask, type sql } from "./support/back-door.ts";
import { client, type Json, PASSWORD } from "./support/client.ts";
import { copyJobs } from "./support/large-day.ts";
import { type Answered, type MapServer, openNominatim, openOsrm, type Road } from "./support/map-services.ts";
import { testWorker } from "./support/test-worker.ts";
import { type RunningWorker, startWorker } from "./support/worker.ts";

// The built Worker with the services of maps that its variables name.

const DATE = "2030-03-27"; // a Wednesday
const OFFICE = { lat: "27.9477595", lon: "-82.4584425" };
/** A hundred times as slow as any estimate, and no road at all to the far north. */
const road: Road = ([, from], [, to]) => {
  if (from > 28.5 || to > 28.5) return null;
  return [600 + Math.round(Math.abs(to - from) * 1000), 4321];
};

let worker: RunningWorker;
let osrm: MapServer;
let nominatim: MapServer;
let broken: Answered | undefined;
beforeAll(async () => {
  [osrm, nominatim] = await Promise.all([
    openOsrm(road, () => broken),
    openNominatim(
      (params) => (params.get("street")?.startsWith("315") ? OFFICE : undefined),
      () => broken,
    ),
  ]);
  worker = await startWorker({
    LOG_REQUESTS: "off",
    RATE_LIMITS: "off",
    OSRM_URL: osrm.url,
    GEOCODER_URL: nominatim.url,
  });
});
afterAll(async () => {
  for (const { close } of [osrm, nominatim]) close();
  await worker.close();
});

const sqlHere: typeof sql = async <Row>(database: string, text: string, ...params: unknown[]) =>
  (await ask(`${worker.url}/api/v1/inner-door`, { do: "sql", database, sql: text, params })) as Row[];

/** A business on this Worker with a technician whose day begins in Tampa. */
async function newShop(name: string) {
  // the client asks for texts alone
  const send = ((url: string, init?: RequestInit) =>
    fetch(url.replace(testWorker().url, worker.url), init)) as typeof fetch;
  const owner = { email: `${name}@example.com`, username: name, first_name: "Jane", last_name: "Smith" };
  const { data } = await client({}, send).post("/auth/register", { ...owner, password: PASSWORD, company_name: name });
  const api = client({ authorization: `Bearer ${data.access_token}`, "x-tenant-id": data.tenant_id }, send);
  const technician = (await api.post("/admin/technicians", { name: "Mike", pay_type: "hourly", base_pay_cents: 2500 }))
    .data.id;
  await api.patch(`/admin/availability/technicians/${technician}`, {
    start_place: { latitude: 27.8, longitude: -82.46 },
  });
  const job = async (more: object): Promise<Json> => {
    const made = await api.post("/admin/dispatch", { title: "AC Repair", customer_name: "John Smith", ...more });
    expect(made.status, made.text).toBe(201);
    return made.data;
  };
  const at = (n: number) => ({ service_latitude: 27.9 + n / 1000, service_longitude: -82.46, duration_minutes: 15 });
  const plan = async () =>
    (await api.post("/admin/dispatch/optimize-routes", { date: DATE, include_backlog: true })).data;
  const copies = async (id: number, number: number) => {
    const [tenant] = await sqlHere<{ shard: string }>(
      "CONTROL",
      "select shard from tenants where id = ?",
      data.tenant_id,
    );
    await copyJobs({ tenantId: data.tenant_id, shard: tenant?.shard ?? "" }, id, number, 0, sqlHere);
  };
  return { job, at, plan, copies };
}

it("an address is looked up by the geocoder, and by its ZIP code where that knows none or fails; the job is taken all the same", async () => {
  const { job } = await newShop("geocoded");
  const address = { service_address: "315 E Kennedy Blvd", service_city: "Tampa", service_state: "FL" };
  const there = { service_latitude: Number(OFFICE.lat), service_longitude: Number(OFFICE.lon), location: "known" };
  expect(await job({ ...address, service_zip: "33602" })).toMatchObject(there);
  expect(nominatim.asked[0]?.url.searchParams.get("postalcode")).toBe("33602");
  expect(await job({ ...address, service_zip: "33602" })).toMatchObject(there);
  expect(nominatim.asked).toHaveLength(1); // it is remembered
  const middle = { service_latitude: 27.9614, service_longitude: -82.4597, location: "known" };
  const elsewhere = { ...address, service_address: "9 Nowhere St" };
  expect(await job({ ...elsewhere, service_zip: "33602" })).toMatchObject(middle);
  expect(await job(elsewhere)).toMatchObject({ service_latitude: null, location: "unknown" });
  broken = { status: 503, body: "" };
  expect(await job({ ...address, service_address: "315 Down St", service_zip: "33602" })).toMatchObject(middle);
  broken = undefined;
});

it("routes take the ways of the map: in pieces beyond its limit, estimated where no road leads, and estimated as a whole when it does not answer", async () => {
  const { job, at, plan, copies } = await newShop("routed");
  await copies((await job(at(0))).id, 99);
  const whole = await plan();
  expect(whole.matrix).toBe("osrm");
  // 100 jobs and the technician's home: more than the 100 places of one request, which the double refuses
  expect(osrm.asked.length).toBeGreaterThan(1);
  const { stops, travel_minutes, distance_m } = whole.routes[0];
  expect(travel_minutes).toBeGreaterThanOrEqual(10 * stops.length);
  expect(distance_m).toBe(4321 * (stops.length + 1));

  const far = await newShop("far");
  await far.job(far.at(0));
  const north = await far.job({ ...far.at(0), service_latitude: 28.6 });
  const found = await far.plan();
  expect([found.matrix, found.unassigned]).toEqual(["osrm", []]);
  expect(found.routes[0].stops.map((stop: Json) => stop.job_id)).toContain(north.id);
  expect(found.routes[0].distance_m).toBeGreaterThan(2 * 60_000); // there and back, as the crow flies and more

  broken = null;
  const late = await newShop("late");
  await late.job({ ...late.at(3), service_latitude: 27.81 });
  const estimated = await late.plan();
  broken = undefined;
  expect(estimated).toMatchObject({ matrix: "estimated", unassigned: [] });
  expect(estimated.after.travel_minutes).toBeLessThan(15);
});
