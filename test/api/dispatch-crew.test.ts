import { describe, expect, it } from "vitest";
import { type Api, type Json, newBusiness, newTechnician } from "../support/client.ts";

describe("the crew of a job", () => {
  /** A business with three technicians. */
  async function newCrew() {
    const business = await newBusiness();
    const [mike, dana, lee] = [
      await newTechnician(business, true),
      await newTechnician(business, true),
      await newTechnician(business, true),
    ];
    const assign = (id: number, body: object) => business.api.patch(`/admin/dispatch/${id}/assign`, body);
    const newJob = async (more = {}): Promise<Json> =>
      (await business.api.post("/admin/dispatch", { title: "Roof", customer_name: "Ann Lee", ...more })).data;
    return { business, mike, dana, lee, assign, newJob };
  }
  const day = async ({ api }: { api: Api }, date = "2026-03-28"): Promise<string[]> =>
    (await api.get(`/tech/dispatch/my-jobs?date=${date}`)).data.items.map(({ title }: Json) => title);

  it("sees it in their day, in order with their own jobs, and reports nothing", async () => {
    const { business, mike, dana, lee, assign, newJob } = await newCrew();
    const at = (hour: number, more = {}) => ({
      scheduled_start: `2026-03-28T${hour}:00:00Z`,
      scheduled_end: `2026-03-28T${hour + 1}:00:00Z`,
      ...more,
    });
    const roof = await newJob({ ...at(14), title: "Roof" });
    await assign(roof.id, { technician_id: mike.id, crew: [dana.id] });
    for (const [title, hour] of [
      ["Early", 13],
      ["Late", 15],
    ] as const)
      await assign((await newJob({ ...at(hour), title })).id, { technician_id: dana.id });
    await assign((await newJob({ title: "Any time" })).id, { technician_id: mike.id, crew: [lee.id, dana.id] });
    const days = { scheduled_start: "2026-03-26T12:00:00Z", scheduled_end: "2026-03-30T12:00:00Z" };
    await assign((await newJob({ ...days, title: "All week" })).id, { technician_id: mike.id, crew: [dana.id] });

    expect(await day(dana)).toEqual(["All week", "Early", "Roof", "Late", "Any time"]);
    expect(await day(mike)).toEqual(["All week", "Roof", "Any time"]);
    expect(await day(lee)).toEqual(["Any time"]);
    expect(await day(dana, "2026-03-31")).toEqual(["Any time"]);
    expect((await dana.api.get(`/tech/dispatch/my-jobs/${roof.id}`)).data.crew).toEqual([dana.id]);
    expect((await lee.api.get(`/tech/dispatch/my-jobs/${roof.id}`)).status).toBe(404);
    const refused = await dana.api.patch(`/tech/dispatch/my-jobs/${roof.id}/status`, { status: "en_route" });
    expect([refused.status, refused.error.reason]).toEqual([403, "dispatch.not_in_charge"]);

    await mike.api.patch(`/tech/dispatch/my-jobs/${roof.id}/status`, { status: "en_route" });
    const today = (await business.api.get("/admin/dispatch/board")).data.date;
    expect(await day(dana, today)).toEqual(["Roof", "Any time"]);
  });

  it("may change until the job is finished, and is told", async () => {
    const { business, mike, dana, lee, assign, newJob } = await newCrew();
    const job = await newJob();
    const one = await assign(job.id, { technician_id: mike.id, crew: [dana.id] });
    expect((await assign(job.id, { technician_id: mike.id })).data).toEqual(one.data);
    await mike.api.patch(`/tech/dispatch/my-jobs/${job.id}/status`, { status: "en_route" });
    const two = await assign(job.id, { technician_id: mike.id, crew: [dana.id, lee.id] });
    expect(two.data).toMatchObject({ status: "en_route", crew: [dana.id, lee.id], assigned_at: one.data.assigned_at });
    expect((await assign(job.id, { technician_id: mike.id, crew: [lee.id, dana.id] })).data).toEqual(two.data);
    const { data } = await business.api.get(`/admin/dispatch/${job.id}/history`);
    expect(data.items[0]).toMatchObject({
      action: "assign",
      changes: { crew: { before: [dana.id], after: [dana.id, lee.id] } },
    });
    for (const status of ["in_progress", "completed"])
      await mike.api.patch(`/tech/dispatch/my-jobs/${job.id}/status`, { status });
    expect((await assign(job.id, { technician_id: mike.id, crew: [] })).status).toBe(409);
  });

  it("gives up the place of a helper who takes charge", async () => {
    const { business, mike, dana, lee, assign, newJob } = await newCrew();
    const job = await newJob();
    await assign(job.id, { technician_id: mike.id, crew: [dana.id, lee.id] });
    expect((await assign(job.id, { technician_id: dana.id })).data).toMatchObject({
      technician_id: dana.id,
      crew: [lee.id],
    });
    expect((await business.api.patch(`/admin/dispatch/${job.id}/unassign`)).data.crew).toEqual([]);
  });

  it("is made of technicians who are there and active, each once", async () => {
    const { business, mike, dana, assign, newJob } = await newCrew();
    const job = await newJob();
    const left = await newTechnician(business);
    await business.api.patch(`/admin/technicians/${left.id}`, { is_active: false });
    for (const [crew, status, fields] of [
      [[mike.id], 422, { "crew.0": "is the technician in charge" }],
      [[dana.id, 999_999], 404, { "crew.1": "no technician has this id" }],
      [[left.id], 409, { "crew.0": "is not active" }],
      [[dana.id, dana.id], 422, { crew: "must not name a technician twice" }],
    ] as const) {
      const refused = await assign(job.id, { technician_id: mike.id, crew });
      expect([refused.status, refused.error.fields]).toEqual([status, fields]);
    }
    expect((await business.api.get(`/admin/dispatch/${job.id}`)).data).toEqual(job);
  });
});
