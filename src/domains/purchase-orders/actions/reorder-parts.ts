import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import type { OutboxEvent } from "#/db/tenant/outbox.ts";
import { partsOf } from "#/domains/inventory/index.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import type { Effect } from "#/jobs.ts";
import { partsToReorder } from "../repo.ts";
import { planReorder } from "./plan-reorder.ts";

/** Parts that one night reorders; the next takes what is left. */
const MOST_PARTS = 1000;

/** Reorders a part of which too little is left, where the business wants that: as it is now, since stock may have come meanwhile. */
export async function reorderLowPart(ctx: Ctx, event: OutboxEvent): Promise<Effect | undefined> {
  const { organization, parts } = await load(ctx, {
    organization: organizationOf(ctx),
    parts: partsOf(ctx, [Number(event.entityId)]),
  });
  if (!settingOf(organization, "auto_reorder")) return undefined;
  const wanted = parts.filter((part) => part.archivedAt === null && part.preferredSupplierId !== null);
  return wanted.length === 0 ? undefined : await planReorder(ctx, wanted, organization);
}

/** Reorders every part that is low by night: those whose supplier was named later, and those that never moved. */
export async function reorderLowParts(ctx: Ctx): Promise<Effect | undefined> {
  const { organization } = await load(ctx, { organization: organizationOf(ctx) });
  if (!settingOf(organization, "auto_reorder")) return undefined;
  const { parts } = await load(ctx, { parts: partsToReorder(ctx, MOST_PARTS) });
  return parts.length === 0 ? undefined : await planReorder(ctx, parts, organization);
}
