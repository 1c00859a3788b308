import { FlagText, Id, Latitude, Longitude, z } from "#/kernel/fields.ts";
import { fileReport } from "#/kernel/file-report.ts";
import { ranks } from "./rules.ts";
import { ServiceZone } from "./schemas.ts";

const Rank = z.enum(ranks).openapi({
  description: "`primary`: the technician is sent here first; `secondary`: where nobody else can",
});

/** A place that may be named by its ZIP as it was typed: any text: one that is not a ZIP is in no zone. */
export const ResolvePlace = z
  .strictObject({
    zip: z.string().max(32).optional().openapi({ description: "ZIP code; ZIP+4 is cut off", example: "33602-1234" }),
    latitude: Latitude.optional(),
    longitude: Longitude.optional(),
    lat: Latitude.optional().openapi({ description: "short for `latitude`" }),
    lng: Longitude.optional().openapi({ description: "short for `longitude`" }),
  })
  .refine(({ zip, latitude, lat }) => (zip ?? latitude ?? lat) !== undefined, {
    path: ["zip"],
    error: "name a zip, or latitude and longitude",
  })
  .refine(
    ({ latitude, lat, longitude, lng }) => ((latitude ?? lat) === undefined) === ((longitude ?? lng) === undefined),
    {
      path: ["longitude"],
      error: "latitude and longitude go together: both, or neither",
    },
  )
  .openapi("ResolvePlace", { example: { zip: "33602-1234" } });

export const ResolvedZone = z
  .object({
    match: z.enum(["zip", "polygon", "radius", "unzoned"]).openapi({
      description: "how the zone was found; `unzoned`: the place is in no active zone",
    }),
    zone: z.union([ServiceZone, z.null()]).openapi({ description: "the zone; null when the place is in none" }),
    also_in: z.array(z.int()).openapi({
      description: "ids of the other zones that cover it in the same way: lower in priority, larger, or newer",
    }),
    zip: z.string().nullable().openapi({ description: "the ZIP as it was looked up; null without one" }),
  })
  .openapi("ResolvedZone", {
    example: { match: "unzoned", zone: null, also_in: [], zip: "33602" },
  });

export const ZoneTechnicians = z
  .object({
    technicians: z
      .array(
        z.object({
          technician_id: z.int(),
          name: z.string(),
          is_active: z.boolean().openapi({ description: "whether the technician is active" }),
          rank: Rank,
        }),
      )
      .openapi({ description: "primary ones first" }),
    zone_id: z.int().openapi({ description: "id of the zone" }),
    version: z.int().openapi({ description: "version of the zone, which its technicians are part of; also the ETag" }),
  })
  .openapi("ZoneTechnicians", {
    example: {
      technicians: [{ technician_id: 1, name: "Mike Johnson", is_active: true, rank: "primary" }],
      zone_id: 3,
      version: 2,
    },
  });
export const SetZoneTechnicians = z
  .strictObject({
    technicians: z
      .array(z.strictObject({ technician_id: Id, rank: Rank.default("primary") }))
      .max(500)
      .refine((all) => new Set(all.map((one) => one.technician_id)).size === all.length, "must name each one once")
      .openapi({ description: "all of them: who is left out no longer works here" }),
  })
  .openapi("SetZoneTechnicians", { example: { technicians: [{ technician_id: 1, rank: "primary" }] } });

export const ZoneFileQuery = z.object({
  create: FlagText.optional().openapi({ description: "true: zones that are not there yet are made" }),
});
export const ZoneFile = z
  .object({
    ...fileReport,
    added: z.int().openapi({ description: "ZIP codes that were added to a zone" }),
    zones_created: z.array(z.string()).openapi({ description: "names of the zones that were made" }),
  })
  .openapi("ZoneFile", {
    example: {
      rows: 120,
      added: 118,
      unchanged: 1,
      failed: 1,
      zones_created: [],
      problems: [{ row: 7, message: 'zone: there is no zone "Dowtown".' }],
      warnings: [],
    },
  });

const Named = z.object({ id: z.int(), name: z.string() });
export const Coverage = z
  .object({
    zips_in_several_zones: z
      .array(
        z.object({
          zip: z.string().openapi({ description: "the ZIP code" }),
          zone_ids: z.array(z.int()).openapi({ description: "ids of its active zones" }),
        }),
      )
      .openapi({ description: "ZIP codes of more than one active zone, 500 at most" }),
    technicians_without_zone: z
      .array(Named)
      .openapi({ description: "active technicians who work in no active zone, 500 at most" }),
    zones_without_technician: z
      .array(Named)
      .openapi({ description: "active zones in which no active technician works" }),
  })
  .openapi("Coverage", {
    example: {
      zips_in_several_zones: [{ zip: "33606", zone_ids: [3, 5] }],
      technicians_without_zone: [{ id: 4, name: "Ana Diaz" }],
      zones_without_technician: [],
    },
  });
