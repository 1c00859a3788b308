import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { instant, tenantId } from "../../columns.ts";

/** Every mail that was asked for, with what became of it. */
export const mails = sqliteTable(
  "mails",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    recipient: text("recipient").notNull(),
    template: text("template").notNull(),
    /** What the template is filled with, under SEAL_KEY (it may hold a link or a code); cleared when the mail is out. */
    sealedData: text("sealed_data"),
    status: text("status").$type<"queued" | "sent" | "failed" | "suppressed">().notNull(),
    attempts: integer("attempts").notNull(),
    error: text("error"),
    nextAttemptAt: instant("next_attempt_at"),
    createdAt: instant("created_at").notNull(),
    sentAt: instant("sent_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), index("mails_due").on(t.status, t.nextAttemptAt)],
);

/** Addresses that get no mail: they bounced, complained, or were taken off. */
export const mailSuppressions = sqliteTable(
  "mail_suppressions",
  {
    tenantId: tenantId(),
    address: text("address").notNull(),
    reason: text("reason").$type<"bounce" | "complaint" | "manual">().notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.address] })],
);
