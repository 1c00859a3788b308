import type { Ctx } from "#/ctx.ts";
import type { ReferralOffer } from "#/db/control/schema/referral-network.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { cancelJob } from "#/domains/dispatch/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { referralClosed } from "../events.ts";
import { byOffer } from "../offered-repo.ts";
import { offered } from "../tables.ts";

/** Tells a business that its offer is over. A homeowner who withdraws takes the job with them, as long as it is not done. Safe to repeat. */
export async function closeOffer(ctx: Ctx, { id, status, reason }: ReferralOffer): Promise<void> {
  const { row } = await load(ctx, { row: byOffer(ctx, id) });
  if (!row || status === "open" || status === "accepted") return;
  const isOpen = row.status === "offered" || row.status === "accepted" || row.status === "scheduled";
  if (isOpen) {
    const part = offered.change(ctx, row, { status, reason, answeredAt: row.answeredAt ?? ctx.now });
    await commit(ctx, {
      parts: [part],
      events: [referralClosed(part.row)],
      audit: { action: "close", of: part },
      result: undefined,
    });
  }
  const isOver = isOpen || row.status === status;
  if (isOver && row.jobId !== null) await cancelUnlessDone(ctx, row.jobId, reason ?? "The homeowner has cancelled.");
}

async function cancelUnlessDone(ctx: Ctx, id: number, reason: string): Promise<void> {
  try {
    await cancelJob(ctx, { id, reason });
  } catch (error) {
    if (!(error instanceof AppError && error.reason === "dispatch.wrong_transition")) throw error; // it is done: it stays
  }
}
