import { and, eq, sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, id, instant, stamps, tenantId } from "#/db/columns.ts";
import { q } from "#/db/tenant/client.ts";
import { movedBy } from "#/db/tenant/customer-rows.ts";
import { dueTable } from "#/db/tenant/due.ts";
import { resource } from "#/db/tenant/resource.ts";
import { accountExists, templateTaken, tooManyTemplates } from "./errors.ts";
import type { TemplateKind } from "./placeholders.ts";
import type { Category, Channel, Reason, SentChannel, Status } from "./rules.ts";

/** Everything that was said to a customer or by them, and every attempt to. */
export const communicationTable = sqliteTable(
  "communications",
  {
    tenantId: tenantId(),
    /** com_<ulid>: many go into one commit, and none must read a sequence first. */
    id: text("id").notNull(),
    /** Null: nobody knows whose address it is, or it is a lead's. */
    customerId: integer("customer_id"),
    jobId: integer("job_id"),
    invoiceId: integer("invoice_id"),
    estimateId: integer("estimate_id"),
    agreementId: integer("agreement_id"),
    leadId: integer("lead_id"),
    threadId: text("thread_id").notNull(),
    channel: text("channel").$type<Channel>().notNull(),
    direction: text("direction").$type<"in" | "out">().notNull(),
    category: text("category").$type<Category>(),
    subject: text("subject"),
    body: text("body"),
    from: text("from_address"),
    to: text("to_address"),
    template: text("template"),
    status: text("status").$type<Status>().notNull(),
    /** Why it was not sent. */
    reason: text("reason").$type<Reason>(),
    /** The provider's own code of a failure. */
    errorCode: text("error_code"),
    /** Of a text that waits: it was handed over, or is about to be. */
    provider: text("provider").$type<"mail" | "twilio" | "development">(),
    /** The provider's id of it; of a mail, that of the mail's row. */
    providerReference: text("provider_reference"),
    segments: integer("segments"),
    durationSeconds: integer("duration_seconds"),
    /** The answer to STOP or HELP. */
    isReply: flag("is_reply").notNull().default(false),
    /** What goes out once only has one name: template, thing and day. */
    dedupe: text("dedupe"),
    /** When it was to go out first. */
    dueAt: instant("due_at"),
    /** When the next attempt begins; while one is under way, when it is given up. Null: none is to come. */
    nextAttemptAt: instant("next_attempt_at"),
    attempts: integer("attempts").notNull().default(0),
    /** Attempts until the last whose end is known: a claim that finds fewer than all before it knows that one broke off. */
    endedAttempts: integer("ended_attempts").notNull().default(0),
    occurredAt: instant("occurred_at").notNull(),
    sentAt: instant("sent_at"),
    deliveredAt: instant("delivered_at"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("communications_by_customer").on(t.tenantId, t.customerId, t.id),
    index("communications_by_status").on(t.tenantId, t.status, t.id),
    index("communications_by_thread").on(t.tenantId, t.threadId, t.id),
    index("communications_by_job").on(t.tenantId, t.jobId, t.id).where(sql`job_id is not null`),
    index("communications_due").on(t.status, t.nextAttemptAt).where(sql`next_attempt_at is not null`),
    uniqueIndex("communications_once").on(t.tenantId, t.dedupe).where(sql`dedupe is not null`),
    uniqueIndex("communications_by_provider")
      .on(t.tenantId, t.providerReference)
      .where(sql`provider_reference is not null`),
  ],
);

export type Communication = typeof communicationTable.$inferSelect;

/** Messages that wait for their attempt. A text may be sent once only, so the lease is longer than any attempt. */
export const dueMessages = dueTable("message.attempt", {
  table: communicationTable,
  queue: "TASKS",
  waiting: "queued",
  attempts: communicationTable.attempts,
  leaseSeconds: 60,
  rungByRelay: true,
});

/** What customers have allowed or taken back, as it stands; the audit log has what was before. */
export const consentTable = sqliteTable(
  "communication_consents",
  {
    tenantId: tenantId(),
    customerId: integer("customer_id").notNull(),
    channel: text("channel").$type<SentChannel>().notNull(),
    category: text("category").$type<Category>().notNull(),
    state: text("state").$type<"granted" | "revoked">().notNull(),
    /** Where it comes from: a form, a call, a text message. */
    source: text("source").notNull(),
    evidence: text("evidence"),
    /** What a STOP has taken back, where it took something: START gives that back and nothing else. */
    beforeStop: text("before_stop").$type<"granted">(),
    at: instant("at").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.customerId, t.channel, t.category] })],
);
export type ConsentRow = typeof consentTable.$inferSelect;

/** Phone numbers that get no texts; e-mail addresses that get no mail are the mail domain's. */
export const suppressionTable = sqliteTable(
  "communication_suppressions",
  {
    tenantId: tenantId(),
    phone: text("phone").notNull(),
    reason: text("reason").$type<"stop" | "complaint" | "manual">().notNull(),
    createdAt: instant("created_at").notNull(),
    /** When its owner has texted STOP, where the office had put it here before; such a number is here for both reasons. */
    stoppedAt: instant("stopped_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.phone] })],
);
export type Suppression = typeof suppressionTable.$inferSelect;

export const templateTable = sqliteTable(
  "communication_templates",
  {
    tenantId: tenantId(),
    id: id(),
    /** What it is called by when a message is sent. */
    name: text("name").notNull(),
    kind: text("kind").$type<TemplateKind>().notNull(),
    channel: text("channel").$type<SentChannel>().notNull(),
    category: text("category").$type<Category>().notNull(),
    subject: text("subject"),
    body: text("body").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("communication_templates_name").on(t.tenantId, t.name),
    index("communication_templates_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);

const MOST_TEMPLATES = 200;
export const templates = resource("communication_template", templateTable, {
  limit: { most: MOST_TEMPLATES, refusal: tooManyTemplates(MOST_TEMPLATES) },
  refusals: ({ name }) => ({ "communication_templates.tenant_id, communication_templates.name": templateTaken(name) }),
});
export type MessageTemplate = typeof templateTable.$inferSelect;

/** The business' account with a provider of text messages; at most one. */
export const accountTable = sqliteTable(
  "message_accounts",
  {
    tenantId: tenantId(),
    id: id(),
    /** Of a text that waits: it was handed over, or is about to be. */
    provider: text("provider").$type<"twilio">().notNull(),
    /** Twilio's AC... */
    account: text("account").notNull(),
    /** The auth token, under AES-GCM with the Worker's SEAL_KEY. */
    sealedSecret: text("sealed_secret").notNull(),
    /** The number that texts come from, or a messaging service (MG...). */
    sender: text("sender").notNull(),
    lastEventAt: instant("last_event_at"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("message_accounts_one_each").on(t.tenantId, t.provider),
  ],
);
export const accounts = resource("message_account", accountTable, {
  refusals: () => ({ "message_accounts.tenant_id, message_accounts.provider": accountExists() }),
});
export type MessageAccount = typeof accountTable.$inferSelect;

/** Of two consents of customers who are one the stricter stands: a "no" is not lost in a merge, and one that START takes back is the weaker. */
const movedConsents = movedBy(consentTable, (ctx, { from, to }) => {
  const ofMerged = and(eq(consentTable.tenantId, ctx.tenant.id), eq(consentTable.customerId, from));
  const columns = ["state", "source", "evidence", "beforeStop", "at", "createdBy", "updatedAt", "version"] as const;
  return [
    q
      .insert(consentTable)
      .select(
        sql`select tenant_id, cast(${to} as integer), channel, category, state, source, evidence, before_stop, at, created_by, created_at, updated_at, version from ${consentTable} where ${ofMerged}`,
      )
      .onConflictDoUpdate({
        target: [consentTable.tenantId, consentTable.customerId, consentTable.channel, consentTable.category],
        set: Object.fromEntries(columns.map((name) => [name, sql.raw(`excluded."${consentTable[name].name}"`)])),
        setWhere: sql`excluded.state = 'revoked' and (${consentTable.state} = 'granted' or excluded.before_stop is null and ${consentTable.beforeStop} is not null)`,
      }),
    q.delete(consentTable).where(ofMerged),
  ];
});

/** A merge of two customers moves these rows (src/customer-history.ts). */
export const namesCustomer = [communicationTable, movedConsents];
