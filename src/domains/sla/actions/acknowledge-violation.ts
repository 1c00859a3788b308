import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { notOpen } from "../errors.ts";
import { violationAcknowledged } from "../events.ts";
import { type SlaViolation, violations } from "../tables.ts";

/** Somebody has taken note of a violation, with what they have found or done. */
export async function acknowledgeViolation(
  ctx: Ctx,
  { id, note }: { id: number; note?: string | undefined },
): Promise<SlaViolation> {
  const { violation } = await load(ctx, { violation: violations.one(ctx, id) });
  violations.assertCurrent(ctx, violation);
  if (violation.status !== "open") throw notOpen(id, violation.status);
  const part = violations.change(ctx, violation, {
    status: "acknowledged",
    acknowledgedBy: actorName(ctx.actor),
    acknowledgedAt: ctx.now,
    note: note || null,
  });
  return await commit(ctx, {
    parts: [part],
    events: [violationAcknowledged(part.row, violation)],
    audit: { action: "acknowledge", of: part },
    result: part.row,
  });
}
