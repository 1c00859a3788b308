import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { EventType } from "#/kernel/events.ts";
import { instant, tenantId } from "../../columns.ts";

export type TenantState = "active" | "moving" | "moved" | "suspended";

/** Whether this shard may serve the tenant. Every batch reads it, every commit guards on it; after a move it stays as a tombstone. */
export const tenantState = sqliteTable("tenant_state", {
  tenantId: text("tenant_id").primaryKey(),
  state: text("state").$type<TenantState>().notNull(),
});

/** Last id handed out per tenant and entity. */
export const sequences = sqliteTable(
  "sequences",
  { tenantId: tenantId(), entity: text("entity").notNull(), lastId: integer("last_id").notNull() },
  (t) => [primaryKey({ columns: [t.tenantId, t.entity] }), index("sequences_by_entity").on(t.entity, t.tenantId)],
);

/** Maintained row counts, so that a list's total is not a scan. `bucket` is `all`, a month or a day (counters.ts). */
export const counters = sqliteTable(
  "counters",
  {
    tenantId: tenantId(),
    entity: text("entity").notNull(),
    bucket: text("bucket").notNull(),
    n: integer("n").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.entity, t.bucket] })],
);

/** Always empty: its trigger aborts the batch that inserts into it, with the reason as the message (commit.ts). */
export const must = sqliteTable("must", { reason: text("reason").notNull() });

export const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    tenantId: tenantId(),
    principal: text("principal").notNull(),
    key: text("key").notNull(),
    fingerprint: text("fingerprint").notNull(),
    status: integer("status").notNull(),
    body: text("body").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.principal, t.key] }),
    index("idempotency_keys_by_expiry").on(t.expiresAt),
  ],
);

/** The log of events, in the order of commits. Each consumer keeps its own cursor. */
export const outbox = sqliteTable(
  "outbox",
  {
    tenantId: tenantId(),
    seq: integer("seq").notNull(),
    id: text("id").notNull(),
    type: text("type").$type<EventType>().notNull(),
    /** JSON of the event data as it goes to every consumer, serialised once. */
    data: text("data").notNull(),
    occurredAt: instant("occurred_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.seq] })],
);

/** How far a consumer of the outbox has come. */
export const outboxCursors = sqliteTable(
  "outbox_cursors",
  { tenantId: tenantId(), consumer: text("consumer").notNull(), seq: integer("seq").notNull() },
  (t) => [primaryKey({ columns: [t.tenantId, t.consumer] })],
);

/** One row per commit. */
export const auditLog = sqliteTable(
  "audit_log",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    at: instant("at").notNull(),
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    entity: text("entity").notNull(),
    entityId: text("entity_id").notNull(),
    requestId: text("request_id").notNull(),
    changes: text("changes", { mode: "json" }).$type<Record<string, unknown>>(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    // what somebody did, and what was done to something; action and entity are common words, found soon in the key's order
    index("audit_log_by_actor").on(t.tenantId, t.actor, t.id),
    index("audit_log_by_entity_id").on(t.tenantId, t.entityId, t.id),
  ],
);
