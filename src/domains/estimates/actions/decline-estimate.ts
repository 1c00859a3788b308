import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { localDateOf } from "#/kernel/time.ts";
import { again } from "../again.ts";
import { assertAnswerable } from "../errors.ts";
import { estimateDeclined } from "../events.ts";
import { presented } from "../present.ts";
import type { OwnerQuery } from "../repo.ts";
import { assertSentTo } from "../sent-to.ts";
import { estimates } from "../tables.ts";

type Asked = {
  id: number;
  revision?: number | undefined;
  reason?: string | null | undefined;
  /** Of a customer who is signed in. */
  ownedBy?: OwnerQuery;
};

/** Declines an estimate, with the reason where one is given. */
export const declineEstimate = (ctx: Ctx, asked: Asked) => again(() => attempt(ctx, asked));

async function attempt(ctx: Ctx, { id, revision, reason = null, ownedBy }: Asked) {
  const { estimate, customerId } = await load(ctx, { estimate: estimates.one(ctx, id), customerId: ownedBy });
  assertSentTo(estimate, customerId);
  estimates.assertCurrent(ctx, estimate);
  assertAnswerable(estimate, localDateOf(ctx.now, ctx.tenant.timezone), revision);
  const part = estimates.change(ctx, estimate, { status: "declined", declinedAt: ctx.now, declineReason: reason });
  return await commit(ctx, {
    parts: [part],
    events: [estimateDeclined(presented(part.row), presented(estimate))],
    audit: { action: "decline", of: part },
    result: presented(part.row),
  });
}
