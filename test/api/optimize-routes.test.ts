import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Answer, type Json, newBusiness, newTechnician } from "../support/client.ts";

const DATE = "2030-03-27"; // a Wednesday in New York, four hours behind UTC
const time = (text: string) => `${DATE}T${text}:00.000Z`;
const said = ({ status, error }: Answer) => `${status} ${error?.reason ?? "ok"}`;

async function newShop(technicians = 1) {
  const business = await newBusiness();
  const { api } = business;
  await api.patch("/admin/organization", { timezone: "America/New_York" });
  const ids: number[] = [];
  for (let n = 0; n < technicians; n++) ids.push((await newTechnician(business)).id);
  const job = async (more: Record<string, unknown> = {}): Promise<number> =>
    (
      await api.post("/admin/dispatch", {
        title: "AC Repair",
        priority: "normal",
        customer_name: "John Smith",
        service_latitude: 27.95,
        service_longitude: -82.46,
        ...more,
      })
    ).data.id;
  const assign = (id: number, technician_id: number) => api.patch(`/admin/dispatch/${id}/assign`, { technician_id });
  const plan = (more: Record<string, unknown> = {}) =>
    api.post("/admin/dispatch/optimize-routes", { date: DATE, ...more });
  const read = async (id: number): Promise<Json> => (await api.get(`/admin/dispatch/${id}`)).data;
  return { business, api, technicians: ids, job, assign, plan, read };
}
/** Agreed for a window of arrival, and for that long. */
const between = (from: string, to: string, duration_minutes: number) => ({
  scheduled_start: time(from),
  scheduled_end: new Date(Date.parse(time(from)) + duration_minutes * 60_000).toISOString(),
  arrival_window_start: time(from),
  arrival_window_end: time(to),
  duration_minutes,
});
const idsOf = (route: Json): number[] => route.stops.map((stop: Json) => stop.job_id);

describe("the plan of a day", () => {
  it("never sends one technician to two customers at once: the second is left over by its time window (B43)", async () => {
    const { job, plan } = await newShop();
    for (let n = 0; n < 2; n++) await job(between("14:10", "14:20", 30));
    const { data } = await plan();
    expect(data.routes.flatMap(idsOf)).toHaveLength(1);
    expect(data.unassigned).toMatchObject([{ reason: expect.stringMatching(/^(time_window|no_time_left)$/) }]);
    expect(data.after.late).toBe(0);
  });

  it("counts the work itself: of three jobs of 45 minutes at one place in one hour only two fit (B44)", async () => {
    const { job, plan } = await newShop();
    for (let n = 0; n < 3; n++) await job(between("13:00", "14:00", 45));
    const { data } = await plan();
    const [route] = data.routes;
    expect(route).toMatchObject({ distance_m: 0, travel_minutes: 0 });
    expect(route.stops.map((stop: Json) => stop.arrival)).toEqual([time("13:00"), time("13:45")]);
    expect(data.unassigned).toHaveLength(1);
  });

  it("shortens the ways, says so before it changes anything, and is the same when it is asked again", async () => {
    const { technicians, job, assign, plan, read } = await newShop(2);
    const [north, south] = [
      { service_latitude: 28.2, service_longitude: -82.46 },
      { service_latitude: 27.6, service_longitude: -82.46 },
    ];
    const [one = 0, other = 0] = technicians;
    const jobs = [];
    for (const [n, place] of [north, south, north, south].entries()) {
      const id = await job({ ...between("13:00", "21:00", 60), ...place });
      await assign(id, n < 2 ? one : other);
      jobs.push(id);
    }
    const { data } = await plan();
    expect(data).toMatchObject({ matrix: "estimated", applied: false, unassigned: [] });
    expect(data.after.travel_minutes).toBeLessThan(data.before.travel_minutes);
    expect((await read(jobs[1] ?? 0)).technician_id).toBe(one);

    const applied = await plan({ apply: true });
    expect(applied.data).toMatchObject({ applied: true, after: data.after, changes: data.changes });
    for (const route of applied.data.routes)
      for (const stop of route.stops)
        expect(await read(stop.job_id)).toMatchObject({
          technician_id: route.technician_id,
          scheduled_start: stop.start,
          scheduled_end: stop.end,
        });
    const again = await plan({ apply: true });
    expect(again.data).toMatchObject({ changes: 0, after: data.after });
  });

  it("takes in the backlog when it is asked to, and leaves out what nobody can find", async () => {
    const { technicians, job, plan, read } = await newShop();
    const waiting = await job({ duration_minutes: 60 });
    const lost = await job({ service_latitude: undefined, service_longitude: undefined, duration_minutes: 30 });
    expect((await plan()).data.routes).toEqual([]);
    const { data } = await plan({ include_backlog: true, apply: true });
    expect(data.unassigned).toEqual([{ job_id: lost, reason: "place_unknown" }]);
    expect(await read(waiting)).toMatchObject({ technician_id: technicians[0], status: "dispatched" });
  });

  it("uses the hours before and after a part of a day off, and moves no pinned job that lies in it", async () => {
    const { api, technicians, job, assign, plan, read } = await newShop();
    const [mike = 0] = technicians;
    await api.post("/admin/availability/time-off", {
      technician_id: mike,
      kind: "other",
      starts_at: time("15:00"),
      ends_at: time("17:00"),
    });
    const [morning, afternoon] = [await job(between("13:00", "14:00", 60)), await job(between("15:30", "18:00", 90))];
    const never = await job(between("15:00", "16:30", 60));
    const { data } = await plan();
    expect(data.routes).toHaveLength(1);
    expect(data.routes[0].stops).toMatchObject([
      { job_id: morning, start: time("13:00") },
      { job_id: afternoon, start: time("17:00") },
    ]);
    expect(data.unassigned).toEqual([{ job_id: never, reason: "time_window" }]);

    const pinned = await job({ scheduled_start: time("15:30"), scheduled_end: time("16:00") });
    await assign(pinned, mike);
    await api.patch(`/admin/dispatch/${pinned}`, { pinned: true });
    expect((await plan({ apply: true })).data.applied).toBe(true);
    expect(await read(pinned)).toMatchObject({ technician_id: mike, scheduled_start: time("15:30") });
    expect(await read(morning)).toMatchObject({ technician_id: mike });
  });

  it("leaves a job with a crew where it is, and sends nobody elsewhere while they help with it", async () => {
    const { api, technicians, job, plan } = await newShop(2);
    const [lead = 0, helper = 0] = technicians;
    const together = await job(between("14:00", "20:00", 120));
    await api.patch(`/admin/dispatch/${together}/assign`, { technician_id: lead, crew: [helper] });
    const meanwhile = await job({ scheduled_start: time("14:30"), scheduled_end: time("15:30") });
    const later = await job({ scheduled_start: time("16:30"), scheduled_end: time("17:30") });
    const { data } = await plan({ technician_ids: [helper] });
    expect(data.routes).toMatchObject([{ technician_id: helper, stops: [{ job_id: later }] }]);
    expect(data.unassigned).toMatchObject([{ job_id: meanwhile }]);
    const both = (await plan()).data;
    const stops = both.routes.flatMap((route: Json) => route.stops.map((stop: Json) => [stop.job_id, stop.start]));
    expect(stops).toContainEqual([together, time("14:00")]);
  });

  it("keeps an agreed time, and a pinned job with its technician", async () => {
    const { api, technicians, job, assign, plan } = await newShop(2);
    const [one = 0, other = 0] = technicians;
    const agreed = { scheduled_start: time("15:00"), scheduled_end: time("16:00") };
    const id = await job(agreed);
    await assign(id, other);
    const pinned = await job(agreed);
    await assign(pinned, one);
    expect((await api.patch(`/admin/dispatch/${pinned}`, { pinned: true })).status).toBe(200);
    const { data } = await plan();
    const stops = data.routes.flatMap((route: Json) => route.stops.map((stop: Json) => [stop.job_id, stop.start]));
    expect(stops).toEqual(
      expect.arrayContaining([
        [id, time("15:00")],
        [pinned, time("15:00")],
      ]),
    );
    expect(data.changes).toBe(0);
  });

  it("is refused for a day that is over, for technicians who are not there, and when a job has changed meanwhile", async () => {
    const { business, job, plan } = await newShop();
    expect(said(await plan({ date: "2020-01-01", apply: true }))).toBe("422 dispatch.day_is_over");
    const unknown = await plan({ technician_ids: [999] });
    expect([said(unknown), Object.keys(unknown.error.fields)]).toEqual([
      "404 technician.not_found",
      ["technician_ids.0"],
    ]);
    for (let n = 0; n < 4; n++) await job(between("13:00", "20:00", 60));
    const answers = await Promise.all([plan({ apply: true }), plan({ apply: true }), plan({ apply: true })]);
    const outcomes = answers.map(said);
    expect(outcomes).toContain("200 ok");
    for (const outcome of outcomes) expect(["200 ok", "409 dispatch_job.changed_meanwhile"]).toContain(outcome);
    const [assigned] = await sql<{ n: number }>(
      business.shard,
      "select count(*) n from outbox where tenant_id = ? and type = 'dispatch.assigned'",
      business.tenantId,
    );
    expect(assigned?.n).toBe(4);
  });
});
