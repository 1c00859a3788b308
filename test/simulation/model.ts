import { AUTO_APPROVED_BELOW, ITEM_RATES } from "./base.ts";

// The oracle: what sales are after a list of changes, by arithmetic of its own. A change is known by the version that it made, so one that is lost
// leaves a gap, and one that happened twice makes a version that nobody was told of.

export type SaleAct =
  | { act: "record"; priceCents: number; itemId: number }
  | { act: "pay" | "refund"; amountCents: number | undefined }
  | { act: "take payments back" | "write off" | "void" | "restore" | "approve" | "reject" | "resubmit" | "return" };

export type SaleRow = {
  id: number;
  version: number;
  salePriceCents: number;
  commissionCents: number;
  paidCents: number;
  refundedCents: number;
  paymentStatus: string;
  approvalStatus: string;
  voided: boolean;
};
type SaleModel = Omit<SaleRow, "id"> & {
  isEarned: boolean;
  netCents: number;
  earnedCents: number;
  takenByVoid: number;
};

/** Half to even, as money is rounded. */
function partOf(cents: number, n: number, of: number): number {
  const [product, divisor] = [BigInt(cents) * BigInt(n), BigInt(of)];
  const [whole, twice] = [product / divisor, (product % divisor) * 2n];
  const isUp = twice > divisor || (twice === divisor && whole % 2n === 1n);
  return Number(whole + (isUp ? 1n : 0n));
}

const nothing: SaleModel = {
  ...{ version: 0, salePriceCents: 0, commissionCents: 0, paidCents: 0, refundedCents: 0, paymentStatus: "unpaid" },
  ...{ approvalStatus: "pending", voided: false, isEarned: false, netCents: 0, earnedCents: 0, takenByVoid: 0 },
};

function refund(sale: SaleModel, amount: number): number {
  const isAll = sale.refundedCents === sale.paidCents;
  const part = isAll ? sale.netCents : Math.min(partOf(sale.earnedCents, amount, sale.salePriceCents), sale.netCents);
  return sale.netCents - part;
}

/** What is earned as soon as a sale counts. */
function earn(sale: SaleModel): SaleModel {
  if (sale.isEarned || sale.voided || sale.approvalStatus !== "approved") return sale;
  const earned = {
    ...sale,
    isEarned: true,
    netCents: sale.netCents + sale.commissionCents,
    earnedCents: sale.earnedCents + sale.commissionCents,
  };
  return sale.refundedCents > 0 ? { ...earned, netCents: refund(earned, sale.refundedCents) } : earned;
}

function statusOf({ paidCents, refundedCents, salePriceCents, paymentStatus }: SaleModel, writesOff: boolean): string {
  if (refundedCents > 0) return refundedCents === paidCents ? "refunded" : "partially_refunded";
  if (paidCents >= salePriceCents) return "paid";
  if (writesOff || paymentStatus === "written_off") return "written_off";
  return paidCents > 0 ? "partial" : "unpaid";
}

function step(sale: SaleModel, act: SaleAct): SaleModel {
  switch (act.act) {
    case "record": {
      const commissionCents = partOf(act.priceCents, ITEM_RATES[act.itemId - 1] ?? 0, 10_000);
      const approvalStatus = act.priceCents < AUTO_APPROVED_BELOW ? "approved" : "pending";
      return { ...sale, salePriceCents: act.priceCents, commissionCents, approvalStatus };
    }
    case "pay": {
      const paidCents = sale.paidCents + (act.amountCents ?? sale.salePriceCents - sale.paidCents);
      return { ...sale, paidCents, paymentStatus: statusOf({ ...sale, paidCents }, false) };
    }
    case "refund": {
      const amount = act.amountCents ?? sale.paidCents - sale.refundedCents;
      const next = { ...sale, refundedCents: sale.refundedCents + amount };
      return { ...next, paymentStatus: statusOf(next, false), netCents: sale.isEarned ? refund(next, amount) : 0 };
    }
    case "take payments back": {
      const next = { ...sale, paidCents: 0, paymentStatus: "unpaid" };
      return next;
    }
    case "write off":
      return { ...sale, paymentStatus: statusOf(sale, true) };
    case "void": {
      const taken = sale.netCents;
      return { ...sale, voided: true, takenByVoid: taken, netCents: 0, earnedCents: sale.earnedCents - taken };
    }
    case "restore": {
      const back = sale.takenByVoid;
      return { ...sale, voided: false, takenByVoid: 0, netCents: back, earnedCents: sale.earnedCents + back };
    }
    case "approve":
      return { ...sale, approvalStatus: "approved" };
    case "reject":
      return { ...sale, approvalStatus: "rejected" };
    case "resubmit":
      return { ...sale, approvalStatus: "pending" };
    case "return":
      return {
        ...sale,
        approvalStatus: "pending",
        isEarned: false,
        netCents: 0,
        earnedCents: sale.earnedCents - sale.netCents,
      };
  }
}

export type Change<A, R> = { name: string; act: A; row: R };
const compared = [
  "salePriceCents",
  "commissionCents",
  "paidCents",
  "refundedCents",
  "paymentStatus",
  "approvalStatus",
  "voided",
] as const;

/** What is wrong with a sale by the changes that its clients were told of; nothing where all is well. */
export function wrongWithSale(changes: readonly Change<SaleAct, SaleRow>[], now: SaleRow, netCents: number): string[] {
  const wrong = wrongVersions(`sale ${now.id}`, changes, now.version);
  if (wrong.length > 0) return wrong;
  let model = nothing;
  for (const { name, act, row } of changes.toSorted((a, b) => a.row.version - b.row.version)) {
    if (act.act === "record" || row.version !== model.version)
      model = { ...earn(step(model, act)), version: row.version };
    for (const field of compared)
      if (model[field] !== row[field])
        return [`sale ${now.id}: ${name} answered ${field} ${row[field]}, the model says ${model[field]}`];
  }
  for (const field of compared)
    if (model[field] !== now[field])
      wrong.push(`sale ${now.id}: ${field} is ${now[field]}, the model says ${model[field]}`);
  if (netCents !== model.netCents)
    wrong.push(`sale ${now.id}: the ledger has ${netCents} cents, the model says ${model.netCents}`);
  return wrong;
}

/** Each version was made by one change, and each change made one. */
export function wrongVersions(
  what: string,
  changes: readonly Change<unknown, { version: number }>[],
  last: number,
): string[] {
  const versions = changes.map(({ row }) => row.version).toSorted((a, b) => a - b);
  const expected = Array.from({ length: last }, (_, i) => i + 1);
  return versions.join() === expected.join()
    ? []
    : [`${what} has version ${last}, but its clients were told of the versions ${versions.join(", ")}`];
}
