import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type Api, type Business, type Json, newBusiness, newTechnician } from "../support/client.ts";

const MINUTE = 60_000;
const minutes = (n: number) => new Date(Date.now() + n * MINUTE).toISOString();

describe("a phone that was offline", () => {
  let business: Business;
  let mike: { id: number; api: Api };
  beforeAll(async () => {
    business = await newBusiness();
    mike = await newTechnician(business, true);
  });

  const report = (id: number, status: string, more = {}) =>
    mike.api.patch(`/tech/dispatch/my-jobs/${id}/status`, { status, ...more });
  const history = async (id: number): Promise<Json[]> =>
    (await business.api.get(`/admin/dispatch/${id}/history`)).data.items;
  async function newJob(): Promise<Json> {
    const { data } = await business.api.post("/admin/dispatch", { title: "Leak", customer_name: "Ann Lee" });
    return (await business.api.patch(`/admin/dispatch/${data.id}/assign`, { technician_id: mike.id })).data;
  }

  it("reports a whole visit afterwards, and each status has the time at which it happened", async () => {
    const { id } = await newJob();
    const visit = ["acknowledged", "en_route", "on_site", "in_progress", "completed"].map((status, i) => ({
      ...{ status, occurred_at: minutes(i / 60), client_event_id: randomUUID() },
    }));
    for (const told of visit) expect((await report(id, told.status, told)).status).toBe(200);
    const { data } = await business.api.get(`/admin/dispatch/${id}`);
    expect([data.acknowledged_at, data.en_route_at, data.on_site_at, data.started_at, data.completed_at]).toEqual(
      visit.map(({ occurred_at }) => occurred_at),
    );
    expect(data.status_at).toBe(visit.at(-1)?.occurred_at);
    expect((await history(id))[0]).toMatchObject({
      occurred_at: visit[4]?.occurred_at,
      client_event_id: visit[4]?.client_event_id,
      to_status: "completed",
      is_applied: true,
    });

    const version = data.version;
    for (const told of visit) {
      const again = await report(id, told.status, told);
      expect([again.status, again.data.version]).toEqual([200, version]); // sent twice: nothing happens
    }
    expect(await history(id)).toHaveLength(6);
  });

  it("acknowledges with the same words", async () => {
    const { id } = await newJob();
    const told = { occurred_at: minutes(0), client_event_id: "ack-1", latitude: 27.95, longitude: -82.45 };
    const done = await mike.api.patch(`/tech/dispatch/my-jobs/${id}/acknowledge`, told);
    expect(done.data).toMatchObject({ status: "acknowledged", acknowledged_at: told.occurred_at });
    expect((await history(id))[0]).toMatchObject({ ...told, to_status: "acknowledged" });
    const board = await business.api.get("/admin/dispatch/board");
    expect(board.data.technicians[0].position).toMatchObject({ latitude: 27.95 });
  });

  it("tells too late what happened before the office changed the job: it is kept in the history and not applied", async () => {
    const { id } = await newJob();
    const before = minutes(0);
    await report(id, "en_route");
    await business.api.patch(`/admin/dispatch/${id}/cancel`, { reason: "The customer called" });
    const late = { occurred_at: before, client_event_id: randomUUID() };
    const told = await report(id, "on_site", late);
    expect([told.status, told.data.status]).toEqual([200, "cancelled"]);
    expect(told.data.on_site_at).toBeNull();
    const [entry] = await history(id);
    expect(entry).toMatchObject({ ...late, from_status: "cancelled", to_status: "on_site", is_applied: false });
    expect((await report(id, "on_site", late)).data.version).toBe(told.data.version);
    const now = await report(id, "on_site", { occurred_at: minutes(1) });
    expect([now.status, now.error.reason]).toEqual([409, "dispatch.wrong_transition"]);
  });

  it("is told when its clock is more than five minutes ahead", async () => {
    const { id } = await newJob();
    const refused = await report(id, "en_route", { occurred_at: minutes(6) });
    expect([refused.status, refused.error.reason, refused.error.fields]).toEqual([
      422,
      "dispatch.clock_ahead",
      { occurred_at: "lies more than five minutes ahead" },
    ]);
    expect((await report(id, "en_route", { occurred_at: minutes(4) })).status).toBe(200);
    const wrong = await report(id, "on_site", { client_event_id: "a b" });
    expect([wrong.status, Object.keys(wrong.error.fields)]).toEqual([422, ["client_event_id"]]);
  });

  it("sends one report several times at once, and it is taken once", async () => {
    const { id } = await newJob();
    const told = { client_event_id: randomUUID(), occurred_at: minutes(0) };
    const answers = await Promise.all(Array.from({ length: 5 }, () => report(id, "en_route", told)));
    for (const { status } of answers) expect([200, 409]).toContain(status);
    expect((await report(id, "en_route", told)).data).toMatchObject({ status: "en_route", version: 3 });
  });
});
