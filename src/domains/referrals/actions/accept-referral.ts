import type { Ctx } from "#/ctx.ts";
import { ringControl } from "#/db/control/alarms.ts";
import { load } from "#/db/tenant/load.ts";
import { AppError } from "#/kernel/errors.ts";
import { OFFER } from "../alarms.ts";
import { answeredMeanwhile, detailsErased, offerOver } from "../offer-errors.ts";
import { answerOffer, learnJob, readOffer } from "../offer-repo.ts";
import { overtaken } from "../overtaken.ts";
import { isAccepted } from "../progress-rules.ts";
import { readSaid } from "../said.ts";
import { type OfferedReferral, offered } from "../tables.ts";
import { tellReferrersSoon } from "./deliver-statuses.ts";
import { placeJob } from "./place-job.ts";

/** Whose name it has where a worker has carried on what somebody had begun: their request, sent again, is answered. */
const CARRIED_ON = `system:${OFFER}`;

/**
 * The business takes a referral. First the network says so, guarded, to one business and as long as the offer runs; then lead and job are made here;
 * then the network learns them. A worker that dies in between is followed by another one, which finds how far it came.
 */
export async function acceptReferral(ctx: Ctx, id: number): Promise<OfferedReferral> {
  const { row } = await load(ctx, { row: offered.one(ctx, id) });
  offered.assertCurrent(ctx, row);
  if (isAccepted(row.status) && row.answeredBy === CARRIED_ON) return row;
  if (row.status !== "offered") throw offerOver(row.status);
  const loaded = await readOffer(ctx, row.offerId);
  if (!loaded) throw answeredMeanwhile();
  const { offer, referral } = loaded;
  const said = await readSaid(ctx, referral.id, loaded.sealed);
  if (!said) throw detailsErased();
  if (offer.status === "open") {
    if (row.expiresAt <= ctx.now) throw offerOver("expired");
    const by = `tenant:${ctx.tenant.id}`;
    const change = { to: "PROVIDER_ACCEPTED", by, set: { offeredTo: null, providerTenantId: ctx.tenant.id } } as const;
    if (!(await answerOffer(ctx, loaded, { as: "accepted", change }))) throw await overtaken(ctx, offer.id, "accepted");
    tellReferrersSoon(ctx);
  } else if (offer.status !== "accepted") throw await overtaken(ctx, offer.id, "accepted");
  try {
    const placed = await placeJob(ctx, { offerId: offer.id, referral, said });
    ctx.background(learnJob(ctx, offer, placed).catch(() => undefined)); // else the sweep does it
    return placed;
  } catch (error) {
    // the network holds this business to its word: the work is carried on without this request
    if (!(error instanceof AppError))
      ctx.background(ringControl(ctx, [{ job: OFFER, id: offer.id }]).catch(() => undefined));
    throw error;
  }
}
