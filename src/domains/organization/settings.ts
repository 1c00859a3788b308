import { Bps, Cents, Email, prose, z } from "#/kernel/fields.ts";
import { holidayRegions } from "#/kernel/holiday-regions.ts";
import { fromWire, type Inside } from "#/kernel/wire.ts";
import { BusinessHours, usualWeek } from "./business-hours.ts";
import { ContactPhone } from "./contact-phone.ts";
import { MarketingHours } from "./marketing-hours.ts";
import type { Stored } from "./rules.ts";

// All settings in one place, each with its type, meaning and default: how a business wants the API to behave. None is required.

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

const NumberPrefix = z.string().regex(/^[A-Za-z0-9/_.-]{0,12}$/, "must have at most 12 letters, digits and - _ . /");
const shape = {
  trade: z.enum(trades).openapi({ description: "what the business mainly does" }).default("general"),
  region_type: z
    .enum(["cooling-dominant", "heating-dominant", "balanced", "storm-prone"])
    .openapi({
      description:
        "the climate that its work follows, for seasonal projections. Until it is set, they take the one of the state where most of the work is",
    })
    .default("balanced"),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "must be an ISO 4217 currency code, like USD")
    .openapi({
      description:
        "ISO 4217, a currency that is in use. All amounts (`..._cents`) are in its minor unit: 1050 is $10.50 in USD, ¥1,050 in JPY, 1.050 dinars in KWD",
    })
    .default("USD"),
  holiday_region: z
    .enum(holidayRegions)
    .nullable()
    .openapi({
      description:
        "the business is closed on the public holidays of this country, state or province (ISO 3166); null: on none. `/admin/availability/holidays` has days of its own",
    })
    .default(null),
  contact_phone: ContactPhone,
  contact_email: Email.nullable().openapi({ description: "where answers to our mails go" }).default(null),
  earn_on: z
    .enum(["sold", "approved", "paid"])
    .openapi({ description: "when a commission becomes payable" })
    .default("sold"),
  require_sale_approval: z.boolean().openapi({ description: "sales wait for an approval" }).default(false),
  auto_approve_under_cents: Cents.nullable()
    .openapi({ description: "sales below this price need no approval; null: all do, where approval is required" })
    .default(null),
  require_reason_over_discount_bps: Bps.nullable()
    .openapi({ description: "a sale further below list than this needs a `discount_reason`; null: none does" })
    .default(null),
  auto_confirm_payments: z
    .boolean()
    .openapi({
      description: "matches of provider payments that leave no doubt are confirmed at once; false: they are suggested",
    })
    .default(true),
  payment_terms_days: z
    .int()
    .min(0)
    .max(365)
    .openapi({ description: "days from an invoice's date to its due date, where it names none" })
    .default(30),
  tax_rounding: z
    .enum(["document", "line"])
    .openapi({ description: "taxes are rounded once for each rate of a document, or for each of its lines" })
    .default("document"),
  invoice_prefix: NumberPrefix.openapi({ description: "before the numbers of invoices" }).default("INV-"),
  credit_note_prefix: NumberPrefix.openapi({ description: "before the numbers of credit notes" }).default("CN-"),
  estimate_prefix: NumberPrefix.openapi({ description: "before the numbers of estimates" }).default("EST-"),
  purchase_order_prefix: NumberPrefix.openapi({ description: "before the numbers of purchase orders" }).default("PO-"),
  over_receipt_tolerance_bps: Bps.openapi({
    description: "how much more than was ordered may be received of each line of a purchase order",
  }).default(0),
  auto_reorder: z
    .boolean()
    .openapi({ description: "parts that fall below `min_stock` are put on a draft of an order to their supplier" })
    .default(false),
  document_footer: prose(1000)
    .nullable()
    .openapi({ description: "at the end of estimates and invoices: bank details, licence numbers" })
    .default(null),
  mileage_rate_millicents: z
    .int()
    .min(0)
    .max(1_000_000)
    .openapi({
      description:
        "what technicians get for a mile in their own vehicle, in thousandths of a cent: 72,500 is 72.5 cents, the standard rate of the IRS for 2026",
      example: 72_500,
    })
    .default(72_500),
  labour_burden_bps: z
    .int()
    .min(0)
    .max(20_000)
    .openapi({
      description:
        "what an hour of work costs on top of its pay, for taxes, insurance and benefits: 2,500 is 25 %. Hours keep what held at their clock-in",
      example: 2500,
    })
    .default(0),
  job_overhead_bps: z
    .int()
    .min(0)
    .max(50_000)
    .openapi({
      description: "overhead that a job bears for its labour: 1,000 is 10 % of what the labour cost",
      example: 1000,
    })
    .default(0),
  vehicle_rate_millicents: z
    .int()
    .min(1)
    .max(1_000_000)
    .nullable()
    .openapi({
      description:
        "what a mile in a vehicle of the business costs a job, fuel included, in thousandths of a cent; null: miles are not costed",
    })
    .default(null),
  allow_negative_stock: z.boolean().openapi({ description: "stock may be used before it is received" }).default(false),
  zones_are_strict: z
    .boolean()
    .openapi({ description: "technicians are suggested only for jobs in zones where they work" })
    .default(false),
  travel_speed_kmh: z
    .number()
    .min(5)
    .max(130)
    .openapi({ description: "how fast ways are driven, door to door, where no map service tells", example: 40 })
    .default(40),
  travel_detour_factor: z
    .number()
    .min(1)
    .max(3)
    .openapi({
      description: "length of a road by that of the straight line, where no map service tells",
      example: 1.3,
    })
    .default(1.3),
  estimate_valid_days: z
    .int()
    .min(1)
    .max(365)
    .nullable()
    .openapi({ description: "days from an estimate's date to its last, where it names none; null: it has no end" })
    .default(30),
  estimate_reminder_days: z
    .int()
    .min(1)
    .max(60)
    .nullable()
    .openapi({ description: "customers are reminded by mail this many days before an estimate ends; null: never" })
    .default(3),
  invoice_reminder_days: z
    .array(z.int().min(-30).max(120))
    .max(10)
    .refine((days) => new Set(days).size === days.length, "must name each day once")
    .openapi({
      description:
        "when customers are reminded by mail of an invoice that they still owe, in days from its due day: -3 is three days before it. Empty: never",
    })
    .default([-3, 0, 7, 14, 30]),
  marketing_hours: MarketingHours,
  portal_requests_become: z
    .enum(["lead", "job"])
    .openapi({
      description: "what a customer's request in the portal makes: a lead, or a job that waits for a technician",
    })
    .default("lead"),
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

const settings = z.object({ ...shape, business_hours: BusinessHours.prefault({}).openapi({ default: usualWeek }) });
/** The settings in force. Other fields of the row (name, branding ...) are left out. */
export const Settings = settings.openapi("Settings", {
  example: settings.parse({
    trade: "hvac",
    region_type: "cooling-dominant",
    contact_email: "office@smithhvac.example",
    mfa_required_roles: ["owner", "admin"],
    business_hours: { saturday: { opens: "09:00", closes: "13:00" } },
  }),
});

/** The settings in force, in wire format: what the business decided, and defaults for the rest. */
export const settingsOnWire = (organization: { settings: Stored } | undefined): z.output<typeof Settings> =>
  Settings.parse(organization?.settings ?? {});

/** The settings in force. */
export const settingsOf = (organization: { settings: Stored } | undefined): Inside<z.output<typeof Settings>> =>
  fromWire(Settings, settingsOnWire(organization));

/** One setting in force, as it was judged when it was stored: cheaper than all of them. */
export const settingOf = <K extends keyof typeof shape>(
  organization: { settings: Stored } | undefined,
  name: K,
): z.output<(typeof shape)[K]> =>
  (organization?.settings[name] ?? (shape[name] as z.ZodDefault).def.defaultValue) as z.output<(typeof shape)[K]>;

/** Whether the business decided it: otherwise the default is in force. */
export const isDecided = (organization: { settings: Stored } | undefined, name: keyof typeof shape): boolean =>
  organization?.settings[name] !== undefined;

/** How the business wants ways to be estimated. */
export const travelSettingsOf = (organization: { settings: Stored } | undefined) => ({
  speedKmh: settingOf(organization, "travel_speed_kmh"),
  detourFactor: settingOf(organization, "travel_detour_factor"),
});

type Changeable<S> = { [K in keyof S]: S[K] extends z.ZodDefault<infer T> ? z.ZodOptional<T> : never };
/** The same fields for a PATCH: an absent one stays as it is, so it has no default. */
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
