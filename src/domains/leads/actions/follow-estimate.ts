import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import type { OutboxEvent } from "#/db/tenant/outbox.ts";
import type { Effect } from "#/jobs.ts";
import { activity } from "../activity.ts";
import { leadConverted, leadUpdated } from "../events.ts";
import { presented } from "../present.ts";
import { isOpen } from "../rules.ts";
import { leads } from "../tables.ts";

/** Moves the lead of an estimate on: when it is sent the lead has its estimate, when it is accepted the lead is won. */
export async function followEstimate(ctx: Ctx, event: OutboxEvent): Promise<Effect | undefined> {
  const { lead_id: leadId } = JSON.parse(event.data) as { lead_id: number | null };
  if (leadId === null) return undefined;
  const { lead } = await load(ctx, { lead: leads.byId(ctx, leadId) });
  const status = event.type === "estimate.accepted" ? "won" : "estimate_sent";
  if (!lead || !isOpen(lead.status) || lead.status === status) return undefined;
  const part = leads.change(ctx, lead, {
    ...{ status, statusAt: ctx.now },
    ...(status === "won" && { convertedAt: lead.convertedAt ?? ctx.now, nextFollowUpAt: null }),
  });
  return {
    parts: [part, activity(ctx, leadId, { kind: "status", fromStatus: lead.status, toStatus: status })],
    events: [(status === "won" ? leadConverted : leadUpdated)(presented(part.row))],
    audit: { action: "move", of: part },
  };
}
