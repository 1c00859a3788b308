import type { Ctx } from "#/ctx.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { RowPart } from "#/db/tenant/resource.ts";
import { holdCustomers } from "#/domains/customers/index.ts";
import { followUpCancelled, followUpScheduled, followUpSkipped } from "./events.ts";
import { type Earlier, type Plan, plan } from "./rules.ts";
import { type FollowUpStatus, isOut, type Reason, statusFor } from "./statuses.ts";
import { type FollowUp, type FollowUpRule, followUps } from "./tables.ts";
import type { Thing } from "./things.ts";

/** The follow-ups of one rule for one thing. */
export const earlierOf = (rows: readonly FollowUp[], ruleId: number, thing: { entityId: number }): Earlier[] =>
  rows.filter((row) => row.ruleId === ruleId && row.entityId === thing.entityId);

/** What a rule wants for a thing. */
export type Wanted = { rule: FollowUpRule; thing: Thing; plan: Plan };

/** A planned follow-up as a part of a commit, with its event. One that is late is there too, and says why it was skipped. */
export function planned(ctx: Ctx, { rule, thing, plan: made }: Wanted, id = followUps.newId()): Part {
  const status: FollowUpStatus = made.reason ? statusFor(made.reason) : "scheduled";
  const part = followUps.insert(ctx, {
    id,
    ruleId: rule.id,
    ruleRevision: rule.revision,
    trigger: rule.trigger,
    entityType: thing.entityType,
    entityId: thing.entityId,
    sequence: made.sequence,
    anchor: made.anchor,
    customerId: thing.customer?.id ?? null,
    subject: thing.subject,
    channel: rule.channel,
    taskText: rule.taskText,
    dueAt: made.dueAt,
    status,
    skipReason: made.reason,
    nextAttemptAt: made.reason ? null : made.dueAt,
  });
  return { ...part, events: [(made.reason ? followUpSkipped : followUpScheduled)(part.row)], wakes: true };
}

/** What rules want for a thing that their trigger has come for. */
export const wantedFor = (
  ctx: Ctx,
  rules: readonly FollowUpRule[],
  thing: Thing,
  rows: readonly FollowUp[],
  { atNight = false } = {},
): Wanted[] =>
  rules.flatMap((rule) => {
    const made = rule.enabled && plan(rule, thing, earlierOf(rows, rule.id, thing), { now: ctx.now, atNight });
    return made ? [{ rule, thing, plan: made }] : [];
  });

/** All of them as parts, each with an id of its own. */
export async function allPlanned(ctx: Ctx, wanted: readonly Wanted[]): Promise<Part[]> {
  if (wanted.length === 0) return [];
  const { last } = await load(ctx, { last: followUps.nextId(ctx, wanted.length) });
  const parts = wanted.map((one, i) => planned(ctx, one, last - wanted.length + 1 + i));
  // those who were merged meanwhile are somebody else: the work is begun again
  const standing = wanted.flatMap(({ thing: { customer } }) => (customer?.mergedInto === null ? [customer.id] : []));
  return [...parts, { writes: holdCustomers(ctx, standing) }];
}

/** Ends a follow-up that does not go out, and says why. */
export function ended(ctx: Ctx, row: FollowUp, reason: Reason, note?: string): RowPart<FollowUp> {
  const status = statusFor(reason);
  const part = followUps.change(ctx, row, {
    ...{ status, skipReason: reason, nextAttemptAt: null },
    ...(note !== undefined && { note }),
  });
  return { ...part, events: [(status === "cancelled" ? followUpCancelled : followUpSkipped)(part.row, row)] };
}

/** Those that went out on or after a moment, and had neither this nor that yet. */
export const without = (rows: readonly FollowUp[], mark: "repliedAt" | "convertedAt", since: string): FollowUp[] =>
  rows.filter((row) => isOut(row.status) && row[mark] === null && row.sentAt !== null && row.sentAt >= since);
