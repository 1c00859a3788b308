import { integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
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
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.issuer, t.subject] }),
    uniqueIndex("sso_identities_by_user").on(t.tenantId, t.userId, t.provider),
  ],
);
