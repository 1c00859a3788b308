import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Answer, type Business, newBusiness, newTechnician } from "../support/client.ts";

const said = ({ status, error }: Answer) => `${status} ${error?.reason ?? "ok"}`;
const fieldsOf = ({ error }: Answer) => Object.keys(error?.fields ?? {});
// biome-ignore lint/suspicious/noExplicitAny: answers of several endpoints
type Row = Record<string, any>;

const everyDay = (starts: string, ends: string) =>
  ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].map((weekday) => ({
    weekday,
    starts,
    ends,
  }));

/** A business in New York with one technician, who can sign in. */
async function newCrew(settings: Row = {}) {
  const business = await newBusiness();
  const { api } = business;
  if (Object.keys(settings).length > 0) await api.patch("/admin/organization", settings);
  const technician = await newTechnician(business, true);
  const setShifts = (shifts: Row[], id = technician.id) => api.put(`/admin/availability/shifts/${id}`, { shifts });
  const dayOf = async (date: string, id = technician.id) => {
    const { technicians } = (await api.get(`/admin/availability?date=${date}`)).data;
    return technicians.find((one: Row) => one.id === id) as Row;
  };
  const free = async (date: string) =>
    (await dayOf(date)).free.map(
      ({ starts_at, ends_at }: Row) => `${starts_at.slice(11, 16)}-${ends_at.slice(11, 16)}`,
    );
  return { business, api, technician, id: technician.id, mine: technician.api, setShifts, dayOf, free };
}

/** Events about time off as the outbox keeps them, in order. */
async function eventsOf({ shard, tenantId }: Business): Promise<[string, Row][]> {
  const rows = await sql<{ type: string; data: string }>(
    shard,
    "select type, data from outbox where tenant_id = ? and type like 'time_off.%' order by seq",
    tenantId,
  );
  return rows.map(({ type, data }) => [type, JSON.parse(data)]);
}

const remove = ({ api }: Pick<Business, "api">, path: string) => api.request("DELETE", `/admin/availability${path}`);

describe("shifts", () => {
  it("are the hours of the business until a technician has some of their own, and again when these are removed", async () => {
    const { business, id, setShifts, dayOf, free } = await newCrew({
      business_hours: { wednesday: { opens: "09:00", closes: "15:00" } },
    });
    expect(await dayOf("2026-03-18")).toMatchObject({ source: "business_hours", available_minutes: 360 });
    expect((await setShifts([{ weekday: "wednesday", starts: "06:00", ends: "14:00" }])).status).toBe(200);
    expect(await dayOf("2026-03-18")).toMatchObject({ source: "pattern", available_minutes: 480 });
    expect(await dayOf("2026-03-19")).toMatchObject({ source: "pattern", shifts: [], available_minutes: 0 });
    expect(said(await remove(business, `/shifts/${id}`))).toBe("200 ok");
    expect(await free("2026-03-18")).toEqual(["13:00-19:00"]);
    expect(said(await remove(business, `/shifts/${id}`))).toBe("404 shift_pattern.not_found");
  });

  it("are read as they were set, and can be sent back as they are read", async () => {
    const { api, id, setShifts } = await newCrew();
    expect(said(await api.get(`/admin/availability/shifts/${id}`))).toBe("404 shift_pattern.not_found");
    const shifts = [
      { weekday: "monday", starts: "08:00", ends: "12:00", effective_from: "2026-03-01", effective_to: null },
      { weekday: "monday", starts: "22:00", ends: "06:00", effective_from: null, effective_to: "2026-12-31" },
    ];
    expect((await setShifts(shifts)).data).toMatchObject({ technician_id: id, shifts, version: 1 });
    const read = await api.get(`/admin/availability/shifts/${id}`);
    expect(read.data.shifts).toEqual(shifts);
    expect((await api.get("/admin/availability/shifts")).data.items).toEqual([read.data]);
    const again = await api.put(
      `/admin/availability/shifts/${id}`,
      { shifts: read.data.shifts },
      { "if-match": read.headers.get("etag") ?? "" },
    );
    expect(again.data).toMatchObject({ shifts, version: 2 });
    const stale = await api.put(`/admin/availability/shifts/${id}`, { shifts }, { "if-match": '"1"' });
    expect(said(stale)).toBe("412 shift_pattern.version_mismatch");
  });

  it("set twice at the same moment are one of the two, and the other is told so", async () => {
    const { api, id, setShifts } = await newCrew();
    const both = [everyDay("06:00", "14:00"), everyDay("14:00", "22:00")];
    const answers = await Promise.all(both.map((shifts) => setShifts(shifts)));
    const won = answers.filter(({ status }) => status === 200);
    for (const answer of answers) expect(["200 ok", "409 shift_pattern.changed_meanwhile"]).toContain(said(answer));
    const { data } = await api.get(`/admin/availability/shifts/${id}`);
    expect([won.length, data]).toEqual([data.version, won.find((one) => one.data.version === data.version)?.data]);
  });

  it("of one technician do not overlap: the answer names those that do", async () => {
    const { id, api, setShifts } = await newCrew();
    const clash = await setShifts([
      { weekday: "sunday", starts: "22:00", ends: "06:00" },
      { weekday: "tuesday", starts: "08:00", ends: "12:00" },
      { weekday: "monday", starts: "05:00", ends: "09:00" },
    ]);
    expect(said(clash)).toBe("422 availability.shifts_overlap");
    expect(clash.error.fields).toEqual({ "shifts.2": "overlaps shifts.0" });
    const day = await api.post("/admin/availability/overrides", {
      technician_id: id,
      date: "2026-03-18",
      shifts: [
        { starts: "08:00", ends: "12:00" },
        { starts: "11:30", ends: "15:00" },
      ],
    });
    expect([said(day), day.error.fields]).toEqual([
      "422 availability.shifts_overlap",
      { "shifts.1": "overlaps shifts.0" },
    ]);
  });

  it.each([
    [{ weekday: "monday", starts: "08:00", ends: "08:00" }, "shifts.0.ends"],
    [{ weekday: "monday", starts: "24:00", ends: "08:00" }, "shifts.0.starts"],
    [{ weekday: "monday", starts: "8:00", ends: "17:00" }, "shifts.0.starts"],
    [{ weekday: "monday", starts: "08:00", ends: "0930" }, "shifts.0.ends"],
    [{ weekday: "mon", starts: "08:00", ends: "17:00" }, "shifts.0.weekday"],
    [
      { weekday: "monday", starts: "08:00", ends: "17:00", effective_from: "2026-03-02", effective_to: "2026-03-01" },
      "shifts.0.effective_to",
    ],
  ])("like %o are refused by the field %s", async (shift, field) => {
    const { setShifts } = await newCrew();
    const refused = await setShifts([shift]);
    expect([refused.status, fieldsOf(refused)]).toEqual([422, [field]]);
  });

  it("of a technician that is not there are 404", async () => {
    const { api, setShifts } = await newCrew();
    expect(said(await setShifts([], 999_999))).toBe("404 technician.not_found");
    const bodies: [string, Row][] = [
      ["/admin/availability/overrides", { date: "2026-03-18", shifts: [] }],
      ["/admin/availability/on-call", { date_from: "2026-03-18", date_to: "2026-03-18" }],
      ["/admin/availability/time-off", { kind: "sick", date_from: "2026-03-18", date_to: "2026-03-18" }],
    ];
    for (const [path, body] of bodies) {
      const refused = await api.post(path, { technician_id: 999_999, ...body });
      expect([said(refused), fieldsOf(refused)], path).toEqual(["404 technician.not_found", ["technician_id"]]);
    }
    expect(said(await api.get("/admin/availability/technicians/999999"))).toBe("404 technician.not_found");
    const terms = await api.patch("/admin/availability/technicians/999999", { max_jobs_per_day: 3 });
    expect(said(terms)).toBe("404 technician.not_found");
  });

  it("of a single day go before those of every week, once for each day", async () => {
    const { business, api, id, setShifts, dayOf, free } = await newCrew();
    await setShifts(everyDay("08:00", "16:00"));
    const override = { technician_id: id, date: "2026-03-18", shifts: [{ starts: "18:00", ends: "02:00" }] };
    const made = await api.post("/admin/availability/overrides", { ...override, note: "Night job" });
    expect(made.data).toMatchObject({ ...override, note: "Night job", version: 1 });
    expect(await dayOf("2026-03-18")).toMatchObject({ source: "override", available_minutes: 360 });
    // the rest of the night, then the usual shift
    expect(await free("2026-03-19")).toEqual(["04:00-06:00", "12:00-20:00"]);
    const again = await api.post("/admin/availability/overrides", override);
    expect([said(again), fieldsOf(again)]).toEqual(["409 shift_override.exists", ["date"]]);

    const changed = await api.patch(`/admin/availability/overrides/${made.data.id}`, { shifts: [] });
    expect(changed.data).toMatchObject({ shifts: [], note: "Night job", version: 2 });
    expect(await free("2026-03-18")).toEqual([]);
    const range = (query: string) => api.get(`/admin/availability/overrides?technician_id=${id}&${query}`);
    expect((await range("date_from=2026-03-18&date_to=2026-03-18")).data.items).toEqual([changed.data]);
    expect((await range("date_from=2026-03-19")).data.items).toEqual([]);
    expect(said(await remove(business, `/overrides/${made.data.id}`))).toBe("200 ok");
    expect(await free("2026-03-18")).toEqual(["12:00-20:00"]);
  });

  it("last as long as the clock says on the days when it changes", async () => {
    const { setShifts, dayOf } = await newCrew();
    await setShifts(everyDay("00:00", "24:00"));
    const minutes = async (date: string) => (await dayOf(date)).available_minutes;
    expect([await minutes("2026-03-08"), await minutes("2026-11-01")]).toEqual([23 * 60, 25 * 60]);
  });
});

describe("time off", () => {
  const week = { kind: "vacation", date_from: "2026-07-06", date_to: "2026-07-10" };

  it("that a technician asks for counts once the office approves it, and no longer when that is taken back", async () => {
    const { api, mine, id, dayOf } = await newCrew();
    const asked = await mine.post("/tech/availability/time-off", { ...week, note: "Family visit" });
    expect(asked.data).toMatchObject({
      ...week,
      technician_id: id,
      status: "requested",
      starts_at: "2026-07-06T04:00:00.000Z",
      ends_at: "2026-07-11T04:00:00.000Z",
      decided_at: null,
    });
    const path = `/admin/availability/time-off/${asked.data.id}`;
    expect((await dayOf("2026-07-06")).available_minutes).toBe(540);

    const approved = await api.patch(`${path}/approve`);
    expect(approved.data).toMatchObject({ status: "approved", decided_by: "user:1", version: 2 });
    expect(await dayOf("2026-07-06")).toMatchObject({
      free: [],
      available_minutes: 0,
      time_off: [{ kind: "vacation" }],
    });
    expect((await dayOf("2026-07-06")).shifts).toHaveLength(1);
    expect((await api.patch(`${path}/approve`)).data.version).toBe(2);

    const rejected = await api.patch(`${path}/reject`, { reason: "A big job came in" });
    expect(rejected.data).toMatchObject({ status: "rejected", reason: "A big job came in", version: 3 });
    expect((await dayOf("2026-07-06")).available_minutes).toBe(540);
    const late = await api.patch(`${path}/approve`);
    expect([said(late), fieldsOf(late)]).toEqual(["409 time_off.wrong_status", ["status"]]);
    expect((await api.get(path)).data).toEqual(rejected.data);
  });

  it("that the office enters is approved with that, for whole days or for some hours", async () => {
    const { api, id, free } = await newCrew();
    const dentist = { starts_at: "2026-07-06T15:00:00.000Z", ends_at: "2026-07-06T17:30:00.000Z" };
    const made = await api.post("/admin/availability/time-off", { technician_id: id, kind: "other", ...dentist });
    expect(made.data).toMatchObject({ status: "approved", ...dentist, date_from: null, decided_by: "user:1" });
    expect(await free("2026-07-06")).toEqual(["12:00-15:00", "17:30-21:00"]);
    const waiting = await api.post("/admin/availability/time-off", { technician_id: id, ...week, status: "requested" });
    expect(waiting.data).toMatchObject({ status: "requested", decided_by: null });
    expect(await free("2026-07-07")).toEqual(["12:00-21:00"]);
  });

  it("of whole days stays on those days when the business moves to another time zone", async () => {
    const { api, id, dayOf } = await newCrew();
    const made = await api.post("/admin/availability/time-off", { technician_id: id, ...week });
    await api.patch("/admin/organization", { timezone: "Pacific/Honolulu" });
    const moved = await api.get(`/admin/availability/time-off/${made.data.id}`);
    expect(moved.data.starts_at).toBe("2026-07-06T10:00:00.000Z");
    expect((await dayOf("2026-07-10")).available_minutes).toBe(0);
    expect((await dayOf("2026-07-13")).available_minutes).toBe(540);
  });

  it("is listed by technician, status and the days that it reaches into", async () => {
    const { business, api, id, mine } = await newCrew();
    const other = (await newTechnician(business)).id;
    const own = (await mine.post("/tech/availability/time-off", week)).data;
    const theirs = (await api.post("/admin/availability/time-off", { technician_id: other, ...week })).data;
    const ids = async (query: string) =>
      (await api.get(`/admin/availability/time-off?${query}`)).data.items.map((one: Row) => one.id);
    expect(await ids("")).toEqual([own.id, theirs.id]);
    expect(await ids(`technician_id=${id}`)).toEqual([own.id]);
    expect(await ids("status=approved")).toEqual([theirs.id]);
    expect(await ids("date_from=2026-07-10&date_to=2026-07-12")).toEqual([own.id, theirs.id]);
    expect(await ids("date_from=2026-07-11")).toEqual([]);
    expect(await ids("date_to=2026-07-05")).toEqual([]);
    const { items, total } = (await mine.get("/tech/availability/time-off")).data;
    expect([items, total]).toEqual([[own], 1]);
  });

  it("of another technician does not exist for a technician; their own can be taken back until it is decided", async () => {
    const { business, api, mine, id } = await newCrew();
    const withdraw = (timeOff: number) => mine.request("DELETE", `/tech/availability/time-off/${timeOff}`);
    const other = (await newTechnician(business)).id;
    const theirs = (await api.post("/admin/availability/time-off", { technician_id: other, ...week })).data;
    expect(said(await withdraw(theirs.id))).toBe("404 time_off.not_found");
    const own = (await mine.post("/tech/availability/time-off", week)).data;
    expect((await withdraw(own.id)).data.id).toBe(own.id);
    expect(said(await withdraw(own.id))).toBe("404 time_off.not_found");
    const decided = (await api.post("/admin/availability/time-off", { technician_id: id, ...week })).data;
    expect(said(await withdraw(decided.id))).toBe("409 time_off.wrong_status");
    const office = await api.post("/tech/availability/time-off", week);
    expect(said(office)).toBe("403 technician.not_linked");
    expect(said(await api.get("/tech/availability/time-off"))).toBe("403 technician.not_linked");
  });

  const at = "2026-07-06T12:00:00Z";
  it.each<[string, Row, string[]]>([
    ["nothing about when", {}, ["date_from"]],
    ["days and a time", { date_from: "2026-07-06", date_to: "2026-07-06", starts_at: at, ends_at: at }, ["date_from"]],
    ["only a first day", { date_from: "2026-07-06" }, ["date_to"]],
    ["only a start", { starts_at: at }, ["ends_at"]],
    ["days in the wrong order", { date_from: "2026-07-07", date_to: "2026-07-06" }, ["date_to"]],
    ["an end that is not after the start", { starts_at: at, ends_at: at }, ["ends_at"]],
  ])("with %s is refused, as on-call duty is", async (_, when, fields) => {
    const { api, mine, id } = await newCrew();
    const answers = [
      await mine.post("/tech/availability/time-off", { kind: "sick", ...when }),
      await api.post("/admin/availability/time-off", { technician_id: id, kind: "sick", ...when }),
      await api.post("/admin/availability/on-call", { technician_id: id, ...when }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(422);
      expect(fieldsOf(answer)).toEqual(expect.arrayContaining(fields));
    }
  });

  it("is told to the webhooks' catalogue: asked for, approved, rejected", async () => {
    const { business, api, mine, id } = await newCrew();
    const asked = (await mine.post("/tech/availability/time-off", week)).data;
    const path = `/admin/availability/time-off/${asked.id}`;
    const { data: approved } = await api.patch(`${path}/approve`);
    const { data: rejected } = await api.patch(`${path}/reject`, { reason: "No" });
    const { data: entered } = await api.post("/admin/availability/time-off", { technician_id: id, ...week });
    expect(await eventsOf(business)).toEqual([
      ["time_off.requested", asked],
      ["time_off.approved", approved],
      ["time_off.rejected", rejected],
      ["time_off.approved", entered],
    ]);
  });
});

describe("holidays", () => {
  it("close the business where it has switched them on, and on days that it adds", async () => {
    const { business, api, setShifts, dayOf } = await newCrew();
    await setShifts(everyDay("08:00", "16:00"));
    expect(await dayOf("2026-07-03")).toMatchObject({ source: "pattern", available_minutes: 480 });
    await api.patch("/admin/organization", { holiday_region: "US" });
    expect(await dayOf("2026-07-03")).toMatchObject({ source: "holiday", shifts: [], available_minutes: 0 });
    const { holiday } = (await api.get("/admin/availability?date=2027-12-31")).data;
    expect(holiday).toEqual({ date: "2027-12-31", name: "New Year's Day (observed)", closed: true, id: null });

    const eve = await api.post("/admin/availability/holidays", { date: "2026-12-24", name: "Christmas Eve" });
    expect(eve.data).toMatchObject({ date: "2026-12-24", name: "Christmas Eve", closed: true, version: 1 });
    expect((await dayOf("2026-12-24")).source).toBe("holiday");
    const open = { date: "2026-10-12", name: "Open on Columbus Day", closed: false };
    await api.post("/admin/availability/holidays", open);
    expect(await dayOf("2026-10-12")).toMatchObject({ source: "pattern", available_minutes: 480 });

    const twice = await api.post("/admin/availability/holidays", { date: "2026-12-24", name: "Closed" });
    expect([said(twice), fieldsOf(twice)]).toEqual(["409 closed_day.exists", ["date"]]);
    const autumn = await api.get("/admin/availability/holidays?date_from=2026-10-01&date_to=2026-12-24");
    expect(autumn.data.items.map((one: Row) => [one.date, one.closed, one.id === null])).toEqual([
      ["2026-10-12", false, false],
      ["2026-11-11", true, true],
      ["2026-11-26", true, true],
      ["2026-12-24", true, false],
    ]);
    expect(autumn.data).toMatchObject({ region: "US", known_until: "2050-12-31" });
    expect(said(await remove(business, `/holidays/${eve.data.id}`))).toBe("200 ok");
    expect((await dayOf("2026-12-24")).source).toBe("pattern");
  });

  it("are taken from a place that there is", async () => {
    const { api } = await newCrew();
    const refused = await api.patch("/admin/organization", { holiday_region: "US-ZZ" });
    expect([refused.status, fieldsOf(refused)]).toEqual([422, ["holiday_region"]]);
    expect((await api.patch("/admin/organization", { holiday_region: "PR" })).data.holiday_region).toBe("PR");
    expect((await api.patch("/admin/organization", { holiday_region: null })).data.holiday_region).toBeNull();
  });

  it("of a year from today, when nobody says which", async () => {
    const { api } = await newCrew({ holiday_region: "US" });
    const { data } = await api.get("/admin/availability/holidays");
    expect((Date.parse(data.date_to) - Date.parse(data.date_from)) / 86_400_000).toBe(365);
    expect(data.items.length).toBeGreaterThan(10);
  });
});

describe("on-call duty", () => {
  it("stands beside the shifts of its days, whole days or a span of time", async () => {
    const { business, api, id, dayOf } = await newCrew();
    const night = { starts_at: "2026-03-18T21:00:00.000Z", ends_at: "2026-03-19T12:00:00.000Z" };
    const first = await api.post("/admin/availability/on-call", { technician_id: id, ...night });
    expect(first.data).toMatchObject({ ...night, rank: 1, date_from: null });
    const days = { date_from: "2026-03-19", date_to: "2026-03-20", rank: 2 };
    const second = await api.post("/admin/availability/on-call", { technician_id: id, ...days });
    expect(second.data).toMatchObject({ starts_at: "2026-03-19T04:00:00.000Z", ends_at: "2026-03-21T04:00:00.000Z" });
    const ranks = async (date: string) => (await dayOf(date)).on_call.map(({ rank }: Row) => rank);
    expect([await ranks("2026-03-17"), await ranks("2026-03-18"), await ranks("2026-03-19")]).toEqual([
      [],
      [1],
      [1, 2],
    ]);
    expect((await dayOf("2026-03-19")).available_minutes).toBe(540);
    const { items } = (await api.get("/admin/availability/on-call?date_from=2026-03-20")).data;
    expect(items).toEqual([second.data]);
    expect(said(await remove(business, `/on-call/${second.data.id}`))).toBe("200 ok");
    expect(await ranks("2026-03-20")).toEqual([]);
    expect(said(await remove(business, `/on-call/${second.data.id}`))).toBe("404 on_call_duty.not_found");
  });
});

describe("what planning knows of a technician", () => {
  it("is nothing until it is set: places, limits and lunch, field by field", async () => {
    const { api, id, dayOf } = await newCrew();
    const path = `/admin/availability/technicians/${id}`;
    const nothing = { start_place: null, end_place: null, max_jobs_per_day: null, overtime_minutes: null, lunch: null };
    expect((await api.get(path)).data).toEqual({ technician_id: id, ...nothing, updated_at: null, version: 0 });
    const home = { latitude: 27.95, longitude: -82.46 };
    const lunch = { from: "11:30", to: "13:30", minutes: 30 };
    const set = await api.patch(path, { start_place: home, lunch, max_jobs_per_day: 8 });
    expect(set.data).toMatchObject({ start_place: { ...home, address: null }, lunch, max_jobs_per_day: 8, version: 1 });
    const changed = await api.patch(path, { end_place: { address: "12 Palm Ave, Tampa" }, max_jobs_per_day: null });
    expect(changed.data).toMatchObject({ lunch, max_jobs_per_day: null, version: 2 });
    expect((await api.get(path)).data).toEqual(changed.data);
    expect(await dayOf("2026-03-18")).toMatchObject({
      available_minutes: 510,
      lunch,
      end_place: changed.data.end_place,
    });
    const stale = await api.patch(path, { lunch: null }, { "if-match": '"1"' });
    expect(said(stale)).toBe("412 work_terms.version_mismatch");
  });

  it.each<[Row, string]>([
    [{ start_place: {} }, "start_place.address"],
    [{ start_place: { latitude: 91, longitude: 0 } }, "start_place.latitude"],
    [{ end_place: { latitude: 27.95 } }, "end_place.longitude"],
    [{ lunch: { from: "13:00", to: "12:00", minutes: 30 } }, "lunch.to"],
    [{ lunch: { from: "12:00", to: "12:20", minutes: 30 } }, "lunch.minutes"],
    [{ max_jobs_per_day: 0 }, "max_jobs_per_day"],
    [{ overtime_minutes: -1 }, "overtime_minutes"],
  ])("refuses %o by the field %s", async (body, field) => {
    const { api, id } = await newCrew();
    const refused = await api.patch(`/admin/availability/technicians/${id}`, body);
    expect([refused.status, fieldsOf(refused)]).toEqual([422, expect.arrayContaining([field])]);
  });
});

describe("a day", () => {
  it("on the board shows the shifts and the time off of each technician", async () => {
    const { business, api, id, setShifts } = await newCrew();
    await setShifts(everyDay("22:00", "06:00"));
    const other = (await newTechnician(business)).id;
    const away = { starts_at: "2026-03-18T13:00:00.000Z", ends_at: "2026-03-18T15:00:00.000Z" };
    await api.post("/admin/availability/time-off", { technician_id: other, kind: "sick", ...away });
    const { technicians } = (await api.get("/admin/dispatch/board?date=2026-03-18")).data;
    expect(technicians).toEqual([
      {
        id,
        name: "Mike Johnson",
        position: null,
        time_off: [],
        shifts: [
          { starts_at: "2026-03-18T02:00:00.000Z", ends_at: "2026-03-18T10:00:00.000Z" },
          { starts_at: "2026-03-19T02:00:00.000Z", ends_at: "2026-03-19T10:00:00.000Z" },
        ],
      },
      {
        id: other,
        name: "Mike Johnson",
        position: null,
        time_off: [away],
        shifts: [{ starts_at: "2026-03-18T12:00:00.000Z", ends_at: "2026-03-18T21:00:00.000Z" }],
      },
    ]);
  });

  it("shows every active technician, and no one else", async () => {
    const { business, api, id } = await newCrew();
    const other = (await newTechnician(business)).id;
    const gone = (await newTechnician(business)).id;
    await api.patch(`/admin/technicians/${gone}`, { is_active: false });
    const { data } = await api.get("/admin/availability?date=2026-03-18");
    expect(data).toMatchObject({ date: "2026-03-18", timezone: "America/New_York", holiday: null });
    expect(data.technicians.map((one: Row) => one.id)).toEqual([id, other]);
    expect((await api.get("/admin/availability")).data.date).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it("of their own is what a technician sees: two weeks, or up to 31 days", async () => {
    const { business, mine, api, id, setShifts } = await newCrew({ holiday_region: "US" });
    await setShifts(everyDay("08:00", "16:00"));
    const other = (await newTechnician(business)).id;
    const vacation = { kind: "vacation", date_from: "2026-07-02", date_to: "2026-07-02" };
    for (const technician_id of [id, other])
      await api.post("/admin/availability/time-off", { technician_id, ...vacation });
    const { data } = await mine.get("/tech/availability?date_from=2026-07-01");
    expect(data).toMatchObject({ technician_id: id, timezone: "America/New_York" });
    expect(data.days).toHaveLength(14);
    expect(data.days.slice(0, 4).map((one: Row) => [one.date, one.available_minutes, one.source])).toEqual([
      ["2026-07-01", 480, "pattern"],
      ["2026-07-02", 0, "pattern"],
      ["2026-07-03", 0, "holiday"],
      ["2026-07-04", 0, "holiday"],
    ]);
    expect(data.days[1].time_off).toHaveLength(1);
    const unbounded = await mine.get("/tech/availability?date_to=2026-07-01");
    expect([unbounded.status, fieldsOf(unbounded)]).toEqual([400, ["date_from"]]);
    expect(said(await api.get("/tech/availability"))).toBe("403 technician.not_linked");
  });

  it.each([
    "/admin/availability/overrides?date_from=2026-03-02&date_to=2026-03-01",
    "/admin/availability/on-call?date_from=2026-03-02&date_to=2026-03-01",
    "/admin/availability/time-off?date_from=2026-03-02&date_to=2026-03-01",
    "/admin/availability/holidays?date_from=2026-03-02&date_to=2026-03-01",
    "/admin/availability/holidays?date_from=2026-03-02&date_to=2027-03-03",
    "/tech/availability?date_from=2026-03-02&date_to=2026-03-01",
    "/tech/availability?date_from=2026-03-01&date_to=2026-04-01",
    "/tech/availability/time-off?date_from=2026-03-02&date_to=2026-03-01",
  ])("is refused when days are in the wrong order, or too many: GET %s", async (path) => {
    const { mine, api } = await newCrew();
    const refused = await (path.startsWith("/tech") ? mine : api).get(path);
    expect([refused.status, fieldsOf(refused)]).toEqual([400, ["date_to"]]);
  });
});
