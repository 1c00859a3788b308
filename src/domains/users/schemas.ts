import { Email, Id, InstantOut, NewPassword, namesAField, properName, Username, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";

const UserStatus = z.enum(["active", "deactivated", "invited"]);

const example = {
  id: 2,
  username: "maria",
  name: "Maria Lopez",
  email: "maria@smithhvac.example",
  roles: ["dispatcher"],
  technician_id: null,
  status: "active" as const,
  mfa_enabled: true,
  created_at: "2026-03-01T12:00:00.000Z",
  updated_at: "2026-03-01T12:00:00.000Z",
  version: 1,
};

export const User = z
  .object({
    id: z.int(),
    username: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    roles: z.array(z.string()),
    technician_id: z.int().nullable().openapi({ description: "the technician this user is, if any" }),
    status: UserStatus.openapi({ description: "invited: has not set a password yet" }),
    mfa_enabled: z.boolean(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int().openapi({ description: "also the ETag" }),
  })
  .openapi("User", { example });
export const DeactivatedUser = User.extend({
  api_keys: z
    .array(
      z.object({
        id: z.int().openapi({ description: "for `POST /admin/api-keys/{id}/revoke`" }),
        name: z.string().openapi({ description: "what the key is for" }),
        prefix: z.string().openapi({ description: "how the key begins" }),
      }),
    )
    .openapi({ description: "API keys that the user made and that still work: revoke those that nobody needs" }),
}).openapi("DeactivatedUser", {
  example: {
    ...example,
    status: "deactivated",
    api_keys: [{ id: 1, name: "Accounting export", prefix: "trk_7f3a9c01" }],
  },
});
export const UserPage = pageOf("UserPage", User);

export const UserQuery = PageQuery.extend({
  status: UserStatus.optional(),
  role: z.string().max(64).optional().openapi({ example: "dispatcher" }),
  sort: sortBy("id"),
});

const Roles = z
  .array(z.string().max(64))
  .min(1, "must name at least one role")
  .max(20)
  .transform((names) => [...new Set(names)])
  .openapi({ type: "array", items: { type: "string" }, minItems: 1, maxItems: 20, example: ["dispatcher"] });

const { email, name, username, roles } = example;
export const InviteUser = z
  .strictObject({ email: Email, name: properName(120), username: Username, roles: Roles, technician_id: Id.optional() })
  .openapi("InviteUser", { example: { email, name, username, roles, technician_id: 3 } });

export const ChangeUser = z
  .strictObject({
    name: properName(120).optional(),
    email: Email.optional(),
    roles: Roles.optional(),
    technician_id: Id.nullable().optional().openapi({ description: "null: this user is not a technician" }),
  })
  .refine(...namesAField)
  .openapi("ChangeUser", { example: { roles: ["dispatcher", "accountant"] } });

export const AcceptInvitation = z
  .strictObject({ token: z.string().max(200), password: NewPassword })
  .openapi("AcceptInvitation", {
    example: {
      token: "lnk_0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90_q3JkT0m1xQ2v7Zk3nB9dWcE5rYtUiOpAsDfGhJkLzXc",
      password: "securePassword123!",
    },
  });
