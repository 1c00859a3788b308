import { beforeAll, describe, expect, it } from "vitest";
import { changeReport } from "#/domains/reports/actions/change-report.ts";
import { changeSchedule, createSchedule } from "#/domains/reports/actions/keep-schedule.ts";
import { runSchedule } from "#/domains/reports/actions/run-schedule.ts";
import type { Instant } from "#/kernel/time.ts";
import { sql } from "../support/back-door.ts";
import { type Answer, type Api, type Business, client, eventually, type Json, newBusiness } from "../support/client.ts";
import { ctxOf, overtakenCtx, ownerCtx, thrownBy } from "../support/ctx.ts";
import { linkIn, mailTo } from "../support/mails.ts";
import { insertRow } from "../support/tables.ts";
import { tokenAs } from "../support/tokens.ts";

let business: Business;
let api: Api;
beforeAll(async () => {
  business = await newBusiness();
  api = business.api;
});

const said = ({ status, error }: Answer) => `${status} ${error?.reason ?? "ok"}`;
const ok = async (answer: Promise<Answer>): Promise<Json> => {
  const { status, text, data } = await answer;
  expect([200, 201, 202], text).toContain(status);
  return data;
};
const WIDE = [
  ...["id", "sale_date", "sale_month", "technician_id", "technician", "item_id", "item", "item_category"],
  ...["customer_id", "customer_name", "quantity"],
];
const newReport = (more: object = {}) =>
  ok(api.post("/admin/reports", { name: "Sales", visibility: "shared", dataset: "sales", columns: ["id"], ...more }));
const daily = { frequency: "daily", local_time: "06:00", timezone: "America/New_York", format: "csv" } as const;
const schedule = (report_id: number, more: object = {}) =>
  api.post("/admin/report-schedules", { report_id, ...daily, delivery: "webhook", ...more });
const path = (report: Json) => `/admin/reports/${report.id}`;
const reasonOf = async (work: Promise<unknown>) => ((await thrownBy(work)) as { reason?: string } | undefined)?.reason;

/** Another user of the business. */
const newUser = async (id: number, roles: string[]): Promise<number> => {
  const username = `pat-${id}`;
  await insertRow(business, "users", {
    ...{ id, username, username_key: username, name: "Pat", email: `${username}-${business.tenantId}@example.com` },
    ...{ roles: JSON.stringify(roles), status: "active" },
  });
  return id;
};

describe("a schedule", () => {
  it("that is changed in the moment when it is due still runs for that moment, unless its calendar is another", async () => {
    const { id } = await newReport();
    const at = (now: string) => ownerCtx(business, { now: now as Instant });
    const due = "2030-03-02T11:00:00.000Z";
    const { id: made } = await ok(schedule(id));
    await sql(
      business.shard,
      "update report_schedules set next_run_at = ?1, next_attempt_at = ?1 where tenant_id = ?2 and id = ?3",
      ...[due, business.tenantId, made],
    );
    const change = (asked: Parameters<typeof changeSchedule>[2]) =>
      changeSchedule(at("2030-03-02T11:00:20.000Z"), made, asked);
    expect(await change({ format: "json", localTime: "06:00" })).toMatchObject({ nextRunAt: due, nextAttemptAt: due });
    await runSchedule(at("2030-03-02T11:00:30.000Z"), String(made));
    const runs = await ok(api.get(`/admin/report-runs?report_id=${id}`));
    expect(runs.items).toMatchObject([{ due_at: due, format: "json" }]);
    expect(await change({ localTime: "06:30" })).toMatchObject({ nextRunAt: "2030-03-02T11:30:00.000Z" });
  });

  it("refuses a day that its frequency does not ask for, and a field that there is none of", async () => {
    const { id } = await newReport();
    const refused = async (body: object, method = "POST", path = "/admin/report-schedules") => {
      const { status, body: answer } = await api.request(method, path, body);
      expect([status, answer.error?.message]).toEqual([422, expect.any(String)]);
      return answer.error.fields;
    };
    const wanted = { report_id: id, frequency: "daily", format: "csv", delivery: "webhook" };
    const weekly = "goes with weekly only: leave it out, or make the frequency weekly";
    const monthly = "goes with monthly only: leave it out, or make the frequency monthly";
    expect(await refused({ ...wanted, day_of_week: 1 })).toEqual({ day_of_week: weekly });
    expect(await refused({ ...wanted, frequency: "weekly", day_of_week: 1, day_of_month: 2 })).toEqual({
      day_of_month: monthly,
    });
    expect(await refused({ ...wanted, frequency: "on_period_close", day_of_month: 2 })).toHaveProperty("day_of_month");
    expect(await refused({ ...wanted, time: "09:00" })).toHaveProperty("time");
    const made = await ok(api.post("/admin/report-schedules", { ...wanted, frequency: "weekly", day_of_week: 3 }));
    const path = `/admin/report-schedules/${made.id}`;
    expect(await refused({ day_of_month: 2 }, "PATCH", path)).toEqual({ day_of_month: monthly });
    expect(await refused({ frequency: "daily", day_of_week: 2 }, "PATCH", path)).toEqual({ day_of_week: weekly });
    const daily = await ok(api.patch(path, { frequency: "daily" }));
    expect(daily).toMatchObject({ frequency: "daily", day_of_week: null });
    expect(await ok(api.patch(path, { frequency: "daily", day_of_week: null, day_of_month: null }))).toMatchObject({
      day_of_week: null,
    });
  });

  it("cannot outlive its report, nor be made for what the report was a moment before", async () => {
    const asked = (reportId: number, format: "csv" | "pdf") => ({ ...rule, reportId, format });
    const rule = { frequency: "daily", localTime: "06:00", timezone: "America/New_York", delivery: "webhook" } as const;
    const gone = await newReport();
    const orphan = createSchedule(
      overtakenCtx(business, () => ok(api.request("DELETE", path(gone)))),
      asked(gone.id, "csv"),
    );
    expect(await reasonOf(orphan)).toBe("report.changed_meanwhile");
    const wide = await newReport();
    const widen = () => ok(api.patch(path(wide), { columns: WIDE }));
    expect(await reasonOf(createSchedule(overtakenCtx(business, widen), asked(wide.id, "pdf")))).toBe(
      "report.changed_meanwhile",
    );
    const { id } = await ok(schedule(wide.id));
    const narrow = await ok(api.patch(path(wide), { columns: ["id"] }));
    const again = () => ok(api.patch(path(wide), { columns: WIDE }));
    expect(await reasonOf(changeSchedule(overtakenCtx(business, again), id, { format: "pdf" }))).toBe(
      "report.changed_meanwhile",
    );
    await ok(api.patch(path(wide), { columns: ["id"] }));
    const printed = () => ok(api.patch(`/admin/report-schedules/${id}`, { format: "pdf" }));
    const widened = changeReport(overtakenCtx(business, printed), narrow.id, { columns: WIDE });
    expect(await reasonOf(widened)).toBe("report.pdf_scheduled");

    // one that has lost its report all the same is due no more
    const { shard, tenantId } = business;
    await sql(shard, "delete from reports where tenant_id = ? and id = ?", tenantId, wide.id);
    await sql(
      shard,
      "update report_schedules set next_attempt_at = ?1, next_run_at = ?1 where tenant_id = ?2 and id = ?3",
      "2030-01-01T11:00:00.000Z",
      tenantId,
      id,
    );
    await runSchedule(ctxOf(business, { now: "2030-01-01T11:01:00.000Z" as Instant }), String(id));
    const left = await sql(
      shard,
      "select status, next_run_at, next_attempt_at from report_schedules where tenant_id = ? and id = ?",
      tenantId,
      id,
    );
    expect(left).toEqual([{ status: "disabled", next_run_at: null, next_attempt_at: null }]);
  });

  it("keeps its report shared while it is another's, or keys fetch the file", async () => {
    const report = await newReport();
    const other = await newUser(71, ["admin"]);
    const { id } = await ok(schedule(report.id, { delivery: "email", recipient_ids: [1] }));
    await ok(api.patch(path(report), { visibility: "private" }));
    await ok(api.patch(path(report), { visibility: "shared" }));
    await sql(
      business.shard,
      "update report_schedules set created_by = ? where tenant_id = ? and id = ?",
      `user:${other}`,
      business.tenantId,
      id,
    );
    expect(said(await api.patch(path(report), { visibility: "private" }))).toBe("409 report.others_scheduled");
    await ok(api.request("DELETE", `/admin/report-schedules/${id}`));
    const own = await ok(schedule(report.id));
    expect(said(await api.patch(path(report), { visibility: "private" }))).toBe("409 report.webhook_scheduled");
    await ok(api.patch(`/admin/report-schedules/${own.id}`, { delivery: "email", recipient_ids: [1] }));
    await ok(api.patch(path(report), { visibility: "private" }));
    expect((await schedule(report.id)).error.fields).toMatchObject({ delivery: expect.stringContaining("private") });
    const byHook = await api.patch(`/admin/report-schedules/${own.id}`, { delivery: "webhook" });
    expect([said(byHook), Object.keys(byHook.error.fields)]).toEqual(["422 report.unfit", ["delivery"]]);
  });

  it("names the user who cannot get it, and what they lack", async () => {
    const report = await newReport({ columns: ["id", "commission_cents"] });
    await ok(api.post("/admin/roles", { name: "sellers", permissions: ["reports:read", "sales:read"] }));
    const [seller, dispatcher, gone] = [
      await newUser(81, ["sellers"]),
      await newUser(82, ["dispatcher"]),
      await newUser(83, ["owner"]),
    ];
    await sql(business.shard, "update users set email = null where tenant_id = ? and id = ?", business.tenantId, gone);
    for (const [user, lack] of [
      [seller, "needs the permission pay-periods:read"],
      [dispatcher, "needs the permission sales:read"],
      [gone, "needs an e-mail address"],
    ] as const) {
      const refused = await schedule(report.id, { delivery: "email", recipient_ids: [1, user] });
      expect(said(refused)).toBe("422 report_schedule.recipient_unfit");
      expect(refused.error.fields).toEqual({ "recipient_ids.1": lack });
    }
  });
});

describe("a run of a private report", () => {
  it("opens by the link that its schedule has mailed, and by nobody else's rights", async () => {
    const report = await newReport({ visibility: "private" });
    const address = `owner-of-${business.tenantId}@example.com`;
    await sql(business.shard, "update users set email = ? where tenant_id = ? and id = 1", address, business.tenantId);
    const { id } = await ok(schedule(report.id, { delivery: "email", recipient_ids: [1] }));
    const run = await ok(api.post(`/admin/report-schedules/${id}/send-test`));
    const link = new URL(linkIn(await mailTo(address, /Sales/))).pathname.replace("/api/v1", "");
    expect((await client().get(link)).text).toBe("id\r\n");
    const scopes = ["reports:read", "sales:read"];
    const { key } = await ok(api.post("/admin/api-keys", { name: "Machine", scopes }));
    const as = { authorization: `Bearer ${key}` };
    expect(said(await api.get(`/admin/report-runs/${run.id}/download`, as))).toBe("404 report_run.not_found");
  });

  it("is told of to nobody but its owner", async () => {
    const report = await newReport({ name: "Wages of the family", visibility: "private" });
    const { id } = await ok(api.post(`${path(report)}/run`, { format: "csv" }));
    await eventually(async () => (await ok(api.get(`/admin/report-runs/${id}`))).finished_at, "the run ends");
    const as = { authorization: `Bearer ${await tokenAs(business, ["owner"])}` };
    const events = (await ok(api.get("/admin/events?limit=200", as))).items;
    expect(JSON.stringify(events)).not.toContain("Wages of the family");
  });
});
