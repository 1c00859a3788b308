import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { activity } from "../activity.ts";
import { leadConvertedAlready, reasonMissing } from "../errors.ts";
import { leadLost, leadUpdated } from "../events.ts";
import { presented } from "../present.ts";
import { firstResponse, isGivenUp, isOpen, type LeadStatus } from "../rules.ts";
import { leads } from "../tables.ts";

type Move = { id: number; status: LeadStatus; reason?: string | undefined };

/** Moves a lead to another status, forwards or back. Who gives one up says why; a converted one is won until it is reopened. */
export async function moveLead(ctx: Ctx, { id, status, reason }: Move) {
  const { lead } = await load(ctx, { lead: leads.one(ctx, id) });
  leads.assertCurrent(ctx, lead);
  if (isGivenUp(status) && !reason) throw reasonMissing();
  if (lead.convertedAt !== null && status !== "won") throw leadConvertedAlready(id);
  const lostReason = isGivenUp(status) ? (reason ?? null) : null;
  if (status === lead.status && lostReason === lead.lostReason) return presented(lead);

  const part = leads.change(ctx, lead, {
    status,
    statusAt: ctx.now,
    lostReason,
    ...(!isOpen(status) && { nextFollowUpAt: null }),
    // whoever is in touch with them has answered
    ...(status !== "new" && !isGivenUp(status) && firstResponse(lead, ctx.now)),
  });
  const event = isGivenUp(status) ? leadLost : leadUpdated;
  return await commit(ctx, {
    parts: [
      part,
      activity(ctx, id, { kind: "status", text: reason ?? null, fromStatus: lead.status, toStatus: status }),
    ],
    events: [event(presented(part.row))],
    audit: { action: isGivenUp(status) ? "give_up" : "move", of: part },
    result: presented(part.row),
  });
}
