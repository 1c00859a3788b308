import { z } from "#/kernel/fields.ts";

/** What a business decides about how the API behaves for it. Every setting has a default, so that none has to be made. */
export const Settings = z
  .strictObject({
    earn_on: z
      .enum(["sold", "approved", "paid"])
      .default("sold")
      .openapi({ description: "when a commission becomes payable" }),
    require_sale_approval: z.boolean().default(false).openapi({ description: "sales wait for an approval" }),
    allow_negative_stock: z
      .boolean()
      .default(false)
      .openapi({ description: "stock may be used before it is received" }),
    require_refresh_rotation: z
      .boolean()
      .default(false)
      .openapi({ description: "every refresh gives a new refresh token and the old one stops working" }),
    mfa_required_roles: z
      .array(z.string().max(64))
      .max(50)
      .default([])
      .openapi({ description: "users with one of these roles must enrol a second factor at their next log-in" }),
    sso_microsoft_tenants: z
      .array(z.guid())
      .max(20)
      .default([])
      .openapi({ description: "Entra tenants whose users may sign in with Microsoft; empty: any organization's" }),
  })
  .openapi("Settings", {
    example: {
      earn_on: "sold",
      require_sale_approval: false,
      allow_negative_stock: false,
      require_refresh_rotation: false,
      mfa_required_roles: ["owner", "admin"],
      sso_microsoft_tenants: [],
    },
  });
