import { afterEach, describe, expect, it } from "vitest";
import { systemCtx } from "#/ctx.ts";
import { noteDue } from "#/domains/sla/actions/note-due.ts";
// @ts-expect-error: a script of the page
import { applyMessage, emptyBoard, layOut } from "#/web/board/state.js";
import { callObject, sql } from "./support/back-door.ts";
import { type Business, eventually, type Json, newBusiness, newTechnician, quiet } from "./support/client.ts";
import { atTime, moveClock, releaseClock, runJob } from "./support/clock.ts";
import { deadlyWorker } from "./support/deadly.ts";
import { watch } from "./support/stream.ts";

// Service levels as a business lives them, at times that the test sets; each business is in New York.

afterEach(releaseClock);

const target = { response_minutes: 60, resolution_minutes: 480 };
const targets = { urgent: target, high: target, normal: target, low: target };
const hours = [
  { opens: "08:00", closes: "12:00" },
  { opens: "13:00", closes: "17:00" },
];
const office = {
  name: "Office hours",
  timezone: "America/New_York",
  windows: { monday: hours, tuesday: hours, wednesday: hours, thursday: hours, friday: hours },
  holiday_region: "US",
};

async function promising(calendar: object = office, policy: object = {}) {
  const business = await newBusiness();
  const { api } = business;
  const { data } = await api.post("/admin/sla/calendars", calendar);
  const made = await api.post("/admin/sla/policies", { name: "All", targets, calendar_id: data.id, ...policy });
  expect(made.status, made.text).toBe(201);
  return { ...business, calendarId: data.id as number, policy: made.data as Json };
}

const newJob = async ({ api }: Business, more = {}): Promise<Json> =>
  (await api.post("/admin/dispatch", { title: "Leak", customer_name: "Ann Lee", ...more })).data;
/** The clock of a job, once it has seen a version of it. */
const clockOf = async (business: Business, id: number): Promise<Json> => {
  await quiet(business);
  return (await business.api.get(`/admin/sla/jobs/${id}`)).data;
};
const violationsOf = async ({ api }: Business, query = ""): Promise<Json[]> =>
  (await api.get(`/admin/sla/violations?sort=id&${query}`)).data.items;
const toldOf = ({ shard, tenantId }: Business) =>
  sql<{ type: string; data: string }>(
    shard,
    "select type, data from outbox where tenant_id = ? and type like 'sla.%' order by seq",
    tenantId,
  );
const sweep = async (business: Business) => {
  await runJob("sweep");
  await quiet(business);
};

describe("a promise in office hours", () => {
  it("B51: is due after lunch, on Monday, and on the day after the holiday", async () => {
    const business = await promising();
    const due = async (now: string) =>
      await atTime(now, async () => {
        const job = await newJob(business);
        // a clock ticks on: the seconds since it was moved are taken off
        const { started_at, response } = await clockOf(business, job.id);
        const late = Date.parse(started_at) - Date.parse(now);
        return new Date(Date.parse(response.due_at) - late).toISOString();
      });
    expect(await due("2026-03-10T11:30:00-04:00")).toBe("2026-03-10T17:30:00.000Z");
    expect(await due("2026-03-06T16:30:00-05:00")).toBe("2026-03-09T12:30:00.000Z");
    expect(await due("2026-05-22T16:30:00-04:00")).toBe("2026-05-26T12:30:00.000Z");
    await atTime("2026-03-10T12:15:00-04:00", async () => {
      const { id } = await newJob(business);
      expect((await clockOf(business, id)).response.due_at).toBe("2026-03-10T18:00:00.000Z");
    });
  });

  it("is warned of and broken once, stands still on hold, and is kept for those who were in time", async () => {
    const business = await promising();
    const { api } = business;
    const mike = await newTechnician(business, true);
    const report = (id: number, status: string, more = {}) =>
      mike.api.patch(`/tech/dispatch/my-jobs/${id}/status`, { status, ...more });
    await moveClock("2026-03-10T09:00:00-04:00");
    const [slow, quick, offline] = [await newJob(business), await newJob(business), await newJob(business)];
    for (const { id } of [slow, quick, offline])
      await api.patch(`/admin/dispatch/${id}/assign`, { technician_id: mike.id });
    await report(quick.id, "acknowledged");
    await moveClock("2026-03-10T09:55:00-04:00");
    await sweep(business);
    expect(await violationsOf(business)).toEqual([]);
    expect((await clockOf(business, slow.id)).response).toMatchObject({
      state: "pending",
      warned_at: expect.any(String),
    });

    await moveClock("2026-03-10T10:10:00-04:00");
    await callObject("DUE_TIMER", business.tenantId, "loseAlarm");
    await Promise.all([sweep(business), sweep(business)]);
    const [first, second] = await violationsOf(business);
    expect(first).toMatchObject({ job_id: slow.id, kind: "response", status: "open", technician_id: mike.id });
    expect(second).toMatchObject({ job_id: offline.id, policy_name: "All", overdue_seconds: null });
    expect(first?.due_at).toMatch(/^2026-03-10T14:00:/);
    const counted = Object.entries(Object.groupBy(await toldOf(business), ({ type }) => type));
    expect(counted.map(([type, all]) => [type, all?.length])).toEqual([
      ["sla.warning", 2],
      ["sla.violated", 2],
    ]);

    const overview = (await api.get("/admin/sla")).data;
    expect(overview).toMatchObject({ open_violations: 2, policies: [{ name: "All" }] });
    expect(overview.last_violations.map(({ id }: Json) => id)).toEqual([second?.id, first?.id]);
    const [next] = overview.next_due;
    expect(next.next_at <= (overview.next_due.at(-1)?.next_at ?? "")).toBe(true);
    expect(overview.next_due.map(({ job_id }: Json) => job_id)).toContain(quick.id);

    // the phone of the third was in a cellar
    await report(offline.id, "acknowledged", { occurred_at: "2026-03-10T09:20:00-04:00" });
    expect((await clockOf(business, offline.id)).response).toMatchObject({
      state: "met",
      working_seconds: expect.any(Number),
    });
    expect((await violationsOf(business, "status=withdrawn")).map(({ job_id }) => job_id)).toEqual([offline.id]);

    await report(slow.id, "acknowledged");
    expect((await clockOf(business, slow.id)).violations[0].overdue_seconds).toBeGreaterThan(60);
    const note = (body?: object) => api.post(`/admin/sla/violations/${first?.id}/acknowledge`, body);
    const bare = (await note()).data;
    expect(bare).toMatchObject({ status: "acknowledged", note: null, acknowledged_by: expect.any(String) });
    const refused = async (body?: object) => {
      const { status, error } = await note(body);
      return [status, error.reason, error.fields.note];
    };
    expect(await refused()).toEqual([409, "sla_violation.not_open", "may still be added"]);
    const noted = await note({ note: "No truck" });
    const { acknowledged_at, acknowledged_by } = bare;
    expect(noted.data).toMatchObject({ status: "acknowledged", note: "No truck", acknowledged_at, acknowledged_by });
    expect((await note({ note: "No truck" })).data).toEqual(noted.data);
    expect(await refused({ note: "No driver" })).toEqual([409, "sla_violation.not_open", "is there already"]);
    expect(await refused()).toEqual([409, "sla_violation.not_open", "is there already"]);

    await api.patch(`/admin/dispatch/${quick.id}/hold`, { reason: "Waits for a part" });
    expect(await clockOf(business, quick.id)).toMatchObject({
      ...{ state: "paused", hold_reason: "Waits for a part", resolution: { state: "paused", due_at: null } },
    });
    await moveClock("2026-03-11T08:30:00-04:00");
    await api.patch(`/admin/dispatch/${quick.id}/resume`);
    const { held_seconds, resolution } = await clockOf(business, quick.id);
    expect(held_seconds).toBeGreaterThan(6 * 3600); // 10:10 to 12, 13 to 17, and half an hour
    expect(held_seconds).toBeLessThan(6.5 * 3600);
    expect(Date.parse(resolution.due_at)).toBeGreaterThan(Date.parse("2026-03-11T15:00:00-04:00"));
    for (const status of ["en_route", "on_site", "in_progress", "completed"]) await report(quick.id, status);
    expect(await clockOf(business, quick.id)).toMatchObject({ state: "met", resolution: { state: "met" } });

    // the report says the same
    const { data } = await api.get("/admin/sla/report?date_from=2026-03-10&date_to=2026-03-10&group_by=technician");
    expect(data).toMatchObject({
      ...{ jobs: 3, cancelled: 0, compliance_bps: 7500 },
      response: { met: 2, breached: 1, pending: 0, compliance_bps: 6667 },
      resolution: { met: 1, breached: 0, pending: 2, compliance_bps: 10_000 },
    });
    expect(data.groups).toEqual([
      expect.objectContaining({ group: String(mike.id), jobs: 3, response: data.response }),
    ]);
    const { p50_minutes, p90_minutes } = data.response;
    expect([p50_minutes > 5, p50_minutes <= 20, p90_minutes > 60]).toEqual([true, true, true]);
  });

  it("follows the priority, not the policy that was changed meanwhile; a cancelled job breaks nothing", async () => {
    const urgent = { response_minutes: 30, resolution_minutes: 60 };
    const business = await promising({ name: "Always", is_24x7: true }, { targets: { ...targets, urgent } });
    const { api, policy } = business;
    const [job, cancelled] = [await newJob(business), await newJob(business)];
    const before = await clockOf(business, job.id);
    await api.patch(`/admin/sla/policies/${policy.id}`, { targets, name: "New words" });
    await api.patch(`/admin/dispatch/${job.id}`, { priority: "urgent" });
    const after = await clockOf(business, job.id);
    const minutesOf = ({ response, resolution, started_at }: Json) =>
      [response, resolution].map(({ due_at }) => (Date.parse(due_at) - Date.parse(started_at)) / 60_000);
    expect([minutesOf(before), minutesOf(after), after.policy_name]).toEqual([[60, 480], [30, 60], "All"]);

    await api.patch(`/admin/dispatch/${cancelled.id}/cancel`, { reason: "Sold the house" });
    expect((await clockOf(business, cancelled.id)).state).toBe("cancelled");
    await atTime(new Date(Date.now() + 20 * 3_600_000).toISOString(), () => sweep(business));
    expect((await violationsOf(business)).map(({ job_id, kind }) => [job_id, kind])).toEqual([
      [job.id, "response"],
      [job.id, "resolution"],
    ]);
  });
});

it("a job that was cancelled and is opened again begins from the start, and keeps what its first life has broken as it was", async () => {
  const low = { response_minutes: 300, resolution_minutes: 480 };
  const business = await promising({ name: "Always", is_24x7: true }, { targets: { ...targets, low } });
  const { api } = business;
  const mike = await newTechnician(business, true);
  await moveClock("2026-03-10T09:00:00-04:00");
  const [job, eased] = [await newJob(business), await newJob(business)];
  for (const { id } of [job, eased]) await clockOf(business, id);
  await moveClock("2026-03-10T11:00:00-04:00");
  await sweep(business);
  const [before] = await violationsOf(business, `job_id=${job.id}`);
  expect(before).toMatchObject({ kind: "response", status: "open", overdue_seconds: null });
  await api.patch(`/admin/dispatch/${job.id}/cancel`, { reason: "Called off" });
  await api.patch(`/admin/dispatch/${job.id}/reopen`, { reason: "They want it after all" });
  const opened = await clockOf(business, job.id);
  expect(opened).toMatchObject({ state: "running", response: { state: "pending", warned_at: null } });
  const acknowledge = async ({ id }: Json) => {
    await api.patch(`/admin/dispatch/${id}/assign`, { technician_id: mike.id });
    await mike.api.patch(`/tech/dispatch/my-jobs/${id}/acknowledge`);
  };
  await acknowledge(job);
  const answered = await clockOf(business, job.id);
  expect(answered).toMatchObject({ state: "running", response: { state: "met" }, violations: [before] });

  // another one gets more time when it is too late already
  await api.patch(`/admin/dispatch/${eased.id}`, { priority: "low" });
  await acknowledge(eased);
  const [broken] = (await clockOf(business, eased.id)).violations;
  expect(broken).toMatchObject({ status: "open", priority: "normal" });
  expect(broken.overdue_seconds).toBeGreaterThan(3500);
});

it("the timer rings by itself for what is due", async () => {
  const urgent = { response_minutes: 1, resolution_minutes: 480 };
  const business = await promising({ name: "Always", is_24x7: true }, { targets: { ...targets, urgent } });
  await moveClock("2026-03-10T09:00:00-04:00");
  const job = await newJob(business);
  await clockOf(business, job.id);
  await moveClock("2026-03-10T09:00:58-04:00");
  await business.api.patch(`/admin/dispatch/${job.id}`, { priority: "urgent" });
  await eventually(async () => (await violationsOf(business)).length === 1, "the violation is noted");
});

it("notes each violation once, wherever the worker that does so dies, and however many do it at once", async () => {
  const business = await promising({ name: "Always", is_24x7: true });
  const jobs = [await newJob(business), await newJob(business), await newJob(business)];
  for (const { id } of jobs) await clockOf(business, id);
  const makeDue = (kind: string) =>
    sql(
      business.shard,
      `update sla_clocks set ${kind}_due_at = ?1, ${kind}_warn_at = ?1, next_at = ?1 where tenant_id = ?2`,
      ...["2026-01-01T00:00:00.000Z", business.tenantId],
    );
  const worker = deadlyWorker(business, []);
  const live = (trips: number) =>
    worker.runUntil(trips, async (open) => {
      const ctx = await systemCtx(open, business.tenantId, "test");
      if (ctx) await noteDue(ctx);
      return undefined;
    });
  const once = async (kind: string) => {
    const noted = (await violationsOf(business, `kind=${kind}`)).map(({ job_id }) => job_id);
    expect(noted.toSorted((a, b) => a - b)).toEqual(jobs.map(({ id }) => id));
    const told = (await toldOf(business)).filter(
      ({ type, data }) => type === "sla.violated" && JSON.parse(data).kind === kind,
    );
    expect(told).toHaveLength(jobs.length);
  };
  await makeDue("response");
  let trips = 0;
  while (await live(trips)) trips++;
  expect(trips).toBeGreaterThan(2);
  await once("response");
  await makeDue("resolution");
  await Promise.all([live(99), live(99), live(99)]);
  await once("resolution");
});

describe("the dispatch board", () => {
  const boardOf = async ({ api }: Pick<Business, "api">, query = "") => await api.get(`/admin/dispatch/board${query}`);
  const costOf = ({ headers }: { headers: Headers }) =>
    (/trips=(\d+) rows_read=(\d+)/.exec(headers.get("server-timing") ?? "") ?? []).slice(1).map(Number);

  it("has the promises that are in danger with its jobs, and hears of them live", async () => {
    const business = await promising({ name: "Always", is_24x7: true });
    const mike = await newTechnician(business, true);
    await moveClock("2026-03-10T15:00:00Z");
    const { id } = await newJob(business);
    const { id: calm } = await newJob(business);
    for (const one of [id, calm]) await clockOf(business, one);
    await business.api.patch(`/admin/dispatch/${calm}/assign`, { technician_id: mike.id });
    await mike.api.patch(`/tech/dispatch/my-jobs/${calm}/acknowledge`);
    await clockOf(business, calm);
    expect((await boardOf(business)).data.service_levels).toEqual([]);
    const stream = await watch(business.api);
    await moveClock("2026-03-10T15:50:00Z");
    await sweep(business);
    const due = expect.stringMatching(/^2026-03-10T16:00:/);
    const level = { job_id: id, kind: "response", state: "warning", due_at: due, response_met_at: "acknowledged" };
    const told = await stream.until(({ data }) => data.type === "job.service_level");
    expect(told.data).toEqual({
      type: "job.service_level",
      seq: told.id,
      occurred_at: expect.any(String),
      data: level,
    });
    expect((await boardOf(business)).data.service_levels).toEqual([level]);

    await moveClock("2026-03-10T16:01:00Z");
    await sweep(business);
    await stream.until(({ data }) => data.data.state === "violated");
    await stream.close();
    expect((await boardOf(business)).data.service_levels).toEqual([{ ...level, state: "violated" }]);
    const again = await watch(business.api);
    // a snapshot may be a second old, and is followed by what came after it
    const inSnapshot = (data: Json) => data.type === "snapshot" && data.data.service_levels[0]?.state === "violated";
    await again.until(({ data }) => inSnapshot(data) || data.data.state === "violated");
    await again.close();
    const others = await watch(business.api, { path: `/admin/dispatch/stream?technician_id=${mike.id}` });
    expect((await others.until(({ data }) => data.type === "snapshot")).data.data.service_levels).toEqual([]);
    await others.close();
  });

  it("has a warning until it is kept or stands still, and not where a lower priority has more time", async () => {
    const long = { response_minutes: 600, resolution_minutes: 4800 };
    const business = await promising({ name: "Always", is_24x7: true }, { targets: { ...targets, low: long } });
    const mike = await newTechnician(business, true);
    await moveClock("2026-03-10T08:00:00Z");
    const [held, slow] = [await newJob(business), await newJob(business)];
    for (const { id } of [held, slow]) await clockOf(business, id);
    await moveClock("2026-03-10T08:50:00Z");
    await sweep(business);
    const seen = async () =>
      (await boardOf(business)).data.service_levels.map(({ job_id, kind, state }: Json) =>
        [job_id === held.id ? "held" : "slow", kind, state].join(" "),
      );
    expect((await seen()).toSorted()).toEqual(["held response warning", "slow response warning"]);
    await business.api.patch(`/admin/dispatch/${slow.id}`, { priority: "low" });
    await business.api.patch(`/admin/dispatch/${held.id}/assign`, { technician_id: mike.id });
    await mike.api.patch(`/tech/dispatch/my-jobs/${held.id}/acknowledge`);
    await quiet(business);
    expect(await seen()).toEqual([]);
    await moveClock("2026-03-10T15:00:00Z");
    await sweep(business);
    expect(await seen()).toEqual(["held resolution warning"]);
    await business.api.patch(`/admin/dispatch/${held.id}/hold`, { reason: "awaiting_parts" });
    await quiet(business);
    expect(await seen()).toEqual([]);
    await business.api.patch(`/admin/dispatch/${held.id}/resume`);
    await quiet(business);
    expect(await seen()).toEqual(["held resolution warning"]);
  });

  it("tells live what it has when it is loaded: a story of a dozen steps", async () => {
    const long = { response_minutes: 600, resolution_minutes: 4800 };
    const business = await promising({ name: "Always", is_24x7: true }, { targets: { ...targets, low: long } });
    const { api } = business;
    const mike = await newTechnician(business, true);
    await moveClock("2026-03-10T08:00:00Z");
    const on = (day: string) => ({ scheduled_start: `${day}T15:00:00Z`, scheduled_end: `${day}T16:00:00Z` });
    const [TODAY, TOMORROW] = [on("2026-03-10"), on("2026-03-11")];
    const stream = await watch(api);
    const held = await newJob(business);
    const moved = await newJob(business, TOMORROW);
    const change = async (job: Json, step: string, body: object = {}) => {
      const { status, text } = await api.patch(`/admin/dispatch/${job.id}${step}`, body);
      expect(status, text).toBe(200);
    };
    const mikeReports = async (job: Json, status: string) => {
      const told = await mike.api.patch(`/tech/dispatch/my-jobs/${job.id}/status`, { status });
      expect(told.status, told.text).toBe(200);
    };
    const nameOf = ({ job_id, kind, state, due_at }: Json) =>
      `${job_id === held.id ? "held" : "moved"} ${kind} ${state} ${due_at}`;
    const live = (): string[] => {
      const board = stream.messages.reduce((now, { data }) => applyMessage(now, data).board, emptyBoard as Json);
      const { waitingToday, waitingUntimed, columns } = layOut(board);
      const shown: Json[] = [...waitingToday, ...waitingUntimed, ...columns.flatMap(({ jobs }: Json) => jobs)];
      return shown.flatMap(({ levels = [] }) => levels).map(nameOf);
    };
    /** `expected` is without the time at which it is due. */
    const agree = async (step: string, ...expected: string[]) => {
      await quiet(business);
      const loaded: string[] = (await boardOf(business)).data.service_levels.map(nameOf).toSorted();
      expect(
        loaded.map((level) => level.replace(/ \S+$/, "")),
        step,
      ).toEqual(expected);
      const isSame = async () => JSON.stringify(live().toSorted()) === JSON.stringify(loaded);
      await eventually(isSame, () => `the stream says after "${step}": ${live().join()}; the board ${loaded.join()}`);
    };
    await agree("new jobs");
    await moveClock("2026-03-10T08:50:00Z");
    await sweep(business);
    await agree("one of tomorrow is not on the board", "held response warning");
    await change(moved, "", TODAY);
    await agree("moved onto the day", "held response warning", "moved response warning");
    await change(held, "/assign", { technician_id: mike.id });
    await mikeReports(held, "acknowledged");
    await agree("answered", "moved response warning");
    await change(moved, "", { priority: "low" });
    await agree("more time");
    await change(moved, "", { priority: "normal" });
    await quiet(business); // its clock has heard of it
    await sweep(business);
    await agree("less time: warned of again", "moved response warning");
    await moveClock("2026-03-10T15:00:00Z");
    await sweep(business);
    const both = ["moved resolution warning", "moved response violated"];
    await agree("hours later", "held resolution warning", ...both);
    await change(held, "/hold", { reason: "awaiting_parts" });
    await agree("on hold", ...both);
    await change(held, "/resume");
    await agree("resumed", "held resolution warning", ...both);
    await change(moved, "", TOMORROW);
    await agree("moved away", "held resolution warning");
    await change(moved, "", TODAY);
    await agree("and back", "held resolution warning", ...both);
    for (const status of ["en_route", "on_site", "in_progress", "completed"]) await mikeReports(held, status);
    await change(moved, "/assign", { technician_id: mike.id });
    await change(moved, "/cancel", { reason: "Sold the house" });
    await agree("done, and cancelled", "moved response violated");
    await stream.close();
  });

  it("reads them in its one trip, for a few rows a job and none where nothing was ever promised", async () => {
    // Rows of five more jobs on the board of one business: two businesses differ by what happens to lie behind their rows.
    const rowsOfFiveMore = async (business: Business) => {
      const cost = async () => {
        for (const _ of Array(5)) await newJob(business);
        await quiet(business);
        return costOf(await boardOf(business));
      };
      const [[trips, before = 0], [tripsAfter, after = 0]] = [await cost(), await cost()];
      expect([trips, tripsAfter]).toEqual([1, 1]);
      return after - before;
    };
    const [with_, without] = [await promising({ name: "Always", is_24x7: true }), await newBusiness()];
    const none = await rowsOfFiveMore(without);
    expect(none).toBeLessThanOrEqual(10);
    expect(await rowsOfFiveMore(with_)).toBeLessThanOrEqual(none + 15);
  });
});
