import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Answer, type Business, type Json, newBusiness, newTechnician } from "../support/client.ts";

const PATH = "/admin/vehicles";
const refusal = ({ status, error }: Answer) => [status, error?.reason, Object.keys(error?.fields ?? {})];

async function ok(answer: Promise<Answer>): Promise<Json> {
  const { status, text, data } = await answer;
  expect([200, 201], text).toContain(status);
  return data;
}

/** A business with a vehicle. */
async function garage(more = {}) {
  const business = await newBusiness();
  const { api } = business;
  const vehicle = await ok(api.post(PATH, { name: "Van 3", ...more }));
  const path = `${PATH}/${vehicle.id}`;
  const read = (): Promise<Json> => ok(api.get(path));
  const enter = (odometer_m: number, at: string, rest = {}) =>
    api.post(`${path}/odometer`, { odometer_m, at: `${at}T12:00:00Z`, ...rest });
  const plan = (terms: object): Promise<Json> => ok(api.post(`${path}/maintenance-plans`, terms));
  const plans = async (): Promise<Json[]> => (await ok(api.get(`${path}/maintenance-plans`))).items;
  return { business, api, vehicle, path, read, enter, plan, plans };
}

/** What was told of vehicles, in its order. */
async function told({ shard, tenantId }: Business): Promise<string[]> {
  const events = await sql<{ type: string; data: string }>(
    shard,
    "select type, data from outbox where tenant_id = ? and type like 'vehicle.%' order by seq",
    tenantId,
  );
  return events.map(({ type, data }) => `${type.replace("vehicle.maintenance-", "")} ${JSON.parse(data).plan_name}`);
}

describe("a vehicle", () => {
  it("is taken in, changed, listed by status, retired and taken back", async () => {
    const { api, vehicle, path } = await garage({ vin: "1ftbw2cm5hka12345", year: 2022, odometer_m: 84_000_000 });
    expect(vehicle).toMatchObject({
      ...{ name: "Van 3", vin: "1FTBW2CM5HKA12345", status: "active", odometer_m: 84_000_000, version: 1 },
      ...{ assigned_technician_id: null, odometer_at: expect.any(String) },
    });
    expect((await ok(api.get(`${path}/odometer`))).items).toMatchObject([{ odometer_m: 84_000_000, source: "manual" }]);
    const again = await api.post(PATH, { name: "Other", vin: "1FTBW2CM5HKA12345" });
    expect(refusal(again)).toEqual([409, "vehicle.vin_taken", ["vin"]]);
    const other = await ok(api.post(PATH, { name: "A truck" }));
    const changed = await ok(api.patch(path, { status: "in_shop", plate: "ABC 1" }));
    expect(changed).toMatchObject({ status: "in_shop", plate: "ABC 1", version: 2 });
    expect((await ok(api.get(`${PATH}?sort=name`))).items).toEqual([other, changed]);
    expect(await ok(api.get(`${PATH}?status=in_shop`))).toMatchObject({ items: [changed], total: 1 });
    expect((await ok(api.request("DELETE", path))).status).toBe("retired");
    for (const [where, body] of [
      ["odometer", { odometer_m: 90_000_000 }],
      ["fuel", { volume_ml: 1, cost_cents: 1 }],
      ["assign", { technician_id: null }],
    ] as const)
      expect(refusal(await api.post(`${path}/${where}`, body))).toEqual([409, "vehicle.retired", []]);
    expect((await ok(api.patch(path, { status: "active" }))).status).toBe("active");
  });

  it.each([
    [{ name: "" }, "name"],
    [{ vin: "OI" }, "vin"],
    [{ odometer_m: 1.5 }, "odometer_m"],
    [{ odometer_m: -1 }, "odometer_m"],
    [{ insurance_expires_on: "2026-02-30" }, "insurance_expires_on"],
    [{ fuel_type: "coal" }, "fuel_type"],
  ])("with %j is refused, and the field is named", async (more, field) => {
    const { api } = await newBusiness();
    const refused = await api.post(PATH, { name: "Van", ...more });
    expect([refused.status, Object.keys(refused.error.fields)]).toEqual([422, [field]]);
  });

  it("goes from one technician to the next, and who had it when is kept", async () => {
    const { business, api, vehicle, path } = await garage();
    const [mike, dana] = [await newTechnician(business), await newTechnician(business)];
    const first = await ok(api.post(`${path}/assign`, { technician_id: mike.id }));
    expect(first).toMatchObject({ assigned_technician_id: mike.id, assigned_at: expect.any(String) });
    expect((await ok(api.post(`${path}/assign`, { technician_id: mike.id }))).version).toBe(first.version);
    await ok(api.post(`${path}/assign`, { technician_id: dana.id }));
    expect((await ok(api.get(`${PATH}?technician_id=${dana.id}`))).items.map(({ id }: Json) => id)).toEqual([
      vehicle.id,
    ]);
    const [now, before] = (await ok(api.get(`${path}/assignments`))).items;
    expect(now).toMatchObject({ technician_id: dana.id, ended_at: null });
    expect(before).toMatchObject({ technician_id: mike.id, started_at: first.assigned_at, ended_at: now.started_at });
    await ok(api.request("DELETE", path));
    expect((await ok(api.get(`${path}/assignments`))).items.map(({ ended_at }: Json) => ended_at)).not.toContain(null);
    await ok(api.patch(path, { status: "active" }));
    await ok(api.patch(`/admin/technicians/${mike.id}`, { is_active: false }));
    const refused = await api.post(`${path}/assign`, { technician_id: mike.id });
    expect(refusal(refused)).toEqual([409, "vehicle.technician_inactive", ["technician_id"]]);
  });

  it("given to two technicians at the same moment has one of them", async () => {
    const { business, api, path, read } = await garage();
    const technicians = [await newTechnician(business), await newTechnician(business)];
    const answers = await Promise.all(technicians.map(({ id }) => api.post(`${path}/assign`, { technician_id: id })));
    for (const { status, error } of answers)
      expect(status === 200 || error.reason === "vehicle.changed_meanwhile").toBe(true);
    const open = (await ok(api.get(`${path}/assignments`))).items.filter(({ ended_at }: Json) => ended_at === null);
    expect(open.map(({ technician_id }: Json) => technician_id)).toEqual([(await read()).assigned_technician_id]);
  });

  it("is where the technician was last seen who has it", async () => {
    const business = await newBusiness();
    const { api } = business;
    const mike = await newTechnician(business, true);
    const [van, spare] = [await ok(api.post(PATH, { name: "Van" })), await ok(api.post(PATH, { name: "Spare" }))];
    await ok(api.post(`${PATH}/${van.id}/assign`, { technician_id: mike.id }));
    const nowhere = { vehicle_id: van.id, name: "Van", technician_id: mike.id, position: null };
    expect((await ok(api.get(`${PATH}/locations`))).items).toEqual([nowhere]);
    await ok(mike.api.post("/tech/dispatch/location", { latitude: 27.9506, longitude: -82.4572 }));
    const [seen] = (await ok(api.get(`${PATH}/locations`))).items;
    expect(seen).toMatchObject({ vehicle_id: van.id, position: { latitude: 27.9506, longitude: -82.4572 } });
    expect(spare.assigned_technician_id).toBeNull();
  });
});

describe("a digit too many or a reading that comes late poisons no reminder (B52)", () => {
  /** A van that showed 320,428 km on 10 January, whose oil is due at 321,000 km and told of 100 km before. */
  async function van() {
    const made = await garage();
    await ok(made.enter(320_428_000, "2026-01-10"));
    await made.plan({
      ...{ name: "Oil", interval_m: 1_000_000, soon_m: 100_000, last_done_on: "2026-01-01" },
      last_done_odometer_m: 320_000_000,
    });
    const alerts = async () => (await made.plans()).map(({ alert }) => alert);
    return { ...made, alerts };
  }

  it("refuses ten times the distance a day later, and no plan turns due", async () => {
    const { business, api, enter, read, alerts } = await van();
    expect(refusal(await enter(3_204_280_000, "2026-01-11"))).toEqual([422, "odometer.implausible", ["odometer_m"]]);
    expect((await read()).odometer_m).toBe(320_428_000);
    expect([await alerts(), await told(business)]).toEqual([["none"], []]);
    expect((await ok(api.get(`${PATH}/alerts`))).maintenance).toEqual([]);
  });

  it("takes a reading of the day before that is entered later, and still shows the newest", async () => {
    const { api, path, enter, read } = await van();
    const late = await ok(enter(320_427_000, "2026-01-09"));
    expect(late).toMatchObject({ odometer_m: 320_427_000, superseded: false });
    expect(await read()).toMatchObject({ odometer_m: 320_428_000, odometer_at: "2026-01-10T12:00:00.000Z" });
    expect((await ok(api.get(`${path}/odometer`))).items).toHaveLength(2);
  });

  it("refuses a reading of the day before that is above the later one, and one that falls", async () => {
    const { enter } = await van();
    const above = await enter(320_429_000, "2026-01-09");
    expect(refusal(above)).toEqual([422, "odometer.above_later", ["odometer_m"]]);
    expect(above.error.fields.odometer_m).toBe("must be at most 320428000");
    expect(refusal(await enter(320_427_999, "2026-01-11"))).toEqual([422, "odometer.falls", ["odometer_m"]]);
    expect(refusal(await enter(320_430_000, "2199-01-01"))).toEqual([422, "odometer.in_future", ["at"]]);
  });

  it("withdraws what a wrong reading has raised when it is corrected, and tells of it when it is really so far", async () => {
    const { business, api, path, enter, read, alerts } = await van();
    await ok(enter(321_900_000, "2026-01-11")); // meant: 320,900,000
    expect(await alerts()).toEqual(["overdue"]);
    expect((await ok(api.get(`${PATH}/alerts`))).maintenance).toMatchObject([
      { plan_name: "Oil", alert: "overdue", due_odometer_m: 321_000_000, odometer_m: 321_900_000 },
    ]);
    const corrected = await ok(enter(320_500_000, "2026-01-12", { source: "correction" }));
    expect(corrected.source).toBe("correction");
    expect(await read()).toMatchObject({ odometer_m: 320_500_000, odometer_at: "2026-01-12T12:00:00.000Z" });
    expect(await alerts()).toEqual(["none"]);
    expect(
      (await ok(api.get(`${path}/odometer`))).items.map(({ odometer_m: m, superseded }: Json) => [m, superseded]),
    ).toEqual([
      [320_500_000, false],
      [321_900_000, true],
      [320_428_000, false],
    ]);
    await ok(enter(320_900_000, "2026-01-13"));
    expect(await alerts()).toEqual(["due_soon"]);
    expect(await told(business)).toEqual(["overdue Oil", "withdrawn Oil", "due-soon Oil"]);
  });

  it("keeps a later reading that a correction does not contradict", async () => {
    const { enter, read } = await van();
    await ok(enter(320_700_000, "2026-01-12"));
    await ok(enter(320_600_000, "2026-01-14", { source: "correction" }));
    expect((await read()).odometer_m).toBe(320_600_000);
    await ok(enter(320_800_000, "2026-01-16"));
    await ok(enter(320_650_000, "2026-01-15", { source: "correction" }));
    expect(await read()).toMatchObject({ odometer_m: 320_800_000, odometer_at: "2026-01-16T12:00:00.000Z" });
  });

  it("takes a reading that is confirmed, and of several at the same moment none that falls", async () => {
    const { api, path, read } = await van();
    const metres = [1, 2, 3, 4, 5, 6].map((n) => 320_428_000 + n * 1000);
    await Promise.all(metres.map((odometer_m) => api.post(`${path}/odometer`, { odometer_m })));
    const { items } = await ok(api.get(`${path}/odometer`));
    const inOrder = items.toSorted((a: Json, b: Json) =>
      a.at < b.at ? -1 : a.at > b.at ? 1 : a.odometer_m - b.odometer_m,
    );
    const readings = inOrder.map(({ odometer_m }: Json) => odometer_m);
    expect(readings).toEqual(readings.toSorted((a: number, b: number) => a - b));
    expect((await read()).odometer_m).toBe(readings.at(-1));
    const far = { odometer_m: 3_204_280_000 };
    expect(refusal(await api.post(`${path}/odometer`, far))).toEqual([422, "odometer.implausible", ["odometer_m"]]);
    await ok(api.post(`${path}/odometer`, { ...far, confirm: true }));
    expect((await read()).odometer_m).toBe(3_204_280_000);
  });
});

describe("a maintenance plan", () => {
  it("is due by date or distance, and told once for each level of a cycle", async () => {
    const { business, api, path, enter, plan, plans } = await garage();
    await ok(enter(80_000_000, "2026-01-01"));
    const oil = await plan({ name: "Oil", interval_m: 8_000_000, interval_months: 120, last_done_on: "2026-01-01" });
    expect(oil).toMatchObject({
      ...{ due_on: "2036-01-01", due_odometer_m: 88_000_000, soon_days: 14, soon_m: 800_000, cycle: 1, alert: "none" },
    });
    for (const [metres, on] of [
      [87_000_000, "2026-02-01"],
      [87_200_000, "2026-02-02"],
      [87_300_000, "2026-02-03"],
      [88_000_000, "2026-02-04"],
      [88_100_000, "2026-02-05"],
      [88_800_001, "2026-02-06"],
    ] as const)
      await ok(enter(metres, on));
    expect(await told(business)).toEqual(["due-soon Oil", "due Oil", "overdue Oil"]);
    const done = { maintenance_plan_id: oil.id, done_on: "2026-02-07", odometer_m: 89_000_000, cost_cents: 8995 };
    expect(await ok(api.post(`${path}/maintenance`, done))).toMatchObject({ title: "Oil", cost_cents: 8995 });
    expect(await plans()).toMatchObject([
      { cycle: 2, alert: "none", last_done_on: "2026-02-07", due_on: "2036-02-07", due_odometer_m: 97_000_000 },
    ]);
    await ok(enter(96_300_000, "2026-06-01"));
    expect((await told(business)).slice(3)).toEqual(["due-soon Oil"]);
    const [cycle] = (await ok(api.get(`${PATH}/alerts`))).maintenance;
    expect(cycle).toMatchObject({ alert: "due_soon", cycle: 2 });
    await ok(api.post(`${path}/maintenance`, { ...done, done_on: "2026-01-15", odometer_m: undefined }));
    expect((await plans())[0]).toMatchObject({ cycle: 2, last_done_on: "2026-02-07" });
    expect((await ok(api.get(`${path}/maintenance`))).items).toHaveLength(2);
  });

  it("is less urgent when its interval is made longer, and for nobody when it is out of use", async () => {
    const { business, api, path, plan } = await garage({ odometer_m: 88_000_000 });
    const { id, alert } = await plan({ name: "Oil", interval_m: 8_000_000, last_done_odometer_m: 80_000_000 });
    expect(alert).toBe("due");
    const change = (body: object) => ok(api.patch(`${path}/maintenance-plans/${id}`, body));
    expect(await change({ interval_m: 20_000_000 })).toMatchObject({ alert: "none", due_odometer_m: 100_000_000 });
    expect(await change({ interval_m: 8_000_000 })).toMatchObject({ alert: "due" });
    expect(await change({ is_active: false })).toMatchObject({ alert: "none" });
    expect(await told(business)).toEqual(["due Oil", "withdrawn Oil", "due Oil", "withdrawn Oil"]);
  });

  it("needs an interval, a day that has come and, by distance, an odometer", async () => {
    const { business, api, path, plan } = await garage();
    const add = async (body: object) => refusal(await api.post(`${path}/maintenance-plans`, { name: "Oil", ...body }));
    expect(await add({})).toEqual([422, "maintenance_plan.interval_missing", ["interval_months"]]);
    expect(await add({ interval_months: 1, last_done_on: "2199-01-01" })).toEqual([
      ...[422, "maintenance_plan.start_in_future", ["last_done_on"]],
    ]);
    const { id } = await plan({ name: "Tyres", interval_m: 40_000_000 });
    const done = async (body: object) => refusal(await api.post(`${path}/maintenance`, body));
    expect(await done({ maintenance_plan_id: id })).toEqual([422, "maintenance.odometer_missing", ["odometer_m"]]);
    expect(await done({ title: "Wash", done_on: "2199-01-01" })).toEqual([422, "maintenance.in_future", ["done_on"]]);
    expect(await done({})).toEqual([422, "request.invalid", ["title"]]);
    const other = await ok(api.post(PATH, { name: "Other" }));
    const foreign = await api.post(`${PATH}/${other.id}/maintenance`, { maintenance_plan_id: id });
    expect(refusal(foreign)).toEqual([404, "maintenance_plan.not_found", ["maintenance_plan_id"]]);
    await sql(
      business.shard,
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 49)
        insert into maintenance_plans select tenant_id, 2000000 + i, vehicle_id, name, interval_months, interval_m, soon_days, soon_m, last_done_on,
          last_done_odometer_m, due_on, due_odometer_m, cycle, alert, is_active, note, created_by, created_at, updated_at, version
        from maintenance_plans join n where tenant_id = ? and id = ?`,
      business.tenantId,
      id,
    );
    expect(await add({ interval_months: 1 })).toEqual([409, "maintenance_plan.too_many", []]);
  });
});

describe("fuel", () => {
  it("is a reading too, and tells what a vehicle uses from one full tank to the next", async () => {
    const { api, path, read } = await garage();
    const fill = (on: string, volume_ml: number, more: object) =>
      api.post(`${path}/fuel`, { at: `${on}T12:00:00Z`, volume_ml, cost_cents: 5592, ...more });
    await ok(fill("2026-01-20", 55_000, { odometer_m: 2_000_000 }));
    await ok(fill("2026-01-01", 60_000, { odometer_m: 1_000_000 }));
    await ok(fill("2026-01-05", 20_000, { full_tank: false }));
    await ok(fill("2026-01-10", 40_000, { odometer_m: 1_500_000 }));
    expect((await read()).odometer_m).toBe(2_000_000);
    expect(refusal(await fill("2026-01-12", 1000, { odometer_m: 1_400_000 }))).toEqual([
      ...[422, "odometer.falls", ["odometer_m"]],
    ]);
    expect((await ok(api.get(`${path}/fuel`))).items).toHaveLength(4);
    expect(await ok(api.get(`${path}/fuel-economy`))).toMatchObject({
      ...{ distance_m: 1_000_000, volume_ml: 115_000, ml_per_100_km: 11_500 },
      stretches: [{ ml_per_100_km: 12_000 }, { ml_per_100_km: 11_000 }],
    });
  });
});

it("a document's end is shown a month before it, and not of a retired vehicle", async () => {
  const today = new Date().toISOString().slice(0, 10);
  const { api, vehicle, path } = await garage({ insurance_expires_on: "2020-01-31" });
  await ok(api.patch(path, { registration_expires_on: "2199-12-31" }));
  const documents = async (): Promise<Json[]> => (await ok(api.get(`${PATH}/alerts`))).documents;
  expect(await documents()).toMatchObject([
    { vehicle_id: vehicle.id, document: "insurance", expires_on: "2020-01-31", vehicle_name: "Van 3" },
  ]);
  expect((await documents())[0]?.days_left).toBeLessThan(0);
  await ok(api.patch(path, { insurance_expires_on: today }));
  expect(await documents()).toHaveLength(1);
  await ok(api.request("DELETE", path));
  expect(await documents()).toEqual([]);
});
