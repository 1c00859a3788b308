import type { Ctx } from "#/ctx.ts";
import type { ReferralProvider } from "#/db/control/schema/referral-network.ts";
import { checkCaller, read } from "#/db/tenant/load.ts";
import { zipPlace } from "#/integrations/geocoder/zip-places.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { cellsAround, zipArea } from "./matching-rules.ts";
import { noArea, noPlace } from "./offer-errors.ts";
import { OFFER_MINUTES } from "./offer-rules.ts";
import { sumsByStatus } from "./offered-repo.ts";
import type { SetReferralParticipation } from "./offered-schemas.ts";
import { feesReceived, findProvider } from "./participation-repo.ts";
import { isAccepted } from "./progress-rules.ts";

const never = {
  ...{
    takesReferrals: false,
    useServiceZones: false,
    serviceZonesPending: false,
    sectors: [],
    zipCodes: [],
    placeZip: null,
    radiusMiles: null,
  },
  ...{ dailyLimit: 5, offerMinutes: OFFER_MINUTES, accepted: 0, declined: 0, expired: 0, lastOfferedAt: null },
  updatedAt: null,
};
export const presentProvider = (row: ReferralProvider | undefined) =>
  row ? { ...row, useServiceZones: row.usesServiceZones, serviceZonesPending: row.zonesDueAt !== null } : never;

/** How the business takes part in the network. */
export async function readParticipation(ctx: Ctx) {
  await checkCaller(ctx);
  return presentProvider(await findProvider(ctx, ctx.tenant.id));
}

/** The circle of a business, and the areas in which it is looked up. */
export async function placed(ctx: Ctx, input: Inside<z.output<typeof SetReferralParticipation>>) {
  const { useServiceZones, ...own } = input;
  const { takesReferrals, zipCodes, placeZip, radiusMiles } = own;
  if (takesReferrals && zipCodes.length === 0 && placeZip === null && !useServiceZones) throw noArea();
  const middle = placeZip === null ? null : await zipPlace(ctx.env.ASSETS, placeZip);
  if (placeZip !== null && !middle) throw noPlace(placeZip);
  const cells = middle && radiusMiles !== null ? cellsAround(middle, radiusMiles) : [];
  return {
    settings: {
      ...own,
      usesServiceZones: useServiceZones,
      latitude: middle?.latitude ?? null,
      longitude: middle?.longitude ?? null,
    },
    areas: [...zipCodes.map(zipArea), ...cells],
  };
}

/** What the network means for the business: what it was offered and owes, and what it is owed for what it refers. */
export async function readSummary(ctx: Ctx) {
  const [{ sums }, feesReceivedCents] = await Promise.all([
    read(ctx, { sums: sumsByStatus(ctx) }),
    feesReceived(ctx, ctx.tenant.id),
  ]);
  const countOf = (...statuses: string[]) =>
    sums.filter(({ status }) => statuses.includes(status)).reduce((all, { count }) => all + count, 0);
  const accepted = sums.filter(({ status }) => isAccepted(status) || status === "returned");
  const answered = countOf(...accepted.map(({ status }) => status), "declined", "expired");
  return {
    openOffers: countOf("offered"),
    byStatus: sums.map(({ status, count }) => ({ status, count })),
    acceptanceBps:
      answered === 0 ? null : Math.round((10_000 * accepted.reduce((all, { count }) => all + count, 0)) / answered),
    feesOwedCents: sums.reduce((all, { feeOwedCents }) => all + feeOwedCents, 0),
    feesPendingCents: sums
      .filter(({ status }) => status === "accepted" || status === "scheduled")
      .reduce((all, { feePendingCents }) => all + feePendingCents, 0),
    feesReceivedCents,
  };
}
