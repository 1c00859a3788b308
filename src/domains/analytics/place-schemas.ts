import { anotherName, DateField, daysRespelt, z } from "#/kernel/fields.ts";
import { DateOut, MetricName, Unit } from "./schemas.ts";
import { groupings, metrics } from "./terms.ts";

const GroupName = z.enum(groupings);

export const HeatmapQuery = z.object({
  metric: MetricName,
  groupBy: anotherName("group_by", GroupName),
  ...daysRespelt,
  group_by: GroupName.optional().openapi({ default: "zip", description: "what the places are" }),
  date_from: DateField.optional().openapi({
    description: "a local day: its whole month counts. Without it, ten years do",
  }),
  date_to: DateField.optional().openapi({
    description: "a local day: its whole month counts. Today, where it is absent or lies ahead",
  }),
});

const Group = z.object({
  place: z.string(),
  label: z.string(),
  value: z.int(),
  count: z.int(),
  share_bps: z.int().nullable(),
  intensity: z.number().min(0).max(1),
  centroid: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
});

export const Heatmap = z
  .object({
    metric: z.enum(metrics),
    unit: Unit,
    group_by: z.enum(groupings),
    date_from: DateOut,
    date_to: DateOut,
    total: z.int(),
    rest: z.int(),
    is_cut: z.boolean(),
    groups: z.array(Group),
  })
  .openapi("Heatmap", {
    example: {
      metric: "revenue",
      unit: "cents",
      group_by: "zip",
      date_from: "2016-04-01",
      date_to: "2026-03-31",
      total: 5000000,
      rest: 1000000,
      is_cut: false,
      groups: [
        {
          ...{ place: "33601", label: "33601", value: 3000000, count: 20, share_bps: 6000, intensity: 1 },
          centroid: { latitude: 27.9506, longitude: -82.4572 },
        },
        {
          place: "33602",
          label: "33602",
          value: 1000000,
          count: 8,
          share_bps: 2000,
          intensity: 0.9263,
          centroid: null,
        },
      ],
    },
  });

export const geoJsonExample = JSON.stringify({
  type: "FeatureCollection",
  features: [
    {
      type: "Feature",
      id: "33601",
      geometry: { type: "Point", coordinates: [-82.4572, 27.9506] },
      properties: {
        ...{ place: "33601", label: "33601", value: 3000000, count: 20, intensity: 1, share_bps: 6000 },
        ...{ metric: "revenue", unit: "cents", group_by: "zip", total: 5000000 },
      },
    },
  ],
});
