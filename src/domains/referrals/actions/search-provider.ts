import type { OpenCtx } from "#/ctx.ts";
import { ringControl } from "#/db/control/alarms.ts";
import type { Referral } from "#/db/control/schema/referrals.ts";
import { zipPlace } from "#/integrations/geocoder/zip-places.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { OFFER } from "../alarms.ts";
import { feeOf } from "../fee-rules.ts";
import { areasAt, rank } from "../matching-rules.ts";
import { moveReferral, readReferral, settleReferral } from "../network-repo.ts";
import { FULL_SECONDS, SEARCH_SECONDS } from "../offer-rules.ts";
import { readSaid } from "../said.ts";
import { offerTo, readSearch } from "../search-repo.ts";
import { sectorOf } from "../sector/sector.ts";

/** The trade of a new referral, by what was said; then the search begins. Answers whether there is more to do at once. */
export async function classify(open: OpenCtx, referral: Referral): Promise<boolean> {
  const said = await readSaid(open, referral.id, (await readReferral(open, referral.id))?.sealed ?? null);
  const { sector, confidenceBps } = sectorOf(said?.spoken ?? "");
  return await moveReferral(open, referral, {
    to: "MATCHING",
    by: "network",
    set: { sector, sectorConfidenceBps: confidenceBps, nextAttemptAt: open.now },
  });
}

/**
 * Offers a referral to the best business that was not asked yet. Where all who could take it are full, it waits, two days at most; where nobody
 * serves the place, it is unserviceable; where all were asked in vain, it has expired. Answers whether to look again at once.
 */
export async function searchProvider(open: OpenCtx, referral: Referral): Promise<boolean> {
  const { zip } = referral;
  const place = await zipPlace(open.env.ASSETS, zip);
  const point = place && { latitude: place.latitude, longitude: place.longitude };
  const { providers, asked, own, tiers } = await readSearch(open, referral, areasAt(zip, point));
  const wanted = { sector: referral.sector, zip, point, notTo: [...asked, ...own] };
  const { ranked, full } = rank(providers, wanted, open.now);
  const [best] = ranked;
  if (best) {
    const offer = await offerTo(open, referral, best, feeOf(referral.sector, tiers));
    if (offer) await ringControl(open, [{ job: OFFER, id: offer }]);
    else await settleReferral(open, referral, { nextAttemptAt: open.now }); // the business has just become full
    return offer === undefined;
  }
  if (full > 0 && open.now < plusSeconds(referral.createdAt, SEARCH_SECONDS)) {
    await settleReferral(open, referral, { nextAttemptAt: plusSeconds(open.now, FULL_SECONDS) });
    return false;
  }
  const isExpired = full > 0 || asked.length > 0;
  await moveReferral(open, referral, {
    to: isExpired ? "EXPIRED" : "UNSERVICEABLE",
    by: "network",
    reason: isExpired ? "No business took it." : "No business of the network serves this place and trade.",
  });
  return false;
}
