import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { EventType } from "#/kernel/events.ts";
import type { Instant } from "#/kernel/time.ts";
import { id, instant, stamps, tenantId } from "../../columns.ts";

export const endpointStatuses = ["active", "disabled"] as const;
/** `gone`: the receiver answered 410. `requested`: a user disabled it. */
export const disabledReasons = ["gone", "requested"] as const;

export const webhookEndpoints = sqliteTable(
  "webhook_endpoints",
  {
    tenantId: tenantId(),
    id: id(),
    url: text("url").notNull(),
    events: text("events", { mode: "json" }).$type<EventType[]>().notNull(),
    description: text("description"),
    status: text("status").$type<(typeof endpointStatuses)[number]>().notNull(),
    disabledReason: text("disabled_reason").$type<(typeof disabledReasons)[number]>(),
    /** The signing secret under AES-GCM with the Worker's SEAL_KEY: signing needs it back. */
    sealedSecret: text("sealed_secret").notNull(),
    ...stamps(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** `pending`: an attempt is to come. `failed`: the last one failed. `skipped`: the endpoint was disabled. */
export const deliveryStatuses = ["pending", "delivered", "failed", "skipped"] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** Why an attempt was no success: an answer that is no 2xx, none in time, none at all, a redirect, or a URL that is refused by now. */
export const attemptErrors = ["status", "timeout", "connection", "redirect", "blocked"] as const;
export type AttemptError = (typeof attemptErrors)[number];

/** One line of the delivery log. */
export type Attempt = {
  attempt: number;
  at: Instant;
  responseStatus: number | null;
  error: AttemptError | null;
  durationMs: number;
  responseExcerpt: string | null;
  nextAttemptAt: Instant | null;
};

/** One event on its way to one endpoint. The schedule is here; a queue message is only its alarm. */
export const webhookDeliveries = sqliteTable(
  "webhook_deliveries",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    endpointId: integer("endpoint_id").notNull(),
    /** `seq` of the event: an endpoint's deliveries in the order of their events. */
    sequence: integer("sequence").notNull(),
    eventId: text("event_id").notNull(),
    eventType: text("event_type").$type<EventType>().notNull(),
    /** Serialised once; every attempt sends these bytes. */
    body: text("body").notNull(),
    status: text("status").$type<DeliveryStatus>().notNull(),
    /** Counted when an attempt is claimed, so it tells the claims apart. */
    attemptCount: integer("attempt_count").notNull(),
    /** The log, at most one line per step of the schedule. Only the holder of the claim writes it. */
    attempts: text("attempts", { mode: "json" }).$type<Attempt[]>().notNull(),
    nextAttemptAt: instant("next_attempt_at"),
    /** Until then the attempt belongs to the worker that claimed it. */
    leaseUntil: instant("lease_until"),
    deliveredAt: instant("delivered_at"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("webhook_deliveries_once").on(t.tenantId, t.endpointId, t.sequence),
    index("webhook_deliveries_due").on(t.status, t.nextAttemptAt),
    index("webhook_deliveries_by_age").on(t.createdAt),
  ],
);
