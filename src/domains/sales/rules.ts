import type { Role } from "#/domains/commissions/index.ts";
import { allot } from "#/kernel/money.ts";
import type { Instant, LocalDate } from "#/kernel/time.ts";
import type { ApprovalStatus, PaymentKind, PaymentStatus, Sale, Split } from "./tables.ts";

export type EarnOn = "sold" | "approved" | "paid";

type Approval = { approvalStatus: ApprovalStatus; approvedAt: Instant | null; approvedBy: string | null };

/** A new sale waits for an approval where the business wants one, unless it is below the price from which it does. */
export function approvalOf(
  salePriceCents: number,
  at: Instant,
  {
    requireSaleApproval,
    autoApproveUnderCents,
  }: { requireSaleApproval: boolean; autoApproveUnderCents: number | null },
): Approval {
  const waits = requireSaleApproval && !(autoApproveUnderCents !== null && salePriceCents < autoApproveUnderCents);
  return waits
    ? { approvalStatus: "pending", approvedAt: null, approvedBy: null }
    : { approvalStatus: "approved", approvedAt: at, approvedBy: "auto" };
}

/** How far below list a price is, in basis points of the list price, rounded down. */
export const discountBps = (salePriceCents: number, listCents: number): number =>
  listCents > salePriceCents ? Number((BigInt(listCents - salePriceCents) * 10_000n) / BigInt(listCents)) : 0;

/**
 * The local day on which the commission is payable by now, by the business' `earn_on`; null while it is not.
 * `today` is the day of what happens now: an approval, a payment.
 */
export function earnedDay(
  sale: Pick<
    Sale,
    "voided" | "approvalStatus" | "saleDate" | "paidCents" | "salePriceCents" | "paymentDate" | "earnedOn"
  >,
  earnOn: EarnOn,
  today: LocalDate,
): LocalDate | null {
  if (sale.voided || sale.approvalStatus !== "approved") return null;
  if (sale.earnedOn) return sale.earnedOn;
  if (earnOn === "sold") return sale.saleDate;
  if (earnOn === "approved") return today;
  return sale.paidCents >= sale.salePriceCents ? (sale.paymentDate ?? today) : null;
}

/** Who shares a commission, with the cents of each: by largest remainder, so that they sum to the commission. */
export function splitsOf(
  commissionCents: number,
  shares: readonly { technicianId: number; shareBps: number; role: Role }[],
): Split[] {
  const cents = allot(
    commissionCents,
    shares.map(({ shareBps }) => shareBps),
  );
  return shares.map(({ technicianId, shareBps, role }, i) => ({
    technicianId,
    shareBps,
    role,
    commissionCents: cents[i] ?? 0,
  }));
}

/** What each technician earns of a sale. */
export const sharesOf = ({
  splits,
  technicianId,
  commissionCents,
}: Pick<Sale, "splits" | "technicianId" | "commissionCents">) =>
  (splits ?? [{ technicianId, shareBps: 10_000, role: "technician" as const, commissionCents }]).map(
    ({ commissionCents: amountCents, ...share }) => ({ ...share, amountCents }),
  );

/** What has been paid and given back so far. */
export type Paid = Pick<Sale, "salePriceCents" | "paidCents" | "refundedCents">;
export type Movement = { kind: PaymentKind; amountCents: number };

export const balanceOf = ({ salePriceCents, paidCents }: Paid): number => salePriceCents - paidCents;
export const refundableOf = ({ paidCents, refundedCents }: Paid): number => paidCents - refundedCents;

/** What a stated payment status means for a sale: a payment or refund of `amountCents`, by default of all that is open; undefined: nothing is left to do. */
export function movementOf(
  sale: Paid & { paymentStatus: PaymentStatus },
  status: PaymentStatus,
  amountCents?: number,
): Movement | undefined {
  const open = {
    payment: balanceOf(sale),
    refund: refundableOf(sale),
    write_off: balanceOf(sale),
    payment_undone: sale.paidCents,
    refund_undone: sale.refundedCents,
  };
  const kind = kinds[status];
  const isRepeat = sale.paymentStatus === status && amountCents === undefined;
  const isNothing = kind === "payment_undone" && sale.paymentStatus === "unpaid";
  return isRepeat || isNothing ? undefined : { kind, amountCents: amountCents ?? open[kind] };
}
const kinds: Record<PaymentStatus, PaymentKind> = {
  unpaid: "payment_undone",
  partial: "payment",
  paid: "payment",
  refunded: "refund",
  partially_refunded: "refund",
  written_off: "write_off",
};

/** The sums after a movement, and the status that follows from them. */
export function after(
  sale: Paid & { paymentStatus: PaymentStatus },
  { kind, amountCents }: Movement,
): Pick<Sale, "paidCents" | "refundedCents" | "paymentStatus"> {
  const paidCents = sale.paidCents + amountCents * signs(kind, "payment");
  const refundedCents = sale.refundedCents + amountCents * signs(kind, "refund");
  const isWrittenOff = kind === "write_off" || (kind === "payment" && sale.paymentStatus === "written_off");
  const isTakenBack = kind === "payment_undone" && paidCents === 0; // also of a free sale, of which nothing is open
  const paymentStatus = isTakenBack ? "unpaid" : statusOf({ ...sale, paidCents, refundedCents }, isWrittenOff);
  return { paidCents, refundedCents, paymentStatus };
}

/** Whether a movement adds to the sum of payments or refunds, takes from it, or leaves it. */
const signs = (kind: PaymentKind, sum: "payment" | "refund"): number =>
  kind === sum ? 1 : kind === `${sum}_undone` ? -1 : 0;

function statusOf({ salePriceCents, paidCents, refundedCents }: Paid, isWrittenOff: boolean): PaymentStatus {
  if (refundedCents > 0) return refundedCents === paidCents ? "refunded" : "partially_refunded";
  if (paidCents >= salePriceCents) return "paid";
  if (isWrittenOff) return "written_off";
  return paidCents > 0 ? "partial" : "unpaid";
}
