import { z } from "#/kernel/fields.ts";

export const BusinessCode = z.object({
  code: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9-]{2,32}$/, "must be 2 to 32 letters, digits or hyphens")
    .transform((code) => code.toUpperCase())
    .openapi({ param: { name: "code", in: "path" }, example: "MYCOMPANY" }),
});

/** The version in a logo's URL changes with the logo, so that caches ask again. */
export const LogoQuery = z.object({ v: z.string().max(64).optional() });

/** The only answer of the spec with camelCase keys. */
export const ResolvedTenant = z
  .object({
    businessCode: z.string(),
    businessName: z.string(),
    apiUrl: z.string(),
    tenantId: z.string(),
    branding: z.record(z.string(), z.string()),
  })
  .openapi("ResolvedTenant", {
    example: {
      businessCode: "MYCOMPANY",
      businessName: "My Company LLC",
      apiUrl: "https://api.truckroll.example",
      tenantId: "0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90",
      branding: { display_name: "My Company", primary_color: "#2563eb" },
    },
  });
