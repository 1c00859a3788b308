import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { revokeLinks } from "#/domains/documents/index.ts";
import { localDateOf } from "#/kernel/time.ts";
import { notRevisable } from "../errors.ts";
import { estimateRevised } from "../events.ts";
import { presented } from "../present.ts";
import { insertRevision } from "../repo.ts";
import { isRevisable, standingOf } from "../rules.ts";
import { estimates } from "../tables.ts";

/**
 * Begins the next version of an estimate that was sent: a draft with what the last one says, to be changed and sent. The earlier version is kept as
 * it was, and its links end.
 */
export async function reviseEstimate(ctx: Ctx, id: number) {
  const { estimate } = await load(ctx, { estimate: estimates.one(ctx, id) });
  estimates.assertCurrent(ctx, estimate);
  if (!isRevisable(estimate.status)) throw notRevisable(id, estimate.status);
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  const isOver = standingOf(estimate, today) === "expired";
  const part = estimates.change(ctx, estimate, {
    ...{ revision: estimate.revision + 1, status: "draft", issuedOn: today, archivedAt: null },
    ...(isOver && { validUntil: null }),
    ...{ sentAt: null, sentTo: null, firstViewedAt: null, lastViewedAt: null, viewCount: 0 },
    ...{ declinedAt: null, declineReason: null, expiredAt: null, remindedFor: null },
  });
  return await commit(ctx, {
    parts: [
      part,
      insertRevision(ctx, { ...estimate, estimateId: id, closedAt: ctx.now, closedBy: actorName(ctx.actor) }),
      revokeLinks(ctx, "estimate", id),
    ],
    events: [estimateRevised(presented(part.row), presented(estimate))],
    audit: { action: "revise", of: part },
    result: presented(part.row),
  });
}
