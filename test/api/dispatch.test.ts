import { beforeAll, describe, expect, it } from "vitest";
import { encodeCursor } from "#/kernel/page.ts";
import { sql } from "../support/back-door.ts";
import { type Api, type Business, type Json, newBusiness, newTechnician } from "../support/client.ts";
import { ofType, watch } from "../support/stream.ts";

/** The body of the spec. */
const acRepair = {
  title: "AC Repair - Smith Residence",
  description: "Unit not cooling, thermostat reads 85F",
  priority: "high",
  customer_name: "John Smith",
  service_address: "123 Oak St",
  service_city: "Tampa",
  service_state: "FL",
  service_zip: "33601",
  scheduled_start: "2026-03-28T09:00:00Z",
  scheduled_end: "2026-03-28T11:00:00Z",
};
const call = { title: "Leak", customer_name: "Ann Lee" };
const HOUR = 3_600_000;
const window = (start: string, ms = HOUR) => ({
  scheduled_start: start,
  scheduled_end: new Date(Date.parse(start) + ms).toISOString(),
});

async function newJob({ api }: Business, more = {}, technicianId?: number): Promise<Json> {
  const made = await api.post("/admin/dispatch", { ...call, ...more });
  expect(made.status, made.text).toBe(201);
  if (technicianId === undefined) return made.data;
  const assigned = await api.patch(`/admin/dispatch/${made.data.id}/assign`, { technician_id: technicianId });
  expect(assigned.status, assigned.text).toBe(200);
  return assigned.data;
}

const report = (api: Api, id: number, status: string, more = {}, headers = {}) =>
  api.patch(`/tech/dispatch/my-jobs/${id}/status`, { status, ...more }, headers);

/** Events of a job as the outbox keeps them, in order. */
async function eventsOf({ shard, tenantId }: Business, id: number): Promise<{ type: string; data: Json }[]> {
  const rows = await sql<{ type: string; data: string }>(
    shard,
    "select type, data from outbox where tenant_id = ? and type like 'dispatch.%' and data ->> 'id' = ? order by seq",
    tenantId,
    id,
  );
  return rows.map(({ type, data }) => ({ type, data: JSON.parse(data) }));
}
const changesOf = ({ shard, tenantId }: Business, id: number) =>
  sql(
    shard,
    "select version, from_status, to_status, technician_id, latitude from job_status_changes where tenant_id = ? and job_id = ? order by version",
    tenantId,
    id,
  );
const titles = (jobs: Json[]): string[] => jobs.map((job) => job.title);
const rowsRead = ({ headers }: { headers: Headers }): number =>
  Number(/rows_read=(\d+)/.exec(headers.get("server-timing") ?? "")?.[1]);

describe("dispatch", () => {
  let business: Business;
  let mike: { id: number; api: Api };
  let dana: { id: number; api: Api };
  beforeAll(async () => {
    business = await newBusiness();
    mike = await newTechnician(business, true);
    dana = await newTechnician(business, true);
  });

  it("takes the spec's job through a whole working day, and tells each step once", async () => {
    const made = await business.api.post("/admin/dispatch", acRepair);
    expect(made.data).toMatchObject({
      ...acRepair,
      scheduled_start: "2026-03-28T09:00:00.000Z",
      scheduled_end: "2026-03-28T11:00:00.000Z",
      status: "pending",
      technician_id: null,
      version: 1,
    });
    const { id } = made.data;
    const assigned = await business.api.patch(`/admin/dispatch/${id}/assign`, { technician_id: mike.id });
    expect(assigned.data).toMatchObject({ status: "dispatched", technician_id: mike.id, version: 2 });
    const acknowledged = await mike.api.patch(`/tech/dispatch/my-jobs/${id}/acknowledge`);
    expect(acknowledged.data.acknowledged_at).toEqual(acknowledged.data.updated_at);
    await report(mike.api, id, "en_route");
    const onSite = await report(mike.api, id, "on_site", { latitude: 27.9506, longitude: -82.4572 });
    expect(onSite.headers.get("etag")).toBe('"5"');
    await report(mike.api, id, "in_progress");
    const done = await report(mike.api, id, "completed");
    expect(done.data).toMatchObject({ status: "completed", version: 7, completed_at: done.data.updated_at });
    expect((await business.api.get(`/admin/dispatch/${id}`)).data).toEqual(done.data);
    expect((await mike.api.get(`/tech/dispatch/my-jobs/${id}`)).data).toEqual(done.data);

    const events = await eventsOf(business, id);
    expect(events.map(({ type }) => type)).toEqual([
      "dispatch.created",
      "dispatch.assigned",
      ...Array.from({ length: 4 }, () => "dispatch.status"),
      "dispatch.completed",
    ]);
    const before = { previous_technician_id: mike.id, reason: null };
    const nowhere = { latitude: null, longitude: null };
    expect(events.at(-1)?.data).toEqual({ ...done.data, ...nowhere, ...before, previous_status: "in_progress" });
    const here = { latitude: 27.9506, longitude: -82.4572 };
    expect(events[4]?.data).toEqual({ ...onSite.data, ...here, ...before, previous_status: "en_route" });
    const steps = await changesOf(business, id);
    expect(steps).toHaveLength(6);
    expect(steps[3]).toEqual({
      version: 5,
      from_status: "en_route",
      to_status: "on_site",
      technician_id: mike.id,
      latitude: 27.9506,
    });
  });

  it("lets the technician skip acknowledging and arriving: what they skipped stays empty", async () => {
    const { id } = await newJob(business, {}, mike.id);
    for (const status of ["en_route", "in_progress", "completed"])
      expect((await report(mike.api, id, status)).status).toBe(200);
    const { data } = await business.api.get(`/admin/dispatch/${id}`);
    expect(data).toMatchObject({ status: "completed", acknowledged_at: null, on_site_at: null });
    expect(data.started_at).not.toBeNull();
  });

  it("refuses a wrong transition, says what is allowed, and changes nothing", async () => {
    const job = await newJob(business, {}, mike.id);
    const before = await eventsOf(business, job.id);
    const refused = await report(mike.api, job.id, "completed");
    expect([refused.status, refused.error.code, refused.error.reason]).toEqual([
      409,
      "CONFLICT",
      "dispatch.wrong_transition",
    ]);
    expect(refused.error.message).toContain("is dispatched and cannot become completed");
    expect(refused.error.fields).toEqual({ status: "is dispatched; allowed from here: acknowledged, en_route" });
    expect((await business.api.get(`/admin/dispatch/${job.id}`)).data).toEqual(job);
    expect(await eventsOf(business, job.id)).toEqual(before);
    expect(await changesOf(business, job.id)).toHaveLength(1);

    for (const status of ["en_route", "in_progress", "completed"]) await report(mike.api, job.id, status);
    expect((await report(mike.api, job.id, "in_progress")).error.fields.status).toBe(
      "is completed; allowed from here: nothing",
    );
  });

  it("answers the present status told again with 200 and no further event, with a key too", async () => {
    const { id } = await newJob(business, {}, mike.id);
    const first = await report(mike.api, id, "en_route");
    const key = { "idempotency-key": crypto.randomUUID() };
    for (const headers of [{}, key, key]) {
      const again = await report(mike.api, id, "en_route", {}, headers);
      expect([again.status, again.data]).toEqual([200, first.data]);
    }
    expect(await eventsOf(business, id)).toHaveLength(3);
  });

  it("replays a step under its key byte for byte, though the job has moved on", async () => {
    const { id } = await newJob(business, {}, mike.id);
    const key = { "idempotency-key": crypto.randomUUID() };
    const first = await report(mike.api, id, "acknowledged", {}, key);
    await report(mike.api, id, "en_route");
    const replayed = await report(mike.api, id, "acknowledged", {}, key);
    expect([replayed.status, replayed.text]).toEqual([200, first.text]);
    expect(replayed.headers.get("idempotent-replayed")).toBe("true");
  });

  it("takes a step once, however often it is told at the same moment", async () => {
    const { id } = await newJob(business, {}, mike.id);
    const answers = await Promise.all(Array.from({ length: 6 }, () => report(mike.api, id, "en_route")));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeLessThan(6);
    for (const { status, error } of refused)
      expect([status, error.reason]).toEqual([409, "dispatch_job.changed_meanwhile"]);
    expect((await eventsOf(business, id)).map(({ type }) => type)).toEqual([
      "dispatch.created",
      "dispatch.assigned",
      "dispatch.status",
    ]);
    expect(await changesOf(business, id)).toHaveLength(2);
    expect((await business.api.get(`/admin/dispatch/${id}`)).data.version).toBe(3);
  });

  it("answers 412 to a step that is based on an old version of the job", async () => {
    const { id } = await newJob(business, {}, mike.id);
    const stale = await report(mike.api, id, "acknowledged", {}, { "if-match": '"1"' });
    expect([stale.status, stale.error.reason]).toEqual([412, "dispatch_job.version_mismatch"]);
    expect((await report(mike.api, id, "acknowledged", {}, { "if-match": '"2"' })).status).toBe(200);
  });

  it("gives a job to another technician until the first is on the way; the new one has yet to acknowledge", async () => {
    const { id } = await newJob(business, {}, mike.id);
    await mike.api.patch(`/tech/dispatch/my-jobs/${id}/acknowledge`);
    const moved = await business.api.patch(`/admin/dispatch/${id}/assign`, { technician_id: dana.id });
    expect(moved.data).toMatchObject({
      status: "dispatched",
      technician_id: dana.id,
      acknowledged_at: null,
      version: 4,
    });
    const gone = await report(mike.api, id, "en_route");
    expect([gone.status, gone.error.reason]).toEqual([404, "dispatch_job.not_found"]);

    const again = await business.api.patch(`/admin/dispatch/${id}/assign`, { technician_id: dana.id });
    expect([again.status, again.data]).toEqual([200, moved.data]);
    expect((await report(dana.api, id, "en_route")).status).toBe(200);
    const late = await business.api.patch(`/admin/dispatch/${id}/assign`, { technician_id: mike.id });
    expect([late.status, late.error.reason]).toEqual([409, "dispatch.wrong_transition"]);
    expect(late.error.fields).toEqual({ status: "is en_route; must be one of: pending, dispatched, acknowledged" });
    expect((await eventsOf(business, id)).map(({ type, data }) => [type, data.technician_id])).toEqual([
      ["dispatch.created", null],
      ["dispatch.assigned", mike.id],
      ["dispatch.status", mike.id],
      ["dispatch.assigned", dana.id],
      ["dispatch.status", dana.id],
    ]);
  });

  it("assigns only technicians who are there and active", async () => {
    const job = await newJob(business);
    const nobody = await business.api.patch(`/admin/dispatch/${job.id}/assign`, { technician_id: 999_999_999 });
    expect([nobody.status, nobody.error.reason, nobody.error.fields]).toEqual([
      404,
      "technician.not_found",
      { technician_id: "no technician has this id" },
    ]);
    const left = await newTechnician(business);
    await business.api.patch(`/admin/technicians/${left.id}`, { is_active: false });
    const inactive = await business.api.patch(`/admin/dispatch/${job.id}/assign`, { technician_id: left.id });
    expect([inactive.status, inactive.error.reason, inactive.error.fields]).toEqual([
      409,
      "dispatch.technician_inactive",
      { technician_id: "is not active" },
    ]);
    const noJob = await business.api.patch("/admin/dispatch/999999999/assign", { technician_id: mike.id });
    expect([noJob.status, noJob.error.reason]).toEqual([404, "dispatch_job.not_found"]);
    expect((await business.api.get(`/admin/dispatch/${job.id}`)).data).toEqual(job);
  });

  it("hides another technician's job, and all of /tech from users who are not technicians", async () => {
    const { id } = await newJob(business, {}, mike.id);
    const tries = await Promise.all([
      dana.api.get(`/tech/dispatch/my-jobs/${id}`),
      dana.api.patch(`/tech/dispatch/my-jobs/${id}/acknowledge`),
      report(dana.api, id, "en_route"),
    ]);
    expect(tries.map(({ status, error }) => [status, error.reason])).toEqual(
      Array.from({ length: 3 }, () => [404, "dispatch_job.not_found"]),
    );
    const owner = await Promise.all([
      business.api.get("/tech/dispatch/my-jobs"),
      business.api.get(`/tech/dispatch/my-jobs/${id}`),
      business.api.patch(`/tech/dispatch/my-jobs/${id}/acknowledge`),
    ]);
    expect(owner.map(({ status, error }) => [status, error.reason])).toEqual(
      Array.from({ length: 3 }, () => [403, "technician.not_linked"]),
    );
    expect((await mike.api.get(`/admin/dispatch/${id}`)).status).toBe(403);
  });

  it("says what is wrong with a new job", async () => {
    const empty = await business.api.post("/admin/dispatch", {});
    expect([empty.status, empty.error.fields]).toEqual([422, { title: "is required", customer_name: "is required" }]);
    const wrong = async (more: object) =>
      (await business.api.post("/admin/dispatch", { ...call, ...more })).error.fields;
    expect(await wrong({ scheduled_start: "2026-03-28T09:00:00Z" })).toEqual({
      scheduled_end: "scheduled_start and scheduled_end go together: both, or neither",
    });
    expect(
      await wrong({ scheduled_start: "2026-03-28T09:00:00Z", scheduled_end: "2026-03-28T05:00:00-04:00" }),
    ).toEqual({ scheduled_end: "must be after scheduled_start" });
    expect(await wrong({ scheduled_start: "tomorrow", scheduled_end: "9999-12-31T23:59:59-05:00" })).toEqual({
      scheduled_start: expect.stringContaining("RFC 3339"),
      scheduled_end: "must be between 1970 and 2199, in UTC",
    });
    expect(await wrong({ priority: "asap", status: "completed" })).toEqual({
      priority: expect.stringContaining("urgent"),
      status: expect.stringContaining("is not a field of this request"),
    });
  });

  it("says what is wrong with a report", async () => {
    const { id } = await newJob(business, {}, mike.id);
    const half = await report(mike.api, id, "en_route", { latitude: 27.9 });
    expect([half.status, half.error.fields]).toEqual([
      422,
      { longitude: "latitude and longitude go together: both, or neither" },
    ]);
    const far = await report(mike.api, id, "en_route", { latitude: 91, longitude: -180.5 });
    expect(Object.keys(far.error.fields)).toEqual(["latitude", "longitude"]);
    for (const status of ["pending", "dispatched", "cancelled", "done"])
      expect((await report(mike.api, id, status)).error.fields.status).toContain("en_route");
  });
});

describe("the days of a job", () => {
  it("lists each job on its local day, including the days when the clocks change", async () => {
    const business = await newBusiness(); // America/New_York
    const mike = await newTechnician(business, true);
    for (const start of [
      "2026-03-08T04:59:59Z", // 23:59:59 on the 7th
      "2026-03-08T05:00:00Z", // 00:00 on the 8th, a day of 23 hours
      "2026-03-09T03:59:59Z", // 23:59:59 on the 8th, now UTC-4
      "2026-03-09T04:00:00Z", // 00:00 on the 9th
      "2026-11-01T03:59:59Z", // 23:59:59 on October 31st
      "2026-11-01T04:00:00Z", // 00:00 on the 1st, a day of 25 hours
      "2026-11-02T04:59:59Z", // 23:59:59 on the 1st, now UTC-5
      "2026-11-02T05:00:00Z", // 00:00 on the 2nd
    ])
      await newJob(business, { title: start, ...window(start, 1000) }, mike.id); // an end at midnight is not the next day yet

    for (const [date, expected] of [
      ["2026-03-07", ["2026-03-08T04:59:59Z"]],
      ["2026-03-08", ["2026-03-08T05:00:00Z", "2026-03-09T03:59:59Z"]],
      ["2026-03-09", ["2026-03-09T04:00:00Z"]],
      ["2026-10-31", ["2026-11-01T03:59:59Z"]],
      ["2026-11-01", ["2026-11-01T04:00:00Z", "2026-11-02T04:59:59Z"]],
      ["2026-11-02", ["2026-11-02T05:00:00Z"]],
    ] as const) {
      const list = await business.api.get(`/admin/dispatch?date_from=${date}&date_to=${date}&sort=scheduled_start`);
      expect(titles(list.data.items), date).toEqual(expected);
      expect(list.data.total).toBe(expected.length);
      expect(titles((await business.api.get(`/admin/dispatch/board?date=${date}`)).data.jobs), date).toEqual(expected);
      expect(titles((await mike.api.get(`/tech/dispatch/my-jobs?date=${date}`)).data.items), date).toEqual(expected);
    }
    const since = await business.api.get("/admin/dispatch?date_from=2026-11-01&sort=scheduled_start");
    expect(since.data.total).toBe(3);
    expect((await business.api.get("/admin/dispatch?date_to=2026-03-07")).data.total).toBe(1);
    const bad = await business.api.get("/admin/dispatch/board?date=2026-02-30");
    expect([bad.status, bad.error.fields]).toEqual([400, { date: "must be a calendar day, YYYY-MM-DD" }]);
  });

  it("shows a technician today's jobs in order, then those without a time, and what they have completed today", async () => {
    const business = await newBusiness();
    const [mike, dana] = [await newTechnician(business, true), await newTechnician(business)];
    const now = new Date().toISOString();
    const soon = new Date(Date.parse(now) + 1).toISOString();
    const untimed = await newJob(business, { title: "when you can" }, mike.id);
    await newJob(business, { title: "second", ...window(soon) }, mike.id);
    await newJob(business, { title: "first", ...window(now) }, mike.id);
    await newJob(business, { title: "another day", ...window("2025-01-01T12:00:00Z") }, mike.id);
    await newJob(business, { title: "Dana's", ...window(now) }, dana.id);

    const page = await mike.api.get("/tech/dispatch/my-jobs?limit=2");
    expect(page.data).toMatchObject({ total: 3, page: 1, limit: 2, total_pages: 2 });
    expect(titles(page.data.items)).toEqual(["first", "second"]);
    expect(titles((await mike.api.get("/tech/dispatch/my-jobs?limit=2&page=2")).data.items)).toEqual(["when you can"]);
    for (const status of ["en_route", "in_progress", "completed"]) await report(mike.api, untimed.id, status);
    const { data } = await mike.api.get("/tech/dispatch/my-jobs");
    expect(data.items.map((job: Json) => [job.title, job.status === "completed"])).toEqual([
      ["first", false],
      ["second", false],
      ["when you can", true],
    ]);
  });

  /** The titles of a day on the board, among the technician's jobs and in the list, which must agree. */
  async function onDay({ api }: Business, date: string, mike: { api: Api }): Promise<string[]> {
    const board = titles((await api.get(`/admin/dispatch/board?date=${date}`)).data.jobs);
    expect(titles((await mike.api.get(`/tech/dispatch/my-jobs?date=${date}`)).data.items), date).toEqual(board);
    const list = (await api.get(`/admin/dispatch?date_from=${date}&date_to=${date}&sort=scheduled_start`)).data;
    expect([titles(list.items), list.total], date).toEqual([board, board.length]);
    return board;
  }

  it("are all that its time overlaps: work through the night, over days, and while the clocks change", async () => {
    const business = await newBusiness(); // America/New_York
    const mike = await newTechnician(business, true);
    const dana = await newTechnician(business);
    for (const [title, from, to] of [
      ["night", "2026-05-04T22:00:00-04:00", "2026-05-05T04:00:00-04:00"],
      ["until midnight", "2026-05-04T22:00:00-04:00", "2026-05-05T00:00:00-04:00"],
      ["from midnight", "2026-05-05T00:00:00-04:00", "2026-05-05T01:00:00-04:00"],
      ["half a day", "2026-05-06T13:00:00-04:00", "2026-05-07T01:00:00-04:00"],
      ["longer", "2026-05-06T11:59:59-04:00", "2026-05-07T00:00:00.001-04:00"],
      ["roof", "2026-05-11T08:00:00-04:00", "2026-05-13T17:00:00-04:00"],
      ["night of 5 hours", "2026-03-07T22:00:00-05:00", "2026-03-08T04:00:00-04:00"],
      ["night of 7 hours", "2026-10-31T22:00:00-04:00", "2026-11-01T04:00:00-05:00"],
      ["day of 23 hours", "2026-03-08T00:00:00-05:00", "2026-03-09T00:00:00-04:00"],
      ["day of 25 hours", "2026-11-01T00:00:00-04:00", "2026-11-02T00:00:00-05:00"],
    ] as const)
      await newJob(business, { title, scheduled_start: from, scheduled_end: to }, mike.id);
    await newJob(business, { title: "Dana's", ...window("2026-05-05T02:00:00Z") }, dana.id);

    const list = async (query: string) => titles((await business.api.get(`/admin/dispatch?${query}`)).data.items);
    for (const [date, expected] of [
      ["2026-05-03", []],
      ["2026-05-05", ["night", "from midnight"]],
      ["2026-05-06", ["longer", "half a day"]],
      ["2026-05-07", ["longer", "half a day"]],
      ["2026-05-10", []],
      ["2026-05-11", ["roof"]],
      ["2026-05-12", ["roof"]],
      ["2026-05-13", ["roof"]],
      ["2026-05-14", []],
      ["2026-03-07", ["night of 5 hours"]],
      ["2026-03-08", ["night of 5 hours", "day of 23 hours"]],
      ["2026-03-09", []],
      ["2026-10-31", ["night of 7 hours"]],
      ["2026-11-01", ["night of 7 hours", "day of 25 hours"]],
      ["2026-11-02", []],
    ] as const)
      expect(await onDay(business, date, mike), date).toEqual(expected);
    expect(await list("date_from=2026-05-04&date_to=2026-05-04&sort=scheduled_start")).toEqual([
      "night",
      "until midnight",
      "Dana's",
    ]);

    // the same through pages, however they are walked
    const may = "date_from=2026-05-05&date_to=2026-05-12&sort=scheduled_start&limit=2";
    const all = ["night", "from midnight", "longer", "half a day", "roof"];
    const first = (await business.api.get(`/admin/dispatch?${may}`)).data;
    const second = (await business.api.get(`/admin/dispatch?${may}&cursor=${first.next_cursor}`)).data;
    expect([first.total, ...titles([...first.items, ...second.items])]).toEqual([5, ...all.slice(0, 4)]);
    expect(await list(`${may}&page=3`)).toEqual(all.slice(4));
    expect(await list(may.replace("sort=", "sort=-"))).toEqual(all.toReversed().slice(0, 2));
    expect(await list("date_from=2026-11-02")).toEqual([]);
    expect(await list("date_from=2026-11-01&sort=scheduled_start")).toEqual(["night of 7 hours", "day of 25 hours"]);
    expect(await list(`date_to=2026-03-08&sort=scheduled_start`)).toEqual(["night of 5 hours", "day of 23 hours"]);
    expect(await list(`date_from=2026-05-05&date_to=2026-05-05&technician_id=${dana.id}`)).toEqual([]);
    expect(await list("date_from=2026-05-05&date_to=2026-05-05&status=completed")).toEqual([]);
  });

  it("are today's while it is under way, whatever was planned, and it stays on the day on which it was completed", async () => {
    const business = await newBusiness();
    const mike = await newTechnician(business, true);
    const today = (await business.api.get("/admin/dispatch/board")).data.date;
    const overdue = await newJob(business, { title: "overdue", ...window("2025-01-06T14:00:00Z") }, mike.id);
    const early = await newJob(business, { title: "early", ...window("2199-01-07T14:00:00Z") }, mike.id);
    await newJob(business, { title: "not begun", ...window("2025-01-06T15:00:00Z") }, mike.id);
    expect(await onDay(business, today, mike)).toEqual([]);

    for (const { id } of [overdue, early]) await report(mike.api, id, "en_route");
    expect(await onDay(business, today, mike)).toEqual(["overdue", "early"]);
    const stream = await watch(business.api);
    const { data } = await stream.until(ofType("snapshot"));
    expect([data.data.date, titles(data.data.jobs)]).toEqual([today, ["overdue", "early"]]);
    await stream.close();
    expect(await onDay(business, "2025-01-06", mike)).toEqual(["overdue", "not begun"]);
    expect(await onDay(business, "2025-01-07", mike)).toEqual([]);
    expect(await onDay(business, "2199-01-07", mike)).toEqual(["early"]);

    for (const { id } of [overdue, early])
      for (const status of ["in_progress", "completed"]) await report(mike.api, id, status);
    for (const path of ["/admin/dispatch/board", "/tech/dispatch/my-jobs"]) {
      const { data } = await (path.startsWith("/tech") ? mike : business).api.get(path);
      expect(titles(data.jobs ?? data.items)).toEqual(["overdue", "early"]);
    }
  });

  it("cost what they hold, however many jobs lie before and after", async () => {
    const business = await newBusiness();
    const { api, shard, tenantId } = business;
    const mike = await newTechnician(business, true);
    await newJob(
      business,
      { title: "night", scheduled_start: "2026-05-04T22:00:00-04:00", scheduled_end: "2026-05-05T04:00:00-04:00" },
      mike.id,
    );
    const cursor = encodeCursor("-scheduled_start", ["2199", 1]); // a page by cursor counts nothing
    const cost = async () => [
      rowsRead(await api.get("/admin/dispatch/board?date=2026-05-05")),
      rowsRead(await mike.api.get("/tech/dispatch/my-jobs?date=2026-05-05")),
      rowsRead(await api.get("/admin/dispatch?date_from=2026-05-05&date_to=2026-05-05")),
      rowsRead(await api.get(`/admin/dispatch?date_from=2026-05-05&limit=10&cursor=${cursor}`)),
    ];
    await cost();
    const columns = (await sql<{ name: string }>(shard, "select name from pragma_table_info('dispatch_jobs')")).map(
      ({ name }) => name,
    );
    const at = "strftime('%Y-%m-%dT%H:%M:%fZ', '2026-05-05T16:00:00Z', (n / 2 * iif(n % 2, 1, -1)) || ' days')";
    const vary: Record<string, string> = {
      ...{ id: "2000000 + n", slot: at, scheduled_start: at, updated_at: at, completed_at: at, status: "'completed'" },
      scheduled_end: "strftime('%Y-%m-%dT%H:%M:%fZ', '2026-05-05T17:00:00Z', (n / 2 * iif(n % 2, 1, -1)) || ' days')",
    };
    const grow = (from: number, to: number) =>
      sql(
        shard,
        `with recursive series(n) as (select ?2 union all select n + 1 from series where n < ?3)
         insert into dispatch_jobs (${columns.join()})
         select ${columns.map((column) => vary[column] ?? column).join()} from series cross join
           (select * from dispatch_jobs where tenant_id = ?1 order by id limit 1)`,
        tenantId,
        from,
        to,
      );
    await grow(10, 210);
    const few = await cost();
    await grow(211, 2500);
    expect(await cost()).toEqual(few);
    expect(Math.max(...few)).toBeLessThanOrEqual(4 * 10 + 20);
  });
});

describe("the list of all jobs", () => {
  it("filters with exact totals, pages by cursor, and reads little more than it returns", async () => {
    const business = await newBusiness();
    const [mike, dana] = [await newTechnician(business, true), await newTechnician(business)];
    const make = async (hour: number) => {
      const start = new Date(Date.UTC(2026, 2, 10 + Math.floor(hour / 8), 12 + (hour % 8))).toISOString();
      const technician = hour % 2 === 0 ? mike : dana;
      const { id } = await newJob(business, { title: `job ${hour}`, ...(hour > 0 && window(start)) }, technician.id);
      if (hour % 4 === 0) await report(mike.api, id, "en_route");
    };
    await Promise.all(Array.from({ length: 24 }, (_, hour) => make(hour)));
    await newJob(business, { title: "unassigned" });
    for (const [query, total] of [
      ["", 25],
      ["status=en_route", 6],
      ["status=dispatched", 18],
      ["status=pending", 1],
      ["status=completed", 0],
      [`technician_id=${mike.id}`, 12],
      [`technician_id=${mike.id}&status=dispatched`, 6],
      [`technician_id=${dana.id}&status=en_route`, 0],
      ["date_from=2026-03-11&date_to=2026-03-12", 16],
      ["date_from=2026-03-11&date_to=2026-03-12&status=en_route", 4],
      [`date_from=2026-03-11&date_to=2026-03-11&technician_id=${dana.id}`, 4],
    ] as const) {
      const page = await business.api.get(`/admin/dispatch?${query}`);
      expect(page.data.total, query).toBe(total);
      expect(page.data.items, query).toHaveLength(total);
      expect(rowsRead(page), `rows read by ${query}`).toBeLessThanOrEqual(4 * total + 20);
    }

    const all: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? "" : `&cursor=${cursor}`;
      const { data }: Json = await business.api.get(`/admin/dispatch?limit=7&sort=-scheduled_start${query}`);
      all.push(...titles(data.items));
      cursor = data.next_cursor;
    } while (cursor !== null);
    expect(all).toEqual(["unassigned", "job 0", ...Array.from({ length: 23 }, (_, i) => `job ${23 - i}`)]);
    const sorted = await business.api.get("/admin/dispatch?sort=priority");
    expect([sorted.status, Object.keys(sorted.error.fields)]).toEqual([400, ["sort"]]);
  });

  it("filters by customer, zone, priority, type, number and words", async () => {
    const { api } = await newBusiness();
    const make = async (body: object) =>
      (await api.post("/admin/dispatch", { customer_name: "Ann Lee", ...body })).data;
    const leak = await make({
      title: "Leak",
      priority: "urgent",
      job_type: "repair",
      customer_phone: "(813) 555-0142",
    });
    const heat = await make({ title: "Boiler", customer_name: "José Núñez", service_address: "12 O'Brien St" });
    const tune = await make({ title: "Tune-up", job_type: "maintenance", priority: "low" });
    for (const [query, found] of [
      ["priority=urgent", [leak.id]],
      ["priority=urgent&status=pending", [leak.id]],
      ["priority=urgent&status=completed", []],
      ["job_type=maintenance", [tune.id]],
      ["customer_id=7", []],
      ["zone_id=7", []],
      [`job_number=${heat.job_number}`, [heat.id]],
      [`job_number=${heat.job_number}&priority=urgent`, []],
      ["job_number=999999", []],
      ["q=jose%20nu", [heat.id]],
      ["q=obrien", [heat.id]],
      ["q=ann", [tune.id, leak.id]],
      ["q=ann%20tune", [tune.id]],
      ["q=555-0142", [leak.id]],
      ["q=%2B18135550142", []],
      ["q=8135550142", [leak.id]],
      ["q=eak", []],
      ["q=ann&date_from=2026-01-01", []],
    ] as const) {
      const { data } = await api.get(`/admin/dispatch?${query}`);
      expect([query, data.items.map(({ id }: Json) => id), data.total]).toEqual([query, found, found.length]);
    }
    expect(leak.job_number).toBe(leak.id);
  });
});

const none = {
  ...{ pending: 0, dispatched: 0, acknowledged: 0, en_route: 0, on_site: 0 },
  ...{ in_progress: 0, on_hold: 0, completed: 0, cancelled: 0 },
};
const statuses = (some: Partial<typeof none>) => ({ ...none, ...some });

describe("the dispatch board", () => {
  it("shows a day with its finished jobs, the backlog, and where the technicians are", async () => {
    const business = await newBusiness();
    const [mike, dana] = [await newTechnician(business, true), await newTechnician(business)];
    const left = await newTechnician(business);
    await business.api.patch(`/admin/technicians/${left.id}`, { is_active: false });
    const early = await newJob(business, { title: "early", ...window("2026-03-28T13:00:00Z") }, mike.id);
    await newJob(business, { title: "late", ...window("2026-03-28T20:00:00Z") });
    const untimed = await newJob(business, { title: "untimed, done" }, mike.id);
    await newJob(business, { title: "untimed" });
    for (const { id } of [early, untimed])
      for (const status of ["en_route", "in_progress", "completed"]) await report(mike.api, id, status);
    await sql(
      business.shard,
      "insert into technician_positions (tenant_id, technician_id, latitude, longitude, speed, heading, at) values (?, ?, 27.9506, -82.4572, 35.5, 180, '2026-03-28T12:00:00.000Z')",
      business.tenantId,
      mike.id,
    );

    const { data } = await business.api.get("/admin/dispatch/board?date=2026-03-28");
    expect(data).toMatchObject({ date: "2026-03-28", timezone: "America/New_York" });
    expect(data.jobs.map((job: Json) => [job.title, job.status])).toEqual([
      ["early", "completed"],
      ["late", "pending"],
    ]);
    expect(titles(data.backlog)).toEqual(["untimed"]);
    expect(data.technicians).toMatchObject([
      {
        id: mike.id,
        name: "Mike Johnson",
        position: {
          latitude: 27.9506,
          longitude: -82.4572,
          speed: 35.5,
          heading: 180,
          accuracy: null,
          at: "2026-03-28T12:00:00.000Z",
        },
      },
      { id: dana.id, name: "Mike Johnson", position: null },
    ]);
    const [last] = await sql<{ seq: number }>(
      business.shard,
      "select max(seq) as seq from outbox where tenant_id = ?",
      business.tenantId,
    );
    expect(data.seq).toBe(last?.seq);
  });

  it("shows a position at once that the live board has not written down yet", async () => {
    const business = await newBusiness();
    const mike = await newTechnician(business, true);
    const reading = { latitude: 27.9506, longitude: -82.4572, speed: 35.5, heading: 180, accuracy: 8 };
    expect((await mike.api.post("/tech/dispatch/location", reading)).status).toBeLessThan(300);
    const stored = await sql(
      business.shard,
      "select * from technician_positions where tenant_id = ?",
      business.tenantId,
    );
    expect(stored).toEqual([]);
    const { data } = await business.api.get("/admin/dispatch/board");
    expect(data.technicians).toMatchObject([
      { id: mike.id, name: "Mike Johnson", position: { ...reading, at: expect.any(String) } },
    ]);
  });

  it("brings the head of a large backlog and says where the rest is, so that it stays small", async () => {
    const business = await newBusiness();
    const wait = (n: number, description: string) =>
      sql(
        business.shard,
        `insert into dispatch_jobs (tenant_id, id, title, description, priority, status, customer_name, slot, created_by, created_at, updated_at, version)
          select ?, value, 'Job ' || value, ?, 'normal', 'pending', 'Ann', '~open', 'user:1', ?, ?, 1 from (with recursive n(value) as (select 2000001 union all select value + 1 from n where value < 2000000 + ?) select value from n)`,
        business.tenantId,
        description,
        ...["2026-03-28T12:00:00.000Z", "2026-03-28T12:00:00.000Z"],
        n,
      );
    await wait(450, "Short");
    const board = async () => (await business.api.get("/admin/dispatch/board")).data;
    const { backlog, backlog_total, backlog_next_cursor } = await board();
    expect([backlog.length, backlog_total]).toEqual([200, 450]);
    const ids = backlog.map(({ id }: Json) => id);
    for (let cursor = backlog_next_cursor; cursor; ) {
      const page = await business.api.get(`/admin/dispatch?sort=scheduled_start&limit=200&cursor=${cursor}`);
      ids.push(...page.data.items.map(({ id }: Json) => id));
      cursor = page.data.next_cursor;
    }
    expect(ids).toEqual(Array.from({ length: 450 }, (_, i) => 2_000_001 + i));

    const stream = await watch(business.api);
    const { data: message } = await stream.until(({ data }) => data.type === "snapshot");
    await stream.close();
    expect(message.data.backlog).toEqual(backlog);

    await sql(
      business.shard,
      "update dispatch_jobs set description = ? where tenant_id = ?",
      "\u{1F9CA}".repeat(2000), // 4,000 characters to a schema, 8,000 bytes on the wire
      business.tenantId,
    );
    const large = await business.api.get("/admin/dispatch/board");
    expect(new TextEncoder().encode(large.text).length).toBeLessThan(300 * 1024);
    expect(large.data.backlog.length).toBeGreaterThan(20);
    const rest = await business.api.get(
      `/admin/dispatch?sort=scheduled_start&limit=1&cursor=${large.data.backlog_next_cursor}`,
    );
    expect(rest.data.items[0].id).toBe(large.data.backlog.at(-1).id + 1);
  });

  it("is there for a business on its first day", async () => {
    const { api } = await newBusiness();
    const today = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York", dateStyle: "short" }).format();
    expect((await api.get("/admin/dispatch/board")).data).toEqual({
      date: today,
      now: expect.stringMatching(/^\d{4}-.*Z$/),
      timezone: "America/New_York",
      seq: expect.any(Number),
      jobs: [],
      backlog: [],
      backlog_total: 0,
      backlog_next_cursor: null,
      technicians: [],
      service_levels: [],
      counts: { jobs: 0, by_status: statuses({}), unassigned: 0, late: 0 },
    });
  });

  it("counts the jobs of the day by status, those that nobody has, and those to whose customers nobody has come in time", async () => {
    const business = await newBusiness();
    const mike = await newTechnician(business, true);
    const dana = await newTechnician(business, true);
    const planned = window("2026-03-28T13:00:00Z");
    const promised = { arrival_window_start: planned.scheduled_start, arrival_window_end: "2099-01-01T00:00:00Z" };
    await newJob(business, planned); // nobody has it, and it is late
    await newJob(business, { ...planned, ...promised }, mike.id); // the window is still open
    await newJob(business, planned, mike.id); // late
    const held = await newJob(business, planned);
    await business.api.patch(`/admin/dispatch/${held.id}/hold`, { reason: "No part" });
    const gone = await newJob(business, planned);
    await business.api.patch(`/admin/dispatch/${gone.id}/cancel`, { reason: "Sold" });
    for (const { id, api } of [mike, dana]) {
      const here = await newJob(business, planned, id);
      for (const status of ["en_route", "on_site"]) await report(api, here.id, status);
    }
    await newJob(business); // of the backlog
    const { data } = await business.api.get("/admin/dispatch/board?date=2026-03-28");
    expect(data.counts).toEqual({
      jobs: 7,
      by_status: statuses({ pending: 1, dispatched: 2, on_hold: 1, cancelled: 1, on_site: 2 }),
      unassigned: 2,
      late: 2,
    });
    const stream = await watch(business.api, { path: `/admin/dispatch/stream?technician_id=${mike.id}` });
    const { data: snapshot } = await stream.until(ofType("snapshot"));
    expect(snapshot.data.counts).toEqual({ jobs: 1, by_status: statuses({ on_site: 1 }), unassigned: 0, late: 0 });
    await stream.close();
  });
});

it("shows the technician's last position, even if nobody watched the board when they sent it", async () => {
  const business = await newBusiness();
  const technician = await newTechnician(business, true);
  const made = await business.api.post("/admin/dispatch", { title: "AC Repair", customer_name: "John Smith" });
  await business.api.patch(`/admin/dispatch/${made.data.id}/assign`, { technician_id: technician.id });
  const at = { latitude: 27.9506, longitude: -82.4572 };
  await technician.api.patch(`/tech/dispatch/my-jobs/${made.data.id}/status`, { status: "en_route", ...at });
  const board = await business.api.get("/admin/dispatch/board");
  expect(board.data.technicians).toMatchObject([{ id: technician.id, position: at }]);
});
