import {
  Cents,
  Email,
  FlagText,
  InstantOut,
  NewPassword,
  namesAField,
  properName,
  together,
  Username,
  z,
} from "#/kernel/fields.ts";
import { PageQuery, pageOf, sortBy } from "#/kernel/page.ts";

const PayType = z.enum(["hourly", "salary", "commission_only"]);

export const Technician = z
  .object({
    id: z.int(),
    name: z.string(),
    pay_type: PayType,
    base_pay_cents: z.int().openapi({ description: "per hour for hourly, per year for salary" }),
    email: z.string().nullable(),
    is_active: z.boolean(),
    user_id: z.int().nullable().openapi({ description: "the user this technician signs in as, if any" }),
    username: z.string().nullable(),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int().openapi({ description: "also the ETag" }),
  })
  .openapi("Technician", {
    example: {
      id: 1,
      name: "Mike Johnson",
      pay_type: "hourly",
      base_pay_cents: 2500,
      email: "mike@smithhvac.example",
      is_active: true,
      user_id: 2,
      username: "mike",
      created_at: "2026-03-01T12:00:00.000Z",
      updated_at: "2026-03-01T12:00:00.000Z",
      version: 1,
    },
  });
export const TechnicianPage = pageOf("TechnicianPage", Technician);

export const TechnicianQuery = PageQuery.extend({
  is_active: FlagText.optional(),
  sort: sortBy("id", "updated_at"),
});

export const CreateTechnician = z
  .strictObject({
    name: properName(120),
    pay_type: PayType,
    base_pay_cents: Cents,
    email: Email.optional(),
    username: Username.optional(),
    password: NewPassword.optional(),
  })
  .refine(...together("username", "password"))
  .openapi("CreateTechnician", { example: { name: "Mike Johnson", pay_type: "hourly", base_pay_cents: 2500 } });

export const UpdateTechnician = z
  .strictObject({
    name: properName(120).optional(),
    pay_type: PayType.optional(),
    base_pay_cents: Cents.optional(),
    email: Email.nullable().optional(),
    is_active: z.boolean().optional(),
  })
  .refine(...namesAField)
  .openapi("UpdateTechnician", { example: { base_pay_cents: 2800 } });
