import {
  Email,
  FlagText,
  IdText,
  InstantOut,
  Latitude,
  Longitude,
  line,
  namesAField,
  prose,
  TimeZone,
  together,
  z,
} from "#/kernel/fields.ts";
import { LogQuery, pageOf } from "#/kernel/page.ts";

export const SiteParams = z.object({ id: IdText, site_id: IdText });
export const AttachmentParams = z.object({ id: IdText, attachment_id: IdText });

const example = {
  name: "Rental house",
  address: "48 Bay Street",
  city: "Tampa",
  state: "FL",
  zip: "33602",
  access_notes: "Key box at the gate, code 4711",
};
const ROLE = "what the person is at the site: caretaker, tenant";
const stamps = { created_by: "user:1", created_at: "2026-03-01T12:00:00.000Z" };

export const CustomerSite = z
  .object({
    id: z.int(),
    customer_id: z.int(),
    name: z.string().nullable(),
    address: z.string(),
    city: z.string().nullable(),
    state: z.string().nullable(),
    zip: z.string().nullable(),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    timezone: z.string().nullable(),
    access_notes: z.string().nullable(),
    contacts: z.array(
      z.object({
        name: z.string(),
        role: z.string().nullable().openapi({ description: ROLE }),
        phone: z.string().nullable(),
        e164: z.string().nullable(),
        email: z.string().nullable(),
      }),
    ),
    archived_at: InstantOut.nullable(),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("CustomerSite", {
    example: {
      id: 3,
      customer_id: 7,
      ...example,
      latitude: 27.9506,
      longitude: -82.4572,
      timezone: null,
      contacts: [{ name: "Sam Super", role: "caretaker", phone: "813-555-0170", e164: "+18135550170", email: null }],
      archived_at: null,
      ...stamps,
      updated_at: "2026-03-01T12:00:00.000Z",
      version: 1,
    },
  });
export const CustomerSitePage = pageOf("CustomerSitePage", CustomerSite);
export const CustomerSiteQuery = LogQuery.extend({
  archived: FlagText.optional().openapi({ description: "absent: both" }),
});

const Contacts = z
  .array(
    z.strictObject({
      name: line(120),
      role: line(80).optional().openapi({ description: ROLE }),
      phone: line(40).optional(),
      email: Email.optional(),
    }),
  )
  .max(10);

export const AddCustomerSite = z
  .strictObject({
    name: line(120).optional(),
    address: line(200),
    city: line(80).optional(),
    state: line(40).optional(),
    zip: line(12).optional(),
    latitude: Latitude.optional(),
    longitude: Longitude.optional(),
    timezone: TimeZone.optional(),
    access_notes: prose(2000).optional(),
    contacts: Contacts.default([]),
  })
  .refine(...together("latitude", "longitude"))
  .openapi("AddCustomerSite", { example });

export const ChangeCustomerSite = z
  .strictObject({
    name: line(120).nullable().optional(),
    address: line(200).optional(),
    city: line(80).nullable().optional(),
    state: line(40).nullable().optional(),
    zip: line(12).nullable().optional(),
    latitude: Latitude.nullable().optional(),
    longitude: Longitude.nullable().optional(),
    timezone: TimeZone.nullable().optional(),
    access_notes: prose(2000).nullable().optional(),
    contacts: Contacts.optional(),
    archived: z.boolean().optional().openapi({ description: "false takes a removed site back" }),
  })
  .refine(...together("latitude", "longitude"))
  .refine(...namesAField)
  .openapi("ChangeCustomerSite", { example: { access_notes: "Ring twice" } });

export const CustomerNote = z
  .object({
    id: z.int(),
    customer_id: z.int(),
    text: z.string(),
    created_by: z.string(),
    created_at: InstantOut,
  })
  .openapi("CustomerNote", { example: { id: 12, customer_id: 7, text: "Prefers mornings", ...stamps } });
export const CustomerNotePage = pageOf("CustomerNotePage", CustomerNote);
export const AddCustomerNote = z
  .strictObject({ text: prose(4000).refine((text) => text.trim() !== "", "must not be empty") })
  .openapi("AddCustomerNote", { example: { text: "Prefers mornings" } });

export const CustomerAttachment = z
  .object({
    id: z.int(),
    customer_id: z.int(),
    name: z.string(),
    content_type: z.string(),
    bytes: z.int(),
    created_by: z.string(),
    created_at: InstantOut,
  })
  .openapi("CustomerAttachment", {
    example: { id: 5, customer_id: 7, name: "furnace.jpg", content_type: "image/jpeg", bytes: 48213, ...stamps },
  });
export const CustomerAttachmentPage = pageOf("CustomerAttachmentPage", CustomerAttachment);
export const AttachmentQuery = z.object({
  name: line(120)
    .optional()
    .openapi({ description: "name of the file; `attachment` with an ending that fits when absent" }),
});
