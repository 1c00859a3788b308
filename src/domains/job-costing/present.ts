import type { Instant } from "#/kernel/time.ts";
import type { FigureRow } from "./cost-repo.ts";
import { ownTotal, profitOf } from "./rules.ts";

type JobColumns = {
  jobNumber: number;
  title: string;
  status: string;
  jobType: string | null;
  customerId: number | null;
  customerName: string;
  technicianId: number | null;
  crew: string;
  serviceZip: string | null;
  scheduledStart: Instant | null;
  completedAt: Instant | null;
};
type Sums = Parameters<typeof ownTotal>[0] & { revenueCents: number; recallCents: number };

const withProfit = <S extends Sums>(sums: S) => {
  const costCents = ownTotal(sums) + sums.recallCents;
  return { ...sums, costCents, ...profitOf(sums.revenueCents, costCents) };
};

/** A job with its figures as lists show it. */
export const presentedRow = ({ id, crew, ...row }: FigureRow & JobColumns) => ({
  ...withProfit(row),
  jobId: id,
  crew: JSON.parse(crew) as number[],
});

type Group = Sums & { jobs: number; labourMinutes: number };

/** Groups with their profits, and their totals. */
export function summed<G extends Group & { group: string | null }>(groups: readonly G[]) {
  const sum = (name: keyof Group) => groups.reduce((all, group) => all + group[name], 0);
  const names = ["jobs", "labourMinutes", "revenueCents", "recallCents"] as const;
  const rows = [
    "labourCents",
    "materialsCents",
    "purchasesCents",
    "expensesCents",
    "commissionsCents",
    "vehicleCents",
    "manualCents",
    "overheadCents",
  ] as const;
  const totals = Object.fromEntries([...names, ...rows].map((name) => [name, sum(name)])) as Group;
  return { items: groups.map(withProfit), totals: withProfit(totals) };
}
