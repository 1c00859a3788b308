import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { again } from "../again.ts";
import { estimateViewed } from "../events.ts";
import { presented } from "../present.ts";
import { isWaiting } from "../rules.ts";
import { estimates } from "../tables.ts";

/** Notes that the customer has opened an estimate. The first time is an event; afterwards views are only counted. */
export const noteView = (ctx: Ctx, asked: { id: number; revision: number }) => again(() => attempt(ctx, asked));

async function attempt(ctx: Ctx, { id, revision }: { id: number; revision: number }): Promise<void> {
  const { estimate } = await load(ctx, { estimate: estimates.byId(ctx, id) });
  if (!estimate || estimate.revision !== revision || estimate.status === "draft") return;
  const isFirst = estimate.firstViewedAt === null;
  const part = estimates.change(ctx, estimate, {
    ...(isWaiting(estimate.status) && { status: "viewed" as const }),
    ...{ firstViewedAt: estimate.firstViewedAt ?? ctx.now, lastViewedAt: ctx.now, viewCount: estimate.viewCount + 1 },
  });
  await record(ctx, {
    parts: [part],
    events: isFirst ? [estimateViewed(presented(part.row), presented(estimate))] : [],
    ...(isFirst && { audit: { action: "view", of: part } }),
  });
}
