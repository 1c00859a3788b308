import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { ringControl } from "#/db/control/alarms.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { OFFER, REFERRAL } from "../alarms.ts";
import { referralClosed } from "../events.ts";
import { answeredMeanwhile, offerOver } from "../offer-errors.ts";
import { answerOffer, readOffer } from "../offer-repo.ts";
import { overtaken } from "../overtaken.ts";
import { type OfferedReferral, offered } from "../tables.ts";
import { tellReferrersSoon } from "./deliver-statuses.ts";

/** The business does not take a referral; the next one is asked. The network knows first: from then on the offer cannot be accepted. */
export async function declineReferral(
  ctx: Ctx,
  { id, reason }: { id: number; reason: string },
): Promise<OfferedReferral> {
  const { row } = await load(ctx, { row: offered.one(ctx, id) });
  offered.assertCurrent(ctx, row);
  if (row.status === "declined" && row.answeredBy === null) return row; // a worker has carried it on, and the request comes again
  if (row.status !== "offered") throw offerOver(row.status);
  const loaded = await readOffer(ctx, row.offerId);
  if (!loaded) throw answeredMeanwhile();
  const { offer, referral } = loaded;
  if (offer.status === "open") {
    const by = `tenant:${ctx.tenant.id}`;
    const change = { to: "PROVIDER_DECLINED", by, set: { offeredTo: null, nextAttemptAt: ctx.now } } as const;
    if (!(await answerOffer(ctx, loaded, { as: "declined", change, reason })))
      throw await overtaken(ctx, offer.id, "declined");
    tellReferrersSoon(ctx);
  } else if (offer.status !== "declined") throw await overtaken(ctx, offer.id, "declined");
  const part = offered.change(ctx, row, {
    ...{ status: "declined", reason, answeredAt: ctx.now, answeredBy: actorName(ctx.actor) },
  });
  const declined = await commit(ctx, {
    parts: [part],
    events: [referralClosed(part.row)],
    audit: { action: "decline", of: part, details: { reason } },
    result: part.row,
  });
  const alarms = [
    { job: REFERRAL, id: referral.id },
    { job: OFFER, id: offer.id },
  ];
  ctx.background(ringControl(ctx, alarms).catch(() => undefined)); // else the sweep rings
  return declined;
}
