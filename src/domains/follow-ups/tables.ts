import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, id, instant, stamps, tenantId } from "#/db/columns.ts";
import { dueTable } from "#/db/tenant/due.ts";
import { resource } from "#/db/tenant/resource.ts";
import { fold } from "#/kernel/fold.ts";
import type { Condition } from "./conditions.ts";
import { plannedMeanwhile, ruleNameTaken, tooManyRules } from "./errors.ts";
import type { EntityType, FollowUpStatus, Offset, Reason, RuleChannel, Trigger } from "./statuses.ts";

export const ruleTable = sqliteTable(
  "follow_up_rules",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    /** The ready-made rule that it was taken from. */
    preset: text("preset"),
    enabled: flag("enabled").notNull(),
    trigger: text("trigger").$type<Trigger>().notNull(),
    offset: text("offset", { mode: "json" }).$type<Offset>().notNull(),
    sendAtLocal: text("send_at_local"),
    conditions: text("conditions", { mode: "json" }).$type<Condition[]>().notNull(),
    channel: text("channel").$type<RuleChannel>().notNull(),
    /** The template of the message; null: a task. */
    template: text("template"),
    /** What someone must do; null: a message. */
    taskText: text("task_text"),
    maxPerEntity: integer("max_per_entity").notNull(),
    cooldownDays: integer("cooldown_days").notNull(),
    stopOn: text("stop_on", { mode: "json" }).$type<string[]>().notNull(),
    /** What began before is left alone. */
    activeFrom: instant("active_from").notNull(),
    /** Counts the changes of trigger and time: what was planned by an earlier one is skipped. */
    revision: integer("revision").notNull(),
    /** The folded name: two rules have different ones. */
    nameKey: text("name_key").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("follow_up_rules_name").on(t.tenantId, t.nameKey),
    index("follow_up_rules_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);

/** One message or task that a rule has planned, and what became of it. */
export const followUpTable = sqliteTable(
  "follow_ups",
  {
    tenantId: tenantId(),
    id: id(),
    ruleId: integer("rule_id").notNull(),
    /** The rule's at the planning. */
    ruleRevision: integer("rule_revision").notNull(),
    trigger: text("trigger").$type<Trigger>().notNull(),
    entityType: text("entity_type").$type<EntityType>().notNull(),
    entityId: integer("entity_id").notNull(),
    /** Counts the follow-ups of the rule for the thing. */
    sequence: integer("sequence").notNull(),
    /** What the trigger counted from: a moment or a local day. */
    anchor: text("anchor").notNull(),
    customerId: integer("customer_id"),
    /** What people call the thing. */
    subject: text("subject").notNull(),
    channel: text("channel").$type<RuleChannel>().notNull(),
    dueAt: instant("due_at").notNull(),
    status: text("status").$type<FollowUpStatus>().notNull(),
    /** Why it was skipped or cancelled. */
    skipReason: text("skip_reason").$type<Reason>(),
    communicationId: text("communication_id"),
    /** Of a task. */
    taskText: text("task_text"),
    sentAt: instant("sent_at"),
    repliedAt: instant("replied_at"),
    /** When it had its success, within 14 days. */
    convertedAt: instant("converted_at"),
    doneAt: instant("done_at"),
    doneBy: text("done_by"),
    note: text("note"),
    attempts: integer("attempts").notNull().default(0),
    /** When it is sent; while that is under way, when it is given up. Null: nothing is to come. */
    nextAttemptAt: instant("next_attempt_at"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("follow_ups_once").on(t.tenantId, t.ruleId, t.entityType, t.entityId, t.sequence),
    index("follow_ups_due").on(t.status, t.nextAttemptAt).where(sql`next_attempt_at is not null`),
    index("follow_ups_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("follow_ups_scheduled").on(t.tenantId, t.ruleId).where(sql`status = 'scheduled'`),
    index("follow_ups_by_due").on(t.tenantId, t.dueAt, t.id),
    index("follow_ups_by_status").on(t.tenantId, t.status, t.dueAt, t.id),
    index("follow_ups_by_entity").on(t.tenantId, t.entityType, t.entityId, t.id),
    index("follow_ups_by_customer").on(t.tenantId, t.customerId, t.id).where(sql`customer_id is not null`),
    index("follow_ups_by_message").on(t.tenantId, t.communicationId).where(sql`communication_id is not null`),
    index("follow_ups_sent").on(t.tenantId, t.sentAt, t.ruleId).where(sql`sent_at is not null`),
  ],
);

/** A merge of two customers moves these rows (src/customer-history.ts). */
export const namesCustomer = [followUpTable];

/** The planner asks all rules of a business at every trigger. */
const MOST_RULES = 50;
export const followUpRules = resource("follow_up_rule", ruleTable, {
  derived: ({ name }) => ({ nameKey: fold(name) }),
  unlogged: ["nameKey", "revision"],
  limit: { most: MOST_RULES, refusal: tooManyRules(MOST_RULES) },
  refusals: ({ name }) => ({ "follow_up_rules.tenant_id, follow_up_rules.name_key": ruleNameTaken(name) }),
});
export type FollowUpRule = typeof ruleTable.$inferSelect;

export const followUps = resource("follow_up", followUpTable, {
  totals: ({ status }) => [status],
  unlogged: ["attempts", "nextAttemptAt", "ruleRevision"],
  refusals: ({ ruleId, entityType, entityId }) => ({
    "follow_ups.tenant_id, follow_ups.rule_id, follow_ups.entity_type, follow_ups.entity_id, follow_ups.sequence":
      plannedMeanwhile(ruleId, entityType, entityId),
  }),
});
export type FollowUp = typeof followUpTable.$inferSelect;

/** Follow-ups whose moment comes. */
export const dueFollowUps = dueTable("follow-up.send", {
  table: followUpTable,
  queue: "TASKS",
  waiting: "scheduled",
  attempts: followUpTable.attempts,
  leaseSeconds: 60,
  rungByRelay: true,
});
