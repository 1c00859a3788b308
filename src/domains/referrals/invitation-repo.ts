import { and, eq, inArray, lte, sql } from "drizzle-orm";
import type { OpenCtx } from "#/ctx.ts";
import { controlOf } from "#/db/control/client.ts";
import { type Referrer, referrers } from "#/db/control/schema/referrals.ts";
import { plusSeconds } from "#/kernel/time.ts";

/** Longer than an attempt can take. */
const LEASE_SECONDS = 120;

/** Takes the invitations that are due, so that of several workers one has each. */
export const claimInvitations = (open: OpenCtx, limit: number): Promise<Referrer[]> => {
  const db = controlOf(open);
  const due = db
    .select({ id: referrers.id })
    .from(referrers)
    .where(and(eq(referrers.status, "queued"), lte(referrers.nextAttemptAt, open.now)))
    .orderBy(referrers.nextAttemptAt)
    .limit(limit);
  return db
    .update(referrers)
    .set({ attempts: sql`${referrers.attempts} + 1`, nextAttemptAt: plusSeconds(open.now, LEASE_SECONDS) })
    .where(inArray(referrers.id, due))
    .returning()
    .all();
};

type Fate = Pick<Referrer, "status" | "error" | "nextAttemptAt" | "sentAt">;

/** Writes down how an attempt went; not when its lease ran out and another worker has it. */
export const settleInvitation = (open: OpenCtx, { id, attempts }: Referrer, fate: Fate) =>
  controlOf(open)
    .update(referrers)
    .set(fate)
    .where(and(eq(referrers.id, id), eq(referrers.status, "queued"), eq(referrers.attempts, attempts)))
    .run();
