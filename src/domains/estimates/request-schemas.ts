import { changedDiscountFields, discountFields, LineItem, oneDiscount } from "#/domains/documents/index.ts";
import {
  DateField,
  daysInOrder,
  Email,
  FlagText,
  Id,
  IdText,
  InstantOut,
  line,
  namesAField,
  prose,
  z,
} from "#/kernel/fields.ts";
import { PageQuery, sortBy } from "#/kernel/page.ts";
import { Estimate, EstimateStatus, estimateExample } from "./schemas.ts";

const MOST_LINES = 200;
const MOST_OPTIONS = 6;
const Lines = z.array(
  LineItem.safeExtend({
    optional: z
      .boolean()
      .optional()
      .openapi({ description: "true: the customer may add it; it is in no sum until they do" }),
  }).openapi("EstimateLineItem", { example: { description: "AC Repair", amount_cents: 15000, quantity: 1 } }),
);
const Option = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, "must be lower-case letters, digits, - or _")
      .optional()
      .openapi({ description: "names it when it is accepted; absent: made of the name", example: "better" }),
    name: line(80),
    description: prose(1000).nullable().optional(),
    recommended: z.boolean().default(false).openapi({ description: "shown as what the business recommends" }),
    line_items: Lines.min(1, "must have at least one line").max(MOST_LINES),
    ...discountFields,
  })
  .refine(...oneDiscount)
  .openapi("EstimateOptionAsked", {
    example: { name: "Better", line_items: [{ description: "16 SEER heat pump", amount_cents: 620000, quantity: 1 }] },
  });

const offer = {
  line_items: Lines.max(MOST_LINES).optional(),
  options: z
    .array(Option)
    .max(MOST_OPTIONS)
    .optional()
    .openapi({ description: "instead of `line_items`: the customer takes one of them" }),
};
const texts = {
  customer_email: Email,
  customer_phone: line(40),
  title: line(160),
  service_address: line(200),
  service_city: line(80),
  service_state: line(40),
  service_zip: line(12),
  notes: prose(4000).openapi({ description: "for the customer" }),
  terms: prose(8000).openapi({ description: "what they agree to" }),
  valid_until: DateField.openapi({ description: "the last local day on which it can be accepted" }),
};

export const CreateEstimate = z
  .strictObject({
    ...z.object(texts).partial().shape,
    valid_until: z.union([texts.valid_until, z.null()]).optional().openapi({
      description: "the last local day on which it can be accepted; absent: by the settings; null: no end",
    }),
    customer_name: line(160).optional().openapi({ description: "required unless the customer or the job tells it" }),
    customer_id: Id.optional(),
    site_id: Id.optional(),
    job_id: Id.optional().openapi({ description: "the job on which it is made" }),
    technician_id: Id.optional().openapi({ description: "who made it, and earns on its sale" }),
    issued_on: DateField.optional().openapi({ description: "local day; today when absent" }),
    ...offer,
    ...discountFields,
  })
  .refine(...oneDiscount)
  .openapi("CreateEstimate", {
    example: {
      customer_name: "Jane Smith",
      customer_email: "jane@example.com",
      line_items: [
        { description: "New HVAC System", amount_cents: 850000, quantity: 1 },
        { description: "Installation Labor", amount_cents: 250000, quantity: 1 },
      ],
      valid_until: "2199-04-30",
    },
  });
const { technician_id: _, ...ownFields } = CreateEstimate.shape;
/** What a technician offers on a job of their own. */
export const CreateOwnEstimate = z
  .strictObject({ ...ownFields, job_id: Id })
  .refine(...oneDiscount)
  .openapi("CreateOwnEstimate", {
    example: { job_id: 42, line_items: [{ description: "Capacitor", amount_cents: 18900, quantity: 1 }] },
  });

type Texts = typeof texts;
const nullable = Object.fromEntries(
  Object.entries(texts).map(([name, field]) => [name, z.union([field, z.null()]).optional()]),
) as { [K in keyof Texts]: z.ZodOptional<z.ZodUnion<[Texts[K], z.ZodNull]>> }; // safe: each field of it, and no other
export const ChangeEstimate = z
  .strictObject({
    ...nullable,
    customer_name: line(160).optional(),
    customer_id: z.union([Id, z.null()]).optional(),
    site_id: z.union([Id, z.null()]).optional(),
    technician_id: z.union([Id, z.null()]).optional(),
    issued_on: DateField.optional(),
    ...offer,
    ...changedDiscountFields,
  })
  .refine(...namesAField)
  .refine(...oneDiscount)
  .openapi("ChangeEstimate", { example: { title: "New heat pump", terms: "Half at the start, half when it runs." } });

export const SendEstimate = z
  .strictObject({
    to: Email.optional().openapi({ description: "absent: the estimate's `customer_email`" }),
    message: prose(1000).optional().openapi({ description: "above the link in the mail" }),
    mail: z.boolean().default(true).openapi({ description: "false: no mail; you hand the link over yourself" }),
  })
  .openapi("SendEstimate", { example: { message: "As we talked about this morning." } });
export const SentEstimate = z
  .object({
    estimate: Estimate,
    url: z.string().openapi({ description: "the page for the customer; whoever has it can answer" }),
    expires_at: InstantOut,
  })
  .openapi("SentEstimate", {
    example: {
      estimate: estimateExample,
      url: "https://api.truckroll.example/e/0195f3a2-0000-7000-8000-000000000001_4fV0p2Yw",
      expires_at: "2026-05-30T14:00:00.000Z",
    },
  });

export const EstimateQuery = PageQuery.extend({
  status: EstimateStatus.optional(),
  customer_id: IdText.optional(),
  job_id: IdText.optional(),
  technician_id: IdText.optional(),
  archived: FlagText.optional(),
  date_from: DateField.optional().openapi({ description: "estimates of this local day or later" }),
  date_to: DateField.optional().openapi({ description: "estimates of this local day or earlier" }),
  valid_until: DateField.optional().openapi({ description: "those that end by this local day" }),
  search: line(80).optional().openapi({
    description: "words that begin a word of number, title, customer or place, without regard to case and accents",
  }),
  sort: sortBy("id", "updated_at", "issued_on", "total_cents"),
}).refine(...daysInOrder);
export const OwnEstimateQuery = PageQuery.omit({ page: true }).extend({
  status: EstimateStatus.optional(),
  job_id: IdText.optional(),
});

const FiguresDays = {
  date_from: DateField.optional().openapi({
    description: "first sent on this local day or later; absent: a year back",
  }),
  date_to: DateField.optional().openapi({ description: "first sent on this local day or earlier; absent: today" }),
};
export const EstimateFiguresQuery = z.object(FiguresDays).refine(...daysInOrder);
const Day = z.string().openapi({ format: "date" });
export const EstimateFigures = z
  .object({
    date_from: Day,
    date_to: Day,
    sent: z.int(),
    open: z.int(),
    accepted: z.int(),
    declined: z.int(),
    expired: z.int(),
    acceptance_bps: z.int().nullable(),
    average_seconds_to_acceptance: z.int().nullable(),
    sent_cents: z.int(),
    accepted_cents: z.int(),
  })
  .openapi("EstimateFigures", {
    example: {
      ...{ date_from: "2026-01-01", date_to: "2026-03-31", sent: 40, open: 6, accepted: 22, declined: 8, expired: 4 },
      ...{
        acceptance_bps: 5500,
        average_seconds_to_acceptance: 172800,
        sent_cents: 24800000,
        accepted_cents: 13640000,
      },
    },
  });
