import { expect, it, vi } from "vitest";
import { sql } from "./support/back-door.ts";
import { type Business, type Json, newBusiness, newItem, newTechnician } from "./support/client.ts";
import { atTime, runJob } from "./support/clock.ts";
import { costOf } from "./support/generated.ts";
import { liveHalfAYear } from "./support/scored-world.ts";

// What is kept is counted again by night: all of it at first and in another time zone, else three months.

const BASE = "/admin/analytics";
const NIGHTLY = ["verify sums", "verify technician sums", "verify places"];

/** Runs the checks of a night; answers how many differences each has set right. */
async function nightOf(business: Business, day: string): Promise<(number | undefined)[]> {
  return await atTime(`${day}T12:00:00Z`, async () => {
    const [errors, warnings] = (["error", "warn"] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation(() => undefined),
    );
    for (const name of NIGHTLY) {
      const ran = await runJob(name, business);
      expect(ran.status, ran.text).toBe(200);
    }
    errors?.mockRestore();
    warnings?.mockRestore();
    const { items } = (await business.api.get(`/admin/audit-log?action=set%20right&limit=100`)).data;
    return ["day_sums", "team_sums", "place_sums"].map((entity) =>
      items
        .filter((one: Json) => one.entity === entity && one.entity_id === day)
        .reduce((sum: number, { details }: Json) => sum + details.count, 0),
    );
  });
}

it("sums that were lost, or never kept, are counted again from all rows, however old", async () => {
  const business = await newBusiness();
  const { api, shard, tenantId } = business;
  const technicians = await liveHalfAYear(business);
  const item = await newItem(business);
  for (const sale_date of ["2023-05-31", "2024-11-01"]) {
    const sale = { technician_id: technicians[0], item_id: item.id, customer_name: "Jo", payment_type: "cash" };
    expect((await api.post("/sales", { ...sale, sale_price_cents: 12_300, sale_date })).status).toBe(201);
  }
  const told = () =>
    atTime("2026-03-31T20:00:00Z", async () => {
      const paths = [
        `${BASE}/growth?date_from=2023-01-01`,
        `${BASE}/growth?date_from=2023-01-01&metric=jobs`,
        "/admin/technicians/metrics?date_from=2024-11-01&date_to=2026-03-31",
        ...["zip", "state"].map((group) => `${BASE}/geo-heatmap?group_by=${group}`),
      ];
      const answers = await Promise.all(paths.map((path) => api.get(path)));
      return answers.map(({ text }) => JSON.parse(text).data);
    });
  const right = await told();
  expect(await nightOf(business, "2026-03-30")).toEqual([0, 0, 0]);
  for (const table of ["day_sums", "team_sums", "place_sums", "sum_checks"])
    await sql(shard, `delete from ${table} where tenant_id = ?`, tenantId);
  const [days, teams, places] = await nightOf(business, "2026-03-31");
  expect(
    [days, teams, places].every((n) => Number(n) > 50),
    "all is missing",
  ).toBe(true);
  const again = await told();
  const spotless = (map: Json) => ({ ...map, groups: map.groups.map((one: Json) => ({ ...one, centroid: null })) });
  expect(again.slice(0, 3)).toEqual(right.slice(0, 3));
  expect(again.slice(3).map(spotless)).toEqual(right.slice(3).map(spotless));
  expect(await nightOf(business, "2026-04-01")).toEqual([0, 0, 0]);
});

it("in another time zone work counts for other days: the night after it has moved, and every scorecard is right", async () => {
  const business = await newBusiness();
  const { api } = business;
  await api.patch("/admin/organization", { timezone: "America/Los_Angeles" });
  const mike = await newTechnician(business, true);
  let id = 0;
  await atTime("2026-02-01T05:30:00Z", async () => {
    // the evening of 31 January at the Pacific, and already February in New York
    id = (await api.post("/admin/dispatch", { title: "Leak", customer_name: "Jo", service_zip: "33602" })).data.id;
    await api.patch(`/admin/dispatch/${id}/assign`, { technician_id: mike.id });
    for (const status of ["en_route", "on_site", "in_progress", "completed"])
      expect((await mike.api.patch(`/tech/dispatch/my-jobs/${id}/status`, { status })).status).toBe(200);
  });
  const told = () =>
    atTime("2026-03-10T15:00:00Z", async () => {
      const growth = (await api.get(`${BASE}/growth?metric=jobs&date_from=2026-01-01`)).data.months;
      const card = (await api.get("/admin/technicians/metrics?date_from=2026-02-01&date_to=2026-02-28")).data.team;
      const map = async (month: string) =>
        (await api.get(`${BASE}/geo-heatmap?metric=jobs&date_from=${month}-01&date_to=${month}-02`)).data.total;
      const [january, february] = ["2026-01", "2026-02"].map(
        (name) => growth.find(({ month }: Json) => month === name)?.value ?? 0,
      );
      return [january, february, card.previous.completed, card.completed, await map("2026-01"), await map("2026-02")];
    });
  expect(await nightOf(business, "2026-03-01")).toEqual([0, 0, 0]);
  expect(await told()).toEqual([1, 0, 1, 0, 1, 0]);
  await api.patch("/admin/organization", { timezone: "America/New_York" });
  expect((await nightOf(business, "2026-03-02")).every((n) => Number(n) > 0)).toBe(true);
  expect(await told()).toEqual([0, 1, 0, 1, 0, 1]);
  await atTime("2026-02-01T20:00:00Z", async () => {
    const reopened = await api.patch(`/admin/dispatch/${id}/reopen`, { reason: "Again" });
    expect(reopened.status, reopened.text).toBe(200);
  });
  expect(await told()).toEqual([0, 0, 0, 0, 0, 0]);
  expect(await nightOf(business, "2026-03-03")).toEqual([0, 0, 0]);
});

it("more than a thousand differences are set right in one night, and a hundred of them told", async () => {
  const business = await newBusiness();
  const { shard, tenantId, api } = business;
  expect(await nightOf(business, "2026-03-09")).toEqual([0, 0, 0]);
  await sql(
    shard,
    `with recursive s(n) as (select 10001 union all select n + 1 from s where n < 11200)
      insert into place_sums select ?, 'zip', n, n, '2026-03', '{"2026-03":[1,100,0]}', 1, 0, 0, 0 from s`,
    tenantId,
  );
  expect(await nightOf(business, "2026-03-10")).toEqual([0, 0, 1200]);
  const { items } = (await api.get("/admin/audit-log?action=set%20right")).data;
  expect(items[0].details.differences).toHaveLength(100);
  expect(await nightOf(business, "2026-03-11")).toEqual([0, 0, 0]);
  const map = await atTime("2026-03-15T15:00:00Z", () => api.get(`${BASE}/geo-heatmap`));
  expect(map.data).toMatchObject({ total: 0, groups: [] });
  expect(costOf(map)).toMatchObject({ trips: 1 });
  expect(costOf(map).read).toBeLessThan(400);
});

it("customers' sums that are all wrong are set right together", async () => {
  const business = await newBusiness();
  const { shard, tenantId, api } = business;
  const [technician, item] = [await newTechnician(business), await newItem(business)];
  for (const name of ["Ann", "Bob", "Cy"]) {
    const { id: customer_id } = (await api.post("/admin/customers", { name })).data;
    const sale = { technician_id: technician.id, item_id: item.id, customer_name: name, payment_type: "cash" };
    await api.post("/sales", { ...sale, customer_id, sale_price_cents: 5000, sale_date: "2026-03-01" });
  }
  const kept = () => sql<Json>(shard, "select * from customer_sums where tenant_id = ? order by id", tenantId);
  const right = await kept();
  await sql(shard, "delete from customer_sums where tenant_id = ? and id = 2", tenantId);
  await sql(shard, "update customer_sums set sales = 9, first_sale_on = null where tenant_id = ?", tenantId);
  const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
  expect((await runJob("verify customers", business)).status).toBe(200);
  errors.mockRestore();
  expect(await kept()).toEqual(right);
});
