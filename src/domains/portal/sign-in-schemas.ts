import { Email, InstantOut, line, NewPassword, properName, z } from "#/kernel/fields.ts";

/** Names the business where X-Tenant-Id does not. */
const business_code = z
  .string()
  .max(64)
  .optional()
  .openapi({ description: "the business, where `X-Tenant-Id` does not name it" });
const GivenPassword = z.string().max(1000);
const token = z.string().max(1000).openapi({ description: "what follows the `=` in the mailed link" });
const code = { business_code: "SMITHHVAC" };
const exampleToken = "lnk_0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90_q3J5v0s8mB1xZ6kT9cW2yR4uP7nA0dF3gH5jL8eQ1oI";

export const RegisterCustomer = z
  .strictObject({
    business_code,
    email: Email,
    password: NewPassword.optional().openapi({ description: "absent: they sign in by links alone" }),
    first_name: properName(60).optional(),
    last_name: properName(60).optional(),
    phone: line(40).optional(),
  })
  .openapi("RegisterCustomer", {
    example: {
      ...code,
      email: "jane@example.com",
      password: "customerPassword123!",
      first_name: "Jane",
      last_name: "Doe",
    },
  });
export const LogInCustomer = z
  .strictObject({ business_code, email: z.string().max(254), password: GivenPassword })
  .openapi("LogInCustomer", {
    example: { ...code, email: "jane@example.com", password: "customerPassword123!" },
  });
export const CustomerEmail = z
  .strictObject({ business_code, email: z.string().max(254) })
  .openapi("CustomerEmail", { example: { ...code, email: "jane@example.com" } });
export const CustomerLinkMailed = z.object({ message: z.string() }).openapi("CustomerLinkMailed", {
  example: { message: "If there is an account for this address, a link is on its way." },
});
export const CustomerLink = z.strictObject({ token }).openapi("CustomerLink", { example: { token: exampleToken } });
export const ResetCustomerPassword = z
  .strictObject({ token, new_password: NewPassword })
  .openapi("ResetCustomerPassword", { example: { token: exampleToken, new_password: "a garden full of tomatoes" } });
export const RefreshCustomer = z
  .strictObject({ business_code, refresh_token: z.string().max(200) })
  .openapi("RefreshCustomer", { example: { ...code, refresh_token: "rt_ses_01KAG3M5S0W6P2J8Y4T9QZ7XNB_q3J..." } });

const me = {
  id: 5,
  email: "jane@example.com",
  email_verified: true,
  first_name: "Jane",
  last_name: "Doe",
  phone: "(813) 555-0142",
  password_set: true,
  is_linked: true,
  business_code: "SMITHHVAC",
  business_name: "Smith HVAC",
  created_at: "2026-03-28T14:30:00.000Z",
  version: 2,
};
export const CustomerMe = z
  .object({
    id: z.int(),
    email: z.string(),
    email_verified: z.boolean(),
    first_name: z.string().nullable(),
    last_name: z.string().nullable(),
    phone: z.string().nullable(),
    password_set: z.boolean().openapi({ description: "false: they sign in by links alone" }),
    is_linked: z.boolean().openapi({
      description: "whether the account opens the record of a customer: then there are jobs and documents to see",
    }),
    business_code: z.string(),
    business_name: z.string(),
    created_at: InstantOut,
    version: z.int(),
  })
  .openapi("CustomerMe", { example: me });
export const ChangeCustomerMe = z
  .strictObject({
    first_name: properName(60).nullable().optional(),
    last_name: properName(60).nullable().optional(),
    phone: line(40).nullable().optional(),
  })
  .openapi("ChangeCustomerMe", { example: { phone: "(813) 555-0142" } });

const tokens = {
  access_token: z.string(),
  refresh_token: z.string(),
  token_type: z.literal("Bearer"),
  expires_in: z.int().openapi({ description: "seconds until the access token expires" }),
};
const tokensExample = {
  access_token: "eyJ...",
  refresh_token: "rt_ses_01KAG3M5S0W6P2J8Y4T9QZ7XNB_q3J...",
  token_type: "Bearer" as const,
  expires_in: 900,
};
export const CustomerSignedIn = z
  .object({ ...tokens, customer: CustomerMe })
  .openapi("CustomerSignedIn", { example: { ...tokensExample, customer: me } });
export const CustomerRefreshed = z.object(tokens).openapi("CustomerRefreshed", { example: tokensExample });
