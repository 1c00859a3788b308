import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { id, instant, stamps, tenantId } from "#/db/columns.ts";
import { dueTable } from "#/db/tenant/due.ts";
import { resource } from "#/db/tenant/resource.ts";
import { tooManyTargets } from "./errors.ts";
import type { LoggedAttempt } from "./schemas.ts";

export const targetTable = sqliteTable(
  "webhook_endpoints",
  {
    tenantId: tenantId(),
    id: id(),
    url: text("url").notNull(),
    events: text("events", { mode: "json" }).$type<string[]>().notNull(),
    description: text("description"),
    status: text("status").$type<"active" | "disabled">().notNull(),
    /** `gone`: the receiver answered 410. `requested`: a user disabled it. */
    disabledReason: text("disabled_reason").$type<"gone" | "requested">(),
    /** The signing secret under AES-GCM with the Worker's SEAL_KEY: signing needs it back. */
    sealedSecret: text("sealed_secret").notNull(),
    ...stamps(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** Where a business wants its events sent. The wire calls a target a webhook endpoint. */
/** Every event is written once per target, so their number is bounded. */
const MAX_TARGETS = 20;

export const targets = resource("webhook_endpoint", targetTable, {
  limit: { most: MAX_TARGETS, refusal: tooManyTargets(MAX_TARGETS) },
});
export type Target = typeof targetTable.$inferSelect;

/** One event on its way to one target. */
export const webhookDeliveries = sqliteTable(
  "webhook_deliveries",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    targetId: integer("endpoint_id").notNull(),
    /** `seq` of the event: orders a target's deliveries by their events. */
    sequence: integer("sequence").notNull(),
    eventId: text("event_id").notNull(),
    eventType: text("event_type").notNull(),
    /** Serialized once; every attempt sends these bytes. */
    body: text("body").notNull(),
    /** `pending`: an attempt is to come. `failed`: the last one failed. `skipped`: the target was disabled or removed. */
    status: text("status").$type<"pending" | "delivered" | "failed" | "skipped">().notNull(),
    /** Counted when an attempt is claimed. */
    attemptCount: integer("attempt_count").notNull(),
    /** The log, at most one line per step of the schedule. Only the holder of the claim writes it. */
    attempts: text("attempts", { mode: "json" }).$type<LoggedAttempt[]>().notNull(),
    nextAttemptAt: instant("next_attempt_at"),
    /** No longer written: while a claim lasts, `next_attempt_at` is the end of its lease. */
    leaseUntil: instant("lease_until"),
    deliveredAt: instant("delivered_at"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("webhook_deliveries_once").on(t.tenantId, t.targetId, t.sequence),
    index("webhook_deliveries_due").on(t.status, t.nextAttemptAt),
    index("webhook_deliveries_by_age").on(t.createdAt),
  ],
);
export type Delivery = typeof webhookDeliveries.$inferSelect;

/** The deliveries that wait for an attempt. */
export const dueDeliveries = dueTable("webhook.attempt", {
  table: webhookDeliveries,
  queue: "WEBHOOKS",
  waiting: "pending",
  attempts: webhookDeliveries.attemptCount,
  leaseSeconds: 60,
});
