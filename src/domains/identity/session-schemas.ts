import { InstantOut, z } from "#/kernel/fields.ts";

export const Me = z
  .object({
    id: z.int(),
    username: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    email_verified: z.boolean(),
    is_admin: z.boolean(),
    roles: z.array(z.string()),
    permissions: z.array(z.string()).openapi({ description: "what the roles allow, custom roles included" }),
    technician_id: z.int().nullable().openapi({ description: "the technician this user is, if any" }),
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
    current: z.boolean().openapi({ description: "whether this very request came from it" }),
    created_at: InstantOut.openapi({ description: "when the user signed in" }),
    last_used_at: InstantOut.openapi({
      description: "when it last got an access token; after 30 days without, it is over",
    }),
    expires_at: InstantOut.openapi({ description: "90 days after the log-in it is over, whatever happens" }),
    ip: z.string(),
    user_agent: z.string(),
  })
  .openapi("Session", { example: sessionExample });
export const Sessions = z
  .object({ items: z.array(Session) })
  .openapi("Sessions", { example: { items: [sessionExample] } });

export const SessionParams = z.object({
  id: z
    .string()
    .max(64)
    .openapi({ param: { name: "id", in: "path" }, example: sessionExample.id }),
});

export const SessionsEnded = z
  .object({ sessions_ended: z.int() })
  .openapi("SessionsEnded", { example: { sessions_ended: 2 } });
