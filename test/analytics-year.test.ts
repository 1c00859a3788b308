import { beforeAll, describe, expect, it } from "vitest";
import { clockOffset, moveClockBy } from "#/kernel/clock.ts";
import { batch, sql } from "./support/back-door.ts";
import {
  type Answer,
  type Api,
  type Business,
  client,
  type Json,
  newBusiness,
  newItem,
  newTechnician,
} from "./support/client.ts";
import { moveClock, releaseClock, runJob } from "./support/clock.ts";
import { envOf } from "./support/deadly.ts";
import { answeredWith } from "./support/in-process.ts";
import { customerFigures, placeFigures, type Rows, tables } from "./support/raw-insight.ts";
import { recounted, rowsOf } from "./support/scored-rows.ts";

// A year of a business by chance, of one seed, through the API: what is kept with each change equals what the raw rows add up to.

const BASE = "/admin/analytics";
const ZONE = "America/New_York";
const LAST_DAY = "2026-01-05";
const towns = [
  { zip: "33601", city: "Tampa", state: "FL" },
  { zip: "33602", city: "Tampa", state: "FL" },
  { zip: "33701-1234", city: "Saint Petersburg", state: "FL" },
  { zip: "31401", city: "Savannah", state: "GA" },
];

/** Numbers that look random and are the same in each run (mulberry32). */
function chanceOf(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { below, oneOf: <T>(all: readonly T[]): T => all[below(all.length)] as T };
}

let business: Business;
let rows: Rows;
const done: Record<string, number> = {};

beforeAll(async () => {
  const { below, oneOf } = chanceOf(20_260);
  business = await newBusiness();
  // in this process, as a year of a business in a minute is more than its limit of requests
  const FILES = { get: () => Promise.resolve({ text: () => Promise.resolve(String(clockOffset())) }) };
  const bindings = { ...envOf(batch), FILES } as unknown as Cloudflare.Env; // its clock is that of this process
  const here = ({ headers }: Api) => client(headers, answeredWith(bindings));
  const goTo = (at: string) => moveClockBy(Date.parse(at) - Date.now());
  const api = here(business.api);
  await api.patch("/admin/organization", { timezone: ZONE });
  const [hired, item] = [await newTechnician(business, true), await newItem(business)];
  const technician = { id: hired.id, api: here(hired.api) };
  const customers: { id: number; site?: number; town: (typeof towns)[number] | undefined }[] = [];
  const [sales, jobs, payments, invoices]: number[][] = [[], [], [], []];
  const placed = new Map<number, Json>();
  const note = (what: string, { status, data, text }: Answer): Json => {
    expect(status, text).toBeLessThan(429);
    if (status >= 300) return undefined;
    done[what] = (done[what] ?? 0) + 1;
    return data;
  };
  const move = async (by: Api, id: number, ...statuses: string[]) => {
    for (const status of statuses) note(status, await by.patch(`/tech/dispatch/my-jobs/${id}/status`, { status }));
  };

  const actions: Record<string, (today: string) => Promise<void>> = {
    async customer() {
      const town = customers.length % 3 === 2 ? undefined : oneOf(towns);
      const billing = town && { billing_zip: town.zip, billing_city: town.city, billing_state: town.state };
      const made = note("customer", await api.post("/admin/customers", { name: `C ${customers.length}`, ...billing }));
      const at = { ...oneOf(towns), latitude: 27.5 + below(100) / 100, longitude: -82.5, address: "1 Main St" };
      const site = customers.length % 4 === 0 ? await api.post(`/admin/customers/${made.id}/sites`, at) : undefined;
      customers.push({ id: made.id, town, ...(site && { site: site.data.id }) });
    },
    async sale(today) {
      const customer = below(6) === 0 ? undefined : oneOf(customers);
      const made = note(
        "sale",
        await api.post("/sales", {
          ...{ technician_id: technician.id, item_id: item.id, customer_name: "As they said", payment_type: "cash" },
          ...{ sale_price_cents: 10_000 + below(90_000), tax_cents: below(3) === 0 ? 701 : 0, sale_date: today },
          ...(customer && { customer_id: customer.id, ...(customer.site && { site_id: customer.site }) }),
        }),
      );
      sales?.push(made.id);
      placed.set(made.id, customer?.town);
    },
    async pay() {
      const id = oneOf(sales ?? []);
      const status = oneOf([
        "paid",
        "paid",
        "partial",
        "partially_refunded",
        "partially_refunded",
        "refunded",
        "unpaid",
      ]);
      const amount = status.startsWith("part") ? { amount_cents: 1 + below(9000) } : {};
      note(status, await api.patch(`/sales/${id}/payment-status`, { status, ...amount }));
    },
    async void() {
      note("void", await api.patch(`/sales/${oneOf(sales ?? [])}/void`, { voided: below(3) > 0 }));
    },
    async moveSale() {
      const [id, to] = [oneOf(sales ?? []), oneOf(customers)];
      if (note("sale moved", await api.patch(`/sales/${id}`, { customer_id: to.id }))) placed.set(id, to.town);
    },
    async job() {
      const customer = oneOf(customers);
      const place = oneOf(towns);
      const body = { title: "Tune-up", customer_id: customer.id, customer_name: "Jo", service_zip: place.zip };
      const made = await api.post("/admin/dispatch", { ...body, service_city: place.city, service_state: place.state });
      const { id } = note("job", made);
      jobs?.push(id);
      await api.patch(`/admin/dispatch/${id}/assign`, { technician_id: technician.id });
      await move(technician.api, id, "en_route", "on_site", "in_progress", ...(below(5) > 0 ? ["completed"] : []));
    },
    async reopen() {
      note("reopened", await api.patch(`/admin/dispatch/${oneOf(jobs ?? [])}/reopen`, { reason: "Again" }));
    },
    async cancel() {
      note("cancelled", await api.patch(`/admin/dispatch/${oneOf(jobs ?? [])}/cancel`, { reason: "Rain" }));
    },
    async invoice() {
      const lines = [{ description: "Work", amount_cents: 20_000 + below(50_000), quantity: 1 }];
      const body = { customer_id: oneOf(customers).id, line_items: lines, send: below(4) > 0 };
      invoices?.push(note("invoice", await api.post("/admin/invoices", body)).id);
    },
    async payInvoice() {
      const body = { invoice_id: oneOf(invoices ?? []), amount_cents: 5000 + below(20_000), method: "check" };
      const made = note("invoice paid", await api.post("/admin/invoice-payments", body));
      if (made) payments?.push(made.id);
    },
    async giveBack() {
      if (payments?.length === 0) return;
      const id = oneOf(payments ?? []);
      const way = oneOf(["refund", "refund", "reverse"]);
      const body = way === "refund" ? { amount_cents: 1000 } : { reason: "Bounced" };
      note(way, await api.post(`/admin/invoice-payments/${id}/${way}`, body));
    },
    async credit() {
      const body = { reason: "Late", amount_cents: 1000 + below(4000) };
      note("credit note", await api.post(`/admin/invoices/${oneOf(invoices ?? [])}/credit-notes`, body));
    },
    async voidInvoice() {
      note("invoice void", await api.post(`/admin/invoices/${oneOf(invoices ?? [])}/void`, { reason: "Wrong" }));
    },
    async merge() {
      const [gone, kept] = [oneOf(customers), oneOf(customers)];
      if (gone === kept || customers.length < 6) return;
      if (!note("merge", await api.post(`/admin/customers/${gone.id}/merge`, { into: kept.id }))) return;
      customers.splice(customers.indexOf(gone), 1);
      kept.town ??= gone.town; // who stays gets the address where they had none
    },
  };
  const often = ["sale", "sale", "sale", "sale", "pay", "pay", "pay", "void", "moveSale", "job", "job", "reopen"];
  const seldom = [
    "cancel",
    "customer",
    "invoice",
    "invoice",
    "payInvoice",
    "giveBack",
    "credit",
    "voidInvoice",
    "merge",
  ];
  try {
    goTo("2025-01-10T15:00:00Z");
    for (const name of ["customer", "customer", "customer", "sale", "job", "invoice"])
      await actions[name]?.("2025-01-10");
    for (let month = 1; month <= 12; month++)
      for (const day of [7, 18, 28]) {
        const today = `2025-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
        // in the evening, when it is the next day in UTC
        goTo(`${today}T23:30:00-04:00`);
        for (let n = 0; n < 7; n++) await actions[oneOf([...often, ...seldom])]?.(today);
      }
  } finally {
    moveClockBy(0);
  }
  const read = async (table: string) =>
    await sql<Json>(business.shard, `select * from ${table} where tenant_id = ?`, business.tenantId);
  rows = Object.fromEntries(
    await Promise.all(Object.entries(tables).map(async ([name, table]) => [name, await read(table)])),
  ) as Rows;
  for (const sale of rows.sales) sale.placed = placed.get(sale.id);
  await moveClock(`${LAST_DAY}T15:00:00Z`);
  return async () => {
    await releaseClock();
  };
});

describe("after a year of sales, voids, refunds, reopened jobs and merges", () => {
  it("every kind of change has happened", () => {
    for (const what of [
      "sale",
      "paid",
      "void",
      "partially_refunded",
      "completed",
      "reopened",
      "merge",
      "refund",
      "sale moved",
    ])
      expect([what, done[what] ?? 0]).toEqual([what, expect.any(Number)]);
    expect(
      Math.min(...["sale", "void", "completed", "reopened", "merge", "sale moved"].map((what) => done[what] ?? 0)),
    ).toBeGreaterThan(1);
  });

  it("each customer comes to what their rows add up to, whatever the list is sorted by", async () => {
    const standing = rows.customers.filter(({ merged_into }) => merged_into === null);
    const figures = standing.map(({ id }) => customerFigures(rows, id, ZONE, LAST_DAY));
    const { data } = await business.api.get(`${BASE}/customers?limit=100`);
    expect(data.total).toBe(figures.length);
    const byId = (a: Json, b: Json) => a.customer_id - b.customer_id;
    expect(data.items.toSorted(byId)).toMatchObject(figures.toSorted(byId));
    const sorts = { totalSpend: "total_spend_cents", visits: "visit_count", avgTicket: "avg_ticket_cents" };
    for (const [sort, field] of Object.entries(sorts)) {
      const listed = (await business.api.get(`${BASE}/customers?sortBy=${sort}`)).data.items.map(
        (one: Json) => one[field] ?? 0,
      );
      expect(listed).toEqual(listed.toSorted((a: number, b: number) => b - a));
    }
  });

  it("each ZIP, city and state comes to what its rows add up to", async () => {
    for (const group of ["zip", "city", "state"] as const)
      for (const metric of ["revenue", "sales", "jobs"]) {
        const { data } = await business.api.get(`${BASE}/geo-heatmap?metric=${metric}&groupBy=${group}`);
        const { total, values } = placeFigures(rows, metric, group, ZONE);
        const shown = Object.fromEntries(data.groups.map(({ label, value }: Json) => [label, value]));
        expect([group, metric, shown, data.total]).toEqual([group, metric, values, total]);
      }
  });

  it("each month comes to what its rows add up to", async () => {
    for (const metric of ["revenue", "sales", "jobs"]) {
      const { data } = await business.api.get(`${BASE}/growth?metric=${metric}&dateFrom=2025-01-01&dateTo=2025-12-31`);
      const { things } = placeFigures(rows, metric, "zip", ZONE);
      for (const { month, value } of data.months) {
        const raw = things.filter(({ day }) => day.startsWith(month)).reduce((all, one) => all + one.value, 0);
        expect([metric, month, value]).toEqual([metric, month, raw]);
      }
    }
  });

  it("the technician's card is what their rows say", async () => {
    for (const [from, to] of [
      ["2025-01-01", "2025-12-31"],
      ["2025-03-05", "2025-07-18"],
    ] as const) {
      const path = `/admin/technicians/metrics?date_from=${from}&date_to=${to}`;
      const [card] = (await business.api.get(path)).data.technicians;
      expect(card).toMatchObject(await recounted(rowsOf(business), card.technician_id, from, to));
    }
  });

  it("the check of each night finds nothing to set right", async () => {
    for (const name of ["verify sums", "verify technician sums", "verify places", "verify customers"])
      expect((await runJob(name, business)).status).toBe(200);
    expect((await business.api.get("/admin/audit-log?action=set%20right")).data.items).toEqual([]);
  });
});
