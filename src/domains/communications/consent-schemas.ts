import { IdText, InstantOut, line, prose, z } from "#/kernel/fields.ts";
import { CountedLogQuery, pageOf } from "#/kernel/page.ts";
import { categories, sentChannels, reasons as whyHeldBack } from "./rules.ts";

const states = ["granted", "revoked"] as const;
const consentExample = {
  channel: "sms" as const,
  category: "marketing" as const,
  state: "granted" as const,
  source: "web form",
  evidence: "Ticked on 2026-03-01 at 14:02, from 203.0.113.9",
  at: "2026-03-01T14:02:00.000Z",
  created_by: "user:1",
};
const Entry = z.object({
  channel: z.enum(sentChannels),
  category: z.enum(categories),
  state: z.enum(states),
  source: z.string().openapi({ description: "where it comes from: a form, a call, a text message" }),
  evidence: z.string().nullable().openapi({ description: "what proves it" }),
  at: InstantOut.openapi({ description: "since when it stands" }),
  created_by: z.string(),
});
const ShownEntry = Entry.extend({
  effective: z
    .boolean()
    .openapi({ description: "whether a message of this kind to their first number or address goes out now" }),
  reason: z.enum(whyHeldBack).nullable().openapi({
    description: "why it does not, such as `stop` for a number whose owner has texted STOP; null: it does",
  }),
});
export const Consents = z
  .object({ customer_id: z.int(), consents: z.array(ShownEntry) })
  .openapi("CommunicationConsents", {
    example: { customer_id: 1, consents: [{ ...consentExample, effective: false, reason: "stop" as const }] },
  });
export const ConsentChanged = Entry.extend({ customer_id: z.int() }).openapi("ConsentChanged", {
  example: { customer_id: 1, ...consentExample },
});
export const PutConsents = z
  .strictObject({
    consents: z
      .array(
        z.strictObject({
          channel: z.enum(sentChannels),
          category: z.enum(categories),
          state: z.enum(states),
          source: line(100),
          evidence: prose(2000).nullable().optional(),
        }),
      )
      .min(1)
      .max(4)
      .refine((all) => new Set(all.map(({ channel, category }) => `${channel} ${category}`)).size === all.length, {
        error: "must name each channel and category once",
      })
      .openapi({ description: "those that are not named stay as they are" }),
  })
  .openapi("PutCommunicationConsents", {
    example: {
      consents: [
        {
          channel: "sms",
          category: "transactional",
          state: "granted",
          source: "call",
          evidence: "Said so on the phone",
        },
      ],
    },
  });
export const CustomerParams = z.object({
  customer_id: IdText.openapi({ param: { name: "customer_id", in: "path" } }),
});

const reasons = ["stop", "complaint", "manual"] as const;
export const PhoneSuppression = z
  .object({ phone: z.string(), reason: z.enum(reasons), created_at: InstantOut })
  .openapi("PhoneSuppression", {
    example: { phone: "+18135550142", reason: "stop", created_at: "2026-03-28T14:30:00.000Z" },
  });
export const PhoneSuppressionPage = pageOf("PhoneSuppressionPage", PhoneSuppression);
export const PhoneSuppressionQuery = CountedLogQuery;
export const SuppressPhone = z
  .strictObject({ phone: line(40), reason: z.enum(["complaint", "manual"]).default("manual") })
  .openapi("SuppressPhone", { example: { phone: "(813) 555-0142", reason: "manual" } });
export const PhoneParams = z.object({
  phone: line(40).openapi({ param: { name: "phone", in: "path" }, example: "+18135550142" }),
});
