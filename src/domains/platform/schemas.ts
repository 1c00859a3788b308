import { moveSteps } from "#/db/control/schema/platform.ts";
import { SHARD_NAME, type ShardName } from "#/db/directory.ts";
import { Email, InstantOut, line, z } from "#/kernel/fields.ts";
import { PageQuery, pageOf } from "#/kernel/page.ts";

export const PlatformLogIn = z.strictObject({ email: Email, password: z.string().max(200) }).openapi("PlatformLogIn", {
  example: { email: "ops@truckroll.example", password: "sKq3J0lB2mZ1xYc7vT9nR5wE8uA4hG6fD0sQ1pL3kMw" },
});
export const PlatformSignedIn = z
  .object({
    access_token: z.string(),
    token_type: z.literal("Bearer"),
    expires_in: z.int().openapi({ description: "seconds; then sign in again" }),
    admin: z.object({ id: z.string(), email: z.string() }),
  })
  .openapi("PlatformSignedIn", {
    example: {
      access_token: "eyJ...",
      token_type: "Bearer",
      expires_in: 900,
      admin: { id: "pad_01KAG3M5S0W6P2J8Y4T9QZ7XNB", email: "ops@truckroll.example" },
    },
  });
export const PlatformSignedOut = z
  .object({ signed_out: z.literal(true) })
  .openapi("PlatformSignedOut", { example: { signed_out: true } });

export const Shard = z
  .string()
  .regex(SHARD_NAME, "must be the name of a shard, such as SHARD_02")
  .transform((name) => name as ShardName)
  .openapi({ type: "string", pattern: SHARD_NAME.source, example: "SHARD_02" });

export const PlatformHealth = z
  .object({
    status: z.enum(["ok", "degraded"]),
    databases: z.array(z.object({ name: z.string(), reachable: z.boolean(), missing_migrations: z.array(z.string()) })),
    dead_letters: z.int(),
  })
  .openapi("PlatformHealth", {
    example: {
      status: "degraded",
      databases: [
        { name: "CONTROL", reachable: true, missing_migrations: [] },
        { name: "SHARD_00", reachable: true, missing_migrations: ["0007_money.sql"] },
      ],
      dead_letters: 0,
    },
  });

const moveExample = {
  from_shard: "SHARD_00",
  to_shard: "SHARD_02",
  step: "copying" as const,
  rows_copied: 8000,
  started_at: "2026-03-28T14:30:00.000Z",
};
export const TenantMove = z
  .object({
    from_shard: z.string().nullable(),
    to_shard: z.string(),
    step: z.enum([...moveSteps, "done"]),
    rows_copied: z.int().nullable(),
    started_at: InstantOut.nullable(),
  })
  .openapi("TenantMove", { example: moveExample });

const tenantExample = {
  id: "0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90",
  business_code: "SMITHHVAC",
  business_name: "Smith HVAC",
  shard: "SHARD_00",
  status: "active" as const,
  timezone: "America/New_York",
  created_at: "2026-01-12T09:00:00.000Z",
  move: null,
};
const statuses = ["pending", "active", "suspended"] as const;
const PlatformTenant = z
  .object({
    id: z.string(),
    business_code: z.string(),
    business_name: z.string(),
    shard: z.string(),
    status: z.enum(statuses),
    timezone: z.string(),
    created_at: InstantOut,
    move: z.union([TenantMove, z.null()]).openapi({ description: "the move that is under way; null: none" }),
  })
  .openapi("PlatformTenant", { example: tenantExample });
export const PlatformTenantPage = pageOf("PlatformTenantPage", PlatformTenant);

export const PlatformTenantDetails = PlatformTenant.extend({
  history: z
    .array(
      z.object({
        at: InstantOut,
        admin_id: z.string(),
        action: z.string(),
        details: z.record(z.string(), z.unknown()),
      }),
    )
    .openapi({ description: "what the platform did with the business, newest first" }),
}).openapi("PlatformTenantDetails", {
  example: {
    ...tenantExample,
    history: [
      {
        at: "2026-03-28T14:30:00.000Z",
        admin_id: "pad_01KAG3M5S0W6P2J8Y4T9QZ7XNB",
        action: "suspended",
        details: { reason: "Unpaid since January" },
      },
    ],
  },
});

export const PlatformTenantQuery = PageQuery.pick({ page: true, limit: true }).extend({
  status: z.enum(statuses).optional(),
  shard: Shard.optional(),
  code: z.string().max(40).optional().openapi({ description: "business code, in any case" }),
});
export const TenantParams = z.object({
  tenant: z
    .uuid("must be the id of a business")
    .toLowerCase()
    .openapi({ param: { name: "tenant", in: "path" }, example: tenantExample.id }),
});

export const SuspendTenant = z
  .strictObject({ reason: line(500) })
  .openapi("SuspendTenant", { example: { reason: "Unpaid since January" } });
export const MoveTenant = z.strictObject({ shard: Shard }).openapi("MoveTenant", { example: { shard: "SHARD_02" } });
