import { beforeAll, describe, expect, it } from "vitest";
import { callObject, evict, objectSql, sql } from "../support/back-door.ts";
import { type Api, newBusiness, newTechnician } from "../support/client.ts";

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
