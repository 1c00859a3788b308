import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Answer, client, type Json, newBusiness, newItem, newTechnician } from "../support/client.ts";
import { runJob } from "../support/clock.ts";
import { brokenRules } from "../support/invariants.ts";
import { noPdfTools, pagesOf } from "../support/pdf-tools.ts";
import { tokenAs } from "../support/tokens.ts";

const said = ({ status, error }: Answer) => `${status} ${error?.reason ?? "ok"}`;

/** A business with monthly pay periods since January, whose one technician earns $25 an hour and 7.5 % of the one item. */
async function newPayroll(rules: object = {}) {
  const business = await newBusiness();
  const { api } = business;
  await api.patch("/admin/organization", { timezone: "America/New_York" });
  const mike = (await newTechnician(business)).id as number;
  await api.patch(`/admin/technicians/${mike}`, { pay_type: "hourly", base_pay_cents: 2500 });
  const item = (await newItem(business)).id as number;
  await api.put(`/admin/commission-config/tech/${mike}/item/${item}`, { commission_rate_bps: 750 });
  await api.put("/admin/pay-periods/schedule", { frequency: "monthly", starts_on: "2026-01-01", pay_delay_days: 5 });
  const { effective_from: _, updated_at: __, version: ___, ...usual } = (await api.get("/admin/time-rules")).data;
  await api.put("/admin/time-rules", { ...usual, workweek_starts_on: "monday", ...rules });
  const [january, february] = (await api.get("/admin/pay-periods?sort=starts_on&limit=2")).data.items as Json[];
  /** From nine in the morning on, for some hours. */
  const work = (day: string, hours: number, more: object = {}) =>
    api.post("/time-tracking/entries", {
      technician_id: mike,
      clock_in: `${day}T14:00:00Z`,
      clock_out: new Date(Date.parse(`${day}T14:00:00Z`) + hours * 3_600_000).toISOString(),
      ...more,
    });
  const sell = (sale_date: string) =>
    api.post("/sales", {
      ...{ technician_id: mike, item_id: item, sale_price_cents: 150_000, customer_name: "John Doe" },
      ...{ payment_type: "cash", sale_date },
    });
  const close = (id: number, body?: object) => api.patch(`/admin/pay-periods/${id}/close`, body);
  const statement = async (id: number): Promise<Json> =>
    (await api.get(`/admin/pay-periods/${id}/statements/${mike}`)).data;
  const rows = async (path: string) =>
    Papa.parse<Record<string, string>>((await (await api.open(path)).text()).trimEnd(), { header: true }).data;
  return { business, api, mike, january: january.id, february: february.id, work, sell, close, statement, rows };
}

const WEEK = ["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09"];
const cents = (rows: Record<string, string>[], column = "amount") =>
  rows.reduce((all, row) => all + Math.round(Number(row[column]) * 100), 0);

describe("a pay period's statement", () => {
  it("shows hours, overtime and commissions to the cent, the same in JSON, CSV and PDF, before and after its close", async () => {
    const { api, mike, january, work, sell, close, statement, rows } = await newPayroll();
    for (const day of WEEK) expect(said(await work(day, 9))).toBe("201 ok");
    await sell("2026-01-15");
    for (const round of ["open", "closed"]) {
      if (round === "closed") expect(said(await close(january))).toBe("200 ok");
      const shown = await statement(january);
      expect(shown, round).toMatchObject({
        ...{ commission_cents: 11_250, hours_cents: 100_000, overtime_cents: 18_750, reimbursement_cents: 0 },
        ...{ regular_minutes: 2400, overtime_minutes: 300, gross_cents: 130_000, pay_cents: 130_000, lines: 7 },
      });
      const { id } = (await api.get("/admin/timesheets?week=2026-01-05")).data.items[0];
      expect(shown.first_lines.at(-1)).toMatchObject({
        ...{ kind: "overtime", reason: "overtime", day: "2026-01-09", quantity: 300, unit: "minute" },
        ...{ rate_cents: 3750, amount_cents: 18_750, source: `timesheet/${id}`, sale_id: null },
      });
      expect((await api.get(`/admin/pay-periods/${january}`)).data.totals).toMatchObject({
        hours_cents: 100_000,
        gross_cents: 130_000,
      });
      expect(cents(await rows(`/admin/csv-export/pay-period/${january}`))).toBe(130_000);
      expect(await rows(`/admin/csv-export/statements/${january}`)).toMatchObject([
        { regular_hours: "40.00", hours: "1000.00", overtime_hours: "5.00", overtime: "187.50", gross: "1300.00" },
      ]);
      const payroll = await rows(`/admin/csv-export/payroll/${january}`);
      expect(
        payroll.map(({ earning, hours, rate, amount, taxable }) => [earning, hours, rate, amount, taxable].join(" ")),
      ).toEqual(["commission   112.50 true", "overtime 5.00 37.50 187.50 true", "regular 40.00 25.00 1000.00 true"]);
      if (noPdfTools) continue;
      const pdf = await api.open(`/export/commission-statement/${mike}/${january}/pdf`);
      const text = pagesOf(new Uint8Array(await pdf.arrayBuffer())).join("");
      for (const words of [
        /Hours +40:00 h, \$1,000\.00/,
        /Overtime +5:00 h, \$187\.50/,
        /Commissions +\$112\.50/,
        /Pay +\$1,300\.00/,
      ])
        expect(text).toMatch(words);
      const report = await api.open(`/export/pay-period/${january}/pdf`);
      expect(pagesOf(new Uint8Array(await report.arrayBuffer()))[0]).toMatch(
        /\$112\.50 +\$1,000\.00 +\$187\.50 +\$0\.00/,
      );
    }
  });

  it("locks its hours when it is closed: nobody changes what was paid, until it is opened again", async () => {
    const { api, january, february, work, close, statement } = await newPayroll();
    const { id } = (await work("2026-01-05", 8)).data;
    await work("2026-02-02", 2);
    await close(january);
    const path = `/time-tracking/entries/${id}`;
    const correct = { clock_out: "2026-01-05T23:00:00Z", reason: "Stayed longer" };
    expect(said(await api.patch(path, correct))).toBe("403 time_entry.period_locked");
    expect(said(await api.patch(`${path}/void`, { reason: "Twice" }))).toBe("403 time_entry.period_locked");
    expect(said(await work("2026-01-06", 1))).toBe("403 time_entry.period_locked");
    await api.patch(`/admin/pay-periods/${january}/reopen`, { reason: "An hour is missing" });
    expect(said(await api.patch(path, correct))).toBe("200 ok");
    await close(january);
    expect([(await statement(january)).hours_cents, (await statement(february)).hours_cents]).toEqual([22_500, 5000]);
  });

  it("pays in the next period what a week over its end is worth more: the later rate raises the overtime that was paid", async () => {
    const { api, business, january, february, work, close, statement } = await newPayroll();
    for (const day of ["26", "27", "28", "29", "30"]) await work(`2026-01-${day}`, 9);
    await close(january);
    const paid = await statement(january);
    expect(paid).toMatchObject({ hours_cents: 100_000, overtime_cents: 18_750 });
    await work("2026-02-01", 5, { rate_cents: 3500 }); // the Sunday of that week: $26 an hour on average
    const next = await statement(february);
    expect(next.first_lines.map(({ reason, amount_cents, day }: Json) => [reason, amount_cents, day])).toEqual([
      ["overtime", 24_000, "2026-02-01"],
      ["correction", 250, "2026-02-01"],
    ]);
    expect(await statement(january)).toEqual(paid);
    expect(await brokenRules((query) => sql(business.shard, query, business.tenantId), business.tenantId)).toEqual([]);
    const sheet = (await api.get("/admin/timesheets?week=2026-02-01")).data.items[0];
    expect(sheet.pay_cents).toBe(paid.gross_cents + next.gross_cents);
  });

  it("waits for those who are still clocked in, and for approvals where the business wants them", async () => {
    const { api, business, january, work, close, statement } = await newPayroll({ require_approval: true });
    const { id } = (await work("2026-01-05", 8)).data;
    await work("2026-01-06", 8);
    const { tenantId, shard } = business;
    await sql(shard, "update time_entries set clock_out = null where tenant_id = ? and id = ?", tenantId, id);
    const open = await close(january);
    expect([said(open), open.error.fields]).toEqual(["409 pay_period.entries_open", { open_entries: "1" }]);
    await api.patch(`/time-tracking/entries/${id}`, {
      clock_out: "2026-01-05T22:00:00Z",
      reason: "Forgot to clock out",
    });
    const waiting = await close(january);
    expect([said(waiting), waiting.error.fields]).toEqual([
      "409 pay_period.timesheets_wait",
      { waiting_timesheets: "1" },
    ]);
    const sheet = (await api.get("/admin/timesheets?week=2026-01-05")).data.items[0];
    await api.patch(`/admin/timesheets/${sheet.id}/approve`);
    expect(said(await close(january))).toBe("200 ok");
    expect((await statement(january)).hours_cents).toBe(40_000);
  });
});

describe("an entry that somebody forgot", () => {
  it("is closed by night after a usual day's work, and wants a look before its week is approved", async () => {
    const { api, business, mike } = await newPayroll();
    const began = new Date(Date.now() - 40 * 3_600_000).toISOString();
    const token = await tokenAs(business, ["technician"], mike);
    const phone = client({ authorization: `Bearer ${token}` });
    expect(said(await phone.post("/time-tracking/clock-in", { occurred_at: began }))).toBe("200 ok");
    await runJob("close forgotten time entries", business);
    const { items } = (await api.get("/time-tracking/entries?needs_review=true")).data;
    expect(items).toMatchObject([{ auto_closed: true, duration_minutes: 480, needs_review: true }]);
    const { data } = await api.get(`/time-tracking/entries/${items[0].id}/history`);
    expect(data.items.at(-1)).toMatchObject({ action: "auto_close", actor: expect.stringContaining("system") });
    const confirmed = await api.patch(`/time-tracking/entries/${items[0].id}`, { reason: "Asked Mike" });
    expect(confirmed.data).toMatchObject({ needs_review: false, auto_closed: true, duration_minutes: 480 });
    expect(said(await phone.post("/time-tracking/clock-in"))).toBe("200 ok");
  });
});
