import { and, eq, gte, lte, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { must, touch } from "#/db/tenant/guards.ts";
import { read } from "#/db/tenant/load.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { templates } from "#/domains/communications/index.ts";
import { changedMeanwhile } from "#/kernel/errors.ts";
import { type Instant, type LocalDate, localDateOf, localTime, plusDays } from "#/kernel/time.ts";
import { rateBps } from "./rules.ts";
import type { EntityType, FollowUpStatus, RuleChannel, Trigger } from "./statuses.ts";
import { type FollowUp, followUps, followUpTable, ruleTable } from "./tables.ts";

const ofTenant = (ctx: Ctx) => eq(followUpTable.tenantId, ctx.tenant.id);

/** All rules of the business: at most 50. */
export const rulesOf = (ctx: Ctx) => q.select().from(ruleTable).where(eq(ruleTable.tenantId, ctx.tenant.id));

/** The follow-ups of things of one kind, in their order. */
export const followUpsOf = (ctx: Ctx, type: EntityType, ids: readonly number[]) =>
  q
    .select()
    .from(followUpTable)
    .where(
      and(
        ofTenant(ctx),
        eq(followUpTable.entityType, type),
        sql`${followUpTable.entityId} in (select value from json_each(${JSON.stringify(ids)}))`,
      ),
    )
    .orderBy(followUpTable.id);

/** Some that are to come of rules that are not among these. Goes from rule to rule by their index, which knows only what is to come. */
export const scheduledBeside = (ctx: Ctx, ruleIds: readonly number[], limit: number) => {
  const next = (after: SQL) =>
    sql`(select min(rule_id) from follow_ups where tenant_id = ${ctx.tenant.id} and status = 'scheduled' and rule_id > ${after})`;
  const others = sql`with recursive rules(id) as (select ${next(sql`-1`)} union all select ${next(sql`rules.id`)} from rules where id is not null) select f.id from rules cross join follow_ups f indexed by follow_ups_scheduled on f.tenant_id = ${ctx.tenant.id} and f.rule_id = rules.id and f.status = 'scheduled' where rules.id not in (select value from json_each(${JSON.stringify(ruleIds)})) limit ${limit}`;
  return q
    .select()
    .from(followUpTable)
    .where(and(ofTenant(ctx), sql`${followUpTable.id} in (${others})`));
};

type Writer = { customerId: number | null; phone: string | null };
/** Those of a customer, and of leads with a phone, that are still to come, or went out since a moment. */
export const recentOf = (ctx: Ctx, { customerId, phone }: Writer, since: Instant) =>
  q
    .select()
    .from(followUpTable)
    .where(
      and(
        ofTenant(ctx),
        sql`${followUpTable.id} in (select id from follow_ups where tenant_id = ${ctx.tenant.id} and customer_id = ${customerId} union select f.id from leads l join follow_ups f on f.tenant_id = l.tenant_id and f.entity_type = 'lead' and f.entity_id = l.id where l.tenant_id = ${ctx.tenant.id} and l.phone_e164 = ${phone})`,
        sql`(${followUpTable.status} = 'scheduled' or ${followUpTable.sentAt} >= ${since})`,
      ),
    )
    .orderBy(followUpTable.id);

/** The follow-up whose message this is. */
export const followUpOfMessage = (ctx: Ctx, communicationId: string) =>
  first(
    q
      .select()
      .from(followUpTable)
      .where(and(ofTenant(ctx), sql`${followUpTable.communicationId} = ${communicationId}`)),
  );

/** When a rule last sent these customers something, by customer: about anything but the thing itself. */
export const lastSentTo = (ctx: Ctx, ruleId: number, customerIds: readonly number[], but: number | null) =>
  mapped(
    q
      .select({ customerId: followUpTable.customerId, at: sql<Instant>`max(${followUpTable.sentAt})`.as("at") })
      .from(followUpTable)
      .where(
        and(
          ofTenant(ctx),
          eq(followUpTable.ruleId, ruleId),
          sql`${followUpTable.customerId} in (select value from json_each(${JSON.stringify(customerIds)}))`,
          sql`${followUpTable.status} in ('sent', 'to_do', 'done')`,
          but === null ? undefined : sql`${followUpTable.entityId} <> ${but}`,
        ),
      )
      .groupBy(followUpTable.customerId),
    (rows) => new Map(rows.map(({ customerId, at }) => [customerId ?? 0, at])),
  );

/** Refuses where the rule has sent the same customer something about another thing since `lastSentTo` was read. */
export const holdCooldown = (ctx: Ctx, row: FollowUp, last: Instant | null): Write[] => [
  touch(
    followUpTable,
    and(
      ofTenant(ctx),
      eq(followUpTable.id, row.id),
      sql`not exists (select 1 from follow_ups f where f.tenant_id = ${ctx.tenant.id} and f.rule_id = ${row.ruleId} and f.customer_id = ${row.customerId} and f.entity_id <> ${row.entityId} and f.status in ('sent', 'to_do', 'done') and f.sent_at > ${last ?? ""})`,
    ),
  ),
  must(changedMeanwhile("follow_up", row.id, false)),
];

/** What a rule will send until a moment. */
export const scheduledUntil = (ctx: Ctx, ruleId: number, until: Instant, limit: number) =>
  q
    .select()
    .from(followUpTable)
    .where(
      and(
        ofTenant(ctx),
        eq(followUpTable.status, "scheduled"),
        lte(followUpTable.dueAt, until),
        eq(followUpTable.ruleId, ruleId),
      ),
    )
    .orderBy(followUpTable.dueAt, followUpTable.id)
    .limit(limit);

/** The template of a name; undefined when it is gone. */
export const templateCalled = (ctx: Ctx, name: string) =>
  first(
    q
      .select()
      .from(templates.table)
      .where(and(eq(templates.table.tenantId, ctx.tenant.id), eq(templates.table.name, name))),
  );

/** Those of some names. */
export const templatesCalled = (ctx: Ctx, names: readonly string[]) =>
  q
    .select({ name: templates.table.name })
    .from(templates.table)
    .where(
      and(
        eq(templates.table.tenantId, ctx.tenant.id),
        sql`${templates.table.name} in (select value from json_each(${JSON.stringify(names)}))`,
      ),
    );

/** The template that a rule names; undefined when there is none. */
export const templateOfRule = (ctx: Ctx, ruleId: number) =>
  first(
    q
      .select()
      .from(templates.table)
      .where(
        and(
          eq(templates.table.tenantId, ctx.tenant.id),
          sql`${templates.table.name} = (select template from follow_up_rules where tenant_id = ${ctx.tenant.id} and id = ${ruleId})`,
        ),
      ),
  );

type Filter = Partial<{
  status: FollowUpStatus;
  ruleId: number;
  trigger: Trigger;
  entityType: EntityType;
  entityId: number;
  customerId: number;
  channel: RuleChannel;
  dueFrom: Instant;
  dueUntil: Instant;
}>;

/** Follow-ups, filtered and sorted. */
export function listFollowUps(ctx: Ctx, { dueFrom, dueUntil, ...filter }: ListInput & Filter) {
  const { status, ruleId, trigger, entityType, entityId, customerId, channel, ...input } = filter;
  const equals = { status, ruleId, trigger, entityType, entityId, customerId, channel };
  const named = Object.values(equals).filter((value) => value !== undefined).length;
  const filters: (SQL | undefined)[] = [
    dueFrom && gte(followUpTable.dueAt, dueFrom),
    dueUntil && lte(followUpTable.dueAt, dueUntil),
  ].filter((one) => one !== undefined);
  return followUps.list(ctx, input, {
    equals,
    filters,
    sorts: { due_at: [followUpTable.dueAt, followUpTable.id] },
    total: named === 1 && filters.length === 0 ? status : undefined,
  });
}

/** Of the figures when nobody says which days they are about. */
const USUAL_DAYS = 30;

/** How many were sent on some local days, and what came of them within 14 days. */
export async function figuresOf(
  ctx: Ctx,
  asked: { dateFrom?: LocalDate | undefined; dateTo?: LocalDate | undefined; ruleId?: number | undefined },
) {
  const dateTo = asked.dateTo ?? localDateOf(ctx.now, ctx.tenant.timezone);
  const dateFrom = asked.dateFrom ?? plusDays(dateTo, 1 - USUAL_DAYS);
  const zone = ctx.tenant.timezone;
  const { rows } = await read(ctx, {
    rows: q
      .select({
        ruleId: followUpTable.ruleId,
        sent: sql<number>`count(*)`.as("n"),
        replied: sql<number>`count(${followUpTable.repliedAt})`.as("replies"),
        converted: sql<number>`count(${followUpTable.convertedAt})`.as("successes"),
      })
      .from(followUpTable)
      .where(
        and(
          ofTenant(ctx),
          sql`${followUpTable.sentAt} >= ${localTime(dateFrom, "00:00", zone)}`,
          sql`${followUpTable.sentAt} < ${localTime(plusDays(dateTo, 1), "00:00", zone)}`,
          sql`${followUpTable.status} in ('sent', 'to_do', 'done')`,
          asked.ruleId === undefined ? undefined : eq(followUpTable.ruleId, asked.ruleId),
        ),
      )
      .groupBy(followUpTable.ruleId)
      .orderBy(followUpTable.ruleId),
  });
  const sum = (name: "sent" | "replied" | "converted") => rows.reduce((total, row) => total + row[name], 0);
  const all = { sent: sum("sent"), replied: sum("replied"), converted: sum("converted") };
  return { dateFrom, dateTo, ...withShares(all), rules: rows.map((row) => ({ ...row, ...withShares(row) })) };
}

const withShares = (row: Record<"sent" | "replied" | "converted", number>) => ({
  sent: row.sent,
  replied: row.replied,
  converted: row.converted,
  repliedBps: rateBps(row.replied, row.sent),
  convertedBps: rateBps(row.converted, row.sent),
});
