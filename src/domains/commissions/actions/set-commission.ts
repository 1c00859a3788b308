import type { Ctx } from "#/ctx.ts";
import { assertVersion, commit, mustBeCurrent } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { findItem } from "#/domains/items/index.ts";
import { findTechnician } from "#/domains/technicians/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { type CommissionConfig, findRate, type TechnicianItem, upsertRate } from "../repo.ts";
import type { Rate } from "../rules.ts";

/** Sets what a technician earns on an item from now on. Sales that were made keep their commission. */
export async function setCommission(
  ctx: Ctx,
  { technicianId, itemId, ...rate }: TechnicianItem & Rate,
): Promise<CommissionConfig> {
  const [technician, item, current] = await load(ctx, [
    findTechnician(ctx, technicianId),
    findItem(ctx, itemId),
    findRate(ctx, { technicianId, itemId }),
  ]);
  if (!technician) throw notFound("technician", technicianId);
  if (!item) throw notFound("item", itemId);
  assertVersion(ctx, "commission_config", { id: itemId, version: current?.version ?? 0 });

  const config: CommissionConfig = {
    ...rate,
    tenantId: ctx.tenant.id,
    technicianId,
    itemId,
    createdAt: current?.createdAt ?? ctx.now,
    updatedAt: ctx.now,
    version: (current?.version ?? 0) + 1,
  };
  return await commit(ctx, {
    writes: [upsertRate(config), mustBeCurrent(ctx, "commission_config", itemId)],
    audit: { action: "set", entity: "commission_config", id: `${technicianId}/${itemId}`, changes: rate },
    result: config,
  });
}
