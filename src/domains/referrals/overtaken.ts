import type { Ctx } from "#/ctx.ts";
import type { NetworkOfferStatus } from "#/db/control/schema/referral-network.ts";
import { load } from "#/db/tenant/load.ts";
import { keyInProgress } from "#/db/tenant/stored-answers.ts";
import { answeredMeanwhile, offerOver } from "./offer-errors.ts";
import { readOffer } from "./offer-repo.ts";

/**
 * Why an answer to an offer is refused that was open a moment ago. The same request may run beside this one under its Idempotency-Key: where that is
 * through, its answer is replayed, and where it is on its way, this one comes again.
 */
export async function overtaken(ctx: Ctx, offerId: string, as: NetworkOfferStatus): Promise<Error> {
  await load(ctx, {});
  const status = (await readOffer(ctx, offerId))?.offer.status;
  if (status === as) return ctx.asked.idempotency ? keyInProgress() : answeredMeanwhile();
  return status === undefined || status === "open" ? answeredMeanwhile() : offerOver(status);
}
