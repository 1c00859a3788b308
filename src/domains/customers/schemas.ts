import { Email, FlagText, Id, InstantOut, line, namesAField, prose, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";
import { customerTypes } from "./tables.ts";

const CustomerType = z.enum(customerTypes).openapi({ description: "a home, or a company" });
/** In lower case, so that VIP and vip are one. */
const Tag = line(40).transform((text) => text.toLowerCase());
const label = line(40).openapi({ description: "what it is: mobile, work, gate", example: "mobile" });

const PhoneOut = z.object({
  number: z.string().openapi({ description: "as it was typed" }),
  e164: z.string().openapi({ description: "as it is dialled from anywhere" }),
  extension: z.string().nullable(),
  label: z.string().nullable(),
  is_primary: z.boolean(),
});
const EmailOut = z.object({ address: z.string(), label: z.string().nullable(), is_primary: z.boolean() });

const MOST_CONTACTS = 10;
const isPrimary = z.boolean().optional().openapi({ description: "at most one says so; the first where none does" });
const Phones = z
  .array(
    z.strictObject({
      number: line(40).openapi({ example: "(813) 555-0142" }),
      extension: z
        .string()
        .regex(/^\d{1,10}$/, "must be 1 to 10 digits")
        .optional()
        .openapi({ description: "may also be part of the number: `x12`" }),
      label: label.optional(),
      is_primary: isPrimary,
    }),
  )
  .max(MOST_CONTACTS)
  .openapi({ description: "one number each; without a country code it is of the United States" });
const Emails = z
  .array(z.strictObject({ address: Email, label: label.optional(), is_primary: isPrimary }))
  .max(MOST_CONTACTS);

const given = {
  first_name: "Jane",
  last_name: "Jennings",
  billing_address: "12 Oak Street",
  billing_city: "Tampa",
  billing_state: "FL",
  billing_zip: "33601",
};

const customerExample = {
  id: 7,
  name: "Jane Jennings",
  ...given,
  company_name: null,
  type: "residential" as const,
  phones: [{ number: "(813) 555-0142", e164: "+18135550142", extension: null, label: "mobile", is_primary: true }],
  emails: [{ address: "jane@example.com", label: null, is_primary: true }],
  tags: ["vip"],
  notes: null,
  preferred_technician_id: 1,
  do_not_service: false,
  do_not_service_reason: null,
  source: "referral",
  external_id: null,
  archived_at: null,
  merged_into: null,
  created_by: "user:1",
  created_at: "2026-03-01T12:00:00.000Z",
  updated_at: "2026-03-01T12:00:00.000Z",
  version: 1,
};

export const Customer = z
  .object({
    id: z.int(),
    name: z.string(),
    first_name: z.string().nullable(),
    last_name: z.string().nullable(),
    company_name: z.string().nullable(),
    type: CustomerType,
    phones: z.array(PhoneOut),
    emails: z.array(EmailOut),
    billing_address: z.string().nullable(),
    billing_city: z.string().nullable(),
    billing_state: z.string().nullable(),
    billing_zip: z.string().nullable(),
    tags: z.array(z.string()),
    notes: z.string().nullable(),
    preferred_technician_id: z.int().nullable(),
    do_not_service: z.boolean(),
    do_not_service_reason: z.string().nullable(),
    source: z.string().nullable(),
    external_id: z.string().nullable(),
    archived_at: InstantOut.nullable(),
    merged_into: z.int().nullable(),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("Customer", { example: customerExample });
export const CustomerPage = pageOf("CustomerPage", Customer);

export const AddedCustomer = Customer.extend({
  matched_by: z
    .enum(["phone", "email"])
    .nullable()
    .openapi({ description: "by what the customer was known already, with 200; null, with 201, for a new one" }),
}).openapi("AddedCustomer", { example: { ...customerExample, matched_by: null } });

export const CustomerQuery = PageQuery.extend({
  search: line(100).optional().openapi({
    description:
      "words that begin a word of name, company, e-mail, address or a site's address, in any order and without regard to case and accents; four digits or more also find the phone numbers that end in them. No total is counted",
  }),
  archived: FlagText.optional().openapi({ description: "absent: both" }),
  tag: Tag.optional(),
  type: CustomerType.optional(),
  city: line(80).optional().openapi({ description: "of the billing address, without regard to case and accents" }),
  zip: line(12).optional().openapi({ description: "of the billing address" }),
  has_email: FlagText.optional(),
  has_phone: FlagText.optional(),
  do_not_service: FlagText.optional(),
  external_id: line(120).optional(),
  email: line(254).optional().openapi({ description: "this very address" }),
  phone: line(40).optional().openapi({ description: "this very number, however it is written" }),
  sort: sortBy("id", "updated_at", "name"),
});

const fields = {
  name: line(160).optional().openapi({ description: "made of the company or first and last name when absent" }),
  first_name: line(80).optional(),
  last_name: line(80).optional(),
  company_name: line(160).optional(),
  billing_address: line(200).optional(),
  billing_city: line(80).optional(),
  billing_state: line(40).optional(),
  billing_zip: line(12).optional(),
  notes: prose(4000).optional(),
  preferred_technician_id: Id.optional().openapi({ description: "who this customer wants to be sent" }),
  do_not_service_reason: line(500).optional(),
  source: line(80).optional(),
  external_id: line(120).optional().openapi({ description: "in another system; of one customer only" }),
};
const Tags = z
  .array(Tag)
  .max(20)
  .transform((tags) => [...new Set(tags)]);
const allowDuplicate = z
  .boolean()
  .openapi({ description: "true: a phone or e-mail may be that of another customer too, as in a household" });

export const CreateCustomer = z
  .strictObject({
    ...fields,
    type: CustomerType.default("residential"),
    phones: Phones.default([]),
    emails: Emails.default([]),
    tags: Tags.default([]),
    do_not_service: z.boolean().default(false),
    allow_duplicate: allowDuplicate.default(false),
  })
  .openapi("CreateCustomer", {
    example: {
      ...given,
      phones: [{ number: "(813) 555-0142", label: "mobile" }],
      emails: [{ address: "jane@example.com" }],
      tags: ["vip"],
    },
  });

const nullable = <S extends z.ZodType>(field: S) => field.nullable().optional();
export const ChangeCustomer = z
  .strictObject({
    name: line(160).optional(),
    first_name: nullable(line(80)),
    last_name: nullable(line(80)),
    company_name: nullable(line(160)),
    type: CustomerType.optional(),
    phones: Phones.optional(),
    emails: Emails.optional(),
    billing_address: nullable(line(200)),
    billing_city: nullable(line(80)),
    billing_state: nullable(line(40)),
    billing_zip: nullable(line(12)),
    tags: Tags.optional(),
    notes: nullable(prose(4000)),
    preferred_technician_id: nullable(Id),
    do_not_service: z.boolean().optional(),
    do_not_service_reason: nullable(line(500)),
    source: nullable(line(80)),
    external_id: nullable(line(120)),
    allow_duplicate: allowDuplicate.optional(),
  })
  .refine(...namesAField)
  .openapi("ChangeCustomer", { example: { billing_zip: "33602", tags: ["vip", "maintenance"] } });

export const MergeCustomer = z
  .strictObject({ into: Id.openapi({ description: "the customer who stays" }) })
  .openapi("MergeCustomer", { example: { into: 7 } });

export const CustomerTags = z
  .object({
    items: z.array(
      z.object({ tag: z.string(), customers: z.int().openapi({ description: "how many customers have it" }) }),
    ),
  })
  .openapi("CustomerTags", { example: { items: [{ tag: "vip", customers: 12 }] } });

/** What `customer.merged` carries. */
export const CustomerMerged = z
  .object({
    id: z.int().openapi({ description: "the customer who is no more" }),
    merged_into: z.int().openapi({ description: "the customer who has their history now" }),
    customer: Customer,
  })
  .openapi("CustomerMerged", {
    example: { id: 9, merged_into: 7, customer: customerExample },
  });
