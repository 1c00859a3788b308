import type { Json } from "./client.ts";

// The figures of customers and places, added up again from the raw rows. It shares nothing with the product: where both are wrong, they are
// wrong in different ways.

export type Rows = Record<"sales" | "jobs" | "invoices" | "payments" | "notes" | "customers" | "sites", Json[]>;
export const tables: Record<keyof Rows, string> = {
  sales: "sales",
  jobs: "dispatch_jobs",
  invoices: "invoices",
  payments: "invoice_payments",
  notes: "credit_notes",
  customers: "customers",
  sites: "customer_sites",
};

const dayIn = (zone: string, instant: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    new Date(instant),
  );
const sum = (rows: Json[], of: (row: Json) => number): number => rows.reduce((all, row) => all + of(row), 0);
const daysFrom = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** Price less refunds, without the part of it that is tax. */
export const revenue = ({ sale_price_cents: price, refunded_cents: refunded, tax_cents: tax }: Json): number =>
  price - refunded - (tax === 0 ? 0 : Math.floor((tax * (price - refunded)) / price));

export const soldOf = ({ sales }: Rows): Json[] => sales.filter(({ voided }) => voided === 0);
export const doneOf = ({ jobs }: Rows): Json[] => jobs.filter(({ status }) => status === "completed");

/** What a customer comes to on a day. */
export function customerFigures(rows: Rows, id: number, zone: string, today: string) {
  const own = (all: Json[]) => all.filter((row) => row.customer_id === id);
  const [sales, jobs] = [own(soldOf(rows)), own(doneOf(rows))];
  const invoices = own(rows.invoices).filter(({ sent_at, voided_at }) => sent_at !== null && voided_at === null);
  const received = own(rows.payments).filter(({ reversed_at }) => reversed_at === null);
  const visits = jobs.map(({ completed_at }) => dayIn(zone, completed_at)).sort();
  const bought = sales.map(({ sale_date }) => sale_date as string).sort();
  const spend =
    sum(sales, (sale) => sale.paid_cents - sale.refunded_cents) +
    sum(received, (payment) => payment.amount_cents - payment.refunded_cents) -
    sum(own(rows.notes), (note) => note.refunded_cents);
  const lastOf = [...visits, ...bought].sort().at(-1);
  return {
    customer_id: id,
    total_spend_cents: spend,
    invoiced_cents: sum(invoices, (invoice) => invoice.total_cents - invoice.credit_notes_cents),
    outstanding_cents:
      sum(invoices, (invoice) => invoice.balance_cents) +
      sum(sales, (sale) =>
        ["unpaid", "partial"].includes(sale.payment_status) ? sale.sale_price_cents - sale.paid_cents : 0,
      ),
    visit_count: visits.length,
    sale_count: bought.length,
    first_visit_on: visits[0] ?? null,
    last_visit_on: visits.at(-1) ?? null,
    first_sale_on: bought[0] ?? null,
    last_sale_on: bought.at(-1) ?? null,
    recency_days: lastOf === undefined ? null : daysFrom(lastOf, today),
    avg_days_between_visits:
      visits.length < 2
        ? null
        : Math.round((daysFrom(visits[0] ?? "", visits.at(-1) ?? "") / (visits.length - 1)) * 10) / 10,
  };
}

/** Value by place and in all, of a metric. */
export function placeFigures(rows: Rows, metric: string, group: "zip" | "city" | "state", zone: string) {
  const named = (place: Json): string | undefined => {
    if (!place) return undefined;
    const state = place.state?.toUpperCase();
    if (group === "city") return place.city ? `${place.city}, ${state}` : undefined;
    return group === "zip" ? place.zip?.slice(0, 5) : state;
  };
  const things =
    metric === "jobs"
      ? doneOf(rows).map((job) => ({
          place: { zip: job.service_zip, city: job.service_city, state: job.service_state },
          value: 1,
          day: dayIn(zone, job.completed_at),
        }))
      : soldOf(rows).map((sale) => ({
          place: placeOfSale(rows, sale),
          value: metric === "sales" ? 1 : revenue(sale),
          day: sale.sale_date as string,
        }));
  const values: Record<string, number> = {};
  for (const { place, value } of things) {
    const name = named(place);
    if (name) values[name] = (values[name] ?? 0) + value;
  }
  return { total: sum(things, ({ value }) => value), values, things };
}

/** Where the sale was: its site, else the bills of its customer; in this test no address changes, so that of a customer who was merged counts too. */
function placeOfSale({ sites }: Rows, sale: Json): Json {
  const site = sites.find(({ id }) => id === sale.site_id);
  return site ?? sale.placed;
}
