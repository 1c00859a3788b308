import { InstantOut, line, namesAField, z } from "#/kernel/fields.ts";

const example = {
  id: 1,
  provider: "twilio" as const,
  account: "AC0123456789abcdef0123456789abcdef",
  sender: "+18135550100",
  messages_url:
    "https://api.truckroll.example/api/v1/integrations/twilio/4f7a1c9e-58b3-4d2a-9a51-0c2f6d1e8b7a/messages",
  last_event_at: "2026-03-31T18:04:12.000Z",
  created_at: "2026-03-01T09:00:00.000Z",
  updated_at: "2026-03-01T09:00:00.000Z",
  version: 1,
};
export const MessageAccount = z
  .object({
    id: z.int(),
    provider: z.enum(["twilio"]),
    account: z.string(),
    sender: z.string(),
    messages_url: z.string().openapi({
      description: "where Twilio sends texts that come in: enter it at the number or the messaging service",
    }),
    last_event_at: InstantOut.nullable().openapi({ description: "when the last webhook with a right signature came" }),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("MessageAccount", { example });
export const MessageAccounts = z
  .object({ items: z.array(MessageAccount) })
  .openapi("MessageAccounts", { example: { items: [example] } });

const Account = z
  .string()
  .regex(/^AC[0-9a-f]{32}$/, "must be an account SID of Twilio: AC and 32 digits or letters a to f")
  .openapi({ description: "the account SID", example: example.account });
const Sender = z
  .string()
  .regex(/^(?:\+[1-9]\d{6,14}|MG[0-9a-f]{32})$/, "must be a number like +18135550100, or a messaging service MG...")
  .openapi({ description: "the number that texts come from, or a messaging service", example: example.sender });
const Token = line(200).openapi({ description: "the auth token of the account; stored encrypted and never shown" });
export const AddMessageAccount = z
  .strictObject({ provider: z.enum(["twilio"]).default("twilio"), account: Account, auth_token: Token, sender: Sender })
  .openapi("AddMessageAccount", {
    example: { account: example.account, auth_token: "fedcba9876543210fedcba9876543210", sender: example.sender },
  });
export const ChangeMessageAccount = z
  .strictObject({ account: Account.optional(), auth_token: Token.optional(), sender: Sender.optional() })
  .refine(...namesAField)
  .openapi("ChangeMessageAccount", { example: { sender: "+18135550101" } });

const tenant = z
  .guid("must be the business' id")
  .openapi({ param: { name: "tenant", in: "path" }, example: "4f7a1c9e-58b3-4d2a-9a51-0c2f6d1e8b7a" });
export const TenantParams = z.object({ tenant });
export const StatusQuery = z.object({
  message: z
    .string()
    .regex(/^com_[0-9A-Z]{26}$/)
    .optional()
    .openapi({ description: "the communication that the report is about" }),
});

const token = z.string().max(1000).openapi({ description: "from the link in the mail", example: "djEuc29tZXRoaW5n" });
export const LeaveParams = z.object({ token });
export const Leave = z.strictObject({ token }).openapi("LeaveMarketing", { example: { token: "djEuc29tZXRoaW5n" } });
export const Left = z
  .object({ business_name: z.string(), left: z.literal(true) })
  .openapi("LeftMarketing", { example: { business_name: "Smith HVAC", left: true } });

export const KeptTexts = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        direction: z.enum(["out", "in"]).openapi({ description: "`in`: an answer, from the customer to the business" }),
        at: z.string(),
        to: z.string(),
        from: z.string(),
        business: z.string(),
        tenant: z.string(),
        body: z.string(),
      }),
    ),
  })
  .openapi("KeptTexts", {
    example: {
      items: [
        {
          id: "com_01KAG3M5S0W6P2J8Y4T9QZ7XNB",
          direction: "out",
          at: "2026-03-28T14:30:01.000Z",
          to: "+18135550142",
          from: "+15550100000",
          business: "Smith HVAC",
          tenant: "4f7a1c9e-58b3-4d2a-9a51-0c2f6d1e8b7a",
          body: "Smith HVAC: Mike is on the way.",
        },
      ],
    },
  });
export const KeptTextsQuery = z.object({ to: z.string().max(20).optional() });
export const AnswerText = z
  .strictObject({
    tenant: z.guid().openapi({ description: "the business that gets the text" }),
    from: z.string().regex(/^\+[1-9]\d{6,14}$/, "must be a number like +18135550142"),
    body: z.string().min(1).max(1600),
  })
  .openapi("AnswerText", {
    example: { tenant: "4f7a1c9e-58b3-4d2a-9a51-0c2f6d1e8b7a", from: "+18135550142", body: "STOP" },
  });
export const Answered = z
  .object({ received: z.literal(true) })
  .openapi("AnsweredText", { example: { received: true } });
