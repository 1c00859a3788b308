import { Email, z } from "#/kernel/fields.ts";

// Everything that a business decides about how the API behaves for it: each setting with its type, its meaning and its default, in this one
// place. None has to be made.

const trades = [
  "hvac",
  "plumbing",
  "electrical",
  "roofing",
  "solar",
  "garage_doors",
  "landscaping",
  "pest_control",
  "cleaning",
  "general",
] as const;
const currencies = new Set(Intl.supportedValuesOf("currency"));

const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, "must be a time of day, 00:00 to 24:00");
const OpenHours = z
  .strictObject({ opens: TimeOfDay, closes: TimeOfDay })
  .refine(({ opens, closes }) => opens < closes, { path: ["closes"], error: "must be later than opens" })
  .nullable();
const workday = { opens: "08:00", closes: "17:00" };
export const BusinessHours = z
  .strictObject({
    monday: OpenHours.default(workday),
    tuesday: OpenHours.default(workday),
    wednesday: OpenHours.default(workday),
    thursday: OpenHours.default(workday),
    friday: OpenHours.default(workday),
    saturday: OpenHours.default(null),
    sunday: OpenHours.default(null),
  })
  .openapi({ description: "local times of day; null on a day that is closed" });

const shape = {
  trade: z.enum(trades).openapi({ description: "what the business mainly does" }).default("general"),
  region_type: z
    .enum(["cooling-dominant", "heating-dominant", "balanced", "storm-prone"])
    .openapi({ description: "the climate that its work follows, for seasonal projections" })
    .default("balanced"),
  currency: z
    .string()
    .refine((code) => currencies.has(code), "must be an ISO 4217 currency code, like USD")
    .openapi({ description: "ISO 4217; all amounts are in its minor unit" })
    .default("USD"),
  contact_email: Email.nullable().openapi({ description: "where answers to our mails go" }).default(null),
  earn_on: z
    .enum(["sold", "approved", "paid"])
    .openapi({ description: "when a commission becomes payable" })
    .default("sold"),
  require_sale_approval: z.boolean().openapi({ description: "sales wait for an approval" }).default(false),
  allow_negative_stock: z.boolean().openapi({ description: "stock may be used before it is received" }).default(false),
  require_refresh_rotation: z
    .boolean()
    .openapi({ description: "every refresh gives a new refresh token and the old one stops working" })
    .default(false),
  mfa_required_roles: z
    .array(z.string().max(64))
    .max(50)
    .openapi({ description: "users with one of these roles must enrol a second factor at their next log-in" })
    .default([]),
  sso_microsoft_tenants: z
    .array(z.guid())
    .max(20)
    .openapi({ description: "Entra tenants whose users may sign in with Microsoft; empty: any organization's" })
    .default([]),
};

/** The settings in force. What else the row keeps is not a setting and left out. */
export const Settings = z.object({ ...shape, business_hours: BusinessHours.prefault({}) }).openapi("Settings", {
  example: {
    trade: "hvac",
    region_type: "cooling-dominant",
    currency: "USD",
    contact_email: "office@smithhvac.example",
    earn_on: "sold",
    require_sale_approval: false,
    allow_negative_stock: false,
    require_refresh_rotation: false,
    mfa_required_roles: ["owner", "admin"],
    sso_microsoft_tenants: [],
    business_hours: {
      monday: workday,
      tuesday: workday,
      wednesday: workday,
      thursday: workday,
      friday: workday,
      saturday: { opens: "09:00", closes: "13:00" },
      sunday: null,
    },
  },
});

type Changeable<S> = { [K in keyof S]: S[K] extends z.ZodDefault<infer T> ? z.ZodOptional<T> : never };
/** The fields for a PATCH: what is absent stays as it is, so no default may step in. */
const changeable = <S extends Record<string, z.ZodDefault<z.ZodType>>>(fields: S): Changeable<S> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, field.unwrap().optional()]),
  ) as unknown as Changeable<S>; // safe: made field by field

export const changes = {
  ...changeable(shape),
  business_hours: z
    .strictObject(changeable(BusinessHours.shape))
    .optional()
    .openapi({ description: "by weekday; days that are not named stay as they are" }),
};
