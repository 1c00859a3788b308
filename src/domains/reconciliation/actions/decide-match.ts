import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { payableQueries, payablesFrom } from "#/domains/sales/index.ts";
import { planConfirm, planUndo, rejected } from "../confirm.ts";
import { isRejected } from "../errors.ts";
import { beginRun, besides, transactionOf } from "../repo.ts";
import { type Match, matches } from "../tables.ts";

/** Confirms a suggested match. Again: answers it and changes nothing. */
export async function confirmMatch(ctx: Ctx, id: number): Promise<Match> {
  const { match, transaction, others } = await loadBoth(ctx, id);
  if (match.status === "confirmed") return match;
  matches.assertCurrent(ctx, match);
  if (match.status === "rejected") throw isRejected(id);
  const plan = planConfirm(ctx, transaction, match, { loaded: await payablesOf(ctx, match), others });
  return await commit(ctx, {
    parts: [...plan.parts, plan.match, beginRun(ctx)],
    audit: { action: "confirm", of: plan.match },
    result: plan.match.row,
  });
}

/** Rejects a match, so that it is not suggested again. Of a confirmed one its payments or refunds are taken back. */
export async function rejectMatch(ctx: Ctx, id: number): Promise<Match> {
  const { match, transaction } = await loadBoth(ctx, id);
  if (match.status === "rejected") return match;
  matches.assertCurrent(ctx, match);
  if (match.status === "suggested") {
    const part = matches.change(ctx, match, rejected(ctx));
    return await commit(ctx, { parts: [part], audit: { action: "reject", of: part }, result: part.row });
  }
  const plan = planUndo(ctx, { transaction, match }, await payablesOf(ctx, match));
  return await commit(ctx, {
    parts: [...plan.parts, plan.match, beginRun(ctx)],
    audit: { action: "undo", of: plan.match },
    result: plan.match.row,
  });
}

async function payablesOf(ctx: Ctx, { parts }: Match) {
  const ids = parts.map(({ saleId }) => saleId);
  return payablesFrom(ctx, await load(ctx, payableQueries(ctx, ids)));
}

const loadBoth = (ctx: Ctx, id: number) =>
  load(ctx, { match: matches.one(ctx, id), transaction: transactionOf(ctx, id), others: besides(ctx, id) });
