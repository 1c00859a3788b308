import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { assertVersion } from "#/db/tenant/stamps.ts";
import { itemCategories, items } from "#/domains/items/index.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { changedMeanwhile } from "#/kernel/errors.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { presented } from "../present.ts";
import { type Place, rateAt } from "../repo.ts";
import type { SetCommission } from "../schemas.ts";
import { rates } from "../tables.ts";

/** Sets what is earned at one place from now on. Sales that were made keep their commission. */
export async function setCommission(ctx: Ctx, place: Place, input: Inside<z.output<typeof SetCommission>>) {
  const { technicianId, itemId, categoryId } = place;
  const { current, id } = await load(ctx, {
    technician: technicianId === undefined ? undefined : technicians.one(ctx, technicianId),
    item: itemId === undefined ? undefined : items.one(ctx, itemId),
    category: categoryId === undefined ? undefined : itemCategories.one(ctx, categoryId),
    current: rateAt(ctx, place, input),
    id: rates.nextId(ctx),
  });
  assertVersion(ctx, rates.entity, { id: current?.id ?? id, version: current?.version });
  const { role, effectiveFrom, effectiveTo, commissionRateBps, ...more } = input;
  const terms = {
    ...more,
    commissionRateBps: commissionRateBps ?? 0,
    flatCents: input.flatCents ?? null,
    tiers: input.tiers ?? null,
    discountScale: input.discountScale ?? null,
    minCents: input.minCents ?? null,
    maxCents: input.maxCents ?? null,
    effectiveTo: effectiveTo ?? null,
  };
  const key = {
    technicianId: technicianId ?? 0,
    itemId: itemId ?? 0,
    categoryId: categoryId ?? 0,
    role: role ?? ("" as const),
    effectiveFrom: effectiveFrom ?? ("" as const),
  };
  const part = current ? rates.change(ctx, current, terms) : rates.insert(ctx, { ...key, ...terms, id });
  const { ifMatch, ifNoneMatch } = ctx.asked;
  const raced = changedMeanwhile(rates.entity, part.row.id, (ifMatch ?? ifNoneMatch) !== undefined);
  return await commit(ctx, {
    parts: [{ ...part, refusals: { [KEY]: raced } }],
    audit: { action: "set", of: part },
    result: presented(part.row),
  });
}

/** The unique index that a second request for a first rate meets. */
const KEY = ["tenant_id", "technician_id", "item_id", "category_id", "role", "effective_from"]
  .map((column) => `commission_rates.${column}`)
  .join(", ");
