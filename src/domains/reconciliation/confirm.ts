import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import type { Part } from "#/db/tenant/commit.ts";
import type { RowPart } from "#/db/tenant/resource.ts";
import { type Payable, payableOf, paymentParts } from "#/domains/sales/index.ts";
import { aboveOpen, notMatchable } from "./errors.ts";
import { paymentReconciled, paymentUnreconciled } from "./events.ts";
import { type Match, type MatchPart, matches, type Transaction, transactions } from "./tables.ts";

type Plan = { match: RowPart<Match>; parts: Part[] };

/** The kind of payment that a match makes of a transaction. */
const movementOf = ({ kind }: Pick<Match, "kind">) => (kind === "charge" ? ("payment" as const) : ("refund" as const));

type New = Pick<Match, "pass" | "score" | "parts" | "reasons" | "status"> &
  Partial<Pick<Match, "decidedBy" | "decidedAt">> & {
    /** Of the row, where one was taken. */
    matchId?: number;
  };
/** The row of a new match. */
export const newMatch = (
  ctx: Ctx,
  { id: transactionId, kind, provider, externalId, occurredOn, customer }: Transaction,
  { matchId: id = matches.newId(), ...of }: New,
) =>
  matches.insert(ctx, {
    ...of,
    id,
    transactionId,
    amountCents: sumOf(of.parts),
    kind,
    provider,
    externalId,
    occurredOn,
    customer,
  });

export const sumOf = (parts: readonly Pick<MatchPart, "amountCents">[]): number =>
  parts.reduce((sum, { amountCents }) => sum + amountCents, 0);

/**
 * What the confirmation of a match writes: payments or refunds of its sales, and how much of the transaction is matched. The versions of the
 * transaction and of the sales guard both sums, so confirmations side by side never exceed them. `match` is the row, or what makes it; of the
 * `others` of the transaction, suggestions that are too large now are dropped.
 */
export function planConfirm(
  ctx: Ctx,
  transaction: Transaction,
  match: Match | New,
  { loaded, others }: { loaded: ReadonlyMap<number, Payable>; others: readonly Match[] },
): Plan {
  assertOpen(transaction);
  const amountCents = sumOf(match.parts);
  const openCents = transaction.grossCents - transaction.matchedCents;
  if (amountCents > openCents) throw aboveOpen(openCents);
  const payments = match.parts.map(({ saleId, amountCents }, i) => {
    const payable = payableOf(loaded, saleId, `sales.${i}.sale_id`);
    const part = paymentParts(ctx, payable, {
      movement: { kind: movementOf(transaction), amountCents },
      paidOn: transaction.occurredOn,
      method: transaction.provider,
      reference: transaction.externalId,
    });
    return { part, made: { saleId, amountCents, n: payable.n } };
  });
  const decided = {
    status: "confirmed" as const,
    parts: payments.map(({ made }) => made),
    decidedBy: actorName(ctx.actor),
    decidedAt: ctx.now,
  };
  const row =
    "id" in match ? matches.change(ctx, match, decided) : newMatch(ctx, transaction, { ...match, ...decided });
  const part = transactions.change(ctx, transaction, { matchedCents: transaction.matchedCents + amountCents });
  const event = paymentReconciled({ match: row.row, transaction: part.row });
  const isLeft = ({ status, amountCents: cents }: Match) => status === "suggested" && cents > openCents - amountCents;
  const tooLarge = others.filter((other) => isLeft(other) && !("id" in match && other.id === match.id));
  const obsolete = tooLarge.map((other) => matches.remove(ctx, other));
  return {
    match: { ...row, events: [event] },
    parts: [...payments.map(({ part: one }) => one), part, ...obsolete],
  };
}

/** Refuses a transaction that has nothing to match. */
export function assertOpen(transaction: Transaction): void {
  if (!transaction.isOpen) throw notMatchable(transaction.id, whyClosed(transaction));
}

function whyClosed({ kind, status, grossCents, matchedCents }: Transaction): string {
  if (kind === "payout" || kind === "fee") return `it is a ${kind}, not income`;
  return matchedCents >= grossCents ? "all of it is matched" : `its status is ${status}`;
}

/** What undoing a confirmed match writes: its payments or refunds are taken back. */
export function planUndo(
  ctx: Ctx,
  { transaction, match }: { transaction: Transaction; match: Match },
  loaded: ReadonlyMap<number, Payable>,
): Plan {
  const kind = `${movementOf(match)}_undone` as const;
  const payments = match.parts.map(({ saleId, amountCents }) =>
    paymentParts(ctx, payableOf(loaded, saleId), {
      movement: { kind, amountCents },
      paidOn: match.occurredOn,
      method: match.provider,
      reference: match.externalId,
    }),
  );
  const row = matches.change(ctx, match, rejected(ctx));
  const part = transactions.change(ctx, transaction, { matchedCents: transaction.matchedCents - sumOf(match.parts) });
  const event = paymentUnreconciled({ match: row.row, transaction: part.row });
  return { match: { ...row, events: [event] }, parts: [...payments, part] };
}

export const rejected = (ctx: Ctx) => ({
  status: "rejected" as const,
  decidedBy: actorName(ctx.actor),
  decidedAt: ctx.now,
});
