import { Email, line, NewPassword, Username, z } from "#/kernel/fields.ts";

const userExample = {
  id: 1,
  username: "admin",
  name: "Admin User",
  is_admin: true,
  roles: ["admin"],
  technician_id: null,
};
export const SignedInUser = z
  .object({
    id: z.int(),
    username: z.string(),
    name: z.string(),
    is_admin: z.boolean(),
    roles: z.array(z.string()),
    technician_id: z.int().nullable().openapi({ description: "the technician this user is, if any" }),
  })
  .openapi("SignedInUser", { example: userExample });

const tokensExample = {
  access_token: "eyJ...",
  refresh_token: "rt_ses_01KAG3M5S0W6P2J8Y4T9QZ7XNB_q3J...",
  token_type: "Bearer" as const,
  expires_in: 900,
};
const tokens = {
  access_token: z.string(),
  refresh_token: z.string(),
  token_type: z.literal("Bearer"),
  expires_in: z.int().openapi({ description: "seconds until the access token expires" }),
};
export const SignedIn = z
  .object({ ...tokens, user: SignedInUser })
  .openapi("SignedIn", { example: { ...tokensExample, user: userExample } });

/** The password was right, and something more is asked: a code, or first the enrolment of a second factor. */
export const MfaRequired = z
  .object({ mfa_required: z.literal(true), mfa_challenge_token: z.string() })
  .openapi("MfaRequired", { example: { mfa_required: true, mfa_challenge_token: "eyJ..." } });
export const MfaEnrollmentRequired = z
  .object({ mfa_enrollment_required: z.literal(true), mfa_challenge_token: z.string() })
  .openapi("MfaEnrollmentRequired", { example: { mfa_enrollment_required: true, mfa_challenge_token: "eyJ..." } });
export const LoggedIn = z.union([SignedIn, MfaRequired, MfaEnrollmentRequired]).openapi("LoggedIn", {
  description: "a session, or a challenge for a second factor",
  example: { ...tokensExample, user: userExample },
});

export const Registered = z
  .object({
    ...tokens,
    user: SignedInUser,
    tenant_id: z.string(),
    business_code: z.string(),
    business_name: z.string(),
  })
  .openapi("Registered", {
    example: {
      ...tokensExample,
      user: { ...userExample, username: "mycompany", name: "Jane Smith", roles: ["owner"] },
      tenant_id: "0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90",
      business_code: "SMITHHVAC",
      business_name: "Smith HVAC",
    },
  });

export const Register = z
  .strictObject({
    email: Email,
    username: Username,
    password: NewPassword,
    first_name: line(80),
    last_name: line(80),
    company_name: line(120),
  })
  .openapi("Register", {
    example: {
      email: "jane@smithhvac.example",
      username: "mycompany",
      password: "securePassword123!",
      first_name: "Jane",
      last_name: "Smith",
      company_name: "Smith HVAC",
    },
  });

/** Log-in enforces no length: a wrong password is 401, whatever it looks like. */
export const LogIn = z
  .strictObject({ username: z.string().max(254), password: z.string().max(1000) })
  .openapi("LogIn", { example: { username: "admin", password: "your-password" } });

export const Refresh = z
  .strictObject({
    refresh_token: z.string().max(4000), // whatever is no refresh token of ours is 401, an access token too
    rotate: z.boolean().optional().openapi({ description: "replace the refresh token by a new one" }),
  })
  .openapi("Refresh", { example: { refresh_token: tokensExample.refresh_token } });
export const Refreshed = z
  .object({
    access_token: z.string(),
    token_type: z.literal("Bearer"),
    expires_in: z.int(),
    refresh_token: z.string().optional().openapi({ description: "the new one, where refresh tokens rotate" }),
  })
  .openapi("Refreshed", { example: { access_token: "eyJ...", token_type: "Bearer", expires_in: 900 } });
