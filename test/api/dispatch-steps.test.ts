import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Api, type Business, client, type Json, newBusiness, newTechnician } from "../support/client.ts";
import { tokenAs } from "../support/tokens.ts";

const HOUR = 3_600_000;
const hours = (n: number) => new Date(Date.now() + n * HOUR).toISOString();

describe("the steps of a job", () => {
  let business: Business;
  let mike: { id: number; api: Api };
  let dana: { id: number; api: Api };
  beforeAll(async () => {
    business = await newBusiness();
    mike = await newTechnician(business, true);
    dana = await newTechnician(business, true);
  });

  const step = (id: number, name: string, body?: object, headers = {}) =>
    business.api.patch(`/admin/dispatch/${id}/${name}`, body, headers);
  const get = async (id: number): Promise<Json> => (await business.api.get(`/admin/dispatch/${id}`)).data;
  const report = (id: number, status: string, more = {}, api = mike.api) =>
    api.patch(`/tech/dispatch/my-jobs/${id}/status`, { status, ...more });
  const history = async (id: number): Promise<Json[]> =>
    (await business.api.get(`/admin/dispatch/${id}/history`)).data.items;
  async function eventsOf(id: number): Promise<{ type: string; data: Json }[]> {
    const rows = await sql<{ type: string; data: string }>(
      business.shard,
      "select type, data from outbox where tenant_id = ? and data ->> 'id' = ? and type like 'dispatch.%' order by seq",
      business.tenantId,
      id,
    );
    return rows.map(({ type, data }) => ({ type, data: JSON.parse(data) }));
  }

  /** A job that Mike has brought as far as this. */
  async function jobAt(status: string, more = {}): Promise<Json> {
    const { data } = await business.api.post("/admin/dispatch", { title: "Leak", customer_name: "Ann Lee", ...more });
    if (status !== "pending") await step(data.id, "assign", { technician_id: mike.id });
    const way = ["acknowledged", "en_route", "on_site", "in_progress", "completed"];
    for (const reached of way.slice(0, way.indexOf(status) + 1)) await report(data.id, reached);
    if (status === "on_hold") await step(data.id, "hold", { reason: "Waits for a part" });
    if (status === "cancelled") await step(data.id, "cancel", { reason: "Sold the house" });
    const job = await get(data.id);
    expect(job.status).toBe(status);
    return job;
  }

  it("change what the office decides; null clears, and what is not named stays", async () => {
    const job = await jobAt("dispatched", { description: "Drips", service_address: "12 Oak St", priority: "low" });
    const change = {
      title: "Leak in the attic",
      priority: "urgent",
      description: null,
      duration_minutes: 45,
      job_type: "repair",
      pinned: true,
      scheduled_start: hours(24),
      scheduled_end: hours(26),
      arrival_window_start: hours(24),
      arrival_window_end: hours(25),
      service_latitude: 27.95,
      service_longitude: -82.45,
    };
    const changed = await business.api.patch(`/admin/dispatch/${job.id}`, change, { "if-match": `"${job.version}"` });
    expect(changed.status, changed.text).toBe(200);
    expect(changed.data).toMatchObject({
      ...change,
      customer_name: "Ann Lee",
      location: "known",
      status: "dispatched",
    });
    expect(changed.data.version).toBe(job.version + 1);
    const stale = await business.api.patch(`/admin/dispatch/${job.id}`, change, { "if-match": `"${job.version}"` });
    expect([stale.status, stale.error.reason]).toEqual([412, "dispatch_job.version_mismatch"]);

    const again = await business.api.patch(`/admin/dispatch/${job.id}`, { title: change.title });
    expect([again.status, again.data.version]).toEqual([200, changed.data.version]);
    const moved = await business.api.patch(`/admin/dispatch/${job.id}`, { service_address: "13 Oak St" });
    expect(moved.data).toMatchObject({ location: "unknown", service_latitude: null, service_longitude: null });
    const timeless = { scheduled_start: null, scheduled_end: null };
    expect((await business.api.patch(`/admin/dispatch/${job.id}`, timeless)).data).toMatchObject(timeless);

    const [, , updated] = await eventsOf(job.id);
    expect(updated).toMatchObject({
      type: "dispatch.updated",
      data: { title: change.title, previous_status: "dispatched" },
    });
    const entries = (await history(job.id)).filter(({ action }) => action === "change");
    expect(entries).toHaveLength(3);
    expect(entries[2]).toMatchObject({ from_status: "dispatched", to_status: "dispatched", actor: "user:1" });
    expect(entries[2]?.changes.priority).toEqual({ before: "low", after: "urgent" });
  });

  it("say which field does not fit", async () => {
    const job = await jobAt("pending", { scheduled_start: hours(2), scheduled_end: hours(3) });
    for (const [change, fields] of [
      [{ scheduled_start: hours(4) }, { scheduled_end: "must be after scheduled_start" }],
      [{ scheduled_end: null }, { scheduled_end: "and scheduled_start go together: both, or neither" }],
      [{ service_latitude: 27 }, { service_longitude: "and service_latitude go together: both, or neither" }],
      [
        { arrival_window_start: hours(3), arrival_window_end: hours(2) },
        { arrival_window_end: "must not be before arrival_window_start" },
      ],
    ] as const) {
      const refused = await business.api.patch(`/admin/dispatch/${job.id}`, change);
      expect([refused.status, refused.error.reason, refused.error.fields]).toEqual([422, "dispatch.bad_times", fields]);
    }
    expect((await business.api.patch(`/admin/dispatch/${job.id}`, {})).status).toBe(422);
    expect((await business.api.patch(`/admin/dispatch/${job.id}`, { status: "completed" })).status).toBe(422);
    expect(await get(job.id)).toEqual(job);
  });

  it.each(["pending", "dispatched", "acknowledged", "en_route", "on_site", "in_progress"])(
    "hold a job that is %s, and let it go on there",
    async (status) => {
      const job = await jobAt(status);
      const held = await step(job.id, "hold", { reason: "Waits for a compressor" });
      expect(held.data).toMatchObject({ status: "on_hold", held_from: status, hold_reason: "Waits for a compressor" });
      const again = await step(job.id, "hold", { reason: "Waits for a compressor" });
      expect([again.status, again.data]).toEqual([200, held.data]);
      const refused = await report(job.id, "en_route");
      expect(refused.status).toBe(status === "pending" ? 404 : 409);
      const resumed = await step(job.id, "resume");
      expect(resumed.data).toMatchObject({ status, held_from: null, hold_reason: null, version: job.version + 2 });
      expect((await step(job.id, "resume")).data).toEqual(resumed.data);
      const events = (await eventsOf(job.id)).slice(-2);
      expect(events.map(({ type, data }) => [type, data.previous_status, data.status, data.reason])).toEqual([
        ["dispatch.status", status, "on_hold", "Waits for a compressor"],
        ["dispatch.status", "on_hold", status, null],
      ]);
    },
  );

  it.each(["pending", "dispatched", "en_route", "in_progress", "on_hold"])(
    "cancel a job that is %s, once",
    async (status) => {
      const job = await jobAt(status);
      const cancelled = await step(job.id, "cancel", { reason: "Sold the house" });
      expect(cancelled.data).toMatchObject({ status: "cancelled", cancel_reason: "Sold the house", held_from: null });
      expect(cancelled.data.cancelled_at).toBe(cancelled.data.status_at);
      expect((await step(job.id, "cancel", { reason: "Again" })).data).toEqual(cancelled.data);
      expect((await eventsOf(job.id)).at(-1)?.type).toBe("dispatch.cancelled");
      for (const [name, body] of [
        ["hold", { reason: "x" }],
        ["resume", undefined],
        ["step-back", { reason: "x" }],
        ["assign", { technician_id: dana.id }],
      ] as const) {
        const refused = await step(job.id, name, body);
        expect([name, refused.status, refused.error.reason]).toEqual([name, 409, "dispatch.wrong_transition"]);
        expect(refused.error.message).toContain("is cancelled");
      }
    },
  );

  it("step back over what was skipped, with a reason, and not before the beginning", async () => {
    const job = await jobAt("dispatched");
    await report(job.id, "en_route");
    await report(job.id, "in_progress");
    const back = await step(job.id, "step-back", { reason: "Wrong house" });
    expect(back.data).toMatchObject({ status: "en_route", started_at: null, on_site_at: null });
    expect((await step(job.id, "step-back", { reason: "Wrong house" })).data).toMatchObject({
      status: "dispatched",
      en_route_at: null,
    });
    const refused = await step(job.id, "step-back", { reason: "Wrong house" });
    expect([refused.status, refused.error.fields]).toEqual([
      409,
      { status: "is dispatched; must be one of: acknowledged, en_route, on_site, in_progress" },
    ]);
    expect((await step(job.id, "step-back", {})).error.fields).toEqual({ reason: "is required" });
    expect((await history(job.id))[0]).toMatchObject({
      action: "step_back",
      from_status: "en_route",
      to_status: "dispatched",
      reason: "Wrong house",
    });
  });

  it("take a job from its technician until they are on the way, and tell whose it was", async () => {
    const job = await jobAt("acknowledged");
    const free = await step(job.id, "unassign");
    expect(free.data).toMatchObject({
      status: "pending",
      technician_id: null,
      acknowledged_at: null,
      assigned_at: null,
      crew: [],
    });
    expect((await step(job.id, "unassign")).data).toEqual(free.data);
    expect((await eventsOf(job.id)).at(-1)).toMatchObject({
      type: "dispatch.status",
      data: { previous_technician_id: mike.id, technician_id: null },
    });
    const busy = await jobAt("en_route");
    const refused = await step(busy.id, "unassign");
    expect([refused.status, refused.error.reason]).toEqual([409, "dispatch.wrong_transition"]);
  });

  it("name both technicians when a job changes hands, on hold too", async () => {
    const job = await jobAt("acknowledged");
    await step(job.id, "hold", { reason: "Mike is ill" });
    const moved = await step(job.id, "assign", { technician_id: dana.id });
    expect(moved.data).toMatchObject({
      status: "on_hold",
      held_from: "dispatched",
      technician_id: dana.id,
      acknowledged_at: null,
    });
    expect((await eventsOf(job.id)).at(-1)).toMatchObject({
      type: "dispatch.assigned",
      data: { technician_id: dana.id, previous_technician_id: mike.id },
    });
    expect((await step(job.id, "resume")).data.status).toBe("dispatched");
  });

  it("give a job another time, or bring it back to the backlog; a finished one stays", async () => {
    const job = await jobAt("dispatched", { scheduled_start: hours(2), scheduled_end: hours(3) });
    const times = {
      scheduled_start: hours(5),
      scheduled_end: hours(6),
      arrival_window_start: hours(5),
      arrival_window_end: hours(6),
    };
    const moved = await step(job.id, "reschedule", { ...times, reason: "The customer asked" });
    expect(moved.data).toMatchObject({ ...times, status: "dispatched", version: job.version + 1 });
    expect((await step(job.id, "reschedule", times)).data).toEqual(moved.data);
    expect((await history(job.id))[0]).toMatchObject({
      action: "reschedule",
      reason: "The customer asked",
      changes: { scheduled_start: { after: times.scheduled_start } },
    });
    const waiting = await step(job.id, "reschedule", { scheduled_start: null, scheduled_end: null });
    expect(waiting.data).toMatchObject({ scheduled_start: null, arrival_window_start: times.arrival_window_start });
    const half = await step(job.id, "reschedule", { scheduled_start: hours(1), scheduled_end: null });
    expect([half.status, Object.keys(half.error.fields)]).toEqual([422, ["scheduled_end"]]);
    const done = await jobAt("completed");
    const late = await step(done.id, "reschedule", times);
    expect([late.status, late.error.reason]).toEqual([409, "dispatch.job_finished"]);
    expect((await business.api.patch(`/admin/dispatch/${done.id}`, { title: "Leak, mended" })).status).toBe(200);
  });

  it("open a completed job again within a day, and a cancelled one from the beginning: by an admin only", async () => {
    const done = await jobAt("completed");
    const dispatcher = client({ authorization: `Bearer ${await tokenAs(business, ["dispatcher"], 1)}` });
    const refused = await dispatcher.patch(`/admin/dispatch/${done.id}/reopen`, { reason: "Leaks again" });
    expect([refused.status, refused.error.reason]).toEqual([403, "auth.permission_missing"]);
    const open = await step(done.id, "reopen", { reason: "Leaks again" });
    expect(open.data).toMatchObject({ status: "in_progress", completed_at: null, technician_id: mike.id });
    expect((await step(done.id, "reopen", { reason: "Leaks again" })).data).toEqual(open.data);
    expect((await report(done.id, "completed")).status).toBe(200);
    await sql(
      business.shard,
      "update dispatch_jobs set completed_at = ? where tenant_id = ? and id = ?",
      hours(-25),
      business.tenantId,
      done.id,
    );
    const late = await step(done.id, "reopen", { reason: "Leaks again" });
    expect([late.status, late.error.reason]).toEqual([409, "dispatch.reopen_too_late"]);

    const dropped = await jobAt("cancelled");
    expect((await step(dropped.id, "reopen", { reason: "Changed their mind" })).data).toMatchObject({
      ...{ status: "pending", technician_id: null, cancelled_at: null, cancel_reason: null },
    });
  });

  it("let the technician in charge hold their job and go on, but never cancel it", async () => {
    const job = await jobAt("on_site");
    const path = `/tech/dispatch/my-jobs/${job.id}`;
    const held = await mike.api.patch(`${path}/hold`, { reason: "No water in the street" });
    expect(held.data).toMatchObject({ status: "on_hold", held_from: "on_site" });
    expect((await dana.api.patch(`${path}/resume`)).status).toBe(404);
    expect((await mike.api.patch(`${path}/resume`)).data.status).toBe("on_site");
    expect((await mike.api.patch(`/admin/dispatch/${job.id}/cancel`, { reason: "x" })).status).toBe(403);
  });

  it("ask for skills that there are, each once", async () => {
    const { api } = business;
    const skill = (await api.post("/admin/technician-skills/skills", { name: "Brazing" })).data;
    const other = (await api.post("/admin/technician-skills/skills", { name: "Ladders" })).data;
    const made = await api.post("/admin/dispatch", {
      ...{ title: "Leak", customer_name: "Ann Lee" },
      required_skills: [
        { skill_id: skill.id, min_level: 3 },
        { skill_id: other.id, mandatory: false },
      ],
    });
    const asked = [
      { skill_id: skill.id, min_level: 3, mandatory: true },
      { skill_id: other.id, min_level: 1, mandatory: false },
    ];
    expect(made.data.required_skills).toEqual(asked);
    const path = `/admin/dispatch/${made.data.id}`;
    const unknown = await api.patch(path, { required_skills: [{ skill_id: other.id }, { skill_id: 999_999 }] });
    expect([unknown.status, unknown.error.fields]).toEqual([
      404,
      { "required_skills.1.skill_id": "no skill has this id" },
    ]);
    const twice = await api.patch(path, { required_skills: [{ skill_id: skill.id }, { skill_id: skill.id }] });
    expect([twice.status, Object.keys(twice.error.fields)]).toEqual([422, ["required_skills"]]);
    expect((await get(made.data.id)).required_skills).toEqual(asked);
    expect((await api.patch(path, { required_skills: [] })).data.required_skills).toEqual([]);
  });

  it("count a job on hold in its list, its total and its filters", async () => {
    const { api } = await newBusiness();
    const { data } = await api.post("/admin/dispatch", { title: "Leak", customer_name: "Ann" });
    await api.patch(`/admin/dispatch/${data.id}/hold`, { reason: "No part" });
    expect((await api.get("/admin/dispatch?status=on_hold")).data).toMatchObject({
      total: 1,
      items: [{ id: data.id }],
    });
    expect((await api.get("/admin/dispatch?status=pending")).data.total).toBe(0);
    expect((await api.get("/admin/dispatch/board")).data).toMatchObject({
      backlog_total: 1,
      backlog: [{ status: "on_hold" }],
    });
  });

  it("keep every change of a job, the latest first, page by page", async () => {
    const job = await jobAt("in_progress");
    const all = await history(job.id);
    expect(all.map(({ from_status, to_status }) => `${from_status} > ${to_status}`)).toEqual([
      ...["on_site > in_progress", "en_route > on_site", "acknowledged > en_route"],
      ...["dispatched > acknowledged", "pending > dispatched"],
    ]);
    expect(all[4]).toMatchObject({
      action: "assign",
      technician_id: mike.id,
      previous_technician_id: null,
      is_applied: true,
    });
    const first = (await business.api.get(`/admin/dispatch/${job.id}/history?limit=2`)).data;
    const rest = (await business.api.get(`/admin/dispatch/${job.id}/history?limit=9&cursor=${first.next_cursor}`)).data;
    expect([...first.items, ...rest.items]).toEqual(all);
    expect((await business.api.get("/admin/dispatch/999999/history")).status).toBe(404);
  });
});
