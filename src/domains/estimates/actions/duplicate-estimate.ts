import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import { localDateOf, plusDays } from "#/kernel/time.ts";
import { headOf } from "../content.ts";
import { estimateCreated } from "../events.ts";
import { presented } from "../present.ts";
import { estimates } from "../tables.ts";

/** Drafts an estimate that says the same as another, of today. */
export async function duplicateEstimate(ctx: Ctx, id: number) {
  const { estimate, organization } = await load(ctx, {
    estimate: estimates.one(ctx, id),
    organization: organizationOf(ctx),
  });
  const issuedOn = localDateOf(ctx.now, ctx.tenant.timezone);
  const days = settingOf(organization, "estimate_valid_days");
  const { agreed: _, ...content } = estimate.content;
  const { title, customerId, siteId, jobId, leadId, technicianId, notes, terms } = estimate;
  const { customerName, customerEmail, customerPhone, serviceAddress, serviceCity, serviceState, serviceZip } =
    estimate;
  const part = estimates.insert(ctx, {
    ...{ title, customerId, siteId, jobId, leadId, technicianId, notes, terms },
    ...{ customerName, customerEmail, customerPhone, serviceAddress, serviceCity, serviceState, serviceZip },
    ...{ content, ...headOf(content), issuedOn, validUntil: days === null ? null : plusDays(issuedOn, days) },
    ...{ id: estimates.newId(), revision: 1, status: "draft", viewCount: 0 },
  });
  return await commit(ctx, {
    parts: [part],
    events: [estimateCreated(presented(part.row))],
    audit: { action: "duplicate", of: part, details: { from: id } },
    result: presented(part.row),
  });
}
