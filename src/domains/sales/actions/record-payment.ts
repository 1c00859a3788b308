import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { refunded, refundUndone } from "#/domains/commissions/index.ts";
import type { LocalDate } from "#/kernel/time.ts";
import {
  aboveBalance,
  aboveRefundable,
  amountNeeded,
  amountNotTaken,
  paymentInFuture,
  saleRefunded,
  saleVoided,
} from "../errors.ts";
import { salePaymentChanged } from "../events.ts";
import { insertPayment, paymentCountOf } from "../repo.ts";
import { after, balanceOf, type Movement, movementOf, refundableOf } from "../rules.ts";
import { type PaymentKind, type PaymentStatus, type Sale, sales } from "../tables.ts";
import { type Move, moveSale, type Standing, standing, standingOf } from "./move-sale.ts";

type RecordPayment = {
  id: number;
  status: PaymentStatus;
  paymentDate?: LocalDate | undefined;
  amountCents?: number | undefined;
  method?: string | undefined;
  reference?: string | undefined;
};

/** Records one payment or refund of a sale, takes payments back, or writes off what is still open. The status follows from the sums. */
export async function recordPayment(ctx: Ctx, { id, status, amountCents, ...given }: RecordPayment): Promise<Sale> {
  const { count, ...loaded } = await load(ctx, { ...standingOf(ctx, id), count: paymentCountOf(ctx, id) });
  const of = standing(ctx, loaded);
  const { sale, days } = of;
  if (sale.voided) throw saleVoided(id);
  sales.assertCurrent(ctx, sale);
  const isPart = status === "partial" || status === "partially_refunded";
  if (isPart && amountCents === undefined) throw amountNeeded();
  if ((status === "unpaid" || status === "written_off") && amountCents !== undefined) throw amountNotTaken();
  const paidOn = given.paymentDate ?? days.today;
  if (paidOn > days.today) throw paymentInFuture(days.today);
  const movement = movementOf(sale, status, amountCents);
  if (!movement) return sale;

  const move = payment(ctx, of, { ...given, movement, paidOn, n: count + 1 });
  return await moveSale(ctx, of, move, { event: salePaymentChanged, action: "record payment" });
}

type Payment = {
  movement: Movement;
  paidOn: LocalDate;
  n: number;
  method?: string | undefined;
  reference?: string | undefined;
};

/** What a payment or refund changes; refuses one that is above what is open, or to be taken back after a refund. */
export function payment(
  ctx: Ctx,
  { sale, entries, days, earnOn }: Standing,
  { movement, paidOn, n, method, reference }: Payment,
): Move {
  const { kind, amountCents } = movement;
  assertFits(sale, movement);
  const sums = after(sale, movement);
  const isLast = sums.paymentStatus === "refunded";
  const refund = { amountCents, ofCents: sale.salePriceCents, isLast };
  return {
    change: { ...sums, paymentDate: !isUndone(kind) ? paidOn : sums.paidCents === 0 ? null : sale.paymentDate },
    posts:
      kind === "refund"
        ? refunded(entries, refund, days)
        : kind === "refund_undone"
          ? refundUndone(entries, { refundedCents: sums.refundedCents, ofCents: sale.salePriceCents }, days)
          : [],
    withdraws: kind === "payment_undone" && earnOn === "paid",
    writes: [
      insertPayment({
        tenantId: ctx.tenant.id,
        saleId: sale.id,
        n,
        kind,
        amountCents,
        paidOn,
        method: method ?? null,
        reference: reference ?? null,
        createdBy: actorName(ctx.actor),
        createdAt: ctx.now,
      }),
    ],
  };
}

const isUndone = (kind: PaymentKind): boolean => kind === "payment_undone" || kind === "refund_undone";

function assertFits(sale: Sale, { kind, amountCents }: Movement): void {
  if (kind === "payment_undone") {
    if (sale.refundedCents > 0) throw saleRefunded(sale.id, "its payments cannot be taken back");
    if (amountCents > sale.paidCents) throw aboveRefundable(sale.paidCents);
    return;
  }
  if (kind === "refund_undone") {
    if (amountCents > sale.refundedCents) throw aboveRefundable(sale.refundedCents);
    return;
  }
  const open = kind === "refund" ? refundableOf(sale) : balanceOf(sale);
  const isFree = sale.salePriceCents === 0 && kind === "payment";
  if (amountCents > open || (amountCents === 0 && !isFree))
    throw kind === "refund" ? aboveRefundable(open) : aboveBalance(open);
}
