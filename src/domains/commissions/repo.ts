import { and, eq } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { commissionConfigs } from "#/db/tenant/schema/commissions.ts";

export type CommissionConfig = typeof commissionConfigs.$inferSelect;
export type TechnicianItem = { technicianId: number; itemId: number };

/** The rate that a technician earns on an item. */
export const findRate = (ctx: Ctx, { technicianId, itemId }: TechnicianItem) => rateOf(ctx, technicianId, itemId);

const rateOf = prepared((tenantId: Slot<string>, technicianId: Slot<number>, itemId: Slot<number>) =>
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

export function upsertRate(config: CommissionConfig) {
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
