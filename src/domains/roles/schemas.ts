import { InstantOut, z } from "#/kernel/fields.ts";
import { PageQuery } from "#/kernel/page.ts";
import { permissions } from "#/kernel/permissions.ts";

/** In lower case, so that no two differ in case alone: users, settings and tokens name a role by it. */
const RoleName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{1,63}$/, "must be 2 to 64 lower-case letters, digits, - or _, beginning with a letter")
  .openapi({ example: "service-writer" });

export const Permissions = z
  .array(z.enum(permissions))
  .min(1, "must name at least one permission")
  .max(permissions.length)
  .transform((names) => [...new Set(names)])
  .openapi({ type: "array", items: { type: "string", enum: [...permissions] }, minItems: 1 });

const example = { id: 1, name: "service-writer", permissions: ["dispatch:read", "dispatch:write", "sales:read"] };
const stamps = { created_at: "2026-03-01T12:00:00.000Z", updated_at: "2026-03-01T12:00:00.000Z", version: 1 };

export const CustomRole = z
  .object({
    id: z.int(),
    name: z.string(),
    permissions: z.array(z.string()),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int().openapi({ description: "also the ETag" }),
  })
  .openapi("CustomRole", { example: { ...example, ...stamps } });

const Role = z
  .object({
    id: z.int().nullable().openapi({ description: "null for a built-in role, which cannot be changed" }),
    name: z.string(),
    built_in: z.boolean(),
    permissions: z.array(z.string()),
  })
  .openapi("Role", { example: { ...example, built_in: false } });

export const RoleQuery = PageQuery.pick({ page: true, limit: true });
export const RolePage = z
  .object({
    items: z.array(Role),
    total: z.int().openapi({ example: 1 }),
    page: z.int().openapi({ example: 1 }),
    limit: z.int().openapi({ example: 50 }),
    total_pages: z.int().openapi({ example: 1 }),
  })
  .openapi("RolePage", {
    example: { items: [{ ...example, built_in: false }], total: 1, page: 1, limit: 50, total_pages: 1 },
  });

export const AddRole = z
  .strictObject({ name: RoleName, permissions: Permissions })
  .openapi("AddRole", { example: { name: example.name, permissions: example.permissions } });

export const ChangeRole = z
  .strictObject({ permissions: Permissions })
  .openapi("ChangeRole", { example: { permissions: ["dispatch:read", "dispatch:write"] } });
