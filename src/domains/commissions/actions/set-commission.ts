import type { Ctx } from "#/ctx.ts";
import { changesOf } from "#/db/tenant/changes.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { assertVersion, mustBeCurrent, nextStamps } from "#/db/tenant/stamps.ts";
import { items } from "#/domains/items/index.ts";
import { technicians } from "#/domains/technicians/index.ts";
import { type CommissionConfig, rateOf, rateUpsert, type TechnicianItem } from "../repo.ts";
import type { Rate } from "../rules.ts";
import { commissionConfigs } from "../tables.ts";

const ENTITY = "commission_config";

/** Sets what a technician earns on an item from now on. Sales that were made keep their commission. */
export async function setCommission(
  ctx: Ctx,
  { technicianId, itemId, ...rate }: TechnicianItem & Rate,
): Promise<CommissionConfig> {
  const { current } = await load(ctx, {
    technician: technicians.one(ctx, technicianId),
    item: items.one(ctx, itemId),
    current: rateOf(ctx, { technicianId, itemId }),
  });
  const id = `${technicianId}/${itemId}`;
  assertVersion(ctx, ENTITY, { id, version: current?.version });

  const config = { ...rate, tenantId: ctx.tenant.id, technicianId, itemId, ...nextStamps(ctx, current) };
  return await commit(ctx, {
    parts: [rateUpsert(config), mustBeCurrent(ctx, ENTITY, id)],
    audit: { action: "set", entity: ENTITY, id, changes: changesOf(commissionConfigs, current, config) },
    result: config,
  });
}
