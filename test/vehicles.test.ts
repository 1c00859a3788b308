import { expect, it } from "vitest";
import { sql } from "./support/back-door.ts";
import { type Business, eventually, newBusiness } from "./support/client.ts";
import { atTime, runJob } from "./support/clock.ts";
import { mailsTo } from "./support/mails.ts";

const JOB = "tell of vehicles";

/** Reads what is told of vehicles, each event once. */
function listener({ shard, tenantId }: Business) {
  let seq = 0;
  return async () => {
    const events = await sql<{ seq: number; type: string; data: string }>(
      shard,
      "select seq, type, data from outbox where tenant_id = ? and type like 'vehicle.%' and seq > ? order by seq",
      tenantId,
      seq,
    );
    seq = events.at(-1)?.seq ?? seq;
    return events.map(({ type, data }) => {
      const { days_left: left, plan_name: plan } = JSON.parse(data);
      return `${type.replace("vehicle.", "")} ${plan ?? left}`;
    });
  };
}

async function garage() {
  const business = await newBusiness();
  const { api } = business;
  const address = `office-${business.tenantId.slice(0, 8)}@smithhvac.example`;
  await api.patch("/admin/organization", { contact_email: address, timezone: "America/Chicago" });
  const { id } = (await api.post("/admin/vehicles", { name: "Van 3", plate: "ABC 1234" })).data;
  const path = `/admin/vehicles/${id}`;
  /** Runs the job of a day twice: once more as if nobody had noted that it ran. */
  const runOn = (now: string) =>
    atTime(now, async () => {
      await runJob(JOB, business);
      await sql(business.shard, "delete from daily_runs where tenant_id = ? and task = ?", business.tenantId, JOB);
      await runJob(JOB, business);
    });
  return { business, api, address, path, runOn, hear: listener(business) };
}

it("the office hears of a vehicle's insurance 30 days before its end, 7 days before and after it, once each, and again of a new one", async () => {
  const { api, address, path, runOn, hear } = await garage();
  await api.patch(path, { insurance_expires_on: "2027-03-31" });
  for (const [now, expected] of [
    ["2027-02-28T12:00:00Z", []],
    ["2027-03-01T12:00:00Z", ["document-expiring 30"]],
    ["2027-03-24T12:00:00Z", ["document-expiring 7"]],
    // the last day of the insurance has not ended in Chicago
    ["2027-04-01T04:00:00Z", []],
    ["2027-04-01T12:00:00Z", ["document-expired -1"]],
    ["2027-04-20T12:00:00Z", []],
  ] as [string, string[]][]) {
    await runOn(now);
    expect([now, await hear()]).toEqual([now, expected]);
  }
  const mails = await eventually(async () => {
    const all = await mailsTo(address);
    return all.length >= 3 && all;
  }, "three mails");
  const lines = mails.map(({ text }) => /Van 3: insurance, [\w ]+ 2027-03-31/.exec(text)?.[0] ?? "");
  expect(lines.toSorted((a, b) => a.localeCompare(b))).toEqual([
    "Van 3: insurance, expired after 2027-03-31",
    "Van 3: insurance, valid until 2027-03-31",
    "Van 3: insurance, valid until 2027-03-31",
  ]);
  await api.patch(path, { insurance_expires_on: "2027-05-10" });
  await runOn("2027-04-21T12:00:00Z");
  expect(await hear()).toEqual(["document-expiring 19"]);
  await api.request("DELETE", path);
  await runOn("2027-05-11T12:00:00Z");
  expect(await hear()).toEqual([]);
});

it("maintenance by date is told of 14 days before, on its day and after it, once in a cycle, and the next cycle begins when it is done", async () => {
  const { api, address, path, runOn, hear } = await garage();
  const terms = { name: "Inspection", interval_months: 12, last_done_on: "2026-03-31" };
  const plan = (await api.post(`${path}/maintenance-plans`, terms)).data;
  expect(plan).toMatchObject({ due_on: "2027-03-31", alert: "none" });
  for (const [now, expected] of [
    ["2027-03-16T12:00:00Z", []],
    ["2027-03-17T12:00:00Z", ["maintenance-due-soon Inspection"]],
    ["2027-03-30T12:00:00Z", []],
    ["2027-03-31T12:00:00Z", ["maintenance-due Inspection"]],
    ["2027-04-01T12:00:00Z", ["maintenance-overdue Inspection"]],
    ["2027-04-09T12:00:00Z", []],
  ] as [string, string[]][]) {
    await runOn(now);
    expect([now, await hear()]).toEqual([now, expected]);
  }
  expect(
    await eventually(async () => {
      const all = await mailsTo(address);
      return (
        all.length >= 3 &&
        all.map(({ text }) => /Van 3: .*/.exec(text)?.[0] ?? "").toSorted((a, b) => a.localeCompare(b))
      );
    }, "three mails"),
  ).toEqual([
    "Van 3: Inspection, due (2027-03-31)",
    "Van 3: Inspection, due soon (2027-03-31)",
    "Van 3: Inspection, overdue (2027-03-31)",
  ]);
  await atTime("2027-04-10T12:00:00Z", () =>
    api.post(`${path}/maintenance`, { maintenance_plan_id: plan.id, cost_cents: 12_000 }),
  );
  const [next] = (await api.get(`${path}/maintenance-plans`)).data.items;
  expect(next).toMatchObject({ due_on: "2028-04-10", cycle: 2, alert: "none" });
});
