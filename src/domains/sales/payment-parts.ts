import type { Ctx } from "#/ctx.ts";
import type { AuditedPart } from "#/db/tenant/commit.ts";
import type { Answers } from "#/db/tenant/load.ts";
import { entriesOfMany, openFromOf } from "#/domains/commissions/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { notFound } from "#/kernel/errors.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { planMove, type Standing, standing } from "./actions/move-sale.ts";
import { payment } from "./actions/record-payment.ts";
import { saleVoided } from "./errors.ts";
import { salePaymentChanged } from "./events.ts";
import { paymentCounts } from "./payment-repo.ts";
import { salesByIds } from "./repo.ts";
import type { Movement } from "./rules.ts";

// Payments of sales as parts of a commit of another domain: what a payment provider reports is a payment like one that is typed in.

/** A sale that can be paid or refunded, with what that needs; `n` is the place of the next payment. */
export type Payable = Standing & { n: number };
export type PaymentOf = { movement: Movement; paidOn: LocalDate; method: string; reference: string };

/** What payments of these sales need, for a load; `payablesFrom` reads its answers. */
export function payableQueries(ctx: Ctx, ids: readonly number[]) {
  const list = JSON.stringify(ids);
  return {
    found: salesByIds(ctx, list),
    entries: entriesOfMany(ctx, list),
    counts: paymentCounts(ctx, list),
    openFrom: openFromOf(ctx),
    organization: organizationOf(ctx),
  };
}

export function payablesFrom(
  ctx: Ctx,
  { found, entries, counts, openFrom, organization }: Answers<ReturnType<typeof payableQueries>>,
): ReadonlyMap<number, Payable> {
  const entriesBySale = Map.groupBy(entries, ({ saleId }) => saleId);
  return new Map(
    found.map((sale) => {
      const of = standing(ctx, { sale, entries: entriesBySale.get(sale.id) ?? [], openFrom, organization });
      return [sale.id, { ...of, n: (counts.get(sale.id) ?? 0) + 1 }] as const;
    }),
  );
}

/** The sale among those that were loaded; 404 naming the field when it is not there, 409 when it is voided. */
export function payableOf(loaded: ReadonlyMap<number, Payable>, id: number, field?: string): Payable {
  const found = loaded.get(id);
  if (!found) throw notFound("sale", id, field);
  if (found.sale.voided) throw saleVoided(id);
  return found;
}

/** What a payment, a refund or its undoing writes: the sale, the payment, what of its commission it moves, its event. Refuses one that is above what is open. */
export function paymentParts(ctx: Ctx, payable: Payable, of: PaymentOf): AuditedPart {
  const move = payment(ctx, payable, { ...of, n: payable.n });
  const part = planMove(ctx, payable, move);
  return { ...part, events: [salePaymentChanged(part.row, part.before)] };
}
