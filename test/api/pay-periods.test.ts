import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Answer, client, newBusiness, newItem, newTechnician } from "../support/client.ts";
import { tokenAs } from "../support/tokens.ts";

const said = ({ status, error }: Answer) => `${status} ${error?.reason ?? "ok"}`;
// biome-ignore lint/suspicious/noExplicitAny: rows of several lists
type Row = Record<string, any>;

/** A business with monthly pay periods since January, whose one technician earns 7.5 % of the one item. */
async function newPayroll(settings: Record<string, unknown> = {}) {
  const business = await newBusiness();
  const { api } = business;
  if (Object.keys(settings).length > 0) await api.patch("/admin/organization", settings);
  const technician = (await newTechnician(business)).id as number;
  const item = (await newItem(business)).id as number;
  await api.put(`/admin/commission-config/tech/${technician}/item/${item}`, { commission_rate_bps: 750 });
  await api.put("/admin/pay-periods/schedule", { frequency: "monthly", starts_on: "2026-01-01", pay_delay_days: 5 });
  const periods = (await api.get("/admin/pay-periods?sort=starts_on")).data.items as Row[];
  const [january = 0, february = 0, march = 0] = periods.map(({ id }) => id as number);
  const sell = (sale_date: string, sale_price_cents = 150_000, more: Record<string, unknown> = {}) =>
    api.post("/sales", {
      technician_id: technician,
      item_id: item,
      sale_price_cents,
      customer_name: "John Doe",
      payment_type: "cash",
      sale_date,
      ...more,
    });
  const close = (id: number, body?: object) => api.patch(`/admin/pay-periods/${id}/close`, body);
  const totals = async (id: number) => (await api.get(`/admin/pay-periods/${id}`)).data.totals;
  const linesOf = async (id: number) => {
    const all: Row[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const { data } = await api.get(`/admin/pay-periods/${id}/lines?limit=200${cursor && `&cursor=${cursor}`}`);
      all.push(...data.items);
      cursor = data.next_cursor;
    }
    return all;
  };
  return { business, api, technician, item, periods, january, february, march, sell, close, totals, linesOf };
}

describe("the schedule of pay periods", () => {
  it("makes them without a gap, keeps those whose days stay, and goes on after what is closed", async () => {
    const { api, periods, january, close } = await newPayroll();
    expect(periods.length).toBeGreaterThan(11);
    expect(periods[1]).toMatchObject({
      starts_on: "2026-02-01",
      ends_on: "2026-02-28",
      pay_on: "2026-03-05",
      status: "open",
    });
    await close(january);
    await api.put("/admin/pay-periods/schedule", { frequency: "biweekly", starts_on: "2026-01-12", pay_delay_days: 3 });
    const { items } = (await api.get("/admin/pay-periods?sort=starts_on&limit=4")).data;
    expect(items.map((one: Row) => [one.starts_on, one.ends_on, one.status])).toEqual([
      ["2026-01-01", "2026-01-31", "closed"],
      ["2026-02-01", "2026-02-08", "open"],
      ["2026-02-09", "2026-02-22", "open"],
      ["2026-02-23", "2026-03-08", "open"],
    ]);
    const again = await api.put("/admin/pay-periods/schedule", {
      frequency: "biweekly",
      starts_on: "2026-01-12",
      pay_delay_days: 3,
    });
    expect(again.data.version).toBe(3);
    expect((await api.get("/admin/pay-periods?sort=starts_on&limit=4")).data.items).toEqual(items);
    expect((await api.get("/admin/pay-periods?date=2026-02-10")).data.items).toMatchObject([
      { starts_on: "2026-02-09" },
    ]);
  });

  it("begins neither long ago nor far ahead, and is there only once it is set", async () => {
    const { api } = await newBusiness();
    expect(said(await api.get("/admin/pay-periods/schedule"))).toBe("404 pay_schedule.not_found");
    const set = async (starts_on: string) =>
      said(await api.put("/admin/pay-periods/schedule", { frequency: "weekly", starts_on, pay_delay_days: 0 }));
    expect(await set("2020-01-01")).toBe("422 pay_schedule.starts_too_early");
    expect(await set("2099-01-01")).toBe("422 pay_schedule.starts_too_late");
    expect(
      said(
        await api.put("/admin/pay-periods/schedule", {
          frequency: "daily",
          starts_on: "2026-01-01",
          pay_delay_days: -1,
        }),
      ),
    ).toBe("422 request.invalid");
  });
});

describe("a pay period", () => {
  it("sums up what was posted up to now, and keeps its statements for ever once it is closed", async () => {
    const { api, technician, january, sell, close, totals, linesOf } = await newPayroll();
    await sell("2026-01-15");
    await sell("2026-01-31", 10_000);
    await sell("2026-02-01", 20_000);
    await api.post(`/admin/pay-periods/${january}/adjustments`, {
      technician_id: technician,
      amount_cents: -2500,
      memo: "Advance",
    });
    const live = await totals(january);
    expect(live).toMatchObject({
      technicians: 1,
      lines: 3,
      commission_cents: 12_000,
      adjustment_cents: -2500,
      gross_cents: 9500,
      pay_cents: 9500,
    });
    const liveLines = await linesOf(january);
    const closed = await close(january);
    expect(closed.data).toMatchObject({ status: "closed", closed_by: "user:1", totals: live });
    expect((await close(january)).data).toEqual(closed.data);
    expect(await linesOf(january)).toEqual(liveLines);
    expect(liveLines.map(({ kind, amount_cents, description }) => [kind, amount_cents, description])).toEqual([
      ["commission", 11_250, expect.any(String)],
      ["commission", 750, expect.any(String)],
      ["adjustment", -2500, "Advance"],
    ]);
    const statement = (await api.get(`/admin/pay-periods/${january}/statements/${technician}`)).data;
    expect(statement).toMatchObject({
      technician_id: technician,
      lines: 3,
      pay_cents: 9500,
      first_lines: liveLines,
      next_cursor: null,
    });
    expect((await api.get(`/admin/pay-periods/${january}/statements`)).data.items).toMatchObject([{ pay_cents: 9500 }]);
    const late = await api.post(`/admin/pay-periods/${january}/adjustments`, {
      technician_id: technician,
      amount_cents: 1,
      memo: "Late",
    });
    expect(said(late)).toBe("409 pay_period.not_open");
  });

  it("stays as it is when a sale is voided after its close; the open one gets the difference, and gives it back (B35)", async () => {
    const { api, january, february, sell, close, totals, linesOf } = await newPayroll();
    const { id } = (await sell("2026-01-15")).data;
    await close(january);
    const before = [await linesOf(january), await totals(january)];
    await api.patch(`/sales/${id}/void`, { voided: true });
    expect([await linesOf(january), await totals(january)]).toEqual(before);
    const today = (await api.get("/admin/pay-periods?status=open&sort=-starts_on")).data.items.find(
      (one: Row) => one.starts_on <= new Date().toISOString().slice(0, 10),
    );
    const adjusted = await linesOf(today.id);
    expect(
      adjusted.map(({ reason, amount_cents, sale_id, sale_date }) => [reason, amount_cents, sale_id, sale_date]),
    ).toEqual([["void", -11_250, id, "2026-01-15"]]);
    await api.patch(`/sales/${id}/void`, { voided: false });
    expect((await linesOf(today.id)).map(({ reason, amount_cents }) => [reason, amount_cents])).toEqual([
      ["void", -11_250],
      ["restore", 11_250],
    ]);
    expect(await totals(february)).toMatchObject({ lines: 0, gross_cents: 0 });
    expect([await linesOf(january), await totals(january)]).toEqual(before);
  });

  it("takes a sale of its days that comes too late into the next one, with its own day", async () => {
    const { january, february, sell, close, totals, linesOf } = await newPayroll();
    await close(january);
    await sell("2026-01-31");
    expect(await totals(january)).toMatchObject({ lines: 0 });
    expect(await linesOf(february)).toMatchObject([
      { day: "2026-02-01", caused_on: "2026-01-31", sale_date: "2026-01-31", amount_cents: 11_250 },
    ]);
  });

  it("carries a negative balance to the next statement and never pays below nothing", async () => {
    const { api, technician, january, february, sell, close } = await newPayroll();
    await api.post(`/admin/pay-periods/${january}/adjustments`, {
      technician_id: technician,
      amount_cents: -20_000,
      memo: "Damage",
    });
    await sell("2026-01-15");
    expect((await close(january)).data.totals).toMatchObject({
      gross_cents: -8750,
      pay_cents: 0,
      carried_forward_cents: -8750,
    });
    await sell("2026-02-15");
    expect((await close(february)).data.totals).toMatchObject({
      lines: 2,
      brought_forward_cents: -8750,
      gross_cents: 2500,
      pay_cents: 2500,
      carried_forward_cents: 0,
    });
  });

  it("waits for its order, its end and its approvals, or for somebody who insists", async () => {
    const { api, periods, january, february, sell, close, totals } = await newPayroll({ require_sale_approval: true });
    const { id } = (await sell("2026-01-15")).data;
    expect(said(await close(february))).toBe("409 pay_period.earlier_open");
    const waiting = await close(january);
    expect([said(waiting), waiting.error.fields]).toEqual(["409 pay_period.sales_pending", { pending_sales: "1" }]);
    expect((await close(january, { force: true })).data.totals).toMatchObject({ lines: 0 });
    await api.patch(`/sales/${id}/approve`);
    expect(await totals(february)).toMatchObject({ lines: 1, commission_cents: 11_250 });
    const last = periods.at(-1)?.id as number;
    for (const period of periods.slice(1, -2))
      expect((await close(period.id)).status === 200 || said(await close(period.id, { force: true }))).toBeTruthy();
    const early = await close(last);
    expect(["409 pay_period.not_over", "409 pay_period.earlier_open"]).toContain(said(early));
  });

  it("is opened again only while it is the last closed one and not paid, by somebody who has just signed in", async () => {
    const { api, business, january, february, sell, close, totals } = await newPayroll();
    await sell("2026-01-15");
    await close(january);
    await close(february);
    const reopen = async (id: number, by = api) =>
      said(await by.patch(`/admin/pay-periods/${id}/reopen`, { reason: "Typing mistake" }));
    expect(await reopen(january)).toBe("409 pay_period.later_closed");
    const stale = client({ authorization: `Bearer ${await tokenAs(business, ["owner"], null, 3600)}` });
    expect(await reopen(february, stale)).toBe("403 auth.reauthentication_required");
    expect(await reopen(february)).toBe("200 ok");
    expect(await reopen(january)).toBe("200 ok");
    await sell("2026-01-16", 100_000);
    expect(await totals(january)).toMatchObject({ lines: 2, commission_cents: 18_750 });
    await close(january);
    expect(said(await api.patch(`/admin/pay-periods/${february}/mark-paid`))).toBe("409 pay_period.not_closed");
    expect((await api.patch(`/admin/pay-periods/${january}/mark-paid`, { paid_on: "2026-02-05" })).data).toMatchObject({
      status: "paid",
      paid_on: "2026-02-05",
    });
    expect((await api.patch(`/admin/pay-periods/${january}/mark-paid`)).data.version).toBe(
      (await api.get(`/admin/pay-periods/${january}`)).data.version,
    );
    expect(await reopen(january)).toBe("409 pay_period.paid");
  });

  it("closes once when two close it while 20 sales are posted, and every sale is in exactly one period (B36)", async () => {
    const { api, business, january, sell, close, periods, linesOf } = await newPayroll();
    await sell("2026-01-02");
    const selling = Array.from({ length: 20 }, (_, i) => sell("2026-01-20", 10_000 + i * 1000));
    const closing = [close(january), close(january)];
    const [sales, closes] = [await Promise.all(selling), await Promise.all(closing)];
    expect(sales.map(({ status }) => status)).toEqual(sales.map(() => 201));
    for (const answer of closes) expect(["200 ok", "409 pay_period.changed_meanwhile"]).toContain(said(answer));
    expect((await close(january)).data.status).toBe("closed");
    const lines = (await Promise.all(periods.map(({ id }) => linesOf(id)))).flat();
    const { items } = (await api.get("/sales?limit=200")).data;
    expect(lines.map(({ sale_id }) => sale_id).toSorted((a, b) => a - b)).toEqual(
      items.map(({ id }: Row) => id).toSorted((a: number, b: number) => a - b),
    );
    const sum = (rows: number[]) => rows.reduce((all, cents) => all + cents, 0);
    expect(sum(lines.map(({ amount_cents }) => amount_cents))).toBe(sum(items.map((one: Row) => one.commission_cents)));
    const events = await sql(
      business.shard,
      "select 1 from outbox where tenant_id = ? and type = 'pay_period.closed'",
      business.tenantId,
    );
    expect(events).toHaveLength(1);
  });

  it("holds a sale of 11:30 at night in New York on that day, though it is the next one in London (B36)", async () => {
    const { api, technician, item, march, totals } = await newPayroll({ timezone: "America/New_York" });
    await api.post("/sales", {
      technician_id: technician,
      item_id: item,
      sale_price_cents: 150_000,
      customer_name: "John Doe",
      payment_type: "cash",
      sale_date: "2026-03-31",
    });
    expect(await totals(march)).toMatchObject({ commission_cents: 11_250 });
  });

  it("shows a technician their own statement and nobody else's", async () => {
    const { api, business, technician, january, sell, close } = await newPayroll();
    await sell("2026-01-15");
    const other = await newTechnician(business);
    await api.post(`/admin/pay-periods/${january}/adjustments`, {
      technician_id: other.id,
      amount_cents: 777,
      memo: "Bonus",
    });
    for (const round of ["open", "closed"]) {
      if (round === "closed") await close(january);
      const mine = client({ authorization: `Bearer ${await tokenAs(business, ["technician"], technician)}` });
      const statement = (await mine.get(`/tech/pay-periods/${january}/statement`)).data;
      expect([statement.technician_id, statement.pay_cents, statement.pay_period.totals]).toEqual([
        technician,
        11_250,
        null,
      ]);
      expect((await mine.get(`/tech/pay-periods/${january}/lines`)).data.items).toEqual(statement.first_lines);
      expect((await mine.get("/tech/pay-periods?sort=starts_on&limit=1")).data.items).toMatchObject([
        { id: january, totals: null },
      ]);
      expect(said(await mine.get(`/admin/pay-periods/${january}`))).toBe("403 auth.permission_missing");
    }
    const nobody = await newTechnician(business);
    const empty = client({ authorization: `Bearer ${await tokenAs(business, ["technician"], nobody.id)}` });
    expect(said(await empty.get(`/tech/pay-periods/${january}/statement`))).toBe("404 pay_statement.not_found");
  });
});
