import { DateField, daysRespelt, z } from "#/kernel/fields.ts";
import { confidences, methods } from "./forecast/index.ts";
import { MOST_HORIZON, usual } from "./projections.ts";
import { regionSources } from "./region.ts";
import { metrics } from "./terms.ts";

// The range of `horizon` and the names of `metric` are checked by the domain, whose refusal is 422 and lists them.
export const MetricName = z
  .string()
  .max(40)
  .optional()
  .openapi({ enum: [...metrics], default: usual.metric, description: "what is counted" });

export const ProjectionsQuery = z.object({
  horizon: z
    .string()
    .regex(/^\d{1,9}$/, "must be a number of months")
    .transform(Number)
    .optional()
    .openapi({
      type: "integer",
      minimum: 1,
      maximum: MOST_HORIZON,
      default: usual.horizon,
      description: "months to project, the running one included",
    }),
  metric: MetricName,
});

export const GrowthQuery = z.object({
  metric: MetricName,
  ...daysRespelt,
  date_from: DateField.optional().openapi({
    description: "the first local day; that of the month 13 months before that of the last one",
  }),
  date_to: DateField.optional().openapi({ description: "the last local day; today, where it is absent or lies ahead" }),
});

const Month = z.string().openapi({ example: "2026-03", description: "calendar month of the business" });
export const DateOut = z.string().openapi({ format: "date", example: "2026-03-28" });
export const Unit = z.enum(["cents", "count"]);

const MonthValue = z.object({ month: Month, value: z.int() });
const Projected = z.object({
  month: Month,
  value: z.int(),
  low_80: z.int(),
  high_80: z.int(),
  low_95: z.int(),
  high_95: z.int(),
});

export const Projections = z
  .object({
    metric: z.enum(metrics),
    unit: Unit,
    horizon: z.int(),
    as_of: DateOut,
    method: z.enum(methods),
    confidence: z.enum(confidences),
    history_months: z.int(),
    trade: z.string(),
    region_type: z.string(),
    region_source: z.enum(regionSources),
    members: z.array(z.object({ name: z.string(), weight_bps: z.int() })),
    history: z.array(MonthValue),
    projections: z.array(Projected).openapi({ description: "none before the first whole month is over" }),
  })
  .openapi("Projections", {
    example: {
      metric: "revenue",
      unit: "cents",
      horizon: 1,
      as_of: "2026-03-28",
      method: "prior",
      confidence: "low",
      history_months: 2,
      trade: "hvac",
      region_type: "cooling-dominant",
      region_source: "settings",
      members: [{ name: "level", weight_bps: 10000 }],
      history: [
        { month: "2026-01", value: 4150000 },
        { month: "2026-02", value: 3980000 },
      ],
      projections: [
        { month: "2026-03", value: 4050000, low_80: 1440000, high_80: 6660000, low_95: 0, high_95: 8900000 },
      ],
    },
  });

export const Growth = z
  .object({
    metric: z.enum(metrics),
    unit: Unit,
    as_of: DateOut,
    date_from: DateOut,
    date_to: DateOut,
    cagr_bps: z.int().nullable(),
    months: z.array(
      z.object({
        month: Month,
        value: z.int(),
        partial: z.boolean(),
        mom_bps: z.int().nullable(),
        yoy_bps: z.int().nullable(),
        average_3_months: z.number().nullable(),
        average_6_months: z.number().nullable(),
        average_12_months: z.number().nullable(),
      }),
    ),
  })
  .openapi("Growth", {
    example: {
      metric: "revenue",
      unit: "cents",
      as_of: "2026-03-15",
      date_from: "2026-02-01",
      date_to: "2026-03-15",
      cagr_bps: null,
      months: [
        {
          ...{ month: "2026-02", value: 50000, partial: false, mom_bps: null, yoy_bps: null },
          ...{ average_3_months: 50000, average_6_months: null, average_12_months: null },
        },
        {
          ...{ month: "2026-03", value: 20000, partial: true, mom_bps: null, yoy_bps: null },
          ...{ average_3_months: null, average_6_months: null, average_12_months: null },
        },
      ],
    },
  });
