import type { Ctx } from "#/ctx.ts";
import { type Part, type Parts, record } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { AppError } from "#/kernel/errors.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import { followUpFailed, followUpSent } from "../events.ts";
import { consentsFor, handOver, messageOf } from "../messages.ts";
import { earlierOf, ended, planned } from "../planning.ts";
import { followUpsOf, holdCooldown, lastSentTo, rulesOf, templateCalled } from "../repo.ts";
import { isApart, planNext, whyNot } from "../rules.ts";
import type { Reason } from "../statuses.ts";
import { dueFollowUps, type FollowUp, type FollowUpRule, followUps } from "../tables.ts";
import { thingQueries, thingsOf } from "../thing-repo.ts";
import type { Thing } from "../things.ts";

/** Workers who died or failed over one follow-up. */
const MOST_ATTEMPTS = 6;

/**
 * The moment of a follow-up has come: claims it, judges it by what holds now, and hands its message over in the commit that marks it as sent. Of many
 * that try at once one commits: the others find another version of the row.
 */
export async function sendFollowUp(ctx: Ctx, id: string): Promise<undefined> {
  const { row, rules, organization } = await load(ctx, {
    row: dueFollowUps.claim(ctx, id),
    rules: rulesOf(ctx),
    organization: organizationOf(ctx),
  });
  if (!row) return;
  if (row.attempts > MOST_ATTEMPTS) return await settle(ctx, failed(ctx, row));

  const rule = rules.find((one) => one.id === row.ruleId);
  const { rows, last, template, consents, ...found } = await load(ctx, {
    ...thingQueries(ctx, row.entityType, [row.entityId]),
    rows: followUpsOf(ctx, row.entityType, [row.entityId]),
    last: row.customerId === null ? undefined : lastSentTo(ctx, row.ruleId, [row.customerId], row.entityId),
    template: rule?.template ? templateCalled(ctx, rule.template) : undefined,
    consents: consentsFor(ctx, row.customerId),
  });
  const thing = (await thingsOf(ctx, row.entityType, found)).get(row.entityId);
  const lastToCustomer = last?.get(row.customerId ?? 0) ?? null;
  const reason = whyNot({ followUp: row, rule, thing, lastToCustomer, now: ctx.now });
  if (reason || !rule || !thing) {
    const { parts } = over(ctx, row, reason ?? "gone");
    // one that nobody looked at in time does not end its series
    const after = reason === "late" && rule && thing && next(ctx, { row, rule, thing, rows });
    return await settle(ctx, { parts: [...parts, after] });
  }

  // of two for one customer at this moment one commits; the sweep judges the other again
  const held = isApart(rule) && row.customerId !== null ? holdCooldown(ctx, row, lastToCustomer) : [];
  if (rule.channel === "task") return await settle(ctx, sent(ctx, { row, rule, thing, rows }, held, null));
  const message = await messageOf(ctx, rule, thing, { template, consents: consents ?? [], organization });
  if (typeof message === "string") return await settle(ctx, over(ctx, row, message));
  const { parts, communicationId } = await handOver(ctx, row, thing, message);
  await settle(ctx, sent(ctx, { row, rule, thing, rows }, [...held, ...parts], communicationId));
}

type Outcome = { parts: Parts; events?: readonly DomainEvent[] };
type Sending = { row: FollowUp; rule: FollowUpRule; thing: Thing; rows: readonly FollowUp[] };

const over = (ctx: Ctx, row: FollowUp, reason: Reason): Outcome => ({ parts: [ended(ctx, row, reason)] });

function failed(ctx: Ctx, row: FollowUp): Outcome {
  const part = followUps.change(ctx, row, { status: "failed", skipReason: "broken", nextAttemptAt: null });
  return { parts: [part], events: [followUpFailed(part.row, row)] };
}

/** Sent, or a task that waits to be done; and the next one, where the rule wants more of them. */
function sent(ctx: Ctx, { row, rule, thing, rows }: Sending, parts: Parts, communicationId: string | null): Outcome {
  const part = followUps.change(ctx, row, {
    status: rule.channel === "task" ? "to_do" : "sent",
    ...{ communicationId, taskText: rule.taskText, sentAt: ctx.now, nextAttemptAt: null },
  });
  return {
    parts: [...parts, part, next(ctx, { row, rule, thing, rows })],
    events: [followUpSent(part.row, row)],
  };
}

function next(ctx: Ctx, { row, rule, thing, rows }: Sending): Part | undefined {
  const plan = planNext(rule, row, earlierOf(rows, rule.id, thing), { zone: thing.zone, now: ctx.now });
  return plan && planned(ctx, { rule, thing, plan });
}

/** What another worker or the office has done meanwhile stands. */
async function settle(ctx: Ctx, outcome: Outcome): Promise<undefined> {
  try {
    await record(ctx, outcome);
  } catch (error) {
    if (!(error instanceof AppError && SETTLED.includes(error.reason))) throw error;
  }
}
const SETTLED = ["follow_up.changed_meanwhile", "follow_up.planned_meanwhile", "communication.repeated"];
