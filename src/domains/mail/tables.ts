import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { instant, tenantId } from "#/db/columns.ts";
import { dueTable } from "#/db/tenant/due.ts";

/** Every mail that a commit asked for, and what became of it. */
export const mails = sqliteTable(
  "mails",
  {
    tenantId: tenantId(),
    id: text("id").notNull(),
    recipient: text("recipient").notNull(),
    template: text("template").notNull(),
    /** The template's data, sealed under SEAL_KEY (it may hold a link or a code); cleared when the mail is sent or given up. */
    sealedData: text("sealed_data"),
    /** What of the data has the number of a document that is taken in the very commit: it cannot be sealed before. Null: nothing. */
    numberedData: text("numbered_data"),
    status: text("status").$type<"queued" | "sent" | "failed" | "suppressed">().notNull(),
    attempts: integer("attempts").notNull(),
    error: text("error"),
    nextAttemptAt: instant("next_attempt_at"),
    createdAt: instant("created_at").notNull(),
    sentAt: instant("sent_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), index("mails_due").on(t.status, t.nextAttemptAt)],
);
export type Mail = typeof mails.$inferSelect;

/** The mails that wait for an attempt. */
export const dueMails = dueTable("mail.attempt", {
  table: mails,
  queue: "MAIL",
  waiting: "queued",
  attempts: mails.attempts,
  leaseSeconds: 60,
  rungByRelay: true,
});

/** Addresses that get no mail: they bounced, complained, or were put on the list by hand. */
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
export type Suppression = typeof mailSuppressions.$inferSelect;
