import { InstantOut, properName, TimeZone, z } from "#/kernel/fields.ts";
import { imageTypes, PIXEL } from "#/kernel/images.ts";
import { changes, Settings } from "./settings.ts";

const Color = z.string().regex(/^#[0-9a-fA-F]{6}$/, "must be a colour like #2563eb");

const example = {
  business_name: "Smith HVAC LLC",
  timezone: "America/Chicago",
  branding: {
    display_name: "Smith HVAC",
    primary_color: "#2563eb",
    secondary_color: "#1e293b",
    accent_color: null,
  },
};
const settingsExample = Settings.parse({ trade: "hvac", contact_email: "office@smithhvac.example" });

export const Organization = Settings.extend({
  business_code: z.string().openapi({ description: "what people type to find the business; never changes" }),
  business_name: z.string(),
  timezone: z.string(),
  branding: z.object({
    display_name: z.string(),
    primary_color: z.string(),
    secondary_color: z.string().nullable(),
    accent_color: z.string().nullable(),
    logo_url: z.string().nullable().openapi({ description: "public; changes with the logo" }),
  }),
  currency_exponent: z
    .int()
    .openapi({ description: "decimals of `currency` by ISO 4217: 2 for USD, 0 for JPY, 3 for KWD" }),
  updated_at: InstantOut.nullable().openapi({ description: "null until something is changed for the first time" }),
  version: z.int(),
}).openapi("Organization", {
  example: {
    business_code: "SMITHHVAC",
    ...example,
    branding: {
      ...example.branding,
      logo_url: "https://api.truckroll.example/api/v1/tenants/logo/SMITHHVAC?v=9f86d081",
    },
    ...settingsExample,
    currency_exponent: 2,
    updated_at: "2026-03-28T14:30:00.000Z",
    version: 3,
  },
});

export const ChangeOrganization = z
  .strictObject({
    business_name: properName(120).optional(),
    timezone: TimeZone.optional(),
    branding: z
      .strictObject({
        display_name: properName(80).optional(),
        primary_color: Color.optional(),
        secondary_color: Color.nullable().optional(),
        accent_color: Color.nullable().optional(),
      })
      .optional()
      .openapi({ description: "colours that you leave out stay as they are" }),
    ...changes,
  })
  .openapi("ChangeOrganization", {
    example: { ...example, trade: "hvac", business_hours: { saturday: { opens: "09:00", closes: "13:00" } } },
  });

export const LogoFile = {
  types: imageTypes,
  maxBytes: 512 * 1024,
  example: PIXEL,
} as const;

export { Color };
