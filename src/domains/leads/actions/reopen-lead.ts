import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { activity } from "../activity.ts";
import { leadOpenAlready } from "../errors.ts";
import { leadUpdated } from "../events.ts";
import { presented } from "../present.ts";
import { isOpen, type LeadStatus } from "../rules.ts";
import { leads } from "../tables.ts";

type Reopening = { id: number; status: LeadStatus; reason: string };

/** Opens a lead again that was won, converted or given up. Customer and job that it became stay as they are; the lead no longer names them. */
export async function reopenLead(ctx: Ctx, { id, status, reason }: Reopening) {
  const { lead } = await load(ctx, { lead: leads.one(ctx, id) });
  leads.assertCurrent(ctx, lead);
  if (isOpen(lead.status)) throw leadOpenAlready(id);
  const part = leads.change(ctx, lead, {
    ...{ status, statusAt: ctx.now, lostReason: null },
    ...{
      customerId: null,
      customerMatchedBy: null,
      convertedJobId: null,
      convertedEstimateId: null,
      convertedAt: null,
    },
  });
  const { changes } = part.audited;
  return await commit(ctx, {
    parts: [
      part,
      activity(ctx, id, { kind: "reopening", text: reason, fromStatus: lead.status, toStatus: status, changes }),
    ],
    events: [leadUpdated(presented(part.row))],
    audit: { action: "reopen", of: part, details: { reason } },
    result: presented(part.row),
  });
}
