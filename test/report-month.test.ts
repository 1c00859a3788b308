import { expect, it } from "vitest";
import { sql } from "./support/back-door.ts";
import { type Business, client, eventually, type Json, newBusiness, quiet } from "./support/client.ts";
import { atTime, runJob } from "./support/clock.ts";
import { linkIn, mailsTo } from "./support/mails.ts";

// A month of a business whose reports come by themselves, by the clock of the Worker.

/** Makes the schedules that are due come, and waits until their files are there. */
async function come(business: Business): Promise<void> {
  await runJob("report.schedule", business);
  await eventually(async () => (await unfinished(business)) === 0, "the runs end");
  await quiet(business);
}
const unfinished = async ({ shard, tenantId }: Business): Promise<number> => {
  const [row] = await sql<{ n: number }>(
    shard,
    "select count(*) n from report_runs where tenant_id = ? and status = 'queued'",
    tenantId,
  );
  return row?.n ?? 0;
};
const runsOf = async ({ api }: Business): Promise<Json[]> => (await api.get("/admin/report-runs?limit=200")).data.items;

it("a weekly report, one of each last day and one of each pay period come once each in a month in which the clocks change", async () => {
  const business = await newBusiness();
  const { api, tenantId, shard } = business;
  const address = `owner-${tenantId.slice(0, 8)}@example.com`;
  await sql(shard, "update users set email = ? where tenant_id = ?", address, tenantId);
  const make = async (path: string, body: object): Promise<Json> => {
    const made = await api.post(path, body);
    expect([201, 202], made.text).toContain(made.status);
    return made.data;
  };
  const schedule = (report_id: number, more: object) =>
    make("/admin/report-schedules", {
      ...{ report_id, local_time: "06:00", timezone: "America/New_York", format: "csv", delivery: "webhook" },
      ...more,
    });

  const { weekly, monthly } = await atTime("2026-03-01T15:00:00Z", async () => {
    const technician = await make("/admin/technicians", { name: "Ann", pay_type: "hourly", base_pay_cents: 2500 });
    const item = await make("/admin/items", { name: "Fan", sku: "F-1", list_price_cents: 10_000 });
    for (const sale_date of ["2026-02-22", "2026-02-23", "2026-03-01"])
      await make("/sales", {
        ...{ technician_id: technician.id, item_id: item.id, customer_name: "Pat", sale_price_cents: 10_000 },
        ...{ payment_type: "cash", sale_date },
      });
    const report = await make("/admin/reports", {
      ...{ name: "Week", visibility: "shared", dataset: "sales", group_by: ["technician"] },
      ...{ aggregations: [{ fn: "sum", column: "sale_price_cents" }], date_range: { preset: "last_week" } },
    });
    const month = await make("/admin/reports", {
      ...{ name: "Month", visibility: "shared", dataset: "sales", columns: ["id"], date_range: { preset: "mtd" } },
    });
    return {
      weekly: await schedule(report.id, {
        ...{ frequency: "weekly", day_of_week: 1, delivery: "email", recipient_ids: [1] },
      }),
      monthly: await schedule(month.id, { frequency: "monthly", day_of_month: 31 }),
    };
  });
  expect(weekly.next_run_at).toBe("2026-03-02T11:00:00.000Z");
  expect(monthly.next_run_at).toBe("2026-03-31T10:00:00.000Z");

  for (const now of [
    ...["2026-03-02T10:59:00Z", "2026-03-02T11:01:00Z", "2026-03-02T11:02:00Z", "2026-03-09T10:01:00Z"],
    // nobody was there on the 16th and the 23rd: the last one comes
    ...["2026-03-24T12:00:00Z", "2026-03-30T10:01:00Z", "2026-03-31T10:01:00Z"],
  ])
    await atTime(now, () => come(business));
  const runs = await runsOf(business);
  expect(
    runs
      .map((run) => [run.report_name, run.due_at, run.status, run.date_from, run.row_count])
      .toSorted((a, b) => String(a).localeCompare(String(b))),
  ).toEqual([
    ["Month", "2026-03-31T10:00:00.000Z", "succeeded", "2026-03-01", 1],
    ["Week", "2026-03-02T11:00:00.000Z", "succeeded", "2026-02-23", 1],
    ["Week", "2026-03-09T10:00:00.000Z", "succeeded", "2026-03-02", 0],
    ["Week", "2026-03-23T10:00:00.000Z", "succeeded", "2026-03-16", 0],
    ["Week", "2026-03-30T10:00:00.000Z", "succeeded", "2026-03-23", 0],
  ]);

  // each mail has a link, which opens the file for its reader
  const mails = await mailsTo(address);
  expect(mails.filter(({ subject }) => subject.endsWith(": Week"))).toHaveLength(4);
  const first = mails.findLast(({ subject }) => subject.endsWith(": Week"));
  const path = new URL(linkIn(first ?? { text: "" })).pathname.replace("/api/v1", "");
  const stranger = client();
  await atTime("2026-03-31T12:00:00Z", async () => {
    expect((await stranger.get(path)).text).toBe("technician,sum_sale_price\r\nAnn,200.00\r\n");
    await sql(shard, "update users set roles = '[\"technician\"]' where tenant_id = ?", tenantId);
    expect((await stranger.get(path)).error.reason).toBe("report_run.bad_link");
    await sql(shard, "update users set roles = '[\"owner\"]' where tenant_id = ?", tenantId);
    expect((await stranger.get(`${path}x`)).status).toBe(404);
  });

  // the close of a pay period makes one run, of the days of that period
  await atTime("2026-04-01T12:00:00Z", async () => {
    const report = await make("/admin/reports", {
      ...{ name: "Period", visibility: "shared", dataset: "commissions", columns: ["technician", "amount_cents"] },
      date_range: { preset: "last_pay_period" },
    });
    await schedule(report.id, { frequency: "on_period_close" });
    await api.put("/admin/pay-periods/schedule", { frequency: "monthly", starts_on: "2026-02-01", pay_delay_days: 5 });
    const [period] = (await api.get("/admin/pay-periods?sort=starts_on")).data.items;
    const closed = await api.patch(`/admin/pay-periods/${period.id}/close`);
    expect(closed.status, closed.text).toBe(200);
    await eventually(
      async () => (await runsOf(business)).find((run) => run.report_name === "Period" && run.status === "succeeded"),
      "the report of the pay period is there",
    );
    const [run] = (await runsOf(business)).filter(({ report_name }) => report_name === "Period");
    expect(run).toMatchObject({ date_from: period.starts_on, date_to: period.ends_on, triggered_by: "schedule" });
  });

  // a test comes to the caller alone and counts for nothing; a paused schedule goes on with its next moment
  await atTime("2026-04-02T12:00:00Z", async () => {
    const test = await make(`/admin/report-schedules/${weekly.id}/send-test`, {});
    expect(test).toMatchObject({ triggered_by: "user", due_at: null });
    await eventually(async () => (await unfinished(business)) === 0, "the test ends");
    expect((await api.post(`/admin/report-schedules/${weekly.id}/pause`)).data.next_run_at).toBeNull();
  });
  const resumed = await atTime("2026-04-15T12:00:00Z", async () => {
    await come(business);
    return (await api.post(`/admin/report-schedules/${weekly.id}/resume`)).data;
  });
  expect(resumed).toMatchObject({ status: "active", next_run_at: "2026-04-20T10:00:00.000Z", consecutive_failures: 0 });

  // thirty days after their end the files are gone
  await atTime("2026-04-03T06:30:00Z", () => runJob("expire reports", business));
  const [old] = (await runsOf(business)).filter(({ due_at }) => due_at === "2026-03-02T11:00:00.000Z");
  expect(old.status).toBe("expired");
  const gone = await api.get(`/admin/report-runs/${old.id}/download`);
  expect([gone.status, gone.error.reason]).toEqual([410, "report_run.expired"]);
  expect(await runsOf(business)).toHaveLength(7);
  expect((await mailsTo(address)).filter(({ subject }) => subject.endsWith(": Week"))).toHaveLength(5);
});
