import { and, eq } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { notFound } from "#/kernel/errors.ts";
import { commissionConfigs } from "./tables.ts";

export type CommissionConfig = typeof commissionConfigs.$inferSelect;
export type TechnicianItem = { technicianId: number; itemId: number };

/** The rate that a technician earns on an item. */
export const rateOf = (ctx: Ctx, { technicianId, itemId }: TechnicianItem) => rateBetween(ctx, technicianId, itemId);

const rateBetween = prepared((tenantId: Slot<string>, technicianId: Slot<number>, itemId: Slot<number>) =>
  first(
    q
      .select()
      .from(commissionConfigs)
      .where(
        and(
          eq(commissionConfigs.tenantId, tenantId),
          eq(commissionConfigs.technicianId, technicianId),
          eq(commissionConfigs.itemId, itemId),
        ),
      ),
  ),
);

/** Reads the rate; 404 when none is set. */
export async function getRate(ctx: Ctx, pair: TechnicianItem): Promise<CommissionConfig> {
  const { rate } = await read(ctx, { rate: rateOf(ctx, pair) });
  if (!rate) throw notFound("commission_config", `${pair.technicianId}/${pair.itemId}`);
  return rate;
}

/** The first version of a rate or the next. Hits no row when another request was faster. */
export function rateUpsert(config: CommissionConfig) {
  const { commissionRateBps, ovRateBps, discountScaleEnabled, updatedAt, version } = config;
  return q
    .insert(commissionConfigs)
    .values(config)
    .onConflictDoUpdate({
      target: [commissionConfigs.tenantId, commissionConfigs.technicianId, commissionConfigs.itemId],
      set: { commissionRateBps, ovRateBps, discountScaleEnabled, updatedAt, version },
      setWhere: eq(commissionConfigs.version, version - 1),
    });
}
