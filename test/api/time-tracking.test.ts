import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Answer, client, type Json, newBusiness, newTechnician } from "../support/client.ts";
import { tokenAs } from "../support/tokens.ts";

const said = ({ status, error }: Answer) => `${status} ${error?.reason ?? "ok"}`;
const minutesAgo = (n: number) => new Date(Date.now() - n * 60_000).toISOString();

/** A business in New York with a technician who earns $25 an hour. */
async function newCrew(rules: object = {}) {
  const business = await newBusiness();
  const { api } = business;
  await api.patch("/admin/organization", { timezone: "America/New_York" });
  const mike = await newTechnician(business, true);
  await api.patch(`/admin/technicians/${mike.id}`, { pay_type: "hourly", base_pay_cents: 2500 });
  const usual = (await api.get("/admin/time-rules")).data;
  const { effective_from, updated_at, version, ...known } = usual;
  const set = await api.put("/admin/time-rules", { ...known, workweek_starts_on: "monday", ...rules });
  expect([set.status, effective_from, updated_at, version], set.text).toEqual([200, "1970-01-01", null, 0]);
  const add = (clock_in: string, clock_out: string | null, more: object = {}) =>
    api.post("/time-tracking/entries", { technician_id: mike.id, clock_in, clock_out, ...more });
  const punch = (what: string, body?: object) => mike.api.post(`/time-tracking/${what}`, body);
  const sheet = async (week: string): Promise<Json> => (await api.get(`/admin/timesheets?week=${week}`)).data.items[0];
  const history = async (id: number): Promise<Json[]> =>
    (await api.get(`/time-tracking/entries/${id}/history`)).data.items;
  return { business, api, mike, add, punch, sheet, history };
}

describe("clocking in and out", () => {
  it("keeps place, breaks and note, and sums the day up", async () => {
    const { mike, punch, api } = await newCrew();
    const began = await punch("clock-in", {
      latitude: 27.9506,
      longitude: -82.4572,
      accuracy: 8,
      occurred_at: minutesAgo(240),
    });
    expect(began.data).toMatchObject({
      ...{ clock_out: null, duration_minutes: null, rate_cents: 2500, needs_review: false },
      ...{ clock_in_latitude: 27.9506, clock_in_longitude: -82.4572, clock_in_accuracy: 8 },
    });
    expect((await punch("break-start", { occurred_at: minutesAgo(120) })).data.breaks).toHaveLength(1);
    expect(said(await punch("break-start"))).toBe("409 time_entry.already_on_break");
    expect((await punch("break-end", { occurred_at: minutesAgo(90) })).data.break_minutes).toBe(30);
    expect(said(await punch("break-end"))).toBe("409 time_entry.not_on_break");
    await punch("break-start", { paid: true, occurred_at: minutesAgo(60) });
    expect(said(await punch("clock-out", { occurred_at: minutesAgo(70) }))).toBe("409 time_entry.out_of_order");
    const ended = await punch("clock-out", { occurred_at: minutesAgo(30), note: "Filter changed" });
    expect(ended.data).toMatchObject({
      break_minutes: 30,
      duration_minutes: 180,
      note: "Filter changed",
      clock_out_latitude: null,
    });
    expect(said(await punch("clock-out"))).toBe("409 time_entry.not_clocked_in");
    expect(said(await punch("break-start"))).toBe("409 time_entry.not_clocked_in");
    const { items } = (await mike.api.get("/tech/time-entries")).data;
    expect(items).toEqual([ended.data]);
    expect((await api.get("/time-tracking/entries?status=closed")).data).toMatchObject({ total: 1, items });
    expect((await mike.api.get("/tech/timesheet")).data.items).toMatchObject([
      { regular_minutes: 180, pay_cents: 7500 },
    ]);
  });

  it("is once at a time: whoever clocks in twice is told of the open entry, even if two are sent at once (B31)", async () => {
    const { punch, api } = await newCrew();
    const both = await Promise.all([punch("clock-in"), punch("clock-in")]);
    const [taken, refused] = both.toSorted((a, b) => a.status - b.status);
    expect([taken?.status, refused && said(refused)]).toEqual([200, "409 time_entry.already_clocked_in"]);
    const open = { open_entry_id: String(taken?.data.id), open_since: taken?.data.clock_in };
    expect(refused?.error.fields).toEqual(open);
    const again = await punch("clock-in");
    expect([said(again), again.error.fields]).toEqual(["409 time_entry.already_clocked_in", open]);
    expect((await api.get("/time-tracking/entries?status=open")).data.total).toBe(1);
  });

  it("switches jobs at one moment: no minute is lost between them and none is counted twice", async () => {
    const { punch, api, mike, sheet } = await newCrew();
    const job = (await api.post("/admin/dispatch", { title: "Leak", customer_name: "Ann Lee" })).data;
    expect(said(await punch("switch", { job_id: job.id }))).toBe("404 dispatch_job.not_found"); // not theirs
    await api.patch(`/admin/dispatch/${job.id}/assign`, { technician_id: mike.id });
    expect(said(await punch("switch", { job_id: job.id }))).toBe("409 time_entry.not_clocked_in");
    const first = await punch("clock-in", { occurred_at: minutesAgo(120) });
    expect(said(await punch("switch", { job_id: null }))).toBe("409 time_entry.same_job");
    const at = minutesAgo(45);
    const next = await punch("switch", { job_id: job.id, occurred_at: at, client_event_id: "s1" });
    expect(next.data).toMatchObject({ job_id: job.id, clock_in: at, clock_out: null });
    expect((await punch("switch", { job_id: job.id, occurred_at: at, client_event_id: "s1" })).data).toEqual(next.data);
    expect((await api.get(`/time-tracking/entries/${first.data.id}`)).data).toMatchObject({
      clock_out: at,
      duration_minutes: 75,
    });
    await punch("clock-out", { occurred_at: minutesAgo(5) });
    expect((await api.get(`/time-tracking/entries?job_id=${job.id}`)).data.items).toMatchObject([
      { duration_minutes: 40 },
    ]);
    expect((await sheet(new Date().toISOString().slice(0, 10))).entries).toBe(2);
  });
});

describe("a phone that was offline", () => {
  it("tells a day afterwards, each thing as often as it likes, and it is taken once", async () => {
    const { punch, api, history } = await newCrew();
    const told = [
      ["clock-in", 600],
      ["break-start", 400],
      ["break-end", 370],
      ["clock-out", 120],
    ].map(
      ([what, ago]) => [String(what), { client_event_id: randomUUID(), occurred_at: minutesAgo(Number(ago)) }] as const,
    );
    for (const [what, body] of told) expect((await punch(what, body)).status, what).toBe(200);
    const { items } = (await api.get("/time-tracking/entries")).data;
    expect(items).toMatchObject([{ duration_minutes: 450, break_minutes: 30, version: 4 }]);
    for (const [what, body] of told) expect((await punch(what, body)).data).toEqual(items[0]);
    expect((await history(items[0].id)).map(({ action }) => action)).toEqual([
      "clock_in",
      "start_break",
      "end_break",
      "clock_out",
    ]);
    const event = { client_event_id: randomUUID() };
    const many = await Promise.all(Array.from({ length: 4 }, () => punch("clock-in", event)));
    expect(many.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    for (const { status } of many) expect([200, 409]).toContain(status);
    expect((await punch("clock-in", event)).status).toBe(200);
    expect((await api.get("/time-tracking/entries")).data.total).toBe(2);
  });

  it("is told when its clock is wrong or it waited too long", async () => {
    const { punch } = await newCrew();
    expect(said(await punch("clock-in", { occurred_at: minutesAgo(-10) }))).toBe("422 time_entry.clock_ahead");
    expect(said(await punch("clock-in", { occurred_at: minutesAgo(73 * 60) }))).toBe("422 time_entry.too_late");
    expect(said(await punch("clock-in", { latitude: 27 }))).toBe("422 request.invalid");
    expect(said(await punch("clock-in", { occurred_at: minutesAgo(-4) }))).toBe("200 ok");
  });
});

describe("what the office enters", () => {
  it("over the night in which the clocks change has its true length (B30)", async () => {
    const { add, sheet } = await newCrew();
    const autumn = await add("2025-11-02T02:00:00Z", "2025-11-02T11:00:00Z", { break_minutes: 30 });
    expect([autumn.status, autumn.data.duration_minutes, autumn.data.day]).toEqual([201, 510, "2025-11-01"]);
    expect((await add("2026-03-08T03:00:00Z", "2026-03-08T10:00:00Z")).data.duration_minutes).toBe(420);
    expect((await sheet("2026-03-08")).days).toMatchObject([
      { day: "2026-03-07", regular_minutes: 120 },
      { day: "2026-03-08", regular_minutes: 300 },
    ]);
  });

  it("may touch another entry and not overlap it, and is told which one (B31)", async () => {
    const { add, api, punch } = await newCrew();
    const at = (time: string) => `2026-03-05T${time}:00Z`;
    const { id } = (await add(at("09:00"), at("12:00"))).data;
    expect(said(await add(at("12:00"), at("13:00")))).toBe("201 ok");
    const over = await add(at("11:59"), at("12:30"));
    expect([said(over), over.error.fields.overlapping_entry_ids.split(", ")[0]]).toEqual([
      "409 time_entry.overlap",
      String(id),
    ]);
    const other = (await add(at("15:00"), at("16:00"))).data;
    const moved = await api.patch(`/time-tracking/entries/${other.id}`, { clock_in: at("11:00"), reason: "Earlier" });
    expect(said(moved)).toBe("409 time_entry.overlap");
    await punch("clock-in", { occurred_at: minutesAgo(60) });
    expect(said(await add(minutesAgo(30), minutesAgo(10)))).toBe("409 time_entry.overlap");
    expect(said(await add(minutesAgo(300), null))).toBe("409 time_entry.already_clocked_in");
    expect(said(await punch("clock-out"))).toBe("200 ok");
    expect(said(await punch("clock-in", { occurred_at: minutesAgo(30) }))).toBe("409 time_entry.overlap");
  });

  it("must make sense", async () => {
    const { add } = await newCrew();
    const at = (time: string) => `2026-03-05T${time}:00Z`;
    const wrong = async (...[from, to, more]: Parameters<typeof add>) =>
      Object.keys((await add(from, to, more)).error.fields);
    expect(await wrong(at("12:00"), at("11:00"))).toEqual(["clock_out"]);
    expect(await wrong(at("12:00"), "2026-03-09T12:00:00Z")).toEqual(["clock_out"]);
    expect(await wrong("2098-01-01T00:00:00Z", null)).toEqual(["clock_in"]);
    expect(await wrong(at("12:00"), at("13:00"), { break_minutes: 61 })).toEqual(["break_minutes"]);
    const breaks = [{ started_at: at("12:10"), ended_at: at("12:40"), paid: false }];
    expect(await wrong(at("12:00"), at("13:00"), { breaks, break_minutes: 20 })).toEqual(["break_minutes"]);
    expect(await wrong(at("12:00"), at("12:30"), { breaks })).toEqual(["breaks.0.ended_at"]);
    expect(await wrong(at("12:00"), at("13:00"), { breaks: [{ ...breaks[0], ended_at: null }] })).toEqual([
      "breaks.0.ended_at",
    ]);
  });

  it("keeps what was there before a correction, and why; voided, it counts no more", async () => {
    const { add, api, sheet, history, mike } = await newCrew();
    const { id } = (await add("2026-03-05T14:00:00Z", "2026-03-05T22:00:00Z")).data;
    const path = `/time-tracking/entries/${id}`;
    expect(said(await api.patch(path, { clock_out: "2026-03-05T21:00:00Z" }))).toBe("422 request.invalid");
    const corrected = await api.patch(path, { clock_out: "2026-03-05T21:00:00Z", reason: "Left at four" });
    expect(corrected.data).toMatchObject({ duration_minutes: 420, version: 2 });
    expect((await history(id)).at(-1)).toMatchObject({
      ...{ action: "correct", reason: "Left at four", actor: "user:1" },
      changes: { clock_out: { before: "2026-03-05T22:00:00.000Z", after: "2026-03-05T21:00:00.000Z" } },
    });
    expect(await sheet("2026-03-05")).toMatchObject({ regular_minutes: 420, entries: 1, technician_id: mike.id });
    expect((await api.patch(`${path}/void`, { reason: "Entered twice" })).data.voided).toBe(true);
    expect((await api.patch(`${path}/void`, { reason: "Entered twice" })).data.version).toBe(3);
    expect(said(await api.patch(path, { note: "x", reason: "y" }))).toBe("409 time_entry.voided");
    expect(await sheet("2026-03-05")).toBeUndefined();
    expect(said(await add("2026-03-05T15:00:00Z", "2026-03-05T16:00:00Z"))).toBe("201 ok");
  });
});

describe("overtime", () => {
  it("by the day is counted over midnight, whichever entry is made first: a night shift lost its overtime (B32)", async () => {
    const night = ["2026-03-04T03:00:00Z", "2026-03-04T15:00:00Z"] as const; // 22:00 to 10:00
    const afternoon = ["2026-03-04T19:00:00Z", "2026-03-04T23:00:00Z"] as const;
    for (const order of [
      [night, afternoon],
      [afternoon, night],
    ]) {
      const { add, sheet } = await newCrew({ daily_overtime_minutes: 480 });
      for (const [from, to] of order) await add(from, to);
      expect((await sheet("2026-03-04")).days).toEqual([
        { day: "2026-03-03", regular_minutes: 120, overtime_minutes: 0, double_time_minutes: 0 },
        { day: "2026-03-04", regular_minutes: 480, overtime_minutes: 360, double_time_minutes: 0 },
      ]);
    }
  });

  it("with two rates is paid by their average; new rules hold from the next week on and change nothing that is counted", async () => {
    const { add, api, sheet } = await newCrew({ rounding_minutes: 15 });
    // 30 h at $20, 20 h at $30
    for (const [day, rate_cents] of [
      [2, 2000],
      [3, 2000],
      [4, 2000],
      [5, 3000],
      [6, 3000],
    ] as const)
      expect(said(await add(`2026-03-0${day}T13:04:00Z`, `2026-03-0${day}T22:56:00Z`, { rate_cents }))).toBe("201 ok");
    const counted = await sheet("2026-03-04");
    expect(counted).toMatchObject({ regular_minutes: 2400, overtime_minutes: 600, pay_cents: 132_000 });
    const { items } = (await api.get("/time-tracking/entries?date_from=2026-03-02&date_to=2026-03-02")).data;
    expect(items).toMatchObject([
      { clock_in: "2026-03-02T13:04:00.000Z", rounded_in: "2026-03-02T13:00:00.000Z", duration_minutes: 600 },
    ]);
    const { effective_from: _, updated_at: __, version: ___, ...known } = (await api.get("/admin/time-rules")).data;
    const set = await api.put("/admin/time-rules", { ...known, daily_overtime_minutes: 60, rounding_minutes: 0 });
    expect(set.data.effective_from).toBe("2026-03-09");
    await add("2026-03-08T13:00:00Z", "2026-03-08T15:00:00Z", { rate_cents: 2000 });
    expect(await sheet("2026-03-04")).toMatchObject({ regular_minutes: 2400, overtime_minutes: 720 });
    await add("2026-03-09T13:00:00Z", "2026-03-09T15:00:00Z");
    expect(await sheet("2026-03-09")).toMatchObject({ regular_minutes: 60, overtime_minutes: 60 });
  });
});

describe("a timesheet", () => {
  it("is approved by somebody else when its week is over and nothing is left to look at; a later correction takes that back", async () => {
    const { add, api, sheet, mike, business } = await newCrew();
    const long = (await add("2026-03-03T05:00:00Z", "2026-03-03T23:00:00Z")).data;
    const { id } = await sheet("2026-03-03");
    const approve = () => api.patch(`/admin/timesheets/${id}/approve`);
    expect(said(await approve())).toBe("200 ok"); // entered by the office: nothing to review
    expect((await api.get(`/admin/timesheets/${id}`)).data).toMatchObject({
      status: "approved",
      approved_by: "user:1",
      time_entries: [{ id: long.id }],
    });
    await api.patch(`/time-tracking/entries/${long.id}`, {
      clock_out: "2026-03-03T13:00:00Z",
      reason: "Typing mistake",
    });
    expect((await sheet("2026-03-03")).status).toBe("open");
    await approve();
    expect((await api.patch(`/admin/timesheets/${id}/reopen`, { reason: "A break is missing" })).data.status).toBe(
      "open",
    );
    // its phone is lost, so nobody clocks out
    const { shard, tenantId } = business;
    await sql(shard, "update time_entries set clock_out = null where tenant_id = ? and id = ?", tenantId, long.id);
    expect(said(await approve())).toBe("409 timesheet.not_ready");
    expect(said(await mike.api.patch(`/admin/timesheets/${id}/approve`))).toBe("403 auth.permission_missing");
    const now = await newCrew();
    await now.add(minutesAgo(60), minutesAgo(30));
    const running = (await now.api.get("/admin/timesheets")).data.items[0];
    expect(said(await now.api.patch(`/admin/timesheets/${running.id}/approve`))).toBe("409 timesheet.not_over");
  });

  it("of a week shows 500 technicians in one trip", async () => {
    const { api, add, sheet, business, mike } = await newCrew();
    await add("2026-03-03T13:00:00Z", "2026-03-03T21:00:00Z");
    const { tenantId, shard } = business;
    await sql(
      shard,
      `insert into timesheets select tenant_id, id + n, technician_id + n, starts_on, ends_on, status, entries, to_review, regular_minutes,
        overtime_minutes, double_time_minutes, pay_cents, days, approved_at, approved_by, created_at, updated_at, version from timesheets,
        (with recursive n(n) as (select 1 union all select n + 1 from n where n < 499) select n from n) where tenant_id = ?`,
      tenantId,
    );
    const all = await api.get("/admin/timesheets?week=2026-03-05");
    expect([all.data.items.length, all.data.regular_minutes, all.data.starts_on]).toEqual([
      500,
      500 * 480,
      "2026-03-02",
    ]);
    expect(all.headers.get("server-timing")).toContain("trips=1 ");
    expect((await sheet("2026-03-05")).technician_name).toBe(
      (await api.get(`/admin/technicians/${mike.id}`)).data.name,
    );
  });
});

describe("what is refused", () => {
  it("is the time of somebody who has left, an entry that is open for days, and a break too many", async () => {
    const { api, business, mike, punch } = await newCrew();
    const { tenantId, shard } = business;
    await sql(shard, "update technicians set is_active = 0 where tenant_id = ? and id = ?", tenantId, mike.id);
    expect(said(await punch("clock-in"))).toBe("409 time_entry.technician_inactive");
    await sql(shard, "update technicians set is_active = 1 where tenant_id = ? and id = ?", tenantId, mike.id);
    const { id } = (await punch("clock-in", { occurred_at: minutesAgo(600) })).data;
    const breaks = Array.from({ length: 50 }, () => ({
      startedAt: minutesAgo(500),
      endedAt: minutesAgo(500),
      paid: true,
    }));
    const set = "update time_entries set breaks = ?, clock_in = ? where tenant_id = ? and id = ?";
    await sql(shard, set, JSON.stringify(breaks), minutesAgo(600), tenantId, id);
    expect(said(await punch("break-start"))).toBe("409 time_entry.too_many_breaks");
    await sql(shard, set, "[]", minutesAgo(73 * 60), tenantId, id);
    expect(said(await punch("clock-out"))).toBe("409 time_entry.too_long");
    const corrected = await api.patch(`/time-tracking/entries/${id}`, {
      clock_out: minutesAgo(60 * 65),
      reason: "Forgotten",
    });
    expect(said(corrected)).toBe("200 ok");
    expect(said(await punch("clock-out"))).toBe("409 time_entry.not_clocked_in");
  });

  it("is approving one's own timesheet, and rules that others have changed meanwhile", async () => {
    const { api, add, business, mike, sheet } = await newCrew();
    await add("2026-03-03T14:00:00Z", "2026-03-03T22:00:00Z");
    const both = client({ authorization: `Bearer ${await tokenAs(business, ["accountant"], mike.id)}` });
    const { id } = await sheet("2026-03-03");
    expect(said(await both.patch(`/admin/timesheets/${id}/approve`))).toBe("403 timesheet.own_approval");
    const { effective_from: _, updated_at: __, version: ___, ...known } = (await api.get("/admin/time-rules")).data;
    const stale = await api.request("PUT", "/admin/time-rules", known, { "if-match": '"7"' });
    expect(said(stale)).toBe("412 time_rules.version_mismatch");
    const wrong = await api.put("/admin/time-rules", { ...known, daily_double_time_minutes: 600 });
    expect([said(wrong), Object.keys(wrong.error.fields)]).toEqual([
      "422 request.invalid",
      ["daily_double_time_minutes"],
    ]);
  });
});
