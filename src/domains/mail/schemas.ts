import { Email, InstantOut, z } from "#/kernel/fields.ts";
import { LogQuery, pageOf } from "#/kernel/page.ts";
import { templateNames } from "./templates.ts";

const statuses = ["queued", "sent", "failed", "suppressed"] as const;
const reasons = ["bounce", "complaint", "manual"] as const;

/** Without the text of the mail, which may hold a link or a code that opens an account. */
export const Mail = z
  .object({
    id: z.string(),
    recipient: z.string(),
    template: z.string(),
    status: z.enum(statuses).openapi({ description: "suppressed: the address gets no mail" }),
    attempts: z.int(),
    error: z
      .string()
      .nullable()
      .openapi({ description: "code of the last attempt's failure; null when it did not fail" }),
    next_attempt_at: InstantOut.nullable().openapi({
      description: "while an attempt is under way: when the next one starts if this one breaks off",
    }),
    created_at: InstantOut,
    sent_at: InstantOut.nullable().openapi({ description: "when the mail service accepted it" }),
  })
  .openapi("Mail", {
    example: {
      id: "mail_01KAG3M5S0W6P2J8Y4T9QZ7XNB",
      recipient: "jane@smithhvac.example",
      template: "reset-password",
      status: "sent",
      attempts: 1,
      error: null,
      next_attempt_at: null,
      created_at: "2026-03-28T14:30:00.000Z",
      sent_at: "2026-03-28T14:30:01.000Z",
    },
  });
export const MailPage = pageOf("MailPage", Mail);
export const MailQuery = LogQuery.extend({
  status: z.enum(statuses).optional(),
  template: z.enum(templateNames).optional(),
  recipient: z.string().max(254).optional(),
});

const address = Email.transform((text) => text.toLowerCase()).openapi({
  type: "string",
  format: "email",
  example: "bounced@smithhvac.example",
});
export const Suppression = z
  .object({ address: z.string(), reason: z.enum(reasons), created_at: InstantOut })
  .openapi("MailSuppression", {
    example: { address: "bounced@smithhvac.example", reason: "bounce", created_at: "2026-03-28T14:30:00.000Z" },
  });
export const SuppressionPage = pageOf("MailSuppressionPage", Suppression);
export const SuppressAddress = z
  .strictObject({ address, reason: z.enum(reasons).default("manual") })
  .openapi("SuppressAddress", { example: { address: "bounced@smithhvac.example", reason: "manual" } });
export const AddressParams = z.object({ address: address.openapi({ param: { name: "address", in: "path" } }) });

export const KeptMails = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        at: z.string(),
        to: z.string(),
        subject: z.string(),
        text: z.string(),
        html: z.string(),
        headers: z.record(z.string(), z.string()).optional().openapi({
          description: "those beside the usual ones: an offer has two by which a mail program ends offers",
        }),
      }),
    ),
  })
  .openapi("KeptMails", {
    example: {
      items: [
        {
          id: "mail_01KAG3M5S0W6P2J8Y4T9QZ7XNB",
          at: "2026-03-28T14:30:01.000Z",
          to: "jane@smithhvac.example",
          subject: "Choose a new password for Smith HVAC",
          text: "Hello Jane,\n\n...",
          html: "<!doctype html>...",
        },
      ],
    },
  });
export const KeptMailsQuery = z.object({ to: z.string().max(254).optional() });
