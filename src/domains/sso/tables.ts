import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { instant, tenantId } from "#/db/columns.ts";

/** Who a user is at an identity provider: issuer and subject, never the e-mail address. */
export const ssoIdentities = sqliteTable(
  "sso_identities",
  {
    tenantId: tenantId(),
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    provider: text("provider").$type<"google" | "apple" | "microsoft">().notNull(),
    userId: integer("user_id").notNull(),
    email: text("email"),
    createdAt: instant("created_at").notNull(),
    /** When the control database learned that the identity is linked in this business; null until then. */
    listedAt: instant("listed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.issuer, t.subject] }),
    uniqueIndex("sso_identities_by_user").on(t.tenantId, t.userId, t.provider),
    index("sso_identities_unlisted").on(t.createdAt).where(sql`listed_at is null`),
  ],
);
