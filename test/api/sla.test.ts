import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Business, type Json, newBusiness, newTechnician, quiet } from "../support/client.ts";

const target = { response_minutes: 60, resolution_minutes: 480 };
const targets = { urgent: target, high: target, normal: target, low: target };
const CALENDARS = "/admin/sla/calendars";
const POLICIES = "/admin/sla/policies";
const refusal = ({ status, error }: Answer) => [status, error.reason, error.fields];

describe("a business calendar", () => {
  let business: Business;
  beforeAll(async () => {
    business = await newBusiness();
  });
  const add = (body: object) => business.api.post(CALENDARS, { name: "Hours", ...body });
  const window = (opens: string, closes: string) => ({ opens, closes });

  it("has the usual hours of an office in the zone of the business where nothing else is said", async () => {
    const { data } = await add({ name: "Usual" });
    expect(data).toMatchObject({ timezone: "America/New_York", is_24x7: false, holidays: [], holiday_region: null });
    expect([data.windows.monday, data.windows.sunday]).toEqual([[window("08:00", "17:00")], []]);
    const path = `${CALENDARS}/${data.id}`;
    const split = { monday: [window("00:00", "06:00"), window("22:00", "24:00")] };
    const changed = await business.api.patch(path, { windows: split, holiday_region: "US-FL" });
    expect(changed.data.windows).toMatchObject({ ...split, tuesday: [] });
    const always = await business.api.patch(path, { is_24x7: true });
    expect(always.data).toMatchObject({ windows: { monday: [] }, holidays: [], holiday_region: null });
  });

  it.each([
    [{ windows: { monday: [window("17:00", "08:00")] } }, "windows.monday.0.closes"],
    [{ windows: { monday: [window("08:00", "08:00")] } }, "windows.monday.0.closes"],
    [{ windows: { monday: [window("24:00", "24:00")] } }, "windows.monday.0.opens"],
    [{ windows: { monday: [window("08:00", "12:00"), window("11:59", "17:00")] } }, "windows.monday.1"],
    [{ windows: { someday: [] } }, "windows"],
    [{ windows: {} }, "windows"],
    [{ timezone: "Mars/Base" }, "timezone"],
    [{ holiday_region: "XX" }, "holiday_region"],
    [{ is_24x7: true, windows: { monday: [window("08:00", "12:00")] } }, "windows"],
    [{ is_24x7: true, holidays: [{ date: "2026-12-24", name: "Eve" }] }, "holidays"],
    [
      {
        holidays: [
          { date: "2026-12-24", name: "Eve" },
          { date: "2026-12-24", name: "Again" },
        ],
      },
      "holidays.1.date",
    ],
  ])("refuses %j", async (body, field) => {
    const { status, error } = await add(body);
    expect([status, Object.keys(error.fields).some((name) => name.startsWith(field))], JSON.stringify(error)).toEqual([
      422,
      true,
    ]);
  });

  it("has a name of its own, and is kept while a policy goes by it", async () => {
    const { data } = await add({ name: "Kept" });
    expect(refusal(await add({ name: "KEPT" }))).toEqual([409, "sla_calendar.name_taken", { name: "is taken" }]);
    const policy = await business.api.post(POLICIES, { name: "Kept", targets, calendar_id: data.id });
    const remove = () => business.api.request("DELETE", `${CALENDARS}/${data.id}`);
    expect(refusal(await remove()).slice(0, 2)).toEqual([409, "sla_calendar.in_use"]);
    await business.api.request("DELETE", `${POLICIES}/${policy.data.id}`);
    expect((await remove()).status).toBe(200);
    expect((await remove()).status).toBe(404);
  });
});

describe("a service level policy", () => {
  let business: Business;
  let calendarId: number;
  beforeAll(async () => {
    business = await newBusiness();
    calendarId = (await business.api.post(CALENDARS, { name: "Always", is_24x7: true })).data.id;
  });
  const add = (body: object) => business.api.post(POLICIES, { targets, calendar_id: calendarId, ...body });
  const change = (id: number, body: object) => business.api.patch(`${POLICIES}/${id}`, body);
  const defaults = async () =>
    (await business.api.get(POLICIES)).data.items.filter((policy: Json) => policy.is_default).map(({ id }: Json) => id);

  it("is the default as the first one, until another takes its place; one always is", async () => {
    const { data: first } = await add({ name: "First" });
    const { data: second } = await add({ name: "Second" });
    expect([first.is_default, second.is_default, await defaults()]).toEqual([true, false, [first.id]]);
    for (const body of [{ is_default: false }, { is_enabled: false }])
      expect(refusal(await change(first.id, body)).slice(0, 2)).toEqual([409, "sla_policy.is_default"]);
    expect(refusal(await change(second.id, { is_default: true, is_enabled: false }))[1]).toBe("sla_policy.is_default");
    expect(refusal(await business.api.request("DELETE", `${POLICIES}/${first.id}`))[1]).toBe("sla_policy.is_default");

    expect((await change(second.id, { is_default: true })).data.is_default).toBe(true);
    expect(await defaults()).toEqual([second.id]);
    const { data: third } = await add({ name: "Third", is_default: true });
    expect(await defaults()).toEqual([third.id]);
    const taking = await Promise.all([first.id, second.id].map((id) => change(id, { is_default: true })));
    for (const answer of taking) expect([200, 409]).toContain(answer.status);
    expect(await defaults()).toHaveLength(1);
    expect(refusal(await add({ name: "third" }))).toEqual([409, "sla_policy.name_taken", { name: "is taken" }]);
  });

  it.each([
    [
      { targets: { ...targets, high: { response_minutes: 61, resolution_minutes: 60 } } },
      "targets.high.response_minutes",
    ],
    [{ targets: { urgent: target } }, "targets.high"],
    [{ targets: { ...targets, low: { response_minutes: 0, resolution_minutes: 60 } } }, "targets.low.response_minutes"],
    [{ warn_at_bps: 10_001 }, "warn_at_bps"],
    [{ response_met_at: "completed" }, "response_met_at"],
    [{ match: { priorities: ["whenever"] } }, "match.priorities.0"],
  ])("refuses %j", async (body, field) => {
    const { status, error } = await add({ name: "Wrong", ...body });
    expect([status, Object.keys(error.fields)[0]], JSON.stringify(error)).toEqual([422, field]);
  });

  it.each(["zone_ids", "customer_ids", "agreement_plan_ids"])("holds for %s that are there", async (name) => {
    const { status, error } = await add({ name: "Wrong", match: { [name]: [999_999] } });
    expect([status, error.reason, error.fields]).toEqual([
      ...[404, "sla_policy.unknown_match", { [`match.${name}.0`]: "999999 is unknown" }],
    ]);
  });

  it("goes by a calendar that is there", async () => {
    expect(refusal(await add({ name: "Wrong", calendar_id: 999_999 })).slice(0, 2)).toEqual([
      404,
      "sla_calendar.not_found",
    ]);
  });

  it("holds for what it names: customers who were merged into them, plans, zones and job types", async () => {
    const { api } = business;
    const customer = async (name: string) => (await api.post("/admin/customers", { name })).data.id as number;
    const [kept, gone] = [await customer("Big store"), await customer("Big Store Inc")];
    await add({ name: "Big store", rank: 1, match: { customer_ids: [gone] } });
    await add({ name: "Cold", rank: 2, match: { job_types: ["Refrigeration"] } });
    await api.post(`/admin/customers/${gone}/merge`, { into: kept });
    const policyOf = async (body: object) => {
      const { data: job } = await api.post("/admin/dispatch", { title: "Leak", customer_name: "Ann Lee", ...body });
      await quiet(business);
      return (await api.get(`/admin/sla/jobs/${job.id}`)).data.policy_name;
    };
    expect(await policyOf({ customer_id: kept })).toBe("Big store");
    expect(await policyOf({ job_type: "refrigeration" })).toBe("Cold");
    expect(await policyOf({})).toMatch(/First|Second|Third/);
  });

  it("holds for jobs that are created from then on: older ones have no clock", async () => {
    const other = await newBusiness();
    const { data: job } = await other.api.post("/admin/dispatch", { title: "Leak", customer_name: "Ann Lee" });
    await quiet(other);
    const { data: calendar } = await other.api.post(CALENDARS, { name: "Always", is_24x7: true });
    await other.api.post(POLICIES, { name: "All", targets, calendar_id: calendar.id });
    await other.api.patch(`/admin/dispatch/${job.id}`, { priority: "urgent" });
    await quiet(other);
    const answer = await other.api.get(`/admin/sla/jobs/${job.id}`);
    expect([answer.status, answer.error.reason]).toEqual([404, "sla_clock.not_found"]);
  });
});

it("a report is asked for in days that are in order, and not too many; the other end follows from one", async () => {
  const { api } = await newBusiness();
  const read = (query: string) => api.get(`/admin/sla/report?${query}`);
  expect((await read("")).data).toMatchObject({ jobs: 0, compliance_bps: null, groups: [] });
  for (const query of [
    "date_from=2026-03-02&date_to=2026-03-01",
    "dateFrom=2026-03-02&dateTo=2026-03-01",
    "date_from=2025-03-01&date_to=2026-03-02",
    "dateFrom=2025-03-01&date_to=2026-03-02",
    "group_by=mood",
  ])
    expect((await read(query)).status, query).toBe(400);
  const days = async (query: string) => {
    const { date_from, date_to, group_by } = (await read(query)).data;
    return [date_from, date_to, group_by];
  };
  expect(await days("date_to=2026-03-30")).toEqual(["2026-03-01", "2026-03-30", "policy"]);
  expect(await days("dateFrom=2025-01-01&groupBy=zone")).toEqual(["2025-01-01", "2026-01-01", "zone"]);
  expect(await days("date_from=2199-01-01")).toEqual(["2199-01-01", "2199-01-01", "policy"]);
  const [from, today] = await days("");
  expect(await days(`date_from=${from}`)).toEqual([from, today, "policy"]);
});

it("a technician sees by when their own job needs its response, and nothing of others' jobs", async () => {
  const business = await newBusiness();
  const { api } = business;
  const [mike, lee] = [await newTechnician(business, true), await newTechnician(business, true)];
  const before = (await api.post("/admin/dispatch", { title: "Old", customer_name: "Ann Lee" })).data;
  await api.patch(`/admin/dispatch/${before.id}/assign`, { technician_id: mike.id });
  await quiet(business);
  const calendar = (await api.post(CALENDARS, { name: "Always", is_24x7: true })).data.id;
  expect((await api.post(POLICIES, { name: "All", targets, calendar_id: calendar })).status).toBe(201);
  const job = (await api.post("/admin/dispatch", { title: "Leak", customer_name: "Ann Lee" })).data;
  await api.patch(`/admin/dispatch/${job.id}/assign`, { technician_id: mike.id });
  await quiet(business);
  const path = `/tech/dispatch/my-jobs/${job.id}/sla`;
  const office = (await api.get(`/admin/sla/jobs/${job.id}`)).data;
  const { data } = await mike.api.get(path);
  expect(data).toMatchObject({ job_id: job.id, state: "running", response: { state: "pending", target_minutes: 60 } });
  expect([data.response, data.resolution]).toEqual([office.response, office.resolution]);
  expect(Object.keys(data).filter((name) => /polic|violation|snapshot/.test(name))).toEqual([]);
  expect(refusal(await lee.api.get(path))).toEqual([404, "dispatch_job.not_found", undefined]);
  expect(refusal(await mike.api.get(`/tech/dispatch/my-jobs/${before.id}/sla`))[1]).toBe("sla_clock.not_found");
  await mike.api.patch(`/tech/dispatch/my-jobs/${job.id}/acknowledge`);
  await quiet(business);
  expect((await mike.api.get(path)).data.response).toMatchObject({ state: "met", met_at: expect.any(String) });
});
