import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { alreadyNoted, notOpen } from "../errors.ts";
import { violationAcknowledged } from "../events.ts";
import { type SlaViolation, violations } from "../tables.ts";

/** Somebody has taken note of a violation, with what they have found or done; where they have said nothing then, a note may come later. */
export async function acknowledgeViolation(
  ctx: Ctx,
  { id, note }: { id: number; note?: string | undefined },
): Promise<SlaViolation> {
  const { violation } = await load(ctx, { violation: violations.one(ctx, id) });
  violations.assertCurrent(ctx, violation);
  const { status, note: said } = violation;
  if (status === "withdrawn") throw notOpen(id, status);
  if (status === "acknowledged" && note && note === said) return violation;
  if (status === "acknowledged" && (!note || said !== null)) throw alreadyNoted(id, said !== null);
  const part = violations.change(ctx, violation, {
    ...(status === "open" && {
      ...{ status: "acknowledged" as const, acknowledgedBy: actorName(ctx.actor), acknowledgedAt: ctx.now },
    }),
    note: note || null,
  });
  return await commit(ctx, {
    parts: [part],
    events: [violationAcknowledged(part.row, violation)],
    audit: { action: "acknowledge", of: part },
    result: part.row,
  });
}
