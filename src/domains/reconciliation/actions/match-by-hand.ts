import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { type Payable, payableOf, payableQueries, payablesFrom } from "#/domains/sales/index.ts";
import { assertOpen, planConfirm } from "../confirm.ts";
import { matchedMeanwhile, nothingOpen, saleTwice } from "../errors.ts";
import { beginRun, matchesOf } from "../repo.ts";
import { inShort, type Match, transactions } from "../tables.ts";

type ByHand = { transactionId: number; sales: { saleId: number; amountCents?: number | undefined }[] };

/** Says which sales a transaction pays, or gives back, and confirms it. A sale without an amount gets all that is open on both sides. */
export async function matchByHand(ctx: Ctx, { transactionId, sales }: ByHand): Promise<Match> {
  const twice = sales.findIndex(({ saleId }, i) => sales.findIndex((other) => other.saleId === saleId) < i);
  if (twice >= 0) throw saleTwice(twice);
  const { transaction, existing, ...of } = await load(ctx, {
    transaction: transactions.one(ctx, transactionId, "transaction_id"),
    existing: matchesOf(ctx, [transactionId]),
    ...payableQueries(
      ctx,
      sales.map(({ saleId }) => saleId),
    ),
  });
  const loaded = payablesFrom(ctx, of);
  const found = sales.map(({ saleId }, i) => payableOf(loaded, saleId, `sales.${i}.sale_id`));
  assertOpen(transaction);
  let left = transaction.grossCents - transaction.matchedCents;
  const parts = sales.map(({ saleId, amountCents }, i) => {
    const { sale } = found[i] as Payable; // one for each
    const open =
      transaction.kind === "charge" ? sale.salePriceCents - sale.paidCents : sale.paidCents - sale.refundedCents;
    const part = amountCents ?? Math.min(open, left);
    if (part <= 0) throw nothingOpen(saleId);
    left -= part;
    return { saleId, amountCents: part, n: null };
  });
  const known = existing.find((match) => match.inShort === inShort(parts));
  if (known?.status === "confirmed") throw matchedMeanwhile();
  const made = {
    pass: "manual" as const,
    score: 100,
    parts,
    reasons: ["matched by hand"],
    status: "suggested" as const,
  };
  const plan = planConfirm(ctx, transaction, known ?? made, { loaded, others: existing });
  return await commit(ctx, {
    parts: [...plan.parts, plan.match, beginRun(ctx)],
    audit: { action: "match", of: plan.match },
    result: plan.match.row,
  });
}
