import type { Ctx } from "#/ctx.ts";
import { type User, users } from "#/domains/identity/index.ts";
import { resolveZone, zones, zonesFor } from "#/domains/zones/index.ts";
import { ownerInactive } from "./errors.ts";
import { leadCampaigns } from "./tables.ts";

type Named = { [K in "zoneId" | "ownerId" | "campaignId"]?: number | null | undefined } & {
  zip?: string | null | undefined;
};
type Candidates = Parameters<typeof resolveZone>[0] extends readonly (infer Z)[] ? readonly Z[] : never;

/** What a request names by id, for its load; 404 with the field where there is none. And the zones of its ZIP, where it names no zone. */
export const namedIn = (ctx: Ctx, { zoneId, ownerId, campaignId, zip }: Named) => ({
  zone: zoneId ? zones.one(ctx, zoneId, "zone_id") : undefined,
  owner: ownerId ? users.one(ctx, ownerId, "owner_id") : undefined,
  campaign: campaignId ? leadCampaigns.one(ctx, campaignId, "campaign_id") : undefined,
  candidates: zoneId === undefined && zip ? zonesFor(ctx, { zip }) : undefined,
});

export function assertOwner(owner: User | undefined): void {
  if (owner && owner.status !== "active") throw ownerInactive(owner.id);
}

/** The zone that the request names, else the one that covers its ZIP; undefined: it says nothing of it. */
export const zoneOf = ({ zoneId, zip }: Named, candidates: Candidates | undefined): number | null | undefined =>
  zoneId !== undefined || zip === undefined ? zoneId : (resolveZone([...(candidates ?? [])], { zip })?.zone.id ?? null);
