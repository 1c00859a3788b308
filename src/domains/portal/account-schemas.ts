import { Email, InstantOut, z } from "#/kernel/fields.ts";

const accountExample = {
  ...{ id: 5, customer_id: 7, email: "jane@example.com", email_verified: true, password_set: false },
  ...{ first_name: "Jane", last_name: "Doe", phone: null, status: "active" as const },
  ...{ invited_at: "2026-03-28T14:30:00.000Z", last_signed_in_at: null, created_by: "user:1" },
  ...{ created_at: "2026-03-28T14:30:00.000Z", updated_at: "2026-03-28T14:30:00.000Z", version: 1 },
};
export const PortalAccount = z
  .object({
    id: z.int(),
    customer_id: z.int().nullable(),
    email: z.string(),
    email_verified: z.boolean(),
    password_set: z.boolean(),
    first_name: z.string().nullable(),
    last_name: z.string().nullable(),
    phone: z.string().nullable(),
    status: z.enum(["active", "closed"]),
    invited_at: InstantOut.nullable(),
    last_signed_in_at: InstantOut.nullable(),
    created_by: z.string(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("PortalAccount", { example: accountExample });
export const PortalAccounts = z
  .object({ items: z.array(PortalAccount) })
  .openapi("PortalAccounts", { example: { items: [accountExample] } });
export const InviteCustomer = z
  .strictObject({
    email: Email.optional().openapi({ description: "one of the customer's addresses; absent: the primary one" }),
  })
  .openapi("InviteCustomer", { example: {} });
