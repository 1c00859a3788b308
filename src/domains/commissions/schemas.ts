import { Bps, IdText, InstantOut, z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";

const example = { commission_rate_bps: 750, ov_rate_bps: 0, discount_scale_enabled: false };

export const TechnicianItem = z.object({
  technician_id: IdText.openapi({ param: { name: "technician_id", in: "path" } }),
  item_id: IdText.openapi({ param: { name: "item_id", in: "path" } }),
});

export const SetCommission = z
  .strictObject({
    commission_rate_bps: Bps,
    ov_rate_bps: Bps.default(0).openapi({ description: "share of what is sold above list price (overage)" }),
    discount_scale_enabled: z.boolean().default(false),
  })
  .openapi("SetCommission", { example });

export const CommissionConfig = z
  .object({
    technician_id: z.int(),
    item_id: z.int(),
    commission_rate_bps: z.int(),
    ov_rate_bps: z.int(),
    discount_scale_enabled: z.boolean(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("CommissionConfig", {
    example: {
      technician_id: 1,
      item_id: 5,
      ...example,
      created_at: "2026-03-01T12:00:00.000Z",
      updated_at: "2026-03-01T12:00:00.000Z",
      version: 1,
    },
  });

export const commissionExample = {
  total_cents: 11250,
  base_cents: 11250,
  overage_cents: 0,
  ...example,
  rate_source: "technician_item" as const,
  sale_price_cents: 150000,
  list_price_cents: 150000,
  cost_cents: 40000,
  rounding: "half_even" as const,
  engine_version: 1,
};
/** A commission as it is frozen into a sale: what went in, which rate was found, what came out. */
export const Commission = z
  .object({
    total_cents: z.int(),
    base_cents: z.int().openapi({ description: "share of the price up to list price" }),
    overage_cents: z.int().openapi({ description: "share of what was sold above list price" }),
    commission_rate_bps: z.int(),
    ov_rate_bps: z.int(),
    discount_scale_enabled: z.boolean(),
    rate_source: z.enum(["technician_item", "none"]).openapi({ description: "where the rate was found" }),
    sale_price_cents: z.int(),
    list_price_cents: z.int(),
    cost_cents: z.int().nullable(),
    rounding: z.literal("half_even"),
    engine_version: z.int(),
  })
  .openapi("Commission", { example: commissionExample });
export type CommissionSnapshot = Inside<z.output<typeof Commission>>;
