import { describe, expect, it } from "vitest";
import { type Answer, type Business, newBusiness, newTechnician } from "../support/client.ts";

const said = ({ status, error }: Answer) => `${status} ${error?.reason ?? "ok"}`;
// biome-ignore lint/suspicious/noExplicitAny: rows of answers
type Row = Record<string, any>;

/** A job between two times in UTC, of a technician or of none. */
async function newJob({ api }: Business, from: string, to: string, technicianId?: number) {
  const planned = {
    title: "Repair",
    customer_name: "Ann Lee",
    scheduled_start: `${from}:00Z`,
    scheduled_end: `${to}:00Z`,
  };
  const { data } = await api.post("/admin/dispatch", planned);
  if (technicianId) await api.patch(`/admin/dispatch/${data.id}/assign`, { technician_id: technicianId });
  return data.id as number;
}

describe("capacity", () => {
  it("tells of each day what fits into it and what is planned", async () => {
    const business = await newBusiness();
    const { api } = business;
    const [first, second] = [(await newTechnician(business)).id, (await newTechnician(business)).id];
    const gone = (await newTechnician(business)).id;
    await api.patch(`/admin/technicians/${gone}`, { is_active: false });
    await api.post("/admin/availability/time-off", {
      technician_id: second,
      kind: "sick",
      starts_at: "2026-03-18T12:00:00Z",
      ends_at: "2026-03-18T15:00:00Z",
    });
    await api.post("/admin/availability/holidays", { date: "2026-03-19", name: "Stocktaking" });
    await newJob(business, "2026-03-18T13:00", "2026-03-18T15:30", first);
    await newJob(business, "2026-03-18T16:00", "2026-03-18T17:00");
    await newJob(business, "2026-03-19T03:00", "2026-03-19T05:00", first); // over midnight in New York
    await newJob(business, "2026-03-17T12:00", "2026-03-19T12:00", second); // two days long
    await api.post("/admin/dispatch", { title: "Whenever", customer_name: "Ann Lee" });

    const { data } = await api.get("/admin/dispatch/capacity?date_from=2026-03-18&date_to=2026-03-20");
    expect(data.timezone).toBe("America/New_York");
    expect(data.days).toEqual([
      {
        date: "2026-03-18",
        holiday: null,
        technicians: 2,
        technicians_off: 1,
        available_minutes: 2 * 540 - 180,
        time_off_minutes: 180,
        jobs: 4,
        booked_minutes: 150 + 60 + 24 * 60,
        unassigned_minutes: 60,
      },
      {
        date: "2026-03-19",
        holiday: expect.objectContaining({ name: "Stocktaking", closed: true }),
        technicians: 0,
        technicians_off: 0,
        available_minutes: 0,
        time_off_minutes: 0,
        jobs: 2,
        booked_minutes: 60 + 8 * 60,
        unassigned_minutes: 0,
      },
      expect.objectContaining({
        date: "2026-03-20",
        technicians: 2,
        available_minutes: 1080,
        jobs: 0,
        booked_minutes: 0,
      }),
    ]);

    const own = await api.get(
      `/admin/dispatch/capacity?date_from=2026-03-18&date_to=2026-03-18&technician_id=${first}`,
    );
    expect(own.data.days).toEqual([
      expect.objectContaining({
        technicians: 1,
        available_minutes: 540,
        jobs: 2,
        booked_minutes: 210,
        unassigned_minutes: 0,
      }),
    ]);
  });

  it("counts a day of 25 hours as one", async () => {
    const business = await newBusiness();
    const { id } = await newTechnician(business);
    await newJob(business, "2026-11-01T04:00", "2026-11-02T05:00", id);
    const { data } = await business.api.get("/admin/dispatch/capacity?date_from=2026-10-31&date_to=2026-11-02");
    expect(data.days.map((day: Row) => day.booked_minutes)).toEqual([0, 25 * 60, 0]);
  });

  it("shows a week when nobody says how many days, at most 31, in their order, and of a technician who is there", async () => {
    const { api } = await newBusiness();
    const get = (query: string) => api.get(`/admin/dispatch/capacity?${query}`);
    expect((await get("")).data.days).toHaveLength(7);
    expect((await get("date_from=2026-03-01&date_to=2026-03-31")).data.days).toHaveLength(31);
    for (const query of ["date_from=2026-03-01&date_to=2026-04-01", "date_from=2026-03-02&date_to=2026-03-01"]) {
      const refused = await get(query);
      expect([refused.status, Object.keys(refused.error.fields)]).toEqual([400, ["date_to"]]);
    }
    const nobody = await get("technician_id=999999");
    expect([said(nobody), Object.keys(nobody.error.fields)]).toEqual(["404 technician.not_found", ["technician_id"]]);
  });
});
