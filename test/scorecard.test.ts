import { describe, expect, it, vi } from "vitest";
import { sql } from "./support/back-door.ts";
import { type Json, newBusiness, newItem, newTechnician, quiet } from "./support/client.ts";
import { atTime, runJob } from "./support/clock.ts";
import { costOf } from "./support/generated.ts";
import { recounted, recountedTeamCloseRate, rowsOf } from "./support/scored-rows.ts";
import { liveHalfAYear } from "./support/scored-world.ts";

const PATH = "/admin/technicians/metrics";

describe("the scorecard of technicians", () => {
  it("says what their rows say, for whole months and for any days, and again after rows were changed and sums were lost", async () => {
    const business = await newBusiness();
    const technicians = await liveHalfAYear(business);
    const ranges = [
      ["2026-01-01", "2026-03-31", "2025-10-01", "2025-12-31"],
      ["2025-12-20", "2026-02-09", "2025-10-29", "2025-12-19"],
      ["2026-02-03", "2026-02-26", "2026-01-10", "2026-02-02"],
    ] as const;
    const holds = async () => {
      const rows = rowsOf(business);
      for (const [from, to, ...before] of ranges) {
        const answer = await business.api.get(`${PATH}?date_from=${from}&date_to=${to}`);
        expect(answer.status, answer.text).toBe(200);
        expect(answer.data).toMatchObject({ previous_from: before[0], previous_to: before[1] });
        expect(answer.data.technicians.map(({ technician_id }: Json) => technician_id)).toEqual(technicians);
        for (const card of answer.data.technicians) {
          expect(card, `${from} to ${to}`).toMatchObject(await recounted(rows, card.technician_id, from, to));
          expect(card.previous).toEqual(await recounted(rows, card.technician_id, before[0], before[1]));
        }
        expect(answer.data.team).toMatchObject({
          close_rate_bps: await recountedTeamCloseRate(rows, from, to),
          previous: { close_rate_bps: await recountedTeamCloseRate(rows, before[0], before[1]) },
        });
        expect(costOf(answer)).toMatchObject({ trips: 1 });
      }
    };
    await holds();
    const audit = async () => (await business.api.get("/admin/audit-log?action=set%20right")).data.items;
    const nightOf = (day: string) =>
      atTime(`${day}T12:00:00Z`, async () => {
        expect((await runJob("verify technician sums", business)).status).toBe(200);
      });
    await nightOf("2026-03-20");
    expect(await audit()).toEqual([]);
    const { shard, tenantId } = business;
    const off =
      "update team_sums set counts = json_remove(counts, '$.\"1\"'), durations = '{}' where tenant_id = ? and bucket = ?";
    await sql(shard, off, tenantId, "m:2026-03");
    await sql(shard, "delete from team_sums where tenant_id = ? and bucket = ?", tenantId, "d:2026-02-05");
    const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
    await nightOf("2026-03-21");
    errors.mockRestore();
    expect(await audit()).toHaveLength(1);
    await holds();
  });

  it("counts a job that a technician drove to, its return visit and its cancellation, as the day goes", async () => {
    const business = await newBusiness();
    const { api } = business;
    const mike = await newTechnician(business, true);
    const item = await newItem(business);
    await atTime("2026-03-10T13:00:00Z", async () => {
      const window = { arrival_window_start: "2026-03-10T13:00:00Z", arrival_window_end: "2026-03-10T15:00:00Z" };
      const times = { scheduled_start: "2026-03-10T13:00:00Z", scheduled_end: "2026-03-10T15:00:00Z", ...window };
      const job = (await api.post("/admin/dispatch", { title: "Leak", customer_name: "Jo", ...times })).data;
      await api.patch(`/admin/dispatch/${job.id}/assign`, { technician_id: mike.id });
      for (const status of ["en_route", "on_site", "in_progress", "completed"]) {
        const told = await mike.api.patch(`/tech/dispatch/my-jobs/${job.id}/status`, { status });
        expect(told.status, told.text).toBe(200);
      }
      const other = (await api.post("/admin/dispatch", { title: "Drain", customer_name: "Jo" })).data;
      await api.patch(`/admin/dispatch/${other.id}/assign`, { technician_id: mike.id });
      await api.patch(`/admin/dispatch/${other.id}/cancel`, { reason: "sold the house" });
      expect((await api.post(`/admin/dispatch/${job.id}/visits`, {})).status).toBe(201);
      const sale = { technician_id: mike.id, item_id: item.id, sale_price_cents: 15_000, sale_date: "2026-03-10" };
      expect((await api.post("/sales", { customer_name: "Jo", payment_type: "cash", ...sale })).status).toBe(201);
      const { data } = await api.get(PATH);
      expect(data).toMatchObject({
        date_from: "2026-01-01",
        date_to: "2026-03-10",
        rank_by: "revenue",
        leaderboard: [],
      });
      const [card] = data.technicians;
      expect(card).toMatchObject({
        ...{ completed: 1, cancelled_after_dispatch: 1, completion_rate_bps: 5000, on_time_bps: 10_000 },
        ...{ recall_rate_bps: 10_000, revenue_cents: 15_000, revenue_per_job_cents: 15_000, median_job_minutes: 0 },
        ...{ utilization_bps: null, close_rate_bps: null, avg_rating: null, rating_count: 0, rank: null },
      });
      expect(card.change).toMatchObject({ completed: 1, completion_rate_bps: null });
      expect(data.team).toMatchObject({ completed: 1, revenue_cents: 15_000 });
      const left = await newTechnician(business);
      const sold = { ...sale, technician_id: left.id, customer_name: "Jo", payment_type: "cash" };
      const { id } = (await api.post("/sales", sold)).data;
      await api.patch(`/sales/${id}/void`, { voided: true });
      await api.patch(`/admin/technicians/${left.id}`, { is_active: false });
      const who = (await api.get(PATH)).data.technicians.map(({ technician_id }: Json) => technician_id);
      expect(who, "who left and did nothing that counts is not shown").toEqual([mike.id]);
    });
  });

  it("counts an estimate that no technician made for the team's close rate alone", async () => {
    const business = await newBusiness();
    const { api } = business;
    const mike = await newTechnician(business);
    const offers: number[] = [];
    for (const technician_id of [undefined, undefined, mike.id]) {
      const line_items = [{ description: "Heat pump", amount_cents: 100_000 }];
      const made = await api.post("/admin/estimates", { customer_name: "Jo", line_items, technician_id });
      offers.push(made.data.id);
      const sent = await api.post(`/admin/estimates/${made.data.id}/send`, { mail: false });
      expect(sent.status, sent.text).toBe(200);
    }
    const rates = async () => {
      const { team, technicians } = (await api.get(PATH)).data;
      return [team.close_rate_bps, ...technicians.map((card: Json) => card.close_rate_bps)];
    };
    expect(await rates()).toEqual([0, 0]);
    expect((await api.post(`/admin/estimates/${offers[0]}/accept`, { name: "Jo" })).status).toBe(200);
    expect(await rates()).toEqual([3333, 0]);
    expect((await runJob("verify technician sums", business)).status).toBe(200);
    expect((await api.get("/admin/audit-log?action=set%20right")).data.items).toEqual([]);
    expect((await api.post(`/admin/estimates/${offers[2]}/accept`, { name: "Jo" })).status).toBe(200);
    expect(await rates()).toEqual([6667, 10_000]);
  });

  it("of many technicians is a row for each month or day, for any days of two years", async () => {
    const business = await newBusiness();
    const ids: number[] = [];
    for (let i = 0; i < 12; i++) ids.push((await newTechnician(business)).id);
    await sql(
      business.shard,
      `with recursive day(n) as (select 0 union all select n + 1 from day where n < 1460),
        bucket(name, days) as (select kind.value || substr(date('2022-01-01', '+' || n || ' days'), 1, iif(kind.value = 'm:', 7, 10)), count(*)
          from day, json_each('["m:","d:"]') kind group by 1)
        insert into team_sums select ?1, name, (select json_group_object(value, json_object('0', days, '10', 100 * days)) from json_each(?2)),
          (select json_group_object(value, json_object('60', days)) from json_each(?2)) from bucket`,
      business.tenantId,
      JSON.stringify(ids),
    );
    const between = async (from: string, to: string, rank_by = "revenue") => {
      const answer = await business.api.get(`${PATH}?date_from=${from}&date_to=${to}&rank_by=${rank_by}`);
      expect(costOf(answer).trips).toBe(1);
      expect(costOf(answer).read).toBeLessThan(150);
      return answer.data;
    };
    const data = await between("2025-01-01", "2025-12-31");
    expect(data.team).toMatchObject({
      completed: 365 * 12,
      revenue_cents: 365 * 1200,
      previous: { completed: 366 * 12 },
    });
    const firsts = data.leaderboard.map(({ rank, percentile_bps }: Json) => [rank, percentile_bps]);
    expect(firsts, "all alike").toEqual(Array.from({ length: 12 }, () => [1, 5000]));
    const odd = await between("2025-01-05", "2025-03-26", "completed");
    expect(odd.team).toMatchObject({ completed: 81 * 12, previous: { completed: 81 * 12 } });
    const most = await between("2024-01-16", "2025-12-15");
    expect(most.team).toMatchObject({ completed: 700 * 12, previous: { completed: 700 * 12 } });
    expect(most.team.median_job_minutes).toBe(60);
    const whole = await between("2024-01-01", "2025-12-31");
    expect(whole.team).toMatchObject({ completed: 731 * 12, previous: { completed: 730 * 12 } });
  });

  it("names six hundred technicians by a few rows, with who was renamed and who has left", async () => {
    const business = await newBusiness();
    const { api } = business;
    const names = Array.from({ length: 600 }, (_, i) => `Technician "${i}"`);
    const csv = ["name,pay_type,base_pay", ...names.map((name) => `"${name.replaceAll('"', '""')}",hourly,25`)].join(
      "\n",
    );
    const imported = await api.post("/admin/imports?kind=technicians", csv, { "content-type": "text/csv" });
    expect(imported.status, imported.text).toBe(202);
    await quiet(business);
    const { items } = (await api.get("/admin/technicians?limit=3&sort=id")).data;
    const [first, second] = items;
    expect((await api.patch(`/admin/technicians/${first.id}`, { name: "Ann Lee" })).status).toBe(200);
    expect((await api.patch(`/admin/technicians/${second.id}`, { is_active: false })).status).toBe(200);
    const { id } = await newTechnician(business);
    const answer = await api.get(PATH);
    const shown = answer.data.technicians.map(({ technician_id, name }: Json) => [technician_id, name]);
    expect(shown).toHaveLength(600);
    expect([shown[0], shown[1][1], shown.at(-1)]).toEqual([[first.id, "Ann Lee"], names[2], [id, "Mike Johnson"]]);
    expect(costOf(answer)).toMatchObject({ trips: 1 });
    expect(costOf(answer).read).toBeLessThanOrEqual(400);
  });

  it("refuses days the wrong way round, too many months, and an order that there is not", async () => {
    const { api } = await newBusiness();
    const reason = async (query: string) => {
      const { status, error } = await api.get(`${PATH}?${query}`);
      return `${status} ${error.reason}`;
    };
    expect(await reason("date_from=2026-03-31&date_to=2026-01-01")).toBe("400 analytics.days_reversed");
    expect(await reason("date_from=2020-03-31&date_to=2026-01-01")).toBe("422 analytics.scorecard_too_long");
    expect(await reason("date_from=2090-01-01&date_to=2090-02-01")).toBe("400 analytics.days_ahead");
    expect(await reason("rank_by=beauty")).toBe("400 request.invalid");
    expect(await reason("date_from=yesterday")).toBe("400 request.invalid");
  });
});
