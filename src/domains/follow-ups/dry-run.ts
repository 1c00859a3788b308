import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { consentsOfAll } from "#/domains/communications/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { type Instant, localDateOf, plusDays, plusSeconds, toInstant } from "#/kernel/time.ts";
import { candidates } from "./candidate-repo.ts";
import { messageOf, recipientOf } from "./messages.ts";
import { earlierOf } from "./planning.ts";
import { followUpsOf, lastSentTo, scheduledUntil, templateOfRule } from "./repo.ts";
import { plan, whyNot } from "./rules.ts";
import type { Reason } from "./statuses.ts";
import { type FollowUp, type FollowUpRule, followUpRules } from "./tables.ts";
import { thingQueries, thingsOf } from "./thing-repo.ts";
import type { Thing } from "./things.ts";
import { anchorDays } from "./timing.ts";
import { triggerFacts } from "./triggers.ts";

const DAYS = 7;
/** Of one answer. */
const MOST = 50;
/** Things that are looked at, for the few that the conditions want. */
const CANDIDATES = 500;

type Coming = { row: FollowUp | undefined; thing: Thing; sequence: number; anchor: string; dueAt: Instant };

/**
 * What a rule would send within 7 days, with its texts, as things stand now; writes nothing. A rule that is switched off is tried as if it had been on
 * all the time, since that is what one wants to see before one switches it on. Of one that is on, what an event brings is planned already.
 */
export async function dryRun(ctx: Ctx, id: number) {
  const until = plusSeconds(ctx.now, DAYS * 24 * 3600);
  const { rule } = await read(ctx, { rule: followUpRules.one(ctx, id) });
  const tried = rule.enabled ? rule : { ...rule, enabled: true, activeFrom: toInstant(0) };
  const looksFurther = !rule.enabled || triggerFacts[rule.trigger].anchor === "day";
  const { all, texts, isPart } = await comingOf(ctx, tried, until, looksFurther);
  const coming = all
    .filter(({ dueAt }) => dueAt <= until)
    .toSorted((a, b) => a.dueAt.localeCompare(b.dueAt))
    .slice(0, MOST);
  const customerIds = [...new Set(coming.flatMap(({ thing }) => thing.customer?.id ?? []))];
  const { last, allowed } = await read(ctx, {
    last: lastSentTo(ctx, id, customerIds, null),
    allowed: consentsOfAll(ctx, customerIds),
  });
  const items = coming.map(async (one) => {
    const customerId = one.thing.customer?.id ?? 0;
    const consents = allowed.filter((consent) => consent.customerId === customerId);
    return await previewOf(ctx, tried, one, { ...texts, consents }, last.get(customerId) ?? null);
  });
  return { from: ctx.now, until, items: await Promise.all(items), more: isPart || coming.length === MOST };
}

/** What is planned, and, where one looks further, what would be. */
async function comingOf(ctx: Ctx, rule: FollowUpRule, until: Instant, looksFurther: boolean) {
  const { entity } = triggerFacts[rule.trigger];
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  const days = anchorDays(rule.offset, plusDays(today, -1), plusDays(today, DAYS));
  const {
    scheduled,
    ids = [],
    ...texts
  } = await read(ctx, {
    scheduled: scheduledUntil(ctx, rule.id, until, MOST),
    ids: looksFurther ? candidates(ctx, rule.trigger, days, 0, CANDIDATES) : undefined,
    organization: organizationOf(ctx),
    template: templateOfRule(ctx, rule.id),
  });
  const named = [...new Set([...scheduled.map(({ entityId }) => entityId), ...ids])];
  const { rows, ...found } = await read(ctx, {
    ...thingQueries(ctx, entity, named),
    rows: followUpsOf(ctx, entity, named),
  });
  const things = await thingsOf(ctx, entity, found);
  const all = [...planned(scheduled, things), ...wouldPlan(rule, ids, things, rows, ctx.now)];
  return { all, texts, isPart: scheduled.length === MOST || ids.length === CANDIDATES };
}

const planned = (rows: readonly FollowUp[], things: ReadonlyMap<number, Thing>): Coming[] =>
  rows.flatMap((row) => {
    const thing = things.get(row.entityId);
    return thing ? [{ row, thing, sequence: row.sequence, anchor: row.anchor, dueAt: row.dueAt }] : [];
  });

function wouldPlan(
  rule: FollowUpRule,
  ids: readonly number[],
  things: ReadonlyMap<number, Thing>,
  rows: readonly FollowUp[],
  now: Instant,
): Coming[] {
  return ids.flatMap((id) => {
    const thing = things.get(id);
    const made = thing && plan(rule, thing, earlierOf(rows, rule.id, thing), { now, atNight: false });
    return made && !made.reason ? [{ row: undefined, thing, ...made }] : [];
  });
}

async function previewOf(
  ctx: Ctx,
  rule: FollowUpRule,
  { row, thing, sequence, anchor, dueAt }: Coming,
  texts: Parameters<typeof messageOf>[3],
  lastToCustomer: Instant | null,
) {
  const followUp = row ?? { ruleRevision: rule.revision, anchor, dueAt };
  const against = whyNot({ followUp, rule, thing, lastToCustomer, now: dueAt });
  const message = rule.channel === "task" ? undefined : await messageOf(ctx, rule, thing, texts, { draft: true });
  const refused: Reason | null = against ?? (typeof message === "string" ? message : null);
  const written = typeof message === "string" ? undefined : message;
  const channel = rule.channel === "task" ? ("task" as const) : (texts.template?.channel ?? "email");
  return {
    followUpId: row?.id ?? null,
    ...{ entityType: thing.entityType, entityId: thing.entityId, subject: thing.subject, sequence, dueAt, channel },
    skipReason: refused,
    to: channel === "task" ? null : recipientOf(thing, channel),
    messageSubject: written?.subject ?? null,
    messageText: written?.body ?? rule.taskText,
  };
}
