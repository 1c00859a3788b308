import { type OpenCtx, systemCtx } from "#/ctx.ts";
import { ringControl } from "#/db/control/alarms.ts";
import type { Referral } from "#/db/control/schema/referrals.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { earlierLead, leadOfReferral, leadParts } from "#/domains/leads/index.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { REFERRAL } from "../alarms.ts";
import { moveReferral, readReferral, settleReferral } from "../network-repo.ts";
import { isWithProvider } from "../progress-rules.ts";
import { readSaid } from "../said.ts";
import { isClosed } from "../statuses.ts";
import { newLead } from "./place-job.ts";

/** How long a duplicate waits for the lead of the first one. */
const WAIT_SECONDS = 900;

/** Whether the search for a provider had ended in vain before the homeowner asked again. */
const foundNobody = (first: Referral, { createdAt }: Referral): boolean =>
  (first.status === "UNSERVICEABLE" || first.status === "EXPIRED") && (first.closedAt ?? "") < createdAt;

/** The first one is looked at again: there may be other businesses by now. */
async function searchAgain(open: OpenCtx, first: Referral, referral: Referral): Promise<void> {
  await moveReferral(open, first, {
    to: "MATCHING",
    by: "network",
    reason: "The homeowner was referred again.",
    set: { nextAttemptAt: open.now },
  });
  await settleReferral(open, referral, { nextAttemptAt: plusSeconds(open.now, WAIT_SECONDS) });
  await ringControl(open, [{ job: REFERRAL, id: first.id }]);
}

/** A second referral of a homeowner adds an activity to the lead of the first, as soon as a business has that. */
export async function attachDuplicate(open: OpenCtx, referral: Referral): Promise<void> {
  const first = (await readReferral(open, referral.duplicateOf ?? ""))?.referral;
  if (first && foundNobody(first, referral)) return await searchAgain(open, first, referral);
  const isOver = !first || (isClosed(first.status) && first.status !== "PAID");
  if (isOver) return void (await settleReferral(open, referral, { nextAttemptAt: null }));
  if (!isWithProvider(first.status) || first.leadId === null || first.providerTenantId === null)
    return void (await settleReferral(open, referral, {
      nextAttemptAt: plusSeconds(open.now, WAIT_SECONDS),
    }));
  const ctx = await systemCtx(open, first.providerTenantId, REFERRAL);
  const said = await readSaid(open, referral.id, (await readReferral(open, referral.id))?.sealed ?? null);
  if (ctx && said) {
    const { known, earlier } = await load(ctx, {
      known: leadOfReferral(ctx, referral.publicId),
      earlier: earlierLead(ctx, said.homeowner.phone),
    });
    if (!known) {
      const { row: _, duplicate: __, ...plan } = leadParts(ctx, newLead(referral, said), earlier);
      await commit(ctx, { ...plan, result: undefined });
    }
  }
  await settleReferral(open, referral, { nextAttemptAt: null, leadId: first.leadId, error: null });
}
