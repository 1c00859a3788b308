import { Color } from "#/domains/organization/index.ts";
import { Cents, FlagText, InstantOut, Latitude, Longitude, line, namesAField, TimeZone, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { isPostcode, postcodeOf } from "#/kernel/postcode.ts";
import { zoneKinds } from "./rules.ts";

const Kind = z.enum(zoneKinds).openapi({ description: "what it covers: ZIP codes, a polygon, or a circle" });
/** A ZIP as it is stored. */
const Zip = z
  .string()
  .max(32)
  .refine(isPostcode, "must be a ZIP code of five digits, or another postcode of 3 to 10 letters and digits")
  .transform(postcodeOf)
  .openapi({ type: "string", example: "33602" });

const onEarth = (at: number, most: number) => (position: number[]) => Math.abs(position[at] ?? 0) <= most;
const Position = z
  .array(z.number())
  .min(2)
  .max(3)
  .refine(onEarth(0, 180), { path: [0], error: "longitude must be between -180 and 180" })
  .refine(onEarth(1, 90), { path: [1], error: "latitude must be between -90 and 90" });

const Polygon = z
  .object({
    type: z.literal("Polygon").openapi({ description: "always `Polygon`" }),
    coordinates: z.array(z.array(Position).max(501)).min(1).max(100).openapi({
      description:
        "the outer ring and then the holes, each a list of [longitude, latitude] whose last is the same as its first; at most 500 points in all",
    }),
  })
  .openapi("Polygon", {
    example: {
      type: "Polygon",
      coordinates: [
        [
          [-82.55, 27.85],
          [-82.35, 27.85],
          [-82.35, 28.05],
          [-82.55, 28.05],
          [-82.55, 27.85],
        ],
      ],
    },
  });

const Center = z
  .strictObject({ latitude: Latitude, longitude: Longitude })
  .openapi("Center", { example: { latitude: 27.9506, longitude: -82.4572 } });

const example = {
  name: "Downtown",
  kind: "zips" as const,
  zips: ["33602", "33606"],
  travel_fee_cents: 2500,
  priority: 10,
};

export const ServiceZone = z
  .object({
    id: z.int(),
    name: z.string(),
    kind: Kind,
    zips: z.array(z.string()).openapi({ description: "empty for the other kinds" }),
    polygon: z.union([Polygon, z.null()]).openapi({ description: "null for the other kinds" }),
    center: z.union([Center, z.null()]).openapi({ description: "the middle of the circle; null for the other kinds" }),
    radius_m: z.int().nullable().openapi({ description: "metres around `center`; null for the other kinds" }),
    area_m2: z.number().nullable().openapi({ description: "square metres that it covers; null for ZIP codes" }),
    timezone: z.string().nullable().openapi({ description: "where it is not that of the business" }),
    service_days: z.array(z.int()),
    travel_fee_cents: z.int(),
    min_lead_minutes: z.int(),
    color: z.string(),
    priority: z.int(),
    is_active: z.boolean().openapi({ description: "an inactive zone takes no new jobs; those that have it keep it" }),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int().openapi({ description: "also the ETag" }),
  })
  .openapi("ServiceZone", {
    example: {
      id: 3,
      ...example,
      polygon: null,
      center: null,
      radius_m: null,
      area_m2: null,
      timezone: null,
      service_days: [1, 2, 3, 4, 5],
      min_lead_minutes: 120,
      color: "#2563eb",
      is_active: true,
      created_at: "2026-03-01T12:00:00.000Z",
      updated_at: "2026-03-01T12:00:00.000Z",
      version: 1,
    },
  });
export const ServiceZonePage = pageOf("ServiceZonePage", ServiceZone);
export const ServiceZoneQuery = PageQuery.extend({
  kind: Kind.optional(),
  is_active: FlagText.optional(),
  sort: sortBy("id", "updated_at"),
});

/** ZIP codes of a zone. */
export const MAX_ZIPS = 1000;
/** The largest circle: half a large state. */
const MAX_RADIUS_M = 500_000;

const Weekdays = z
  .array(z.int().min(0).max(6))
  .max(7)
  .transform((days) => [...new Set(days)].toSorted((a, b) => a - b))
  .openapi({ type: "array", items: { type: "integer", minimum: 0, maximum: 6 } });

const fields = {
  name: line(80),
  zips: z.array(Zip).max(MAX_ZIPS),
  polygon: Polygon,
  center: Center,
  radius_m: z.int().min(1).max(MAX_RADIUS_M),
  timezone: TimeZone.nullable(),
  service_days: Weekdays,
  travel_fee_cents: Cents,
  min_lead_minutes: z
    .int()
    .min(0)
    .max(60 * 24 * 60),
  color: Color,
  priority: z.int().min(0).max(1000),
};

export const CreateServiceZone = z
  .strictObject({
    name: fields.name,
    kind: Kind,
    zips: fields.zips.optional(),
    polygon: fields.polygon.optional(),
    center: fields.center.optional(),
    radius_m: fields.radius_m.optional(),
    timezone: fields.timezone.optional(),
    service_days: fields.service_days.default([0, 1, 2, 3, 4, 5, 6]),
    travel_fee_cents: fields.travel_fee_cents.default(0),
    min_lead_minutes: fields.min_lead_minutes.default(0),
    color: fields.color.default("#2563eb"),
    priority: fields.priority.default(0),
  })
  .openapi("CreateServiceZone", { example });

export const ChangeServiceZone = z
  .strictObject({
    name: fields.name.optional(),
    kind: Kind.optional(),
    zips: fields.zips.optional(),
    polygon: fields.polygon.optional(),
    center: fields.center.optional(),
    radius_m: fields.radius_m.optional(),
    timezone: fields.timezone.optional(),
    service_days: fields.service_days.optional(),
    travel_fee_cents: fields.travel_fee_cents.optional(),
    min_lead_minutes: fields.min_lead_minutes.optional(),
    color: fields.color.optional(),
    priority: fields.priority.optional(),
    is_active: z.boolean().optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeServiceZone", { example: { travel_fee_cents: 3000 } });
