import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Business, type Json, newBusiness, newTechnician } from "../support/client.ts";
import { runJob } from "../support/clock.ts";

const HOUR = 3_600_000;
/** Three in the afternoon in UTC of today in New York, where the clocks never change at that time. */
const noon = Date.parse(
  `${new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York", dateStyle: "short" }).format()}T15:00:00Z`,
);
const at = (days: number, hours = 0) => new Date(noon + (days * 24 + hours) * HOUR).toISOString();
const dayIn = (days: number) => at(days).slice(0, 10);

describe("further visits of a job", () => {
  it("are jobs of their own under one number, with the same customer and place", async () => {
    const { api, ...business } = await newBusiness();
    const mike = await newTechnician({ api, ...business });
    const place = {
      service_address: "12 Oak St",
      service_latitude: 27.95,
      service_longitude: -82.45,
      job_type: "install",
    };
    const made = { title: "Roof unit", customer_name: "Ann Lee", priority: "high", ...place };
    const first = (await api.post("/admin/dispatch", { ...made, scheduled_start: at(1), scheduled_end: at(1, 2) }))
      .data;
    await api.patch(`/admin/dispatch/${first.id}/assign`, { technician_id: mike.id });
    const times = { scheduled_start: at(2), scheduled_end: at(2, 3) };
    const second = await api.post(`/admin/dispatch/${first.id}/visits`, times);
    expect(second.status, second.text).toBe(201);
    expect(second.data).toMatchObject({
      ...made,
      ...times,
      job_number: first.job_number,
      visit_number: 2,
      parent_id: first.id,
    });
    expect(second.data).toMatchObject({ status: "pending", technician_id: null, location: "known" });
    const third = await api.post(`/admin/dispatch/${second.data.id}/visits`, { title: "Fit the compressor" });
    expect(third.data).toMatchObject({
      title: "Fit the compressor",
      visit_number: 3,
      parent_id: first.id,
      scheduled_start: null,
    });
    const { data } = await api.get(`/admin/dispatch?job_number=${first.job_number}&sort=scheduled_start`);
    expect(data.items.map(({ id }: Json) => id)).toEqual([first.id, second.data.id, third.data.id]);
    expect(data.total).toBe(3);

    await api.patch(`/admin/dispatch/${second.data.id}/cancel`, { reason: "Done in one" });
    const refused = await api.post(`/admin/dispatch/${second.data.id}/visits`, {});
    expect([refused.status, refused.error.reason]).toEqual([409, "dispatch.job_cancelled"]);
  });

  it("are counted once each, however many people make one at the same moment", async () => {
    const { api } = await newBusiness();
    const { data } = await api.post("/admin/dispatch", { title: "Roof", customer_name: "Ann Lee" });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => api.post(`/admin/dispatch/${data.id}/visits`, {})),
    );
    for (const { status, error } of answers)
      if (status !== 201) expect([status, error.reason]).toEqual([409, "dispatch_job.changed_meanwhile"]);
    const visits = (await api.get(`/admin/dispatch?job_number=${data.id}&sort=scheduled_start`)).data.items;
    expect(visits.map(({ visit_number }: Json) => visit_number)).toEqual(visits.map((_: Json, i: number) => i + 1));
    expect(visits.length).toBe(1 + answers.filter(({ status }) => status === 201).length);
  });
});

describe("a job that comes again", () => {
  const made = {
    title: "Clean the filters",
    customer_name: "Ann Lee",
    scheduled_start: at(0),
    scheduled_end: at(0, 1),
  };
  const successors = async ({ api }: Business, id: number): Promise<Json[]> =>
    (await api.get("/admin/dispatch?sort=scheduled_start&limit=200")).data.items.filter(
      ({ series_id }: Json) => series_id === id,
    );
  /** Runs the night's work, as if it had not been done today. */
  async function night(business: Business): Promise<void> {
    await sql(
      business.shard,
      "delete from daily_runs where tenant_id = ? and task = 'make recurring jobs'",
      business.tenantId,
    );
    const { data } = await runJob("make recurring jobs", business);
    expect(data.done).toEqual({ days: 1, failed: 0 });
  }

  it("is made six weeks ahead, once for each day, however often the night's work runs", async () => {
    const business = await newBusiness();
    const rhythm = {
      recurrence: { unit: "week", every: 2 },
      arrival_window_start: at(0, -1),
      arrival_window_end: at(0),
    };
    const { data } = await business.api.post("/admin/dispatch", { ...made, ...rhythm });
    expect(data.recurrence).toMatchObject({
      unit: "week",
      every: 2,
      until: null,
      starts_on: dayIn(0),
    });
    await night(business);
    const jobs = await successors(business, data.id);
    expect(jobs.map(({ occurs_on }) => occurs_on)).toEqual([14, 28, 42].map((n) => dayIn(n)));
    const clock = (time: string) =>
      new Date(time).toLocaleTimeString("en", { timeZone: "America/New_York", timeStyle: "short" });
    for (const job of jobs) {
      expect(job).toMatchObject({
        title: made.title,
        status: "pending",
        recurrence: null,
        visit_number: 1,
        job_number: job.id,
      });
      expect(clock(job.scheduled_start)).toBe(clock(made.scheduled_start));
      expect(Date.parse(job.scheduled_end) - Date.parse(job.scheduled_start)).toBe(HOUR);
      expect(Date.parse(job.scheduled_start) - Date.parse(job.arrival_window_start)).toBe(HOUR);
    }
    await night(business);
    expect(await successors(business, data.id)).toEqual(jobs);
    const events = await sql(
      business.shard,
      "select 1 from outbox where tenant_id = ? and type = 'dispatch.created' and data ->> 'series_id' = ?",
      business.tenantId,
      data.id,
    );
    expect(events).toHaveLength(3);
  });

  it("ends when it is told to, and not again on what was made already", async () => {
    const business = await newBusiness();
    const { api } = business;
    const path = async () => `/admin/dispatch/${(await api.post("/admin/dispatch", made)).data.id}`;
    const job = await path();
    const set = await api.patch(job, { recurrence: { unit: "day", every: 10, until: dayIn(25) } });
    expect(set.data.recurrence).toMatchObject({ unit: "day", every: 10, start_time: expect.any(String) });
    await night(business);
    const jobs = await successors(business, set.data.id);
    expect(jobs.map(({ occurs_on }) => occurs_on)).toEqual([10, 20].map((n) => dayIn(n)));
    const own = await api.patch(`/admin/dispatch/${jobs[0]?.id}`, { recurrence: { unit: "day" } });
    expect([own.status, Object.keys(own.error.fields)]).toEqual([422, ["recurrence"]]);
    expect((await api.patch(job, { recurrence: null })).data.recurrence).toBeNull();
    await night(business);
    expect(await successors(business, set.data.id)).toEqual(jobs);
  });

  it("comes on several days of the week, or on the first or last of a weekday in the month; other mixtures are refused with the field", async () => {
    const business = await newBusiness();
    const { api } = business;
    const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const rhythm = { unit: "week", weekdays: ["friday", "tuesday"] };
    const { data } = await api.post("/admin/dispatch", { ...made, recurrence: rhythm });
    expect(data.recurrence).toMatchObject({ unit: "week", every: 1, weekdays: ["tuesday", "friday"] });
    await night(business);
    const jobs = await successors(business, data.id);
    expect(jobs.length).toBeGreaterThanOrEqual(12);
    const names = jobs.map(({ occurs_on }) => weekdays[(new Date(occurs_on).getUTCDay() + 6) % 7]);
    expect(new Set(names)).toEqual(new Set(["tuesday", "friday"]));
    const last = { unit: "month", weekday_of_month: { week: "last", weekday: "friday" } };
    const changed = await api.patch(`/admin/dispatch/${data.id}`, { recurrence: last });
    expect(changed.data.recurrence).toMatchObject({ ...last, every: 1 });
    expect(changed.data.recurrence.weekdays).toBeUndefined();
    for (const [recurrence, field] of [
      [{ unit: "month", weekdays: ["monday"] }, "recurrence.weekdays"],
      [{ unit: "week", weekdays: ["monday", "monday"] }, "recurrence.weekdays"],
      [{ unit: "week", weekdays: [] }, "recurrence.weekdays"],
      [{ unit: "week", weekday_of_month: { week: "first", weekday: "monday" } }, "recurrence.weekday_of_month"],
      [{ unit: "month", weekday_of_month: { week: "fifth", weekday: "monday" } }, "recurrence.weekday_of_month.week"],
    ] as const) {
      const { status, error } = await api.patch(`/admin/dispatch/${data.id}`, { recurrence });
      expect([status, Object.keys(error.fields)]).toEqual([422, [field]]);
    }
  });

  it("rests as long as its customer is archived or must not be served, and goes to whoever the customer is merged into", async () => {
    const business = await newBusiness();
    const { api } = business;
    const customer = (await api.post("/admin/customers", { name: "Ann Lee" })).data;
    const recurrence = { unit: "week", every: 3 };
    const { data } = await api.post("/admin/dispatch", { ...made, customer_id: customer.id, recurrence });
    await api.patch(`/admin/customers/${customer.id}`, { do_not_service: true, do_not_service_reason: "Never pays" });
    await night(business);
    expect(await successors(business, data.id)).toEqual([]);
    await api.patch(`/admin/customers/${customer.id}`, { do_not_service: false });
    const other = (await api.post("/admin/customers", { name: "Ann Lee-Brown" })).data;
    expect((await api.post(`/admin/customers/${customer.id}/merge`, { into: other.id })).status).toBe(200);
    await night(business);
    const jobs = await successors(business, data.id);
    expect(jobs.map(({ customer_id }) => customer_id)).toEqual([other.id, other.id]);
  });

  it("needs a time to come again at", async () => {
    const { api } = await newBusiness();
    const refused = await api.post("/admin/dispatch", {
      title: "Filters",
      customer_name: "Ann",
      recurrence: { unit: "month" },
    });
    expect([refused.status, Object.keys(refused.error.fields)]).toEqual([422, ["recurrence"]]);
    const { data } = await api.post("/admin/dispatch", { title: "Filters", customer_name: "Ann" });
    const later = await api.patch(`/admin/dispatch/${data.id}`, { recurrence: { unit: "month" } });
    expect([later.status, later.error.reason]).toEqual([422, "dispatch.bad_times"]);
    const never = await api.patch(`/admin/dispatch/${data.id}`, { recurrence: { unit: "month", every: 0 } });
    expect([never.status, Object.keys(never.error.fields)]).toEqual([422, ["recurrence.every"]]);
  });
});
