import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import type { ChangeLeadCampaign, CreateLeadCampaign } from "../campaign-schemas.ts";
import { campaignDaysReversed } from "../errors.ts";
import { type LeadCampaign, leadCampaigns } from "../tables.ts";

function assertDays({ startsOn, endsOn }: LeadCampaign): void {
  if (startsOn && endsOn && endsOn < startsOn) throw campaignDaysReversed();
}

/** Adds what brings leads, with its cost. */
export async function addCampaign(ctx: Ctx, input: Inside<z.output<typeof CreateLeadCampaign>>): Promise<LeadCampaign> {
  const part = leadCampaigns.insert(ctx, { ...input, id: leadCampaigns.newId(), isActive: true });
  assertDays(part.row);
  return await commit(ctx, { parts: [part], audit: { action: "add", of: part }, result: part.row });
}

/** Changes a campaign or its cost, or takes it out of use. */
export async function changeCampaign(
  ctx: Ctx,
  { id, ...change }: Inside<z.output<typeof ChangeLeadCampaign>> & { id: number },
): Promise<LeadCampaign> {
  const { campaign } = await load(ctx, { campaign: leadCampaigns.one(ctx, id) });
  leadCampaigns.assertCurrent(ctx, campaign);
  const part = leadCampaigns.change(ctx, campaign, change);
  assertDays(part.row);
  return await commit(ctx, { parts: [part], audit: { action: "change", of: part }, result: part.row });
}
