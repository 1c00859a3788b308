import { describe, expect, it } from "vitest";
import { type Business, type Json, newBusiness, newTechnician } from "../support/client.ts";

const START = "2030-03-27T15:00:00.000Z"; // a Wednesday, 11:00 in New York
const END = "2030-03-27T17:00:00.000Z";

async function newShop() {
  const business = await newBusiness();
  await business.api.patch("/admin/organization", { timezone: "America/New_York" });
  const job = async (more: Record<string, unknown> = {}): Promise<number> =>
    (
      await business.api.post("/admin/dispatch", {
        title: "AC Repair",
        priority: "normal",
        customer_name: "John Smith",
        scheduled_start: START,
        scheduled_end: END,
        service_latitude: 27.95,
        service_longitude: -82.46,
        ...more,
      })
    ).data.id;
  const assign = (id: number, technician_id: number) =>
    business.api.patch(`/admin/dispatch/${id}/assign`, { technician_id });
  const ask = async (id: number): Promise<Json> => (await business.api.get(`/admin/dispatch/${id}/suggestions`)).data;
  return { business, api: business.api, job, assign, ask };
}
const technician = async (business: Business) => (await newTechnician(business)).id;

describe("suggestions for a job", () => {
  it("count the hours before and after a part of a day off, and a night shift that goes on over midnight", async () => {
    const { business, api, job, ask } = await newShop();
    const [dentist, night] = [await technician(business), await technician(business)];
    await api.post("/admin/availability/time-off", {
      technician_id: dentist,
      kind: "other",
      starts_at: "2030-03-27T15:00:00Z",
      ends_at: "2030-03-27T17:00:00Z",
    });
    const shift = { weekday: "wednesday", starts: "20:00", ends: "04:00" };
    expect((await api.put(`/admin/availability/shifts/${night}`, { shifts: [shift] })).status).toBe(200);
    const between = (scheduled_start: string, scheduled_end: string) => job({ scheduled_start, scheduled_end });
    const outcome = async (id: number) => {
      const { items, excluded } = await ask(id);
      const free = items.map((one: Json) => [one.technician_id, "free"]);
      return Object.fromEntries([...free, ...excluded.map((one: Json) => [one.technician_id, one.rule])]);
    };
    expect([
      await outcome(await between("2030-03-27T13:00:00Z", "2030-03-27T15:00:00Z")),
      await outcome(await between("2030-03-27T16:30:00Z", "2030-03-27T18:00:00Z")),
      await outcome(await between("2030-03-27T17:00:00Z", "2030-03-27T19:00:00Z")),
      await outcome(await between("2030-03-28T03:00:00Z", "2030-03-28T06:00:00Z")),
    ]).toEqual([
      { [dentist]: "free", [night]: "off_shift" },
      { [dentist]: "time_off", [night]: "off_shift" },
      { [dentist]: "free", [night]: "off_shift" },
      { [dentist]: "off_shift", [night]: "free" },
    ]);
  });

  it("put the one nearby first and say why the others cannot come", async () => {
    const { business, api, job, assign, ask } = await newShop();
    const [near, busy, away, unskilled] = [
      await technician(business),
      await technician(business),
      await technician(business),
      await technician(business),
    ];
    const skill = (await api.post("/admin/technician-skills/skills", { name: "Heat pumps" })).data.id;
    for (const id of [near, busy, away]) await api.put(`/admin/technician-skills/${id}/${skill}`, { level: 3 });
    await assign(await job(), busy);
    await api.post("/admin/availability/time-off", {
      technician_id: away,
      date_from: "2030-03-27",
      date_to: "2030-03-27",
      kind: "vacation",
    });
    await api.patch(`/admin/availability/technicians/${near}`, { start_place: { latitude: 27.96, longitude: -82.45 } });
    const id = await job({ required_skills: [{ skill_id: skill, min_level: 2 }] });
    const answer = await ask(id);
    expect(answer).toMatchObject({ job_id: id, date: "2030-03-27", matrix: "estimated" });
    expect(answer.items).toHaveLength(1);
    expect(answer.items[0]).toMatchObject({ technician_id: near, eta_minutes: 3, warnings: [] });
    const rules = Object.fromEntries(answer.excluded.map((one: Json) => [one.technician_id, [one.rule, one.reason]]));
    expect(rules).toEqual({
      [busy]: ["overlap", expect.stringMatching(/^has job \d+ at that time$/)],
      [away]: ["time_off", "has time off then"],
      [unskilled]: ["skill", "lacks Heat pumps"],
    });
  });

  it("are asked in one trip for a job of these days, are the same each time, and end with the job", async () => {
    const { business, api, job } = await newShop();
    await technician(business);
    const start = new Date(Date.now() + 86_400_000).toISOString();
    const id = await job({
      scheduled_start: start,
      scheduled_end: new Date(Date.parse(start) + 3_600_000).toISOString(),
    });
    const [one, two] = [
      await api.get(`/admin/dispatch/${id}/suggestions`),
      await api.get(`/admin/dispatch/${id}/suggestions`),
    ];
    expect(two.data).toEqual(one.data);
    expect(two.headers.get("server-timing")).toContain("trips=1");
    await api.patch(`/admin/dispatch/${id}/cancel`, { reason: "no longer needed" });
    const over = await api.get(`/admin/dispatch/${id}/suggestions`);
    expect([over.status, over.error.reason]).toEqual([409, "dispatch.job_is_over"]);
    expect((await api.get("/admin/dispatch/999999/suggestions")).status).toBe(404);
  });

  it("leave out who works in other zones only where the business wants that", async () => {
    const { business, api, job, ask } = await newShop();
    const id = await technician(business);
    const zone = (await api.post("/admin/service-zones", { name: "North", kind: "zips", zips: ["33601"] })).data.id;
    const wanted = await job({ zone_id: zone });
    expect((await ask(wanted)).items[0]).toMatchObject({ technician_id: id, components: { zone: 15 } });
    await api.patch("/admin/organization", { zones_are_strict: true });
    expect((await ask(wanted)).excluded[0]).toMatchObject({ technician_id: id, rule: "zone" });
    await api.put(`/admin/service-zones/${zone}/technicians`, {
      technicians: [{ technician_id: id, rank: "secondary" }],
    });
    expect((await ask(wanted)).items[0]).toMatchObject({ components: { zone: 5 } });
  });
});
