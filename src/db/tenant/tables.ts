import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Instant, LocalDate } from "#/kernel/time.ts";
import { flag, id, instant, stamps, tenantId } from "../columns.ts";

// The core tables, which every domain uses. A domain's own tables are in its `tables.ts`.

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

/** Sums of rows by the day that they count for, kept with every change of a row. `bucket` is a month or a day (day-sums.ts). */
export const daySums = sqliteTable(
  "day_sums",
  {
    tenantId: tenantId(),
    entity: text("entity").notNull(),
    bucket: text("bucket").notNull(),
    n: integer("n").notNull(),
    cents: integer("cents").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.entity, t.bucket] })],
);

/** What happened at each ZIP, city and state, and everywhere (place-sums.ts). */
export const placeSums = sqliteTable(
  "place_sums",
  {
    tenantId: tenantId(),
    kind: text("kind").$type<"zip" | "city" | "state" | "all">().notNull(),
    /** The key, in the form in which two spellings are one. */
    place: text("place").notNull(),
    label: text("label").notNull(),
    /** The month that was counted last. */
    month: text("month").notNull(),
    /** By month (`2026-03`): the number of sales, their cents, and the number of completed jobs. */
    months: text("months").notNull(),
    /** Sales and jobs of all time: what the busiest places are. */
    n: integer("n").notNull(),
    /** How many of them had a spot on the map, and the sums of those in millionths of a degree. */
    located: integer("located").notNull(),
    latitudeE6: integer("latitude_e6").notNull(),
    longitudeE6: integer("longitude_e6").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.kind, t.place] }),
    index("place_sums_busiest").on(t.tenantId, t.kind, t.n),
  ],
);

/** Always empty: its trigger aborts the batch that inserts into it, with the reason as the message (guards.ts). */
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
    type: text("type").notNull(),
    /** JSON of the event data as it goes to every consumer, serialised once. */
    data: text("data").notNull(),
    occurredAt: instant("occurred_at").notNull(),
    /** What it happened to, and its id as a text; null in events from before they were kept. */
    entity: text("entity"),
    entityId: text("entity_id"),
    /** JSON of the fields of the data that were otherwise before; null: none was, or it is new. */
    previous: text("previous"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.seq] }),
    index("outbox_by_entity").on(t.tenantId, t.entity, t.entityId, t.seq),
  ],
);

/** How far a consumer of the outbox has come. */
export const outboxCursors = sqliteTable(
  "outbox_cursors",
  { tenantId: tenantId(), consumer: text("consumer").notNull(), seq: integer("seq").notNull() },
  (t) => [primaryKey({ columns: [t.tenantId, t.consumer] })],
);

/** What changed: field on the wire -> its value before and after. Before is null where a row is new. */
export type Changes = Record<string, { before: unknown; after: unknown }>;

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
    /** Fields that changed, by their names on the wire. */
    changes: text("changes", { mode: "json" }).$type<Changes>(),
    /** Further facts: an address, a reason, a number of rows. */
    details: text("details", { mode: "json" }).$type<Record<string, unknown>>(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    // by actor, and by thing; an action or entity is frequent, so a scan in the order of the key finds it soon
    index("audit_log_by_actor").on(t.tenantId, t.actor, t.id),
    index("audit_log_by_entity_id").on(t.tenantId, t.entityId, t.id),
  ],
);

/** A signed-in device. Ending it ends its access tokens with the next batch they make. */
export const sessions = sqliteTable(
  "sessions",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    userId: integer("user_id").notNull(),
    createdAt: instant("created_at").notNull(),
    lastUsedAt: instant("last_used_at").notNull(),
    /** Absolute end, whatever happens. */
    expiresAt: instant("expires_at").notNull(),
    endedAt: instant("ended_at"),
    ip: text("ip").notNull(),
    userAgent: text("user_agent").notNull(),
    /** Access tokens that are older must be refreshed: the user's roles have changed since. */
    tokensValidFrom: instant("tokens_valid_from"),
    /** Whether the client asked for rotation: from then on a used refresh token betrays a thief. */
    rotates: flag("rotates").notNull().default(false),
    /** The customer's account that the session is of; then `userId` is 0. Null: a user's. */
    portalAccountId: integer("portal_account_id"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("sessions_live").on(t.tenantId, t.userId, t.expiresAt).where(sql`ended_at is null`),
    index("sessions_by_expiry").on(t.expiresAt),
  ],
);

/** Credentials of machines. The key itself is shown once and kept as SHA-256. */
export const apiKeys = sqliteTable(
  "api_keys",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    /** What of the key may be shown, to tell keys apart. */
    prefix: text("prefix").notNull(),
    hash: text("hash").notNull(),
    scopes: text("scopes", { mode: "json" }).$type<string[]>().notNull(),
    /** CIDR ranges that may use it; empty means all. */
    allowedIps: text("allowed_ips", { mode: "json" }).$type<string[]>().notNull(),
    expiresAt: instant("expires_at"),
    lastUsedAt: instant("last_used_at"),
    revokedAt: instant("revoked_at"),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), uniqueIndex("api_keys_hash").on(t.tenantId, t.hash)],
);

/** Roles that a business makes for itself: users have them, and settings name them. */
export const customRoles = sqliteTable(
  "custom_roles",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    permissions: text("permissions", { mode: "json" }).$type<string[]>().notNull(),
    ...stamps(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), uniqueIndex("custom_roles_name").on(t.tenantId, t.name)],
);

/** When each daily task of a tenant runs next, and the last local day that it has run for (jobs.ts). */
export const dailyRuns = sqliteTable(
  "daily_runs",
  {
    tenantId: tenantId(),
    task: text("task").notNull(),
    /** Null before the first run. */
    lastDay: text("last_day").$type<LocalDate>(),
    dueAt: text("due_at").$type<Instant>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.task] }), index("daily_runs_due").on(t.dueAt)],
);

/** Reactions to events that failed (parked.ts), with the event as it was. */
export const parkedReactions = sqliteTable(
  "parked_reactions",
  {
    tenantId: tenantId(),
    /** Reaction and event: a pair is parked once. */
    id: text("id").notNull(),
    reaction: text("reaction").notNull(),
    event: text("event", { mode: "json" }).$type<typeof outbox.$inferSelect>().notNull(),
    status: text("status").$type<"parked" | "done" | "failed">().notNull(),
    attempts: integer("attempts").notNull(),
    nextAttemptAt: instant("next_attempt_at"),
    error: text("error"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), index("parked_reactions_due").on(t.status, t.nextAttemptAt)],
);
