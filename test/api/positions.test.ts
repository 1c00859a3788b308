import { beforeAll, describe, expect, it } from "vitest";
import { callObject, cron, evict, objectSql, sql } from "../support/back-door.ts";
import { type Api, type Business, newBusiness, newTechnician } from "../support/client.ts";

const spot = { latitude: 27.9506, longitude: -82.4572 };

describe("a position as a phone reports it", () => {
  let mike: { id: number; api: Api };
  beforeAll(async () => {
    mike = await newTechnician(await newBusiness(), true);
  });
  const report = (body: unknown) => mike.api.post("/tech/dispatch/location", body);

  it.each([
    [{ heading: 360 }, { heading: 0 }],
    [{ heading: 359.9 }, { heading: 359.9 }],
    [{ heading: 365 }, { heading: 5 }],
    [
      { heading: -1, speed: -1 },
      { heading: null, speed: null },
    ],
    [
      { heading: null, speed: null },
      { heading: null, speed: null },
    ],
    [
      { heading: "NaN", speed: "Infinity" },
      { heading: null, speed: null },
    ],
    [
      { speed: 0, heading: 0 },
      { speed: 0, heading: 0 },
    ],
    [{}, { heading: null, speed: null }],
  ])("is kept with %j", async (more, kept) => {
    const answer = await report({ ...spot, ...more });
    expect([answer.status, answer.data]).toEqual([200, expect.objectContaining({ ...spot, ...kept })]);
  });

  it("is kept with a number that is too large for one", async () => {
    const answer = await report('{"latitude":27.9506,"longitude":-82.4572,"speed":1e999,"heading":180}');
    expect([answer.status, answer.data]).toEqual([
      200,
      expect.objectContaining({ ...spot, speed: null, heading: 180 }),
    ]);
  });

  it.each([
    [{ latitude: 90.1 }, "latitude"],
    [{ longitude: null }, "longitude"],
    [{ speed: "fast" }, "speed"],
    [{ heading: [1] }, "heading"],
  ])("is refused with %j, by the field", async (wrong, field) => {
    const answer = await report({ ...spot, ...wrong });
    expect([answer.status, Object.keys(answer.error.fields)]).toEqual([422, [field]]);
  });
});

it("the accuracy of a position reaches the viewers and the database, from a board that is older than it too", async () => {
  const business = await newBusiness();
  const mike = await newTechnician(business, true);
  const board = ["DISPATCH_BOARD", business.tenantId] as const;
  await business.api.get("/admin/dispatch/board"); // makes the object
  await objectSql(...board, "alter table positions drop column accuracy");
  await evict(...board);
  await mike.api.post("/tech/dispatch/location", { ...spot, accuracy: 12 });
  const [shown] = (await business.api.get("/admin/dispatch/board")).data.technicians;
  expect(shown.position).toMatchObject({ ...spot, accuracy: 12 });
  await callObject(...board, "flush");
  const query = "select accuracy from technician_positions where tenant_id = ?";
  expect(await sql(business.shard, query, business.tenantId)).toEqual([{ accuracy: 12 }]);
});

it("a status is reported where the phone does not know where it is", async () => {
  const business = await newBusiness();
  const mike = await newTechnician(business, true);
  const { id } = (await business.api.post("/admin/dispatch", { title: "Leak", customer_name: "Ann Lee" })).data;
  await business.api.patch(`/admin/dispatch/${id}/assign`, { technician_id: mike.id });
  const nowhere = { status: "en_route", latitude: null, longitude: null };
  expect((await mike.api.patch(`/tech/dispatch/my-jobs/${id}/status`, nowhere)).status).toBe(200);
  const half = { status: "in_progress", latitude: 27.9, longitude: null };
  const refused = await mike.api.patch(`/tech/dispatch/my-jobs/${id}/status`, half);
  expect([refused.status, Object.keys(refused.error.fields)]).toEqual([422, ["longitude"]]);
});

/** A time before now. */
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
/** A place that many metres north of Tampa. */
const north = (metres: number) => ({ latitude: 27.9506 + metres / 111_195, longitude: -82.4572 });
const flush = ({ tenantId }: Business) => callObject("DISPATCH_BOARD", tenantId, "flush");
const lastOf = async ({ api }: Business, id: number) =>
  (await api.get("/admin/dispatch/positions")).data.technicians.find(
    (technician: { id: number }) => technician.id === id,
  )?.position;

describe("a place where nobody can be", () => {
  it("is refused after one that is too far away, and taken when the next reading agrees with it", async () => {
    const business = await newBusiness();
    const mike = await newTechnician(business, true);
    const report = (place: object) => mike.api.post("/tech/dispatch/location", place);
    expect((await report(north(0))).status).toBe(200);
    const refused = await report(north(50_000));
    expect([refused.status, refused.error.reason]).toEqual([422, "dispatch.impossible_speed"]);
    expect(Object.keys(refused.error.fields)).toEqual(["latitude", "longitude"]);
    expect(await lastOf(business, mike.id)).toMatchObject(north(0));
    expect((await report(north(50_010))).status).toBe(200);
    expect(await lastOf(business, mike.id)).toMatchObject(north(50_010));
  });

  it("is refused when the phone's clock is ahead, and by the number of the report in a batch", async () => {
    const mike = await newTechnician(await newBusiness(), true);
    const single = await mike.api.post("/tech/dispatch/location", { ...spot, at: ago(-360) });
    expect([single.status, single.error.reason]).toEqual([422, "dispatch.clock_ahead"]);
    expect(Object.keys(single.error.fields)).toEqual(["at"]);
    expect((await mike.api.post("/tech/dispatch/location", { ...spot, at: ago(-240) })).status).toBe(200);
    const reports = [20, 10, -360, 5].map((seconds) => ({ ...spot, at: ago(seconds) }));
    const batch = await mike.api.post("/tech/dispatch/locations", { reports });
    expect([batch.status, Object.keys(batch.error.fields)]).toEqual([422, ["reports.2.at"]]);
  });

  it.each([
    [{ latitude: 90.1 }, "latitude"],
    [{ longitude: -180.1 }, "longitude"],
    [{ at: "yesterday" }, "at"],
    [{ at: undefined }, "at"],
    [{ speed: "fast" }, "speed"],
  ])("is refused in a batch with %j, by the number of the report and the field", async (wrong, field) => {
    const mike = await newTechnician(await newBusiness(), true);
    const good = { ...spot, at: ago(10) };
    const answer = await mike.api.post("/tech/dispatch/locations", {
      reports: [good, good, good, { ...good, ...wrong }],
    });
    expect([answer.status, Object.keys(answer.error.fields)]).toEqual([422, [`reports.3.${field}`]]);
  });
});

describe("what a phone has read while it was offline", () => {
  it("comes in any order: the newest is the last position, and a repeat does no harm", async () => {
    const business = await newBusiness();
    const mike = await newTechnician(business, true);
    const reports = [30, 600, 300, 20].map((seconds) => ({
      ...north(seconds),
      heading: 720,
      speed: -1,
      at: ago(seconds),
    }));
    const told = await mike.api.post("/tech/dispatch/locations", { reports });
    expect(told.headers.get("server-timing")).toContain('d1;desc="trips=0');
    const newest = { ...north(20), heading: 0, speed: null, at: reports[3]?.at };
    expect(told.data).toMatchObject({ accepted: 4, ignored: 0, ignored_reports: [], position: newest });
    expect(told.data.position.technician_id).toBe(mike.id);
    expect(await lastOf(business, mike.id)).toMatchObject(newest);
    const again = await mike.api.post("/tech/dispatch/locations", { reports });
    expect(again.data).toMatchObject({ ignored_reports: [{ index: 3, reason: "duplicate" }], position: newest });
    const older = await mike.api.post("/tech/dispatch/location", { ...north(40), at: ago(40) });
    expect(older.data).toMatchObject(north(40));
    expect(await lastOf(business, mike.id), "an older reading does not move them").toMatchObject(newest);
  });

  it("may hold 500 readings, of which those that cannot be are told", async () => {
    const business = await newBusiness();
    const mike = await newTechnician(business, true);
    const reports = Array.from({ length: 500 }, (_, i) => ({ ...north(i * 10), at: ago(5000 - i * 10) }));
    reports[100] = { ...north(900_000), at: ago(4000) };
    reports[200] = { ...north(0), at: ago(40 * 86_400) };
    const told = await mike.api.post("/tech/dispatch/locations", { reports });
    expect(told.data).toMatchObject({ accepted: 498, ignored: 2, position: north(4990) });
    expect(told.data.ignored_reports).toEqual([
      { index: 100, reason: "impossible_speed" },
      { index: 200, reason: "too_old" },
    ]);
    const tooMany = await mike.api.post("/tech/dispatch/locations", { reports: [...reports, reports[0]] });
    expect([tooMany.status, Object.keys(tooMany.error.fields)]).toEqual([422, ["reports"]]);
    expect((await mike.api.post("/tech/dispatch/locations", { reports: [] })).status).toBe(422);
  });
});

describe("the trail of a job", () => {
  const newJob = async ({ api }: Business, technicianId: number, more: object = {}): Promise<number> => {
    const { id } = (await api.post("/admin/dispatch", { title: "Leak", customer_name: "Ann Lee", ...more })).data;
    await api.patch(`/admin/dispatch/${id}/assign`, { technician_id: technicianId });
    return id;
  };
  const today = { scheduled_start: ago(3600), scheduled_end: ago(-3600) };
  const trailOf = async ({ api }: Business, id: number, query = "") =>
    (await api.get(`/admin/dispatch/${id}/trail${query}`)).data;

  it.each([
    ["with a time", today],
    ["that waits for a time", {}],
  ])(
    "%s holds the way from setting out to completion, thinned, and nothing of before and after",
    async (_, planned) => {
      const business = await newBusiness();
      const mike = await newTechnician(business, true);
      const id = await newJob(business, mike.id, planned);
      const status = (name: string) => mike.api.patch(`/tech/dispatch/my-jobs/${id}/status`, { status: name });
      await mike.api.post("/tech/dispatch/location", { ...north(-400), at: ago(60) });
      await status("en_route");
      const way = [0, 20, 60, 80, 200].map((metres) => north(metres));
      for (const place of way) expect((await mike.api.post("/tech/dispatch/location", place)).status).toBe(200);
      await flush(business);
      const kept = [0, 60, 200].map((metres) => expect.objectContaining({ ...north(metres), technician_id: mike.id }));
      expect(await trailOf(business, id)).toEqual({ job_id: id, points: kept, next_after: null });
      await status("in_progress");
      await mike.api.post("/tech/dispatch/location", north(300));
      await status("completed");
      await mike.api.post("/tech/dispatch/location", north(400));
      await flush(business);
      const { points } = await trailOf(business, id);
      expect(points).toEqual([...kept, expect.objectContaining(north(300))]);
      const first = await trailOf(business, id, "?limit=3");
      expect([first.points.length, first.next_after]).toEqual([3, points[2].at]);
      expect((await trailOf(business, id, `?limit=3&after=${first.next_after}`)).points).toEqual(points.slice(3));
      expect(await objectSql("DISPATCH_BOARD", business.tenantId, "select * from trail")).toEqual([]);
    },
  );

  it("gets what an offline phone tells later, even if the job is done by then", async () => {
    const business = await newBusiness();
    const mike = await newTechnician(business, true);
    const id = await newJob(business, mike.id, today);
    for (const status of ["en_route", "in_progress", "completed"])
      await mike.api.patch(`/tech/dispatch/my-jobs/${id}/status`, { status });
    await sql(
      business.shard,
      "update dispatch_jobs set en_route_at = ?, completed_at = ? where tenant_id = ? and id = ?",
      ...[ago(1000), ago(500), business.tenantId, id],
    );
    const reports = [1100, 900, 800, 600, 400].map((seconds) => ({ ...north(-seconds), at: ago(seconds) }));
    await mike.api.post("/tech/dispatch/locations", { reports: reports.toReversed() });
    await flush(business);
    const { points } = await trailOf(business, id);
    expect(points.map((point: { at: string }) => point.at)).toEqual(reports.slice(1, 4).map(({ at }) => at));
  });

  it("is dropped after 30 days, and refuses an unknown job or page", async () => {
    const business = await newBusiness();
    const mike = await newTechnician(business, true);
    const id = await newJob(business, mike.id);
    for (const [days, metres] of [
      [31, 1],
      [29, 2],
    ] as const)
      await sql(
        business.shard,
        "insert into position_trail (tenant_id, job_id, at, technician_id, latitude, longitude) values (?, ?, ?, ?, ?, 1)",
        ...[business.tenantId, id, ago(days * 86_400), mike.id, metres],
      );
    await cron("17 * * * *");
    expect((await trailOf(business, id)).points).toEqual([expect.objectContaining({ latitude: 2 })]);
    expect((await business.api.get("/admin/dispatch/999999/trail")).error.reason).toBe("dispatch_job.not_found");
    for (const query of ["limit=0", "limit=5001", "after=yesterday"])
      expect((await business.api.get(`/admin/dispatch/${id}/trail?${query}`)).status).toBe(400);
  });
});
