import { halfEven } from "#/kernel/money.ts";

/** Where what a job brings in is read from. */
export const revenueBases = ["invoice", "estimate", "none"] as const;
export type RevenueBasis = (typeof revenueBases)[number];

/** What a job costs, by kind; their sum is what it costs in all. */
export const costRows = [
  "labour",
  "materials",
  "purchases",
  "expenses",
  "commissions",
  "vehicle",
  "manual",
  "overhead",
  "recall",
] as const;
export type CostRow = (typeof costRows)[number];

export const manualKinds = ["subcontractor", "equipment", "permit", "disposal", "vehicle", "other"] as const;
export type ManualKind = (typeof manualKinds)[number];

export const sourceTypes = [
  "invoice",
  "credit_note",
  "estimate",
  "time_entry",
  "stock_move",
  "purchase_order_receipt",
  "expense",
  "sale",
  "job_cost",
  "dispatch_job",
] as const;
export type SourceType = (typeof sourceTypes)[number];

/** A line of the account of a job: an amount, and the row of another domain that it comes from; none where a setting makes it. */
export type CostLine = {
  row: CostRow | "revenue";
  description: string;
  amountCents: number;
  quantity: number | null;
  unitCostCents: number | null;
  technicianId: number | null;
  source: { type: SourceType; id: number; href: string } | null;
};

/** What one job costs by its own rows, before recalls are laid on others. */
export type OwnCosts = Record<`${Exclude<CostRow, "recall">}Cents`, number>;
export type Figures = OwnCosts & {
  revenueBasis: RevenueBasis;
  revenueCents: number;
  /** Of the accepted estimates; null: there are none. */
  estimateCents: number | null;
  labourMinutes: number;
};

export const ownTotal = (costs: OwnCosts): number =>
  costRows.reduce((sum, row) => (row === "recall" ? sum : sum + costs[`${row}Cents`]), 0);

/** Revenue less costs, and its share of the revenue: half to even; null without revenue. */
export function profitOf(revenueCents: number, costCents: number) {
  const grossProfitCents = revenueCents - costCents;
  return {
    grossProfitCents,
    marginBps: revenueCents === 0 ? null : marginOf(grossProfitCents, revenueCents),
  };
}
function marginOf(profit: number, revenue: number): number {
  const sign = revenue < 0 ? -1n : 1n;
  return Number(halfEven(BigInt(profit) * 10_000n * sign, BigInt(revenue) * sign));
}

/** A way in a vehicle of the business: 10 miles at 72.5 cents are 725. Half to even. */
export const wayCents = (miles: number, rateMillicents: number): number =>
  Number(halfEven(BigInt(Math.round(miles * 1000)) * BigInt(rateMillicents), 1_000_000n));

type Actual = { revenueCents: number; estimateCents: number | null } & Record<`${CostRow}Cents`, number>;

/** Each row beside what was estimated: actual less estimate, null where nothing was. */
export function variancesOf(actual: Actual, estimated: Partial<Record<CostRow, number>>) {
  const row = (name: CostRow | "revenue", estimateCents: number | null, actualCents: number) => ({
    ...{ row: name, estimateCents, actualCents },
    varianceCents: estimateCents === null ? null : actualCents - estimateCents,
  });
  return [
    row("revenue", actual.estimateCents, actual.revenueCents),
    ...costRows.map((name) => row(name, estimated[name] ?? null, actual[`${name}Cents`])),
  ];
}
