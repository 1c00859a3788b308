import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { openFromOf } from "#/domains/commissions/index.ts";
import { localDateOf } from "#/kernel/time.ts";
import { approvedAboveClaim, ownApproval } from "../errors.ts";
import { expenseApproved, expenseRejected } from "../events.ts";
import { holdPayDay } from "../payroll-repo.ts";
import { payDay } from "../rules.ts";
import { assertStep } from "../steps.ts";
import { type Expense, expenses } from "../tables.ts";

/** Whether the caller claims the expense, or has submitted it. */
const isOwn = ({ actor }: Ctx, { technicianId, submittedBy }: Expense): boolean =>
  submittedBy === actorName(actor) || (actor.kind === "user" && actor.technicianId === technicianId);

type Approval = { id: number; approvedCents?: number | undefined; note?: string | undefined };

/** Approves all of an expense or a part. What came out of the technician's pocket is paid back in the pay period of that day. */
export async function approveExpense(ctx: Ctx, { id, approvedCents, note }: Approval): Promise<Expense> {
  const { expense, openFrom } = await load(ctx, { expense: expenses.one(ctx, id), openFrom: openFromOf(ctx) });
  assertStep(ctx, expense, "approve");
  if (isOwn(ctx, expense)) throw ownApproval();
  const { amountCents, paymentSource } = expense;
  if (approvedCents !== undefined && approvedCents > amountCents) throw approvedAboveClaim(amountCents);
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  const part = expenses.change(ctx, expense, {
    ...{ status: "approved", approvedCents: approvedCents ?? amountCents },
    ...{ decidedAt: ctx.now, decidedBy: actorName(ctx.actor), decisionReason: note ?? null },
    countsOn: paymentSource === "out_of_pocket" ? payDay(today, openFrom) : null,
  });
  return await commit(ctx, {
    parts: [part, ...holdPayDay(ctx, id)],
    events: [expenseApproved(part.row, expense)],
    audit: { action: "approve", of: part },
    result: part.row,
  });
}

/** Rejects an expense and says why. Its claimant may take it back, change it and submit it again. */
export async function rejectExpense(ctx: Ctx, { id, reason }: { id: number; reason: string }): Promise<Expense> {
  const { expense } = await load(ctx, { expense: expenses.one(ctx, id) });
  assertStep(ctx, expense, "reject");
  const part = expenses.change(ctx, expense, {
    ...{ status: "rejected", decidedAt: ctx.now, decidedBy: actorName(ctx.actor), decisionReason: reason },
  });
  return await commit(ctx, {
    parts: [part],
    events: [expenseRejected(part.row, expense)],
    audit: { action: "reject", of: part },
    result: part.row,
  });
}
