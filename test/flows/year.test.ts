import { setTimeout as sleep } from "node:timers/promises";
import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#/ctx.ts";
import { setCommission } from "#/domains/commissions/actions/set-commission.ts";
import type { Candidate } from "#/domains/commissions/rules.ts";
import { SetCommission } from "#/domains/commissions/schemas.ts";
import { addItem } from "#/domains/items/actions/add-item.ts";
import { closePeriod } from "#/domains/pay-periods/actions/close-period.ts";
import { setSchedule } from "#/domains/pay-periods/actions/set-schedule.ts";
import { listPeriods } from "#/domains/pay-periods/repo.ts";
import { approveSale } from "#/domains/sales/actions/approve-sale.ts";
import { changeSale } from "#/domains/sales/actions/change-sale.ts";
import { recordPayment } from "#/domains/sales/actions/record-payment.ts";
import { recordSale } from "#/domains/sales/actions/record-sale.ts";
import { returnSale } from "#/domains/sales/actions/return-sale.ts";
import { voidSale } from "#/domains/sales/actions/void-sale.ts";
import { amountText } from "#/kernel/currencies.ts";
import { AppError } from "#/kernel/errors.ts";
import { type LocalDate, plusDays, toInstant } from "#/kernel/time.ts";
import { fromWire } from "#/kernel/wire.ts";
import { sql } from "../support/back-door.ts";
import { type Api, type Business, newBusiness, newTechnician, signIn } from "../support/client.ts";
import { ctxOf } from "../support/ctx.ts";
import { noPdfTools, pagesOf } from "../support/pdf-tools.ts";
import { slowCommission } from "../support/slow-commission.ts";

// A generated year of a business with 50 technicians, lived day by day by the actions of the API, at the time of each day. At its end everything
// is computed once more from the raw rows of sales and payments, by arithmetic that shares no code with the product, and must agree to the cent.
// YEAR_SALES makes it longer.

const TECHNICIANS = 50;
const SALES = Number(process.env.YEAR_SALES ?? 250);
const FIRST = "2025-01-01" as LocalDate;
const DAYS = 365;
const LONG_MS = 3 * 3_600_000;

/** mulberry32: the same numbers in every run. */
function dice(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    upTo: (n: number) => Math.floor(next() * n),
    chance: (percent: number) => next() * 100 < percent,
    pick: <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)] as T,
  };
}

const rates = [
  { commission_rate_bps: 750 },
  { commission_rate_bps: 333, ov_rate_bps: 5000 },
  { rate_type: "flat", flat_cents: 1234 },
  {
    rate_type: "tiers",
    tiers: [
      { up_to_cents: 50_000, rate_bps: 500 },
      { up_to_cents: null, rate_bps: 825 },
    ],
  },
  {
    commission_rate_bps: 1000,
    discount_scale_enabled: true,
    discount_scale: [
      { min_discount_bps: 0, factor_bps: 10_000 },
      { min_discount_bps: 500, factor_bps: 6667 },
      { min_discount_bps: 2000, rate_bps: 111 },
    ],
  },
  { commission_rate_bps: 1777, base: "margin", min_cents: 100, max_cents: 90_000 },
] as const;

/** Eight at a time, in their order. */
async function sideBySide(n: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < n) await work(next++);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

type Thing = { id: number; listPriceCents: number; costCents: number | null };
// biome-ignore lint/suspicious/noExplicitAny: raw rows of several tables
type Row = Record<string, any>;

describe("a year of 50 technicians", { timeout: LONG_MS }, () => {
  let business: Business;
  const technicians: number[] = [];
  const things: Thing[] = [];
  const candidates = new Map<number, Candidate>();
  const frozenAtClose = new Map<number, string>();
  let kept: number[] = [];
  const at = (day: LocalDate): Ctx => ctxOf(business, { now: toInstant(`${day}T17:00:00Z`) });
  const rows = (text: string) => sql<Row>(business.shard, text, business.tenantId);
  const linesOf = async (id: number) =>
    JSON.stringify(
      await sql(
        business.shard,
        "select * from pay_lines where tenant_id = ? and pay_period_id = ? order by technician_id, line",
        business.tenantId,
        id,
      ),
    );

  let api: Api;
  /** A long year outlives the access token, and asks more often than once a business may in a minute. */
  async function open(path: string): Promise<Response> {
    for (;;) {
      const response = await api.open(path);
      if (response.ok) return response;
      await response.body?.cancel();
      if (response.status === 401) api = await signIn(business, business.username);
      else if (response.status === 429) await sleep(1000 * Number(response.headers.get("retry-after")));
      else throw new Error(`${path}: ${response.status}`);
    }
  }
  const get = async (path: string): Promise<Row> => ((await (await open(path)).json()) as { data: Row }).data;

  type Act = (ctx: Ctx) => Promise<unknown>;
  /** What happens to each sale later: day -> sale -> acts, in their order. */
  const later = new Map<LocalDate, Map<number, Act[]>>();
  const planFor = (saleId: number) => (day: LocalDate, act: Act) => {
    const ofDay = later.get(day) ?? new Map<number, Act[]>();
    later.set(day, ofDay.set(saleId, [...(ofDay.get(saleId) ?? []), act]));
  };

  /** The n-th sale. Its numbers are its own, so that it is the same whatever happens beside it. */
  async function sell(day: LocalDate, n: number): Promise<void> {
    const random = dice(20_260_328 + n);
    const thing = random.pick(things);
    const [technicianId, helper] = [random.pick(technicians), random.pick(technicians)];
    const salePriceCents = Math.max(
      1,
      Math.round((thing.listPriceCents * (70 + random.upTo(60))) / 100) + random.upTo(99),
    );
    const isShared = helper !== technicianId && random.chance(25);
    const share = 1 + random.upTo(9999);
    const sale = await recordSale(at(day), {
      technicianId,
      itemId: thing.id,
      salePriceCents,
      taxCents: random.chance(50) ? Math.floor(salePriceCents / 15) : 0,
      quantity: random.pick([1, 1, 1, 2, 0.5, 1.125]),
      customerName: "John Doe",
      paymentType: "cash",
      ...(isShared && {
        splits: [
          { technicianId, shareBps: share, role: "technician" as const },
          { technicianId: helper, shareBps: 10_000 - share, role: "installer" as const },
        ],
      }),
    });
    const plan = planFor(sale.id);
    const within = (days: number) => plusDays(day, 1 + random.upTo(days));
    if (random.chance(70)) {
      const paid = within(40);
      plan(paid, (ctx) => recordPayment(ctx, { id: sale.id, status: "paid" }));
      const parts = 1 + random.upTo(3);
      if (random.chance(15))
        for (let part = 1; part <= parts; part++)
          plan(plusDays(paid, part * 10), async (ctx) => {
            const isLast = part === parts && random.chance(60);
            return await recordPayment(
              ctx,
              isLast
                ? { id: sale.id, status: "refunded" }
                : { id: sale.id, status: "partially_refunded", amountCents: 1 + Math.floor(salePriceCents / 4) },
            );
          });
    }
    if (random.chance(8)) {
      const voided = within(70);
      plan(voided, (ctx) => voidSale(ctx, { id: sale.id, voided: true, reason: "Customer cancelled" }));
      if (random.chance(40))
        plan(plusDays(voided, 1 + random.upTo(40)), (ctx) => voidSale(ctx, { id: sale.id, voided: false }));
    }
    if (random.chance(8)) {
      const corrected = within(12);
      plan(corrected, async (ctx) => {
        await returnSale(ctx, { id: sale.id });
        await changeSale(ctx, { id: sale.id, salePriceCents: salePriceCents + 1000 + random.upTo(500) });
      });
      plan(plusDays(corrected, 1 + random.upTo(20)), (ctx) => approveSale(ctx, { id: sale.id }));
    }
  }

  /** What the state of a sale refuses by then (it is voided, refunded, settled) is a part of the year. */
  const tryTo = async (act: Act, ctx: Ctx) => {
    try {
      await act(ctx);
    } catch (error) {
      if (!(error instanceof AppError) || error.kind === "internal") throw error;
    }
  };

  beforeAll(async () => {
    business = await newBusiness();
    api = business.api;
    for (let n = 0; n < TECHNICIANS; n++) technicians.push((await newTechnician(business)).id);
    const start = at(plusDays(FIRST, DAYS));
    for (const [n, rate] of rates.entries()) {
      const listPriceCents = 10_000 + n * 17_777;
      const item = await addItem(start, {
        name: `Item ${n}`,
        sku: `SKU-${n}`,
        listPriceCents,
        costCents: n * 3000,
        paysCommission: true,
        taxable: true,
      });
      things.push(item);
      const config = await setCommission(
        start,
        { itemId: item.id },
        fromWire(SetCommission, SetCommission.parse(rate)),
      );
      candidates.set(item.id, {
        ...config,
        technicianId: 0,
        itemId: item.id,
        categoryId: 0,
        role: "",
        effectiveFrom: "",
        depth: 0,
      } as Candidate);
    }
    await setSchedule(start, { frequency: "semimonthly", startsOn: FIRST, payDelayDays: 5 });
    const periods = (await listPeriods(start, { limit: 200, sort: "starts_on" })).items;
    for (let n = 0; n < DAYS; n++) {
      const day = plusDays(FIRST, n);
      const [from, to] = [Math.floor((n * SALES) / DAYS), Math.floor(((n + 1) * SALES) / DAYS)];
      await sideBySide(to - from, (i) => sell(day, from + i));
      const acts = [...(later.get(day)?.values() ?? [])];
      await sideBySide(acts.length, async (i) => {
        for (const act of acts[i] ?? []) await tryTo(act, at(day));
      });
      later.delete(day);
      const over = periods.find(({ payOn }) => payOn === day);
      if (over) {
        await closePeriod(at(day), { id: over.id, force: true });
        frozenAtClose.set(over.id, await linesOf(over.id));
      }
    }
    kept = periods.map(({ id }) => id);
  }, LONG_MS);

  it("has sold, refunded, voided, corrected and closed", async () => {
    const [sales] = await rows(
      "select count(*) n, sum(voided) voided, sum(refunded_cents > 0) refunded, sum(splits is not null) shared, sum(version > 3) corrected from sales where tenant_id = ?",
    );
    expect(sales?.n).toBe(SALES);
    for (const count of ["voided", "refunded", "shared", "corrected"])
      expect(Number(sales?.[count]), count).toBeGreaterThan(SALES / 100);
    expect(frozenAtClose.size).toBe(23);
  });

  it("computes every commission as slow arithmetic does from what was frozen", async () => {
    const sales = await rows("select * from sales where tenant_id = ?");
    for (const sale of sales) {
      const thing = things.find(({ id }) => id === sale.item_id) as Thing;
      const splits = sale.splits ? (JSON.parse(sale.splits) as { technicianId: number; role: string }[]) : [];
      const role = splits.find(({ technicianId }) => technicianId === sale.technician_id)?.role ?? "technician";
      const { total } = slowCommission(
        [candidates.get(sale.item_id) as Candidate],
        {
          ...thing,
          salePriceCents: sale.sale_price_cents,
          taxCents: sale.tax_cents,
          quantity: sale.quantity / 1000,
          paysCommission: true,
        },
        role,
      );
      expect([sale.id, sale.commission_cents]).toEqual([sale.id, total]);
    }
  });

  it("pays each technician what the raw rows of sales and refunds give, to the cent", async () => {
    const sales = await rows("select * from sales where tenant_id = ?");
    const payments = await rows("select * from sale_payments where tenant_id = ? order by sale_id, n");
    const paymentsOf = Map.groupBy(payments, ({ sale_id }) => sale_id);
    const expected = new Map<number, number>();
    for (const sale of sales) {
      if (sale.voided || sale.approval_status !== "approved") continue;
      const splits = sale.splits
        ? (JSON.parse(sale.splits) as { technicianId: number; shareBps: number }[])
        : [{ technicianId: sale.technician_id, shareBps: 10_000 }];
      const shares = splitByHand(
        sale.commission_cents,
        splits.map(({ shareBps }) => shareBps),
      );
      for (const [i, { technicianId }] of splits.entries()) {
        let left = shares[i] ?? 0;
        let [paid, refunded, early] = [0, 0, 0];
        const take = (cents: number) => {
          const part = halfEven(BigInt(shares[i] ?? 0) * BigInt(cents), BigInt(sale.sale_price_cents));
          left -= refunded === paid ? left : Math.min(left, part);
        };
        for (const payment of paymentsOf.get(sale.id) ?? []) {
          if (payment.kind === "payment") paid += payment.amount_cents;
          if (payment.kind !== "refund") continue;
          refunded += payment.amount_cents;
          if (payment.created_at < sale.approved_at) early += payment.amount_cents;
          else take(payment.amount_cents);
        }
        if (early > 0) take(early); // what was refunded before the sale earned anything is taken at once
        expected.set(technicianId, (expected.get(technicianId) ?? 0) + left);
      }
    }
    const posted = await rows(
      "select technician_id, sum(amount_cents) cents from commission_entries where tenant_id = ? group by technician_id",
    );
    const byTechnician = new Map(posted.map(({ technician_id, cents }) => [technician_id, cents]));
    for (const id of technicians) expect([id, byTechnician.get(id) ?? 0]).toEqual([id, expected.get(id) ?? 0]);
  });

  it("has every entry of the ledger on exactly one statement line, and closed lines never change", async () => {
    for (const [id, lines] of frozenAtClose) expect(await linesOf(id)).toBe(lines);
    const [ledger] = await rows(
      "select count(*) n, sum(amount_cents) cents from commission_entries where tenant_id = ?",
    );
    let [n, cents] = [0, 0];
    for (const id of kept) {
      let cursor: string | null = "";
      while (cursor !== null) {
        const data = await get(`/admin/pay-periods/${id}/lines?limit=200${cursor && `&cursor=${cursor}`}`);
        const lines = (data.items as Row[]).filter(({ kind }) => kind === "commission");
        n += lines.length;
        cents += lines.reduce((sum, { amount_cents }) => sum + amount_cents, 0);
        cursor = data.next_cursor;
      }
    }
    expect([n, cents]).toEqual([ledger?.n, ledger?.cents]);
  });

  it("tells the same in its files: the lines and statements of each closed period, and the commission report", async () => {
    const sumOf = async (path: string, column: string) => {
      const { data } = Papa.parse<Record<string, string>>(await (await open(path)).text(), {
        header: true,
        skipEmptyLines: true,
      });
      return data.reduce((sum, row) => sum + Math.round(Number(row[column]) * 100), 0);
    };
    for (const id of frozenAtClose.keys()) {
      const { totals } = await get(`/admin/pay-periods/${id}`);
      expect(await sumOf(`/admin/csv-export/pay-period/${id}`, "amount")).toBe(totals.gross_cents);
    }
    const [ledger] = await rows("select sum(amount_cents) cents from commission_entries where tenant_id = ?");
    expect(await sumOf("/admin/csv-export/commission-report?date_from=2025-01-01&date_to=2026-12-31", "amount")).toBe(
      ledger?.cents,
    );
    const [sold] = await rows("select sum(sale_price_cents) cents from sales where tenant_id = ?");
    expect(await sumOf("/admin/csv-export/sales", "sale_price")).toBe(sold?.cents);
  });

  it.skipIf(noPdfTools)("prints the same totals, here of the last eight closed periods", async () => {
    for (const id of [...frozenAtClose.keys()].slice(-8)) {
      const { totals } = await get(`/admin/pay-periods/${id}`);
      const pdf = await (await open(`/export/pay-period/${id}/pdf`)).bytes();
      const text = pagesOf(pdf).join().replaceAll("\u2212", "-");
      expect(text).toContain(amountText(totals.pay_cents, "USD"));
    }
  });

  it("adds up in every statement, and carries each negative balance to the next", async () => {
    const carried = new Map<number, number>();
    for (const id of kept) {
      const { pay_period: period, items } = await get(`/admin/pay-periods/${id}/statements`);
      const totals = (await get(`/admin/pay-periods/${id}`)).totals;
      expect(totals.gross_cents).toBe(items.reduce((sum: number, one: Row) => sum + (one.gross_cents ?? 0), 0));
      for (const one of items) {
        expect(one.brought_forward_cents).toBe(carried.get(one.technician_id) ?? 0);
        expect(one.gross_cents).toBe(one.commission_cents + one.adjustment_cents + one.brought_forward_cents);
        expect([one.pay_cents, one.carried_forward_cents]).toEqual([
          Math.max(0, one.gross_cents),
          Math.min(0, one.gross_cents),
        ]);
        carried.delete(one.technician_id);
      }
      expect(
        [...carried.values()].filter((cents) => cents < 0),
        `nobody is forgotten in period ${id}`,
      ).toEqual([]);
      if (period.status !== "closed") break; // what an open period will carry is not final
      for (const one of items) carried.set(one.technician_id, one.carried_forward_cents);
    }
  });
});

/** The nearest whole number of n / d, of two equally near ones the even one. */
function halfEven(n: bigint, d: bigint): number {
  const [floor, rest] = [n / d, (n % d) * 2n];
  return Number(rest > d || (rest === d && floor % 2n === 1n) ? floor + 1n : floor);
}

/** Whole cents by basis points: what is left over goes one by one to the largest remainders. */
function splitByHand(cents: number, bps: number[]): number[] {
  const exact = bps.map((share) => cents * share);
  const parts = exact.map((share) => Math.floor(share / 10_000));
  const order = exact.map((share, i) => [share % 10_000, i] as const).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  const left = cents - parts.reduce((sum, part) => sum + part, 0);
  for (const [, i] of order.slice(0, left)) parts[i] = (parts[i] ?? 0) + 1;
  return parts;
}
