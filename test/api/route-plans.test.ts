import { expect, it } from "vitest";
import type { Ctx } from "#/ctx.ts";
import { continueRoutePlan } from "#/domains/dispatch/actions/continue-route-plan.ts";
import { optimizeRoutes } from "#/domains/dispatch/actions/optimize-routes.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { enqueue, sql } from "../support/back-door.ts";
import { type Answer, eventually, type Json, newBusiness, newTechnician, quiet } from "../support/client.ts";
import { ctxOf, type Faults, thrownBy, transient } from "../support/ctx.ts";
import { copyJobs } from "../support/large-day.ts";

const DATE = "2030-03-27" as LocalDate; // a Wednesday in New York, four hours behind UTC
const time = (text: string) => `${DATE}T${text}:00.000Z`;
const said = ({ status, error }: Answer) => `${status} ${error?.reason ?? "ok"}`;

async function newShop(jobs: number, technicians: number) {
  const business = await newBusiness();
  const { api, tenantId, shard } = business;
  await api.patch("/admin/organization", { timezone: "America/New_York" });
  for (let n = 0; n < technicians; n++) await newTechnician(business);
  const made = await api.post("/admin/dispatch", {
    ...{ title: "AC Repair", customer_name: "John Smith", service_latitude: 27.95, service_longitude: -82.46 },
    ...{ scheduled_start: time("13:00"), scheduled_end: time("13:20"), duration_minutes: 20 },
    ...{ arrival_window_start: time("13:00"), arrival_window_end: time("20:30") },
  });
  await copyJobs(business, made.data.id, jobs - 1);
  const plan = (more: Record<string, unknown> = {}, headers = {}) =>
    api.post("/admin/dispatch/optimize-routes", { date: DATE, ...more }, headers);
  const get = async (id: number | null): Promise<Json> => (await api.get(`/admin/route-plans/${id}`)).data;
  const rows = <Row>(text: string, ...params: unknown[]) => sql<Row>(shard, text, tenantId, ...params);
  const counted = async (text: string) => (await rows<{ n: number }>(`select count(*) n ${text}`))[0]?.n;
  return { business, api, first: made.data.id as number, plan, get, rows, counted };
}
const ASSIGNED = "from dispatch_jobs where tenant_id = ? and technician_id is not null";
const READY = "select data from outbox where tenant_id = ? and type = 'dispatch.plan_ready'";

it("a day of more than 100 jobs is planned in the background and applied at once, though messages come twice; a second run changes nothing", async () => {
  const { business, api, plan, get, rows, counted } = await newShop(150, 14);
  const ended = (id: number): Promise<Json> =>
    eventually(async () => {
      const found = await get(id);
      return found.status !== "running" && found;
    }, `plan ${id} ends`);
  const begun = await plan({ apply: true }, { "idempotency-key": "large" });
  expect([begun.status, begun.data]).toMatchObject([202, { status: "running", applied: false, progress_percent: 0 }]);
  expect(begun.data.routes).toBeUndefined();
  const again = await plan({ apply: true }, { "idempotency-key": "large" });
  expect([again.status, again.headers.get("idempotent-replayed"), again.data.id]).toEqual([202, "true", begun.data.id]);
  const alarm = { job: "dispatch.route_plan", tenantId: business.tenantId, id: String(begun.data.id) };
  await enqueue("TASKS", alarm, alarm);

  const done = await ended(begun.data.id);
  await enqueue("TASKS", alarm);
  await quiet(business);
  expect(done).toMatchObject({ status: "done", applied: true, progress_percent: 100, matrix: "estimated" });
  const planned = done.routes.flatMap(({ stops }: Json) => stops.map(({ job_id }: Json) => job_id));
  expect(new Set([...planned, ...done.unassigned.map(({ job_id }: Json) => job_id)]).size).toBe(150);
  expect([done.after.assigned, done.after.late, done.changes]).toEqual([planned.length, 0, planned.length]);
  for (const text of [
    `${ASSIGNED} and status = 'dispatched'`,
    "from job_status_changes where tenant_id = ? and action = 'optimize' and actor like 'user:%'",
    "from outbox where tenant_id = ? and type = 'dispatch.assigned'",
  ])
    expect(await counted(text)).toBe(planned.length);
  const { stops, technician_id } = done.routes[0];
  const job = (await api.get(`/admin/dispatch/${stops[0].job_id}`)).data;
  expect(job).toMatchObject({ technician_id, scheduled_start: stops[0].start, scheduled_end: stops[0].end });
  expect((await api.get("/admin/dispatch?status=dispatched&limit=1")).data.total).toBe(planned.length);
  const [event] = await rows<{ data: string }>(READY);
  expect(JSON.parse(event?.data ?? "")).toMatchObject({ id: done.id, status: "done", applied: true });

  const second = await ended((await plan({ apply: true })).data.id);
  expect(second).toMatchObject({ status: "done", changes: 0, after: done.after });

  const undo = (id: number) => api.post(`/admin/route-plans/${id}/undo`);
  expect(said(await undo(second.id))).toBe("409 dispatch.plan_not_applied");
  const undone = await undo(done.id);
  expect(undone.data, undone.text).toMatchObject({ id: done.id, undone_at: expect.any(String) });
  expect(await counted(ASSIGNED)).toBe(0);
  expect((await api.get(`/admin/dispatch/${stops[0].job_id}`)).data).toMatchObject({
    status: "pending",
    technician_id: null,
  });
  expect((await undo(done.id)).data).toEqual(undone.data);
  expect(said(await undo(999))).toBe("404 route_plan.not_found");
});

it("the undoing of a plan is refused whole when one of its jobs has changed since", async () => {
  const { api, first, plan } = await newShop(1, 1);
  const [technician] = (await api.get("/admin/technicians")).data.items;
  const before = (await api.get(`/admin/dispatch/${first}`)).data;
  const applied = (await plan({ apply: true })).data;
  expect(applied.applied).toBe(true);
  const undo = () => api.post(`/admin/route-plans/${applied.id}/undo`);
  const renamed = await api.patch(`/admin/dispatch/${first}`, { title: "AC replacement" });
  const refused = await undo();
  expect([said(refused), refused.error.message]).toEqual([
    "409 dispatch_job.changed_meanwhile",
    expect.stringContaining(`(${first})`),
  ]);
  expect((await api.get(`/admin/dispatch/${first}`)).data).toEqual(renamed.data);
  expect([before.technician_id, renamed.data.technician_id]).toEqual([null, technician.id]);
});

it("a plan whose worker dies is taken up again; a job that has changed before the end refuses all of it, and the plan says why", async () => {
  const { business, api, first, get, counted, rows } = await newShop(101, 1);
  await rows("update dispatch_jobs set service_latitude = null where tenant_id = ? and id > 2000000"); // a search of a moment
  const inHere = (faults: Faults = {}): Ctx => {
    const ctx = ctxOf(business, { faults });
    Object.assign(ctx.env, { OSRM_URL: "", TASKS: { sendBatch: async () => undefined } });
    return ctx;
  };
  const { id } = await optimizeRoutes(inHere(), { date: DATE, apply: true });
  const next = (faults?: Faults) => continueRoutePlan(inHere(faults), String(id));
  const dies = (nth: number) => {
    if (nth > 2) throw transient();
  };
  expect(await thrownBy(next({ before: dies }))).toBeDefined(); // all was computed, nothing was written
  await next(); // its lease has not run out: somebody may still be at it
  expect([(await get(id)).status, await counted(ASSIGNED)]).toEqual(["running", 0]);

  await api.patch(`/admin/dispatch/${first}`, { title: "AC replacement" });
  await rows("update route_plans set next_attempt_at = '2026-01-01T00:00:00.000Z' where tenant_id = ?");
  await next();
  const failed = await get(id);
  expect(failed).toMatchObject({ status: "failed", applied: false, reason: "dispatch_job.changed_meanwhile" });
  expect(failed.routes).toMatchObject([{ stops: [{ job_id: first }] }]);
  expect(await counted(ASSIGNED)).toBe(0);
  const events = await rows<{ data: string }>(READY);
  expect(events.map(({ data }) => JSON.parse(data))).toMatchObject([{ id, status: "failed", applied: false }]);
  expect(await rows("select asked, search from route_plan_work where tenant_id = ?")).toEqual([
    { asked: null, search: null },
  ]);
});

it("no business has more than three plans made at a time, of more than 1,000 jobs or 200 technicians", async () => {
  const { business, api, plan, first } = await newShop(104, 1);
  const { tenantId, shard } = business;
  await sql(
    shard,
    `with recursive s(n) as (select 1 union all select n + 1 from s where n < 3)
     insert into route_plans select ?, 100 + n, ?, 'running', 0, 0, 0, 9, null, null, null, 0, '2099-01-01T00:00:00.000Z', null, 'user:1', '', '', 1 from s`,
    tenantId,
    DATE,
  );
  expect(said(await plan())).toBe("409 dispatch.too_many_plans");
  await copyJobs(business, first, 900, 103);
  expect(said(await plan())).toBe("422 dispatch.too_many_jobs");
  await sql(
    shard,
    `with recursive s(n) as (select 1 union all select n + 1 from s where n < 200)
     insert into technicians select tenant_id, id + n, name, pay_type, base_pay_cents, null, null, null, is_active, created_at, updated_at, version
     from s cross join technicians where tenant_id = ?`,
    tenantId,
  );
  expect(said(await plan({ date: "2030-03-28" }))).toBe("422 dispatch.too_many_technicians");
  expect(said(await api.get("/admin/route-plans/999"))).toBe("404 route_plan.not_found");
});
