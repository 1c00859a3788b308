import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { zoneNames } from "#/domains/zones/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { noActiveZone } from "../offer-errors.ts";
import type { SetReferralParticipation } from "../offered-schemas.ts";
import { placed, presentProvider } from "../participation.ts";
import { setProvider } from "../participation-repo.ts";
import { copySoon } from "./copy-zones.ts";

type Input = Inside<z.output<typeof SetReferralParticipation>>;

/** Sets how the business takes part in the network. The network knows it first; the audit entry follows, and the same request again does no harm. */
export async function setParticipation(ctx: Ctx, input: Input) {
  const { zones } = await load(ctx, { zones: input.useServiceZones ? zoneNames(ctx) : undefined });
  if (zones && input.takesReferrals && !zones.some(({ isActive }) => isActive)) throw noActiveZone();
  const { settings, areas } = await placed(ctx, input);
  const result = presentProvider(await setProvider(ctx, ctx.tenant.id, settings, areas));
  const { sectors, zipCodes, ...details } = input;
  if (input.useServiceZones) copySoon(ctx);
  return await commit(ctx, {
    parts: [],
    audit: {
      action: "set",
      entity: "referral_participation",
      id: ctx.tenant.id,
      details: { ...details, sectors, zip_codes: zipCodes.length },
    },
    result,
  });
}
