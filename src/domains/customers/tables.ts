import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, id, instant, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import { fold } from "#/kernel/fold.ts";
import type { EmailAddress, PhoneNumber, SiteContact } from "./contacts.ts";
import { externalIdTaken } from "./errors.ts";
import { customerWords, siteWords } from "./rules.ts";
import { nothingYet } from "./sum-repo.ts";

export const customerTypes = ["residential", "commercial"] as const;

export const customerTable = sqliteTable(
  "customers",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    firstName: text("first_name"),
    lastName: text("last_name"),
    companyName: text("company_name"),
    type: text("type").$type<(typeof customerTypes)[number]>().notNull(),
    phones: text("phones", { mode: "json" }).$type<PhoneNumber[]>().notNull(),
    emails: text("emails", { mode: "json" }).$type<EmailAddress[]>().notNull(),
    billingAddress: text("billing_address"),
    billingCity: text("billing_city"),
    billingState: text("billing_state"),
    billingZip: text("billing_zip"),
    tags: text("tags", { mode: "json" }).$type<string[]>().notNull(),
    notes: text("notes"),
    preferredTechnicianId: integer("preferred_technician_id"),
    doNotService: flag("do_not_service").notNull(),
    doNotServiceReason: text("do_not_service_reason"),
    /** Where they come from: a campaign, a referral, another system. */
    source: text("source"),
    externalId: text("external_id"),
    archivedAt: instant("archived_at"),
    /** The customer that this one turned out to be. */
    mergedInto: integer("merged_into"),
    /** Name and city as they are sorted and compared. */
    nameKey: text("name_key").notNull(),
    cityKey: text("city_key"),
    /** Words by which they are found; triggers hand them to the full-text index (search-repo.ts). */
    search: text("search").notNull(),
    /** The words of their sites, each with a space before it. */
    siteWords: text("site_words").notNull().default(""),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("customers_by_update").on(t.tenantId, t.updatedAt, t.id),
    index("customers_by_name").on(t.tenantId, t.nameKey, t.id),
    index("customers_by_zip").on(t.tenantId, t.billingZip, t.id),
    index("customers_by_city").on(t.tenantId, t.cityKey, t.id),
    uniqueIndex("customers_external_id").on(t.tenantId, t.externalId),
    index("customers_merged").on(t.tenantId, t.mergedInto).where(sql`merged_into is not null`),
  ],
);

/** Whose phone numbers (E.164) and e-mail addresses (lower case) these are: by them a customer is known again. */
export const customerContacts = sqliteTable(
  "customer_contacts",
  { tenantId: tenantId(), value: text("value").notNull(), customerId: integer("customer_id").notNull() },
  (t) => [primaryKey({ columns: [t.tenantId, t.value, t.customerId] })],
);

/** Which customers have a tag. */
export const customerTags = sqliteTable(
  "customer_tags",
  { tenantId: tenantId(), tag: text("tag").notNull(), customerId: integer("customer_id").notNull() },
  (t) => [primaryKey({ columns: [t.tenantId, t.tag, t.customerId] })],
);

/** Places where a customer is served. */
export const siteTable = sqliteTable(
  "customer_sites",
  {
    tenantId: tenantId(),
    id: id(),
    customerId: integer("customer_id").notNull(),
    name: text("name"),
    address: text("address").notNull(),
    city: text("city"),
    state: text("state"),
    zip: text("zip"),
    latitude: real("latitude"),
    longitude: real("longitude"),
    timezone: text("timezone"),
    accessNotes: text("access_notes"),
    contacts: text("contacts", { mode: "json" }).$type<SiteContact[]>().notNull(),
    archivedAt: instant("archived_at"),
    search: text("search").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("customer_sites_by_customer").on(t.tenantId, t.customerId, t.id),
  ],
);

/** What people wrote down about a customer. Only ever added to. */
export const noteTable = sqliteTable(
  "customer_notes",
  {
    tenantId: tenantId(),
    id: id(),
    customerId: integer("customer_id").notNull(),
    text: text("text").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("customer_notes_by_customer").on(t.tenantId, t.customerId, t.id),
  ],
);

/** Files about a customer; what is in them lies in R2. */
export const attachmentTable = sqliteTable(
  "customer_attachments",
  {
    tenantId: tenantId(),
    id: id(),
    customerId: integer("customer_id").notNull(),
    name: text("name").notNull(),
    contentType: text("content_type").notNull(),
    bytes: integer("bytes").notNull(),
    /** Where the file lies (db/files.ts). */
    fileKey: text("file_key").notNull(),
    createdBy: text("created_by").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("customer_attachments_by_customer").on(t.tenantId, t.customerId, t.id),
  ],
);

/** The people and companies that are served. Totals are kept of those that were not merged into another, and by tag. */
export const customers = resource("customer", customerTable, {
  derived: (customer) => ({
    nameKey: fold(customer.name),
    cityKey: customer.billingCity === null ? null : fold(customer.billingCity),
    search: customerWords(customer),
  }),
  unlogged: ["search", "siteWords"],
  keeps: (ctx, before, after) => (before === null && after ? [nothingYet(ctx, after.id)] : []),
  totals: ({ mergedInto, tags }) => (mergedInto === null ? ["listed", ...tags.map((tag) => `tag/${tag}`)] : []),
  refusals: ({ externalId }) => ({
    "customers.tenant_id, customers.external_id": externalIdTaken(externalId ?? ""),
  }),
});
export type Customer = typeof customerTable.$inferSelect;

export const customerSites = resource("customer_site", siteTable, {
  derived: (site) => ({ search: siteWords(site) }),
  unlogged: ["search"],
});
export type CustomerSite = typeof siteTable.$inferSelect;

export const customerNotes = resource("customer_note", noteTable);
export const customerAttachments = resource("customer_attachment", attachmentTable);
export type CustomerAttachment = typeof attachmentTable.$inferSelect;
