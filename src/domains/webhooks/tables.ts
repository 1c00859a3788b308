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
    status: text("status").$type<"active" | "paused" | "disabled">().notNull(),
    /** `gone`: the receiver answered 410. `failing`: it failed for days. `requested`: a user disabled it. */
    disabledReason: text("disabled_reason").$type<"gone" | "failing" | "requested">(),
    /** The signing secret under AES-GCM with the Worker's SEAL_KEY: signing needs it back. */
    sealedSecret: text("sealed_secret").notNull(),
    /** `poll`: nothing is sent; the business reads the messages by a cursor. */
    delivery: text("delivery").$type<"push" | "poll">().notNull().default("push"),
    /** `entity`: an event of one job, sale ... is sent when the one before it is done with. */
    ordering: text("ordering").$type<"none" | "entity">().notNull().default("none"),
    /** `thin`: the data of an event holds ids only. */
    payload: text("payload").$type<"full" | "thin">().notNull().default("full"),
    /** Names of the owner's own headers, for people; the values are often tokens, and sealed. */
    headerNames: text("header_names", { mode: "json" }).$type<string[]>().notNull().default([]),
    sealedHeaders: text("sealed_headers"),
    /** The ed25519 key (`whpk_...`) that verifies `v1a` signatures; null for a target that is older than these, until its secret is rotated. */
    publicKey: text("public_key"),
    sealedSigningKey: text("sealed_signing_key"),
    /** The secret and the signing key before the last rotation: they sign too, until `previous_until`. */
    sealedPrevious: text("sealed_previous"),
    previousPublicKey: text("previous_public_key"),
    previousUntil: instant("previous_until"),
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
    endpointId: integer("endpoint_id").notNull(),
    /** `seq` of the event: orders a target's deliveries by their events. */
    sequence: integer("sequence").notNull(),
    eventId: text("event_id").notNull(),
    eventType: text("event_type").notNull(),
    /** Serialized once; every attempt sends these bytes. */
    body: text("body").notNull(),
    /**
     * `pending`: an attempt is to come. `sending`: one is under way, until the lease in `next_attempt_at` ends. `failed`: the last one failed.
     * `skipped`: the target was paused, disabled or removed. `stored`: the target is polled.
     */
    status: text("status").$type<DeliveryState>().notNull(),
    /** Counted when an attempt is claimed. */
    attemptCount: integer("attempt_count").notNull(),
    /** The log of the last attempts. Only the holder of the claim writes it. */
    attempts: text("attempts", { mode: "json" }).$type<LoggedAttempt[]>().notNull(),
    nextAttemptAt: instant("next_attempt_at"),
    /** No longer written: while an attempt is under way, `next_attempt_at` is the end of its lease. */
    leaseUntil: instant("lease_until"),
    deliveredAt: instant("delivered_at"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    /** What the event is about (`job:7`): the order of a target goes by it, and people search by it. */
    entity: text("entity"),
    /** Attempts that were made before the schedule began again: a redelivery has all its steps before it. */
    scheduleStart: integer("schedule_start").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("webhook_deliveries_once").on(t.tenantId, t.endpointId, t.sequence),
    index("webhook_deliveries_due").on(t.status, t.nextAttemptAt),
    index("webhook_deliveries_next").on(t.tenantId, t.endpointId, t.status, t.nextAttemptAt),
    index("webhook_deliveries_by_age").on(t.createdAt),
    // for the log: each filter has the order of the page
    index("webhook_deliveries_of_target").on(t.tenantId, t.endpointId, t.status, t.sequence),
    index("webhook_deliveries_by_sequence").on(t.tenantId, t.sequence, t.endpointId),
    index("webhook_deliveries_by_status").on(t.tenantId, t.status, t.sequence, t.endpointId),
    index("webhook_deliveries_by_type").on(t.tenantId, t.eventType, t.sequence, t.endpointId),
    index("webhook_deliveries_by_entity").on(t.tenantId, t.entity, t.sequence, t.endpointId),
    index("webhook_deliveries_by_time").on(t.tenantId, t.createdAt, t.sequence),
  ],
);
/** What can become of a delivery. */
export type EndState = "delivered" | "failed" | "skipped";
export type DeliveryState = EndState | "pending" | "sending" | "stored";
export type Delivery = typeof webhookDeliveries.$inferSelect;

/** The last failure of a lane: what people are told of it. */
export type LaneFailure = Pick<LoggedAttempt, "at" | "responseStatus" | "error"> & {
  deliveryId: string;
  eventId: string;
  eventType: string;
};

/** The way to one target: when it has work next, and how its receiver has been doing. A target without deliveries has none. */
export const webhookLanes = sqliteTable(
  "webhook_lanes",
  {
    tenantId: tenantId(),
    /** The id of the target. */
    id: id(),
    status: text("status").$type<"open">().notNull(),
    runs: integer("runs").notNull(),
    /** Not later than the first attempt that may be made. */
    nextAttemptAt: instant("next_attempt_at"),
    /** Failed attempts since the last success. */
    failures: integer("failures").notNull(),
    failingSince: instant("failing_since"),
    lastFailedAt: instant("last_failed_at"),
    lastFailure: text("last_failure", { mode: "json" }).$type<LaneFailure>(),
    /** The circuit is open: nothing is sent before this time, and then one delivery as a probe. */
    holdUntil: instant("hold_until"),
    /** The business has been told that the receiver fails, and not yet that it works again. */
    toldAt: instant("told_at"),
    /** Until then a worker is under way, or rung for, who will look for more: nobody rings meanwhile. */
    awakeUntil: instant("awake_until"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), index("webhook_lanes_due").on(t.status, t.nextAttemptAt)],
);
export type Lane = typeof webhookLanes.$inferSelect;

/** Lanes with work. Their alarms name the target, so that its deliveries are sent together and no other's wait behind them. */
export const dueLanes = dueTable("webhook.attempt", {
  table: webhookLanes,
  queue: "WEBHOOKS",
  waiting: "open",
  attempts: webhookLanes.runs,
  leaseSeconds: 60,
});

/** A range of deliveries that are sent once more, a slice at a time. */
export const replayTable = sqliteTable(
  "webhook_replays",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    endpointId: integer("endpoint_id").notNull(),
    since: instant("since").notNull(),
    until: instant("until").notNull(),
    /** Filters as a target has them; null: all events. */
    events: text("events", { mode: "json" }).$type<string[]>(),
    statuses: text("statuses", { mode: "json" }).$type<EndState[]>().notNull(),
    status: text("status").$type<"running" | "done" | "stopped">().notNull(),
    /** Everything up to this event is done with. */
    atSequence: integer("at_sequence").notNull(),
    queued: integer("queued").notNull(),
    attempts: integer("attempts").notNull(),
    nextAttemptAt: instant("next_attempt_at"),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("webhook_replays_due").on(t.status, t.nextAttemptAt),
    index("webhook_replays_by_age").on(t.createdAt),
  ],
);
export type WebhookReplay = typeof replayTable.$inferSelect;

/** The replays that go on, a slice at each attempt. */
export const dueReplays = dueTable("webhook.replay", {
  table: replayTable,
  queue: "TASKS",
  waiting: "running",
  attempts: replayTable.attempts,
  leaseSeconds: 60,
});
