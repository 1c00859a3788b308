import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { flag, id, instant, stamps, tenantId } from "#/db/columns.ts";
import { resource } from "#/db/tenant/resource.ts";
import { fold } from "#/kernel/fold.ts";
import { rateNameTaken, tooManyRates } from "./errors.ts";

export const taxRateTable = sqliteTable(
  "tax_rates",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    /** Parts per million. */
    ratePpm: integer("rate_ppm").notNull(),
    /** Prices contain it. */
    inclusive: flag("inclusive").notNull(),
    /** Taxes the lines that name no rate. */
    isDefault: flag("is_default").notNull(),
    archivedAt: instant("archived_at"),
    nameKey: text("name_key").notNull(),
    ...stamps(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("tax_rates_name").on(t.tenantId, t.nameKey),
    index("tax_rates_by_update").on(t.tenantId, t.updatedAt, t.id),
  ],
);

/** A business needs no more, and every document reads them all. */
const MOST_RATES = 100;
export const taxRates = resource("tax_rate", taxRateTable, {
  derived: ({ id: number, name, archivedAt }) => ({ nameKey: archivedAt === null ? fold(name) : `archived ${number}` }),
  unlogged: ["nameKey"],
  limit: { most: MOST_RATES, refusal: tooManyRates(MOST_RATES) },
  refusals: ({ name }) => ({ "tax_rates.tenant_id, tax_rates.name_key": rateNameTaken(name) }),
});
export type TaxRate = typeof taxRateTable.$inferSelect;

/** What a link opens. */
export type LinkKind = "estimate" | "invoice" | "purchase_order" | "form";

/** Links by which customers open documents without signing in: only a hash of the secret is here. */
export const documentLinkTable = sqliteTable(
  "document_links",
  {
    tenantId: tenantId(),
    hash: text("hash").notNull(),
    kind: text("kind").$type<LinkKind>().notNull(),
    documentId: integer("document_id").notNull(),
    /** The version of the document that was sent with it. */
    revision: integer("revision").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
    firstViewedAt: instant("first_viewed_at"),
    lastViewedAt: instant("last_viewed_at"),
    views: integer("views").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.hash] }),
    index("document_links_by_document").on(t.tenantId, t.kind, t.documentId),
  ],
);
export type DocumentLink = typeof documentLinkTable.$inferSelect;
