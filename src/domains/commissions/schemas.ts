import { Bps, Cents, DateField, Id, IdText, InstantOut, Quantity, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import type { Inside } from "#/kernel/wire.ts";
import { bases, rateTypes, roles, rungs } from "./terms.ts";

const example = { commission_rate_bps: 750, ov_rate_bps: 0, discount_scale_enabled: false };

const Role = z.enum(roles);
const Rung = z.enum(rungs);
const RateType = z.enum(rateTypes);
const Base = z.enum(bases);
const OvRate = Bps.openapi({ description: "share of what is sold above list price (overage)" });

const Tier = z.strictObject({
  up_to_cents: Cents.min(1).nullable().openapi({ description: "where the tier ends; null in the last one" }),
  rate_bps: Bps,
});
const Tiers = z
  .array(Tier)
  .min(1)
  .max(20)
  .refine((tiers) => tiers.at(-1)?.up_to_cents === null, "must end with a tier whose up_to_cents is null")
  .refine(
    (tiers) =>
      tiers
        .slice(0, -1)
        .every(({ up_to_cents }, i) => up_to_cents !== null && up_to_cents > (tiers[i - 1]?.up_to_cents ?? 0)),
    "must rise by up_to_cents",
  )
  .openapi({ description: "marginal: each rate earns on its own slice of the price" });

const Band = z
  .strictObject({
    min_discount_bps: Bps.openapi({ description: "from this discount on, in basis points of the list price" }),
    rate_bps: Bps.optional().openapi({ description: "the rate instead of `commission_rate_bps`" }),
    factor_bps: z
      .int()
      .min(0)
      .max(20_000)
      .optional()
      .openapi({ description: "multiplies what the rate gives; 10000 leaves it" }),
  })
  .refine(
    ({ rate_bps, factor_bps }) => (rate_bps === undefined) !== (factor_bps === undefined),
    "must have either rate_bps or factor_bps",
  );
const Scale = z
  .array(Band)
  .min(1)
  .max(20)
  .refine((scale) => scale[0]?.min_discount_bps === 0, "must begin with min_discount_bps 0")
  .refine(
    (scale) =>
      scale.every(({ min_discount_bps }, i) => i === 0 || min_discount_bps > (scale[i - 1]?.min_discount_bps ?? 0)),
    "must rise by min_discount_bps",
  )
  .openapi({
    description: "what a discount does to the commission; where absent, the scale of the business' own rate",
  });

/** What a rate says; the path names what it is for. */
export const SetCommission = z
  .strictObject({
    rate_type: RateType.default("percentage"),
    commission_rate_bps: Bps.optional().openapi({ description: "with `percentage`: share of the price" }),
    flat_cents: Cents.optional().openapi({ description: "with `flat`: for each one sold" }),
    tiers: Tiers.optional(),
    ov_rate_bps: OvRate.default(0),
    discount_scale_enabled: z.boolean().default(false),
    discount_scale: Scale.optional(),
    base: Base.default("price").openapi({ description: "what earns: the price without tax, or that less the cost" }),
    min_cents: Cents.optional().openapi({ description: "least commission of a sale" }),
    max_cents: Cents.optional().openapi({ description: "most commission of a sale" }),
    role: Role.optional().openapi({ description: "only in this role; both when absent" }),
    effective_from: DateField.optional().openapi({
      description: "first day of sales that it holds for; all when absent",
    }),
    effective_to: DateField.optional().openapi({
      description: "last day of sales that it holds for; no end when absent",
    }),
  })
  .check(({ value, issues }) => {
    const report = (field: string, message: string) =>
      issues.push({ code: "custom", path: [field], message, input: value });
    const needed = { percentage: "commission_rate_bps", flat: "flat_cents", tiers: "tiers" } as const;
    for (const [type, field] of Object.entries(needed)) {
      if (type === value.rate_type && value[field] === undefined) report(field, `is required with rate_type ${type}`);
      if (type !== value.rate_type && value[field] !== undefined) report(field, `goes only with rate_type ${type}`);
    }
    if (value.rate_type !== "percentage" && value.discount_scale?.some(({ rate_bps }) => rate_bps !== undefined))
      report("discount_scale", "may have only factor_bps with this rate_type");
    if (value.min_cents !== undefined && value.max_cents !== undefined && value.min_cents > value.max_cents)
      report("max_cents", "must not be less than min_cents");
    if (value.effective_from && value.effective_to && value.effective_from > value.effective_to)
      report("effective_to", "must not be before effective_from");
  })
  .openapi("SetCommission", { example });

/** Which of the rates that stand side by side. */
export const WhichRate = z.object({
  role: Role.optional().openapi({ description: "the rate of this role; that of both when absent" }),
  effective_from: DateField.optional().openapi({ description: "the rate that begins on this day" }),
});
export const RateQuery = WhichRate.extend({
  date: DateField.optional().openapi({ description: "the rate that holds on this day; today when absent" }),
});

export const CommissionConfig = z
  .object({
    id: z.int(),
    rung: Rung.openapi({ description: "what it is for; the first rung with a rate decides" }),
    technician_id: z.int().nullable(),
    item_id: z.int().nullable(),
    category_id: z.int().nullable().openapi({ description: "and all categories below it" }),
    role: Role.nullable().openapi({ description: "null: both" }),
    effective_from: z.string().nullable().openapi({ format: "date", description: "null: from the beginning" }),
    effective_to: z.string().nullable().openapi({ format: "date", description: "null: without an end" }),
    rate_type: RateType,
    commission_rate_bps: z.int(),
    flat_cents: z.int().nullable(),
    tiers: z.array(Tier).nullable(),
    ov_rate_bps: z.int(),
    discount_scale_enabled: z.boolean(),
    discount_scale: z.array(Band).nullable(),
    base: Base,
    min_cents: z.int().nullable(),
    max_cents: z.int().nullable(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("CommissionConfig", {
    example: {
      id: 12,
      rung: "technician_item",
      technician_id: 1,
      item_id: 5,
      category_id: null,
      role: null,
      effective_from: null,
      effective_to: null,
      rate_type: "percentage",
      ...example,
      flat_cents: null,
      tiers: null,
      discount_scale: null,
      base: "price",
      min_cents: null,
      max_cents: null,
      created_at: "2026-03-01T12:00:00.000Z",
      updated_at: "2026-03-01T12:00:00.000Z",
      version: 1,
    },
  });
export const CommissionConfigPage = pageOf("CommissionConfigPage", CommissionConfig);

export const CommissionConfigQuery = PageQuery.extend({
  technician_id: IdText.optional(),
  item_id: IdText.optional(),
  category_id: IdText.optional(),
  role: Role.optional(),
  sort: sortBy("id", "updated_at"),
});

export const commissionExample = {
  total_cents: 11250,
  base_cents: 11250,
  overage_cents: 0,
  rate_source: "technician_item" as const,
  rate_id: 12,
  role: "technician" as const,
  rate_type: "percentage" as const,
  ...example,
  flat_cents: null,
  tiers: null,
  base: "price" as const,
  min_cents: null,
  max_cents: null,
  discount_bps: null,
  band: null,
  quantity: 1,
  sale_price_cents: 150000,
  tax_cents: 0,
  list_price_cents: 150000,
  cost_cents: 40000,
  steps: [
    { name: "net", cents: 150000, how: "150000 - 0 tax" },
    { name: "percentage", cents: 11250, how: "150000 x 750 bps" },
    { name: "total", cents: 11250, how: "11250 + 0" },
  ],
  rounding: "half_even" as const,
  engine_version: 2,
};
/** A commission as it is frozen into a sale: what went in, which rate was found, how it was computed, what came out. */
export const Commission = z
  .object({
    total_cents: z.int(),
    base_cents: z.int().openapi({ description: "what the rate gives" }),
    overage_cents: z.int().openapi({ description: "share of what was sold above list price" }),
    rate_source: z.enum([...rungs, "none"]).openapi({ description: "where the rate was found" }),
    rate_id: z.int().nullable().openapi({ description: "the rate that was found, as it was then" }),
    role: Role,
    rate_type: RateType,
    commission_rate_bps: z.int(),
    flat_cents: z.int().nullable(),
    tiers: z.array(Tier).nullable(),
    ov_rate_bps: z.int(),
    discount_scale_enabled: z.boolean(),
    base: Base,
    min_cents: z.int().nullable(),
    max_cents: z.int().nullable(),
    discount_bps: z.int().nullable().openapi({ description: "how far below list; null where no scale was looked at" }),
    band: z.union([Band, z.null()]).openapi({ description: "the band of the discount scale that was hit" }),
    quantity: z.number(),
    sale_price_cents: z.int(),
    tax_cents: z.int(),
    list_price_cents: z.int().openapi({ description: "of one" }),
    cost_cents: z.int().nullable().openapi({ description: "of one" }),
    steps: z
      .array(z.object({ name: z.string(), cents: z.int(), how: z.string() }))
      .openapi({ description: "how the commission was computed, step by step" }),
    rounding: z.literal("half_even"),
    engine_version: z.int().openapi({ description: "raised when the same inputs would give another amount" }),
  })
  .openapi("Commission", { example: commissionExample });
export type CommissionOnWire = z.input<typeof Commission>;
export type CommissionSnapshot = Inside<z.output<typeof Commission>>;

export const PreviewCommission = z
  .strictObject({
    technician_id: Id,
    item_id: Id,
    sale_price_cents: Cents,
    tax_cents: Cents.default(0),
    quantity: Quantity.default(1),
    sale_date: DateField.optional().openapi({ description: "today when absent; may lie ahead" }),
    role: Role.default("technician"),
  })
  .openapi("PreviewCommission", { example: { technician_id: 1, item_id: 5, sale_price_cents: 150000 } });
