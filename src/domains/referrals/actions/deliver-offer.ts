import type { Ctx } from "#/ctx.ts";
import type { ReferralOffer } from "#/db/control/schema/referral-network.ts";
import type { Referral } from "#/db/control/schema/referrals.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { confirmedOwner } from "#/domains/identity/index.ts";
import { planMail } from "#/domains/mail/index.ts";
import { businessHoursOf, organizationOf, settingOf } from "#/domains/organization/index.ts";
import { type Instant, localTimeOf } from "#/kernel/time.ts";
import { referralOffered } from "../events.ts";
import { offerEnds, type Week } from "../offer-rules.ts";
import { byOffer } from "../offered-repo.ts";
import type { Said } from "../said.ts";
import { offered } from "../tables.ts";

type Delivered = { offer: ReferralOffer; referral: Referral; offerMinutes: number; said: Said };

/**
 * Brings an offer to its business: the row, the event and a mail in one commit, once for each offer. Answers when the offer runs out: its time begins
 * here.
 */
export async function deliverOffer(ctx: Ctx, { offer, referral, offerMinutes, said }: Delivered): Promise<Instant> {
  const { known, organization, owner } = await load(ctx, {
    known: byOffer(ctx, offer.id),
    organization: organizationOf(ctx),
    owner: confirmedOwner(ctx),
  });
  if (known) return known.expiresAt;
  const { timezone } = ctx.tenant;
  const { monday, tuesday, wednesday, thursday, friday, saturday, sunday } = businessHoursOf(organization);
  const week: Week = [monday, tuesday, wednesday, thursday, friday, saturday, sunday];
  const expiresAt = offerEnds(ctx.now, offerMinutes, week, timezone);
  const { homeowner, summary } = said;
  const part = offered.insert(ctx, {
    ...{ id: offered.newId(), offerId: offer.id, referralId: referral.id, publicId: referral.publicId },
    ...{ status: "offered", sector: referral.sector ?? "UNKNOWN", summary },
    ...{ city: homeowner.city ?? null, state: homeowner.state ?? null, zip: referral.zip },
    ...{ feeCents: offer.feeCents, feeTier: offer.feeTier, feeOwedCents: 0, offeredAt: ctx.now, expiresAt },
  });
  const to = settingOf(organization, "contact_email") ?? owner?.email;
  const mail =
    to &&
    (await planMail(ctx, {
      to,
      template: "referral-offered",
      data: {
        sector: part.row.sector,
        zip: referral.zip,
        summary,
        until: `${localTimeOf(expiresAt, timezone)} (${timezone})`,
      },
    }));
  return await commit(ctx, {
    parts: [part, mail || null],
    events: [referralOffered(part.row)],
    audit: { action: "offer", of: part },
    result: expiresAt,
  });
}
