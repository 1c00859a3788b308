import { and, eq, sql } from "drizzle-orm";
import type { OpenCtx } from "#/ctx.ts";
import type { ControlDb } from "#/db/control/client.ts";
import { abortIfUnchanged } from "#/db/control/guards.ts";
import {
  type Referral,
  type ReferralStatus,
  referralDeliveries,
  referralHistory,
  referrals,
  referralWebhooks,
} from "#/db/control/schema/referrals.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { newId } from "#/kernel/ids.ts";
import { isClosed } from "./statuses.ts";

/** With which a batch is undone whose referral another request or job has changed since it was loaded. */
export const CHANGED_MEANWHILE = "referral.changed_meanwhile";

type StatusChange = {
  to: ReferralStatus;
  /** `key:rky_...`, `admin:pad_...`, `tenant:<id>` or `network`. */
  by: string;
  reason?: string | null;
  /** Other columns that change with the status. */
  set?: Partial<Pick<Referral, Changeable>>;
};
type Changeable = Exclude<
  keyof Referral,
  "id" | "status" | "version" | "updatedAt" | "createdAt" | "closedAt" | "historySequence"
>;

/**
 * Every change of a referral's status, as statements of one batch: the row as it was loaded, its duplicates, its history, and the message to
 * its referrer's webhook. The batch is undone when the row is no longer the loaded one.
 */
export function statusChange(
  { now }: Pick<OpenCtx, "now">,
  db: ControlDb,
  { id, version }: Pick<Referral, "id" | "version">,
  { to, by, reason = null, set = {} }: StatusChange,
) {
  const closedAt = isClosed(to) ? now : null;
  return [
    db
      .update(referrals)
      .set({
        nextAttemptAt: null,
        attempts: 0,
        error: null,
        ...set,
        status: to,
        closedAt,
        historySequence: sql`${referrals.historySequence} + 1`,
        ...touched({ now }, referrals),
      })
      .where(and(eq(referrals.id, id), eq(referrals.version, version))),
    abortIfUnchanged(db, CHANGED_MEANWHILE),
    db
      .update(referrals)
      .set({ status: to, closedAt, ...touched({ now }, referrals) })
      .where(eq(referrals.duplicateOf, id)),
    ...historyOf({ now }, db, id, { by, reason }),
  ] as const;
}

/** The row of the history for a referral's status as the batch has just set it, and the delivery to its referrer's webhook. */
export function historyOf(
  { now }: Pick<OpenCtx, "now">,
  db: ControlDb,
  id: string,
  { by, reason }: { by: string; reason: string | null },
) {
  const delivery = newId("rdl");
  return [
    db
      .insert(referralHistory)
      .select(
        sql`select id, history_sequence, status, ${now}, ${by}, ${reason} from ${referrals} where id = ${id} and duplicate_of is null`,
      ),
    db.insert(referralDeliveries).select(
      sql`select ${delivery}, r.key_id, r.id, r.history_sequence, 'pending', 0, ${now}, null, null, ${now}, null
          from ${referrals} r join ${referralWebhooks} w on w.key_id = r.key_id
          where r.id = ${id} and r.duplicate_of is null and w.disabled_at is null`,
    ),
  ] as const;
}
