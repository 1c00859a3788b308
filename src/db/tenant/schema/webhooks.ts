import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { EventType } from "#/kernel/events.ts";
import { id, instant, stamps, tenantId } from "../../columns.ts";

export const webhookEndpoints = sqliteTable(
  "webhook_endpoints",
  {
    tenantId: tenantId(),
    id: id(),
    url: text("url").notNull(),
    events: text("events", { mode: "json" }).$type<EventType[]>().notNull(),
    description: text("description"),
    status: text("status").$type<"active" | "disabled">().notNull(),
    disabledReason: text("disabled_reason"),
    /** The signing secret under AES-GCM with the Worker's SEAL_KEY: signing needs it back. */
    sealedSecret: text("sealed_secret").notNull(),
    ...stamps(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** One event on its way to one endpoint. The schedule is here; a queue message is only its alarm. */
export const webhookDeliveries = sqliteTable(
  "webhook_deliveries",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    endpointId: integer("endpoint_id").notNull(),
    eventId: text("event_id").notNull(),
    eventType: text("event_type").$type<EventType>().notNull(),
    /** Serialised once; every attempt sends these bytes. */
    body: text("body").notNull(),
    status: text("status").$type<"pending" | "delivered" | "failed" | "skipped">().notNull(),
    attempts: integer("attempts").notNull(),
    nextAttemptAt: instant("next_attempt_at"),
    leaseUntil: instant("lease_until"),
    createdAt: instant("created_at").notNull(),
    deliveredAt: instant("delivered_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("webhook_deliveries_once").on(t.tenantId, t.endpointId, t.eventId),
    index("webhook_deliveries_due").on(t.status, t.nextAttemptAt),
  ],
);

export const webhookAttempts = sqliteTable(
  "webhook_attempts",
  {
    tenantId: tenantId(),
    deliveryId: text("delivery_id").notNull(),
    attempt: integer("attempt").notNull(),
    at: instant("at").notNull(),
    responseStatus: integer("response_status"),
    /** Class of the failure when there was no 2xx: status, timeout, connection, redirect, blocked. */
    error: text("error"),
    durationMs: integer("duration_ms").notNull(),
    responseExcerpt: text("response_excerpt"),
    nextAttemptAt: instant("next_attempt_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.deliveryId, t.attempt] })],
);
