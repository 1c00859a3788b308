import { Email, InstantOut, NewPassword, properName, Username, z } from "#/kernel/fields.ts";

const admin = { id: 1, username: "admin", name: "Admin User", is_admin: true, roles: ["admin"], technician_id: null };
const SignedInUser = z
  .object({
    id: z.int(),
    username: z.string(),
    name: z.string(),
    is_admin: z.boolean(),
    roles: z.array(z.string()),
    technician_id: z.int().nullable().openapi({ description: "the technician this user is, if any" }),
  })
  .openapi("SignedInUser", { example: admin });

const tokensExample = {
  access_token: "eyJ...",
  refresh_token: "rt_ses_01KAG3M5S0W6P2J8Y4T9QZ7XNB_q3J...",
  token_type: "Bearer" as const,
  expires_in: 900,
};
export const signedInExample = { ...tokensExample, device_token: "eyJ...", user: admin };
const tokens = {
  access_token: z.string(),
  refresh_token: z.string(),
  token_type: z.literal("Bearer"),
  expires_in: z.int().openapi({ description: "seconds until the access token expires" }),
};
const device_token = z.string().openapi({
  description:
    "keep it on this device, after you sign out too, and send it with the next log-in; lasts a year and signs nobody in by itself",
});
export const SignedIn = z
  .object({ ...tokens, device_token, user: SignedInUser })
  .openapi("SignedIn", { example: signedInExample });

/** The password is right, and something more is asked: a code, or first the enrolment of a second factor. */
const MfaRequired = z
  .object({ mfa_required: z.literal(true), mfa_challenge_token: z.string() })
  .openapi("MfaRequired", { example: { mfa_required: true, mfa_challenge_token: "eyJ..." } });
const MfaEnrollmentRequired = z
  .object({ mfa_enrollment_required: z.literal(true), mfa_challenge_token: z.string() })
  .openapi("MfaEnrollmentRequired", { example: { mfa_enrollment_required: true, mfa_challenge_token: "eyJ..." } });
export const LoggedIn = z.union([SignedIn, MfaRequired, MfaEnrollmentRequired]).openapi("LoggedIn", {
  description: "a session, or a challenge for a second factor",
  example: signedInExample,
});

export const Registered = z
  .object({ ...SignedIn.shape, tenant_id: z.string(), business_code: z.string(), business_name: z.string() })
  .openapi("Registered", {
    example: {
      ...signedInExample,
      user: { ...admin, username: "mycompany", name: "Jane Smith", roles: ["owner"] },
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
    first_name: properName(80),
    last_name: properName(80),
    company_name: properName(120),
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

/** No length is enforced: a wrong password is 401, whatever it looks like. */
export const LogIn = z
  .strictObject({
    username: z.string().max(254),
    password: z.string().max(1000),
    device_token: z.string().max(4000).optional().openapi({
      description:
        "of an earlier log-in of this user: wrong passwords of strangers then do not delay this one. Any other text is ignored",
    }),
  })
  .openapi("LogIn", { example: { username: "admin", password: "your-password" } });

export const Refresh = z
  .strictObject({
    refresh_token: z.string().max(4000), // any text that is not a valid refresh token is 401, an access token too
    rotate: z.boolean().optional().openapi({ description: "replace the refresh token by a new one" }),
  })
  .openapi("Refresh", { example: { refresh_token: tokensExample.refresh_token } });
export const Refreshed = z
  .object({
    ...tokens,
    refresh_token: z.string().optional().openapi({ description: "the new one, where refresh tokens rotate" }),
  })
  .openapi("Refreshed", { example: { access_token: "eyJ...", token_type: "Bearer", expires_in: 900 } });

export const Me = z
  .object({
    id: z.int(),
    username: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    email_verified: z.boolean(),
    is_admin: z.boolean(),
    roles: z.array(z.string()),
    permissions: z.array(z.string()).openapi({ description: "what your roles allow, custom roles included" }),
    technician_id: z.int().nullable().openapi({ description: "the technician you are, if any" }),
    mfa_enabled: z.boolean(),
    password_changed_at: InstantOut.nullable(),
    created_at: InstantOut,
    session_id: z.string().openapi({ description: "the session of the access token" }),
    tenant_id: z.string(),
    business_code: z.string(),
    business_name: z.string(),
  })
  .openapi("Me", {
    example: {
      id: 4,
      username: "dana",
      name: "Dana Dispatcher",
      email: "dana@smithhvac.example",
      email_verified: true,
      is_admin: false,
      roles: ["dispatcher"],
      permissions: ["dispatch:read", "dispatch:write", "items:read", "technicians:read"],
      technician_id: null,
      mfa_enabled: true,
      password_changed_at: "2026-03-02T08:15:00.000Z",
      created_at: "2026-01-12T14:03:11.000Z",
      session_id: "ses_01KAG3M5S0W6P2J8Y4T9QZ7XNB",
      tenant_id: "0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90",
      business_code: "SMITHHVAC",
      business_name: "Smith HVAC",
    },
  });

const sessionExample = {
  id: "ses_01KAG3M5S0W6P2J8Y4T9QZ7XNB",
  current: true,
  created_at: "2026-03-28T07:58:00.000Z",
  last_used_at: "2026-03-28T12:43:10.000Z",
  expires_at: "2026-06-26T07:58:00.000Z",
  ip: "203.0.113.7",
  user_agent: "Mozilla/5.0 (iPad; CPU OS 19_3 like Mac OS X)",
};
const Session = z
  .object({
    id: z.string(),
    current: z.boolean().openapi({ description: "whether this request came from it" }),
    created_at: InstantOut.openapi({ description: "when the user signed in" }),
    last_used_at: InstantOut.openapi({
      description: "when it last got an access token; ends after 30 days without one",
    }),
    expires_at: InstantOut.openapi({ description: "90 days after the log-in; it ends then, whatever happens" }),
    ip: z.string(),
    user_agent: z.string(),
  })
  .openapi("Session", { example: sessionExample });
export const Sessions = z
  .object({ items: z.array(Session) })
  .openapi("Sessions", { example: { items: [sessionExample] } });

export const SessionParams = z.object({
  session: z
    .string()
    .max(64)
    .openapi({ param: { name: "session", in: "path" }, example: sessionExample.id }),
});

export const SessionsEnded = z
  .object({ sessions_ended: z.int() })
  .openapi("SessionsEnded", { example: { sessions_ended: 2 } });

/** A password that is only compared. */
const GivenPassword = z.string().max(1000);

export const ChangePassword = z
  .strictObject({ old_password: GivenPassword, new_password: NewPassword })
  .openapi("ChangePassword", {
    example: { old_password: "securePassword123!", new_password: "three trucks leave at dawn" },
  });

export const ForgotPassword = z
  .strictObject({ username: z.string().max(254).optional(), email: z.string().max(254).optional() })
  .refine(({ username, email }) => (username === undefined) !== (email === undefined), {
    path: ["username"],
    error: "send either username or email",
  })
  .openapi("ForgotPassword", { example: { username: "admin" } });
export const LinkRequested = z.object({ message: z.string() }).openapi("LinkRequested", {
  example: { message: "If there is such a user with an e-mail address, a link to set a new password is on its way." },
});

export const ConfirmEmail = z
  .strictObject({ token: z.string().max(1000).openapi({ description: "what follows the `#` in the mailed link" }) })
  .openapi("ConfirmEmail", {
    example: { token: "lnk_0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90_q3J5v0s8mB1xZ6kT9cW2yR4uP7nA0dF3gH5jL8eQ1oI" },
  });
export const EmailConfirmed = z
  .object({ email: z.string().nullable().openapi({ description: "the address that is confirmed now" }) })
  .openapi("EmailConfirmed", { example: { email: "jane@smithhvac.example" } });
export const ConfirmationMailed = z
  .object({ email: z.string().openapi({ description: "where the link is sent" }) })
  .openapi("ConfirmationMailed", { example: { email: "jane@smithhvac.example" } });

export const ResetPassword = z
  .strictObject({ token: z.string().max(1000), new_password: NewPassword })
  .openapi("ResetPassword", {
    example: {
      token: "lnk_0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90_q3J5v0s8mB1xZ6kT9cW2yR4uP7nA0dF3gH5jL8eQ1oI",
      new_password: "three trucks leave at dawn",
    },
  });
