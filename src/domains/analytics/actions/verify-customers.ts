import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { addToCustomers } from "#/domains/customers/index.ts";
import { renewVisits } from "#/domains/dispatch/index.ts";
import { renewSaleDays } from "#/domains/sales/index.ts";
import type { Effect } from "#/jobs.ts";
import { log } from "#/kernel/log.ts";
import { daysBetween, type LocalDate } from "#/kernel/time.ts";
import {
  type Counted,
  creditOfCustomers,
  idsOfCustomers,
  invoicesOfCustomers,
  keptOfCustomers,
  paymentsOfCustomers,
  salesOfCustomers,
  visitsOfCustomers,
} from "../customer-check-repo.ts";
import { told } from "./verify-months.ts";

/** Fewer are all looked at each night; more within this number of nights. */
const LEAST_A_NIGHT = 500;
const NIGHTS = 60;

const amounts = ["sales", "visits", "spendCents", "invoicedCents", "outstandingCents"] as const;
const edges = ["firstSaleOn", "lastSaleOn", "firstVisitAt", "lastVisitAt"] as const;
type Amounts = Record<(typeof amounts)[number], number>;
type Sums = Amounts & { [K in (typeof edges)[number]]: Counted[K] | null };

/** As `verifySums`, of what customers come to: some of them each night, by their ids. */
export async function verifyCustomers(ctx: Ctx, day: LocalDate): Promise<Effect | undefined> {
  const { first, last } = (await load(ctx, { ids: idsOfCustomers(ctx) })).ids;
  const count = last - first + 1;
  const size = Math.max(LEAST_A_NIGHT, Math.ceil(count / NIGHTS));
  const from = first + size * (daysBetween("1970-01-01" as LocalDate, day) % Math.ceil(count / size));
  const ids = { from, before: from + size };
  const { kept, ...raw } = await load(ctx, {
    kept: keptOfCustomers(ctx, ids),
    sales: salesOfCustomers(ctx, ids),
    visits: visitsOfCustomers(ctx, ids),
    invoices: invoicesOfCustomers(ctx, ids),
    payments: paymentsOfCustomers(ctx, ids),
    credit: creditOfCustomers(ctx, ids),
  });
  const counted = summed(Object.values(raw).flat());
  const before = summed(kept);
  const wrong = [...new Set([...counted.keys(), ...before.keys()])].flatMap((id) => {
    const [is, was] = [counted.get(id) ?? nothing, before.get(id) ?? nothing];
    const by = Object.fromEntries(amounts.map((name) => [name, is[name] - was[name]])) as Amounts; // safe: every name
    const isOff = amounts.some((name) => by[name] !== 0) || edges.some((name) => is[name] !== was[name]);
    return isOff ? [{ id, by, was, is }] : [];
  });
  if (wrong.length === 0) return undefined;
  log("error", "sums differ", {
    ...{ tenant_id: ctx.tenant.id, entity: "customer_sums" },
    ...told(wrong.map(({ id, by }) => ({ id, by }))),
  });
  const changed = wrong.map(({ id }) => id);
  return {
    parts: [
      ...addToCustomers(
        ctx,
        wrong.map(({ id, by }) => ({ id, ...by })),
      ),
      ...renewSaleDays.ofMany(ctx, changed),
      ...renewVisits.ofMany(ctx, changed),
    ],
    audit: { action: "set right", entity: "customer_sums", id: day, details: told(wrong) },
  };
}

const nothing: Sums = {
  ...{ sales: 0, visits: 0, spendCents: 0, invoicedCents: 0, outstandingCents: 0 },
  ...{ firstSaleOn: null, lastSaleOn: null, firstVisitAt: null, lastVisitAt: null },
};

/** What the tables together tell of each customer. A day is told by one of them. */
function summed(rows: readonly Counted[]): Map<number, Sums> {
  const all = new Map<number, Sums>();
  for (const row of rows) {
    const before = all.get(row.id) ?? nothing;
    const numbers = amounts.map((name) => [name, before[name] + (row[name] ?? 0)]);
    const days = edges.map((name) => [name, row[name] ?? before[name]]);
    all.set(row.id, Object.fromEntries([...numbers, ...days]) as Sums); // safe: every name
  }
  return all;
}
