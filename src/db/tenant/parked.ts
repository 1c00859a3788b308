import { and, eq } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "./client.ts";
import { dueTable } from "./due.ts";
import type { OutboxEvent } from "./outbox.ts";
import { insertInto } from "./prepared.ts";
import { parkedReactions } from "./tables.ts";

export type ParkedReaction = typeof parkedReactions.$inferSelect;

/** Seconds before each attempt of a reaction that failed, after its first one. */
export const PARKED_SCHEDULE = [0, 5, 60, 300, 1800, 7200, 6 * 3600];

/** Reactions that failed: each is tried again by itself, so that it holds up no other. */
export const parked = dueTable("reaction.retry", {
  table: parkedReactions,
  queue: "TASKS",
  waiting: "parked",
  attempts: parkedReactions.attempts,
  leaseSeconds: 60,
  rungByRelay: true,
});

const insertParked = insertInto(parkedReactions);
export const parkReaction = (
  ctx: Ctx,
  reaction: string,
  event: OutboxEvent,
  nextAttemptAt: ParkedReaction["nextAttemptAt"],
) =>
  insertParked({
    tenantId: ctx.tenant.id,
    id: `${reaction} ${event.id}`,
    reaction,
    event: { ...event },
    status: "parked",
    attempts: 1,
    nextAttemptAt,
    error: null,
  });

export const dropParked = (ctx: Ctx, id: string) =>
  q.delete(parkedReactions).where(and(eq(parkedReactions.tenantId, ctx.tenant.id), eq(parkedReactions.id, id)));
